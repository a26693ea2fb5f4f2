import NIOHTTP1
import Storage

/// `/files`: pictures, films and decks, under addresses that nobody can guess and that never change.
struct FileRoutes: Sendable {
    let files: Files

    /// What a page would need to do harm with a file is refused to it; nothing of it changes, so it may be kept.
    private static let always = [
        ("Cache-Control", "private, max-age=31536000, immutable"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Accept-Ranges", "bytes"),
    ]

    /// Answers a file, or a part of it.
    ///
    /// `GET /files/{kind}/{shard}/{name}` · anyone who knows the address · not limited
    ///
    /// - Headers: `Range` (one range of bytes), `If-Range`, `If-None-Match`.
    /// - Errors: 404 no such file; 416 it has no byte in that range. 302 where a bucket serves it.
    func get(_ request: Request) async throws -> Reply {
        guard let key = try? ObjectKey(request.parameters.joined(separator: "/")) else { throw Failure.notFound }
        if let link = try files.link(to: key) {
            return Reply(status: 302, headers: [("Location", link)], body: .empty)
        }
        if let known = request.headers.first(name: "if-none-match") {
            let info = try await files.info(of: key)
            if known.trimmed == "*" || known.split(separator: ",").contains(where: { isSame($0, info.etag) }) {
                return Reply(status: 304, headers: [("ETag", info.etag)] + FileRoutes.always, body: .empty)
            }
        }
        let (object, isPart) = try await open(key, request)
        var headers = [("ETag", object.info.etag)] + FileRoutes.always
        if isPart { headers.append(("Content-Range", object.contentRange)) }
        return Reply(
            status: isPart ? 206 : 200,
            contentType: object.info.contentType,
            headers: headers,
            body: .stream(object.range.count) { sink in
                for try await chunk in object.body {
                    guard await sink.send(chunk) else { return }
                }
            }
        )
    }

    /// Compares weakly, as is right for what was not to be changed (RFC 9110, 13.1.2): whoever compresses a reply on
    /// its way makes its tag a weak one.
    private func isSame(_ known: Substring, _ etag: String) -> Bool {
        func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
        return opaque(String(known).trimmed) == opaque(etag)
    }

    /// Opens the file, or the part that was asked for, which holds only for the file that the client has seen.
    private func open(_ key: ObjectKey, _ request: Request) async throws -> (OpenObject, isPart: Bool) {
        if let range = request.headers.first(name: "range").flatMap(ByteRange.init(headerValue:)) {
            let condition = request.headers.first(name: "if-range")
            let object = try await files.open(key, range)
            if condition.map({ $0.trimmed == object.info.etag }) ?? true { return (object, true) }
        }
        return (try await files.open(key, nil), false)
    }
}
