import NIOCore
import NIOHTTP1

/// Sends one object: whole where it is short, else in parts of which a few travel at the same time.
///
/// Every part is in memory until it has arrived, so each can be sent again. What was sent of an object that failed is
/// taken back, since S3 keeps parts (and charges for them) until somebody does.
struct S3Upload: Sendable {
    let client: S3Client
    let key: ObjectKey

    /// S3's own limit.
    private static let partLimit = 10_000

    private struct Part: Sendable {
        let number: Int
        let etag: String
    }

    private var path: String { client.location.path(of: key) }

    /// - Returns: the size and the entity tag.
    /// - Errors: those of ``StorageError``, and what the source throws.
    func run<Source: AsyncIteratorProtocol>(
        _ pieces: consuming Pieces<Source>
    ) async throws -> (sizeBytes: Int, etag: String) {
        var pieces = pieces
        let first = try await pieces.next(client.limits.singlePutBytes) ?? ByteBuffer()
        let partBytes = client.limits.partBytes
        guard first.readableBytes == client.limits.singlePutBytes, let second = try await pieces.next(partBytes) else {
            return (first.readableBytes, try await putWhole(first))
        }
        let upload = try await create()
        do {
            let parts = try await send(first, second, &pieces, as: upload)
            return (pieces.readBytes, try await complete(upload, parts, sizeBytes: pieces.readBytes))
        } catch {
            // A task of its own, because this one may be cancelled.
            await Task { await abort(upload) }.value
            // Only the upload can be missing here, and nobody asked for one.
            if case StorageError.notFound = error {
                throw StorageError.unavailable("cannot write \(key): the storage service lost the upload")
            }
            throw error
        }
    }

    private func putWhole(_ bytes: ByteBuffer) async throws(StorageError) -> String {
        var call = S3Client.Call(method: .PUT, path: path, key: key, act: "write \(key)")
        call.headers = [("content-type", key.contentType)]
        call.body = bytes
        call.bodyHash = Signer.hash(bytes.readableBytesView)
        let head = try await client.send(call, within: client.limits.uploadTimeout)
        return try S3Upload.etag(of: head, call.act)
    }

    private func create() async throws(StorageError) -> String {
        var call = S3Client.Call(method: .POST, path: path, key: key, act: "begin to write \(key)")
        call.query = [("uploads", "")]
        call.headers = [("content-type", key.contentType)]
        return try await client.send(call, within: client.limits.requestTimeout) { answer, _ throws(Setback) in
            let document = try answer.document("InitiateMultipartUploadResult", call.act)
            guard let id = document["UploadId"]?.text, !id.isEmpty else {
                throw Setback(.badResponse("cannot \(call.act): the answer has no UploadId"))
            }
            return id
        }
    }

    /// Sends all parts, no more than allowed at the same time; the first failure cancels the others.
    private func send<Source: AsyncIteratorProtocol>(
        _ first: ByteBuffer,
        _ second: ByteBuffer,
        _ pieces: inout Pieces<Source>,
        as upload: String
    ) async throws -> [Part] {
        try await withThrowingTaskGroup(of: Part.self) { group in
            var first = first
            var waiting: [ByteBuffer] = []
            while let part = first.readSlice(length: min(client.limits.partBytes, first.readableBytes)),
                part.readableBytes > 0
            {
                waiting.append(part)
            }
            waiting.append(second)
            var parts: [Part] = []
            var number = 0
            while true {
                guard
                    let bytes = waiting.isEmpty ? try await pieces.next(client.limits.partBytes) : waiting.removeFirst()
                else { break }
                number += 1
                guard number <= S3Upload.partLimit else {
                    throw StorageError.tooLarge(limitBytes: S3Upload.partLimit * client.limits.partBytes)
                }
                if number > client.limits.partsAtOnce, let part = try await group.next() { parts.append(part) }
                group.addTask { [number] in try await put(bytes, number, of: upload) }
            }
            for try await part in group { parts.append(part) }
            return parts.sorted { $0.number < $1.number }
        }
    }

    private func put(_ bytes: ByteBuffer, _ number: Int, of upload: String) async throws(StorageError) -> Part {
        var call = S3Client.Call(method: .PUT, path: path, key: key, act: "write part \(number) of \(key)")
        call.query = [("partNumber", "\(number)"), ("uploadId", upload)]
        call.body = bytes
        call.bodyHash = Signer.hash(bytes.readableBytesView)
        let head = try await client.send(call, within: client.limits.uploadTimeout)
        return Part(number: number, etag: try S3Upload.etag(of: head, call.act))
    }

    private func complete(_ upload: String, _ parts: [Part], sizeBytes: Int) async throws(StorageError) -> String {
        let list = parts.map {
            "<Part><PartNumber>\($0.number)</PartNumber><ETag>\($0.etag.xmlEscaped)</ETag></Part>"
        }
        let text =
            #"<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"# + list.joined()
            + "</CompleteMultipartUpload>"
        var call = S3Client.Call(method: .POST, path: path, key: key, act: "finish writing \(key)")
        call.query = [("uploadId", upload)]
        call.headers = [("content-type", "application/xml")]
        call.body = ByteBuffer(string: text)
        call.bodyHash = Signer.hash(text.utf8)
        do throws(StorageError) {
            return try await client.send(call, within: client.limits.uploadTimeout) { answer, _ throws(Setback) in
                let document = try answer.document("CompleteMultipartUploadResult", call.act)
                guard let etag = document["ETag"]?.text, !etag.isEmpty else {
                    throw Setback(.badResponse("cannot \(call.act): the answer has no ETag"))
                }
                return etag.hasPrefix("\"") ? etag : "\"\(etag)\""
            }
        } catch .notFound {
            // No such upload: an attempt whose answer was lost has finished it. The tag ends in the number of parts.
            let info = try await S3Engine(client).info(of: key)
            guard info.sizeBytes == sizeBytes, info.etag.hasSuffix("-\(parts.count)\"") else { throw .notFound(key) }
            return info.etag
        } catch {
            throw error
        }
    }

    private func abort(_ upload: String) async {
        var call = S3Client.Call(method: .DELETE, path: path, key: key, act: "take back \(key)")
        call.query = [("uploadId", upload)]
        // What can't be taken back now is left to the bucket's own rule for unfinished uploads.
        _ = try? await client.send(call, within: client.limits.requestTimeout)
    }

    private static func etag(of head: HTTPResponseHead, _ act: String) throws(StorageError) -> String {
        guard let etag = head.headers.first(name: "etag") else {
            throw .badResponse("cannot \(act): the answer has no ETag")
        }
        return etag
    }
}
