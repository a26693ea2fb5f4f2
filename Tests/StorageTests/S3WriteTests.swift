import AsyncHTTPClient
import FakesForTests
import NIOCore
import NIOHTTP1
import Testing

@testable import Storage

/// Writing to S3, in parts of 8 bytes, and what is left there when it fails: nothing.
@Suite(.timeLimit(.minutes(2)))
struct S3WriteTests {
    static let key: ObjectKey = "videos/a.mp4"
    static let path = "/bucket/studio/videos/a.mp4"
    /// 37 bytes: five parts, the last one of 5.
    static let film = "part-one" + "part-two" + "part-3.." + "part-4.." + "end.."
    static let sizeHead = Reply(
        .send(
            Reply.head(
                200,
                ["etag": "\"m-5\"", "last-modified": "Fri, 24 May 2013 00:00:00 GMT", "content-length": "37"]
            )
        )
    )

    /// An S3 that takes uploads, except where `trouble` has something else to say.
    static func service(
        _ trouble: @escaping @Sendable (FakeServer.Request) -> Reply? = { _ in nil }
    ) -> FakeServer.Script {
        { request, _ in
            if let reply = trouble(request) { return reply }
            switch (request.method, request.path) {
            case ("POST", path + "?uploads="):
                return Reply(
                    "<InitiateMultipartUploadResult><UploadId>up/1</UploadId></InitiateMultipartUploadResult>"
                )
            case ("PUT", _):
                let number =
                    request.path.contains("partNumber=") ? request.path.split(separator: "=")[1].prefix(1) : "0"
                return Reply(headers: ["etag": "\"e\(number)\""])
            case ("POST", path + "?uploadId=up%2F1"):
                return Reply(
                    "\n<CompleteMultipartUploadResult><ETag>&quot;m-5&quot;</ETag></CompleteMultipartUploadResult>"
                )
            case ("DELETE", _): return Reply(status: 204)
            default: return Reply(status: 599)
            }
        }
    }

    static func isAbort(_ line: String) -> Bool { line == "DELETE \(path)?uploadId=up%2F1" }

    @Test(arguments: ["", "short", "exactly 16 bytes"])
    func `a short object is one request, with its type and its hash`(_ text: String) async throws {
        try await withFakeS3([.written]) { stage in
            let info = try await stage.storage.put(text, at: S3WriteTests.key)

            #expect(info.sizeBytes == text.utf8.count)
            #expect(info.etag == "\"e\"")
            let request = stage.server.requests[0]
            #expect(request.line == "PUT \(S3WriteTests.path)")
            #expect(request.body == text)
            #expect(request.headers["content-type"] == ["video/mp4"])
            #expect(request.headers["content-length"] == ["\(text.utf8.count)"])
            #expect(request.headers["x-amz-content-sha256"] == [Signer.hash(text.utf8)])
        }
    }

    @Test func `a long object goes in parts and comes out whole`() async throws {
        try await withFakeS3(S3WriteTests.service()) { stage in
            let chunks = Chunks(.chunk("par"), .chunk(String(S3WriteTests.film.dropFirst(3))))

            let info = try await stage.storage.put(chunks, at: S3WriteTests.key)

            #expect(info.sizeBytes == 37)
            #expect(info.etag == "\"m-5\"")
            let requests = stage.server.requests
            #expect(requests.first?.line == "POST \(S3WriteTests.path)?uploads=")
            #expect(requests.first?.headers["content-type"] == ["video/mp4"])
            let parts = requests.filter { $0.method == "PUT" }.sorted { $0.path < $1.path }
            #expect(parts.map(\.path) == (1...5).map { "\(S3WriteTests.path)?partNumber=\($0)&uploadId=up%2F1" })
            #expect(parts.map(\.body).joined() == S3WriteTests.film)
            #expect(
                requests.last?.body
                    == #"<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"#
                    + (1...5).map {
                        "<Part><PartNumber>\($0)</PartNumber><ETag>&quot;e\($0)&quot;</ETag></Part>"
                    }.joined() + "</CompleteMultipartUpload>"
            )
            #expect(!stage.server.lines.contains(where: S3WriteTests.isAbort))
        }
    }

    @Test func `no more than three parts travel at the same time, and the source is not read ahead`() async throws {
        let held = Gate()
        let read = Recorder<Int>()
        let script = S3WriteTests.service { request in
            request.method == "PUT"
                ? Reply(.wait(held), .send(Reply.head(200, ["etag": "\"e\"", "content-length": "0"]))) : nil
        }
        try await withFakeS3(script) { stage in
            let task = Task {
                let chunks = AsyncStream<ByteBuffer>(unfolding: {
                    read.record(1)
                    return read.all.count <= 8 ? ByteBuffer(string: "12345678") : nil
                })
                return try await stage.storage.put(chunks, at: S3WriteTests.key)
            }
            // One to begin the upload and three parts, which all wait.
            await stage.server.receives(4)

            #expect(stage.server.requests.count == 4)
            // Two to see that it is long, one to see that there is more, one that waits for its turn.
            #expect(read.all.count <= 4)
            held.open()
            let info = try await task.value
            #expect(info.sizeBytes == 64)
        }
    }

    @Test(arguments: [Reply.error(500, "InternalError"), .error(503, "SlowDown"), Reply(.reset)])
    func `a part that fails in passing is sent again, for its bytes are still there`(_ trouble: Reply) async throws {
        let troubled = Recorder<String>()
        let script = S3WriteTests.service { request in
            guard request.path.contains("partNumber=2"), troubled.all.isEmpty else { return nil }
            troubled.record(request.body)
            return trouble
        }
        try await withFakeS3(script) { stage in
            try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key)

            let bodies = stage.server.requests.filter { $0.path.contains("partNumber=2") }.map(\.body)
            #expect(bodies == ["part-two", "part-two"])
        }
    }

    @Test func `a part that is refused ends the upload, and what was sent is taken back`() async throws {
        let script = S3WriteTests.service { $0.path.contains("partNumber=4") ? .error(403, "AccessDenied") : nil }
        try await withFakeS3(script) { stage in
            let error = await failure { try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key) }

            #expect(kind(error) == "denied")
            #expect(stage.server.lines.last.map(S3WriteTests.isAbort) == true)
        }
    }

    @Test func `a source that fails ends the upload, and what was sent is taken back`() async throws {
        try await withFakeS3(S3WriteTests.service()) { stage in
            await #expect(throws: Mishap()) {
                try await stage.storage.put(Chunks(.filling(30), .fail(Mishap())), at: S3WriteTests.key)
            }

            #expect(stage.server.lines.last.map(S3WriteTests.isAbort) == true)
        }
    }

    @Test func `a cancelled upload is taken back all the same`() async throws {
        let script = S3WriteTests.service { $0.method == "PUT" ? Reply(.hang) : nil }
        try await withFakeS3(script) { stage in
            let task = Task { await failure { try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key) } }
            await stage.server.receives(4)

            task.cancel()

            #expect(await task.value == .cancelled)
            #expect(stage.server.lines.last.map(S3WriteTests.isAbort) == true)
            await stage.server.isLeftAlone()
        }
    }

    @Test func `an object longer than allowed is taken back while it comes`() async throws {
        var limits = Storage.Limits()
        limits.objectBytes = 30
        try await withFakeS3(limits: limits, S3WriteTests.service()) { stage in
            let error = await failure {
                try await stage.storage.put(Chunks(.filling(20), .filling(11), .fail(Mishap())), at: S3WriteTests.key)
            }

            #expect(error == .tooLarge(limitBytes: 30))
            #expect(stage.server.lines.last.map { $0.hasPrefix("PUT") || S3WriteTests.isAbort($0) } != false)
        }
    }

    @Test func `a success that holds an error is none: what passes is tried again`() async throws {
        let finished = Recorder<Int>()
        let script = S3WriteTests.service { request in
            guard request.path.hasSuffix("?uploadId=up%2F1"), request.method == "POST", finished.all.isEmpty else {
                return nil
            }
            finished.record(1)
            return .error(200, "InternalError")
        }
        try await withFakeS3(script) { stage in
            let info = try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key)

            #expect(info.etag == "\"m-5\"")
            #expect(stage.pauses.all.count == 1)
        }
    }

    @Test func `a success that holds a refusal is one, and the upload is taken back`() async throws {
        let script = S3WriteTests.service { request in
            switch (request.method, request.path) {
            case ("POST", S3WriteTests.path + "?uploadId=up%2F1"): .error(200, "AccessDenied")
            case ("HEAD", _): Reply(status: 404)
            default: nil
            }
        }
        try await withFakeS3(script) { stage in
            let error = await failure { try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key) }

            #expect(kind(error) == "denied")
            #expect(stage.server.lines.last.map(S3WriteTests.isAbort) == true)
        }
    }

    @Test func `an upload whose last answer was lost is found to be there`() async throws {
        let finished = Recorder<Int>()
        let script = S3WriteTests.service { request in
            switch (request.method, request.path) {
            case ("POST", S3WriteTests.path + "?uploadId=up%2F1"):
                finished.record(1)
                return finished.all.count == 1 ? Reply(.reset) : .error(404, "NoSuchUpload")
            case ("HEAD", _): return S3WriteTests.sizeHead
            default: return nil
            }
        }
        try await withFakeS3(script) { stage in
            let info = try await stage.storage.put(S3WriteTests.film, at: S3WriteTests.key)

            #expect(info.etag == "\"m-5\"")
            #expect(!stage.server.lines.contains(where: S3WriteTests.isAbort))
        }
    }

    @Test(arguments: [Reply(status: 200), Reply(status: 204)])
    func `an answer without a tag is no proof that the object is there`(_ reply: Reply) async throws {
        try await withFakeS3([reply]) { stage in
            #expect(kind(await failure { try await stage.storage.put("x", at: S3WriteTests.key) }) == "badResponse")
        }
    }

    @Test func `deleting asks once, and a refusal is told`() async throws {
        try await withFakeS3([Reply(status: 204), .error(403, "AccessDenied")]) { stage in
            try await stage.storage.delete(S3WriteTests.key)
            #expect(kind(await failure { try await stage.storage.delete(S3WriteTests.key) }) == "denied")

            #expect(stage.server.lines == Array(repeating: "DELETE \(S3WriteTests.path)", count: 2))
        }
    }

    @Test func `a link holds for as long as asked, within a week, under the name and type wanted`() async throws {
        try await withFakeS3([]) { stage in
            let plain = try #require(try stage.storage.link(to: S3WriteTests.key, validFor: .seconds(90)))
            let named = try #require(
                try stage.storage.link(
                    to: S3WriteTests.key,
                    validFor: .seconds(1_000_000_000),
                    downloadName: "春\"天.mp4",
                    contentType: "video/mp4"
                )
            )

            #expect(plain.hasPrefix("\(stage.server.base)\(S3WriteTests.path)?X-Amz-Algorithm=AWS4-HMAC-SHA256&"))
            #expect(plain.contains("&X-Amz-Expires=90&"))
            #expect(plain.contains("&X-Amz-Security-Token=session-token&"))
            #expect(named.contains("&X-Amz-Expires=604800&"))
            #expect(
                named.contains(
                    "response-content-disposition=attachment%3B%20filename%3D%22___.mp4%22%3B%20"
                        + "filename%2A%3DUTF-8%27%27%25E6%2598%25A5%2522%25E5%25A4%25A9.mp4&response-content-type=video%2Fmp4"
                )
            )
            #expect(!named.contains("wJalr"))
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test func `a bucket that is public has lasting links, but not under another name`() async throws {
        try await withFakeS3([]) { stage in
            let client = Storage.client()
            let storage = try Storage(
                "s3://bucket/studio?endpoint=\(stage.server.base)&public=https://cdn.example.com/files/",
                credentials: Stage.credentials,
                client: client
            )
            try await client.shutdown()

            #expect(
                try storage.link(to: S3WriteTests.key, validFor: .seconds(1))
                    == "https://cdn.example.com/files/studio/videos/a.mp4"
            )
            #expect(try storage.link(to: S3WriteTests.key, validFor: .seconds(1), downloadName: "a.mp4") == nil)
        }
    }
}
