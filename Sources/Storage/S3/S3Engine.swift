import NIOCore
import NIOHTTP1
import Synchronization
import Wire

/// Objects in a bucket: the key is the path after the bucket's prefix.
struct S3Engine: Engine {
    private let client: S3Client

    init(_ client: S3Client) {
        self.client = client
    }

    var description: String { client.location.description }

    func put<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, at key: ObjectKey) async throws -> ObjectInfo
    where Chunks.Element == ByteBuffer {
        let pieces = Pieces(chunks.makeAsyncIterator(), limitBytes: client.limits.objectBytes)
        let (sizeBytes, etag) = try await S3Upload(client: client, key: key).run(pieces)
        // The service's own moment differs by the time of the answer's way; a list shows that one.
        return ObjectInfo(key: key, sizeBytes: sizeBytes, modifiedAt: client.now.milliseconds, etag: etag)
    }

    func info(of key: ObjectKey) async throws(StorageError) -> ObjectInfo {
        let call = S3Client.Call(method: .HEAD, path: client.location.path(of: key), key: key, act: "look at \(key)")
        let head = try await client.send(call, within: client.limits.requestTimeout)
        guard let sizeBytes = head.headers.first(name: "content-length").flatMap({ Int($0) }), sizeBytes >= 0 else {
            throw .badResponse("cannot \(call.act): the answer has no Content-Length")
        }
        return try ObjectInfo(key, sizeBytes: sizeBytes, head, call.act)
    }

    func open(_ key: ObjectKey, _ range: ByteRange?) async throws(StorageError) -> OpenObject {
        var call = S3Client.Call(method: .GET, path: client.location.path(of: key), key: key, act: "read \(key)")
        if let range { call.headers = [("range", range.headerValue)] }
        let head: HTTPResponseHead
        let exchange: Exchange
        do throws(StorageError) {
            (head, exchange) = try await client.open(call)
        } catch {
            // S3 does not always say how long the object is, and who answers the range has to.
            guard case .invalidRange = error else { throw error }
            throw .invalidRange(sizeBytes: try await info(of: key).sizeBytes)
        }
        let body = S3Body(exchange, silence: client.limits.silence, act: call.act)
        let (offsets, sizeBytes) = try S3Engine.extent(of: head, range, call.act)
        body.expect(offsets.count)
        let info = try ObjectInfo(key, sizeBytes: sizeBytes, head, call.act)
        return OpenObject(info: info, range: offsets, body: ObjectBody(source: body))
    }

    func delete(_ key: ObjectKey) async throws(StorageError) {
        let call = S3Client.Call(method: .DELETE, path: client.location.path(of: key), key: key, act: "delete \(key)")
        do throws(StorageError) {
            _ = try await client.send(call, within: client.limits.requestTimeout)
        } catch .notFound {
            // Amazon answers 204 here; others say that there was nothing.
        } catch {
            throw error
        }
    }

    func list(_ prefix: String, from cursor: String?, limit: Int) async throws(StorageError) -> ObjectPage {
        let call = listing(prefix, from: cursor, limit: limit)
        return try await client.send(call, within: client.limits.requestTimeout) { answer, _ throws(Setback) in
            try page(from: answer.document("ListBucketResult", call.act), call.act)
        }
    }

    func link(to key: ObjectKey, _ terms: LinkTerms) -> String? {
        let location = client.location
        if let base = location.publicBase {
            return terms.downloadName == nil && terms.contentType == nil ? "\(base)/\(location.prefix)\(key)" : nil
        }
        var query: [(name: String, value: String)] = []
        if let name = terms.downloadName {
            query.append(("response-content-disposition", S3Engine.attachment(named: name)))
        }
        if let type = terms.contentType { query.append(("response-content-type", type)) }
        let signed = client.signer.linkQuery(
            host: location.host,
            path: location.path(of: key),
            query: query,
            validForSeconds: min(max(Int(terms.validFor.components.seconds), 1), S3Engine.linkLimitSeconds),
            at: client.now
        )
        return "\(location.origin)\(location.path(of: key))?\(signed)"
    }

    func ping() async throws(StorageError) {
        let call = listing("", from: nil, limit: 1)
        let limit = client.limits.pingTimeout
        do throws(Setback) {
            let answer = try await client.once(call, within: limit, before: .now() + TimeAmount(limit))
            _ = try answer.document("ListBucketResult", call.act)
        } catch {
            throw error.error
        }
    }

    private func listing(_ prefix: String, from cursor: String?, limit: Int) -> S3Client.Call {
        var call = S3Client.Call(method: .GET, path: client.location.bucketPath, act: "list the bucket")
        call.query = [("list-type", "2"), ("max-keys", "\(limit)"), ("prefix", client.location.prefix + prefix)]
        if let cursor { call.query.append(("continuation-token", cursor)) }
        return call
    }

    private func page(from document: XML, _ act: String) throws(Setback) -> ObjectPage {
        var objects: [ListedObject] = []
        for entry in document.children where entry.name == "Contents" {
            guard let name = entry["Key"]?.text, let size = entry["Size"].flatMap({ Int($0.text) }),
                let modified = entry["LastModified"].flatMap({ Moment(iso: $0.text) })
            else { throw Setback(.badResponse("cannot \(act): an entry lacks its key, size or time")) }
            guard name.hasPrefix(client.location.prefix),
                let key = try? ObjectKey(String(name.dropFirst(client.location.prefix.count)))
            else { continue }
            objects.append(ListedObject(key: key, sizeBytes: size, modifiedAt: modified.milliseconds))
        }
        guard document["IsTruncated"]?.text == "true" else { return ObjectPage(objects: objects, next: nil) }
        guard let next = document["NextContinuationToken"]?.text, !next.isEmpty else {
            throw Setback(.badResponse("cannot \(act): there is more, but no token to ask for it"))
        }
        return ObjectPage(objects: objects, next: next)
    }

    /// Which bytes an answer has, and how many the object has.
    private static func extent(
        of head: HTTPResponseHead,
        _ range: ByteRange?,
        _ act: String
    ) throws(StorageError) -> (Range<Int>, Int) {
        if range == nil {
            guard let size = head.headers.first(name: "content-length").flatMap({ Int($0) }), size >= 0 else {
                throw .badResponse("cannot \(act): the answer has no Content-Length")
            }
            return (0..<size, size)
        }
        // `bytes 0-9/100`
        let numbers = (head.headers.first(name: "content-range") ?? "")
            .split { $0 == " " || $0 == "-" || $0 == "/" }
            .map { Int($0) ?? -1 }
        guard head.status == .partialContent, numbers.count == 4, 0 <= numbers[1], numbers[1] <= numbers[2],
            numbers[2] < numbers[3], range?.offsets(in: numbers[3]) == numbers[1]..<numbers[2] + 1
        else { throw .badResponse("cannot \(act): the answer is not the range that was asked for") }
        return (numbers[1]..<numbers[2] + 1, numbers[3])
    }

    /// The name for old browsers in ASCII, the whole one for all others (RFC 6266).
    private static func attachment(named name: String) -> String {
        let ascii = name.map { character in
            character.isASCII && character.isNameSafe ? String(character) : "_"
        }
        return "attachment; filename=\"\(ascii.joined())\"; filename*=UTF-8''\(PercentText.escaped(name))"
    }

    /// Seven days, S3's own limit.
    private static let linkLimitSeconds = 604_800
}

/// Reads the body of an object; whoever lets go of it ends the exchange.
private final class S3Body: ChunkSource {
    private let exchange: Exchange
    private let silence: Duration
    private let act: String
    /// How many bytes are still to come.
    private let restBytes = Mutex(0)

    init(_ exchange: Exchange, silence: Duration, act: String) {
        self.exchange = exchange
        self.silence = silence
        self.act = act
    }

    deinit {
        exchange.abandon()
    }

    func expect(_ count: Int) {
        restBytes.withLock { $0 = count }
    }

    func next() async throws(StorageError) -> ByteBuffer? {
        let piece: ByteBuffer?
        do {
            piece = try await exchange.next(within: silence)
        } catch {
            throw Setback(transport: error, act).error
        }
        let rest = restBytes.withLock { rest in
            rest -= piece?.readableBytes ?? 0
            return rest
        }
        guard piece == nil ? rest == 0 : rest >= 0 else {
            throw .unavailable("cannot \(act): the storage service sent another number of bytes than it said")
        }
        return piece
    }
}

extension ObjectInfo {
    /// Reads what the head of an answer says of an object.
    fileprivate init(
        _ key: ObjectKey,
        sizeBytes: Int,
        _ head: HTTPResponseHead,
        _ act: String
    ) throws(StorageError) {
        guard let etag = head.headers.first(name: "etag"),
            let modified = head.headers.first(name: "last-modified").flatMap(Moment.init(header:))
        else { throw .badResponse("cannot \(act): the answer has no ETag or no Last-Modified") }
        self.init(key: key, sizeBytes: sizeBytes, modifiedAt: modified.milliseconds, etag: etag)
    }
}

extension Character {
    /// Whether a quoted file name may hold it as it is.
    fileprivate var isNameSafe: Bool {
        self != "\"" && self != "\\" && self != "/" && self >= " " && self != "\u{7F}"
    }
}
