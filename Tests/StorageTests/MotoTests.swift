import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

@testable import Storage

/// Against a real S3 server that checks every signature; each test keeps to a prefix of its own.
@Suite(.moto, .serialized, .timeLimit(.minutes(5)))
struct MotoTests {
    /// 21 MiB whose parts differ.
    static let film = ByteBuffer(bytes: (0..<21 << 20).map { UInt8(truncatingIfNeeded: $0 >> 10) })

    private func moto() throws -> Moto { try #require(Moto.current) }

    @Test func `an object's whole life`() async throws {
        let storage = try moto().storage("life")
        let key = try storage.newKey("images", extension: "png")

        let put = try await storage.put("春天来了", at: key)
        let object = try await storage.open(key)
        let part = try await storage.open(key, range: .between(3, 5))

        #expect(put.sizeBytes == 12)
        #expect(object.info.etag == put.etag)
        #expect(object.info.sizeBytes == 12)
        #expect(abs(object.info.modifiedAt - put.modifiedAt) < 86_400_000)
        #expect(String(buffer: try await object.body.collect(limitBytes: 12)) == "春天来了")
        #expect(part.contentRange == "bytes 3-5/12")
        #expect(String(buffer: try await part.body.collect(limitBytes: 12)) == "天")
        #expect(try await storage.info(of: key) == object.info)
        #expect(await failure { try await storage.open(key, range: .from(12)) } == .invalidRange(sizeBytes: 12))

        try await storage.delete(key)
        try await storage.delete(key)

        #expect(try await storage.exists(key) == false)
        #expect(await failure { try await storage.open(key) } == .notFound(key))
    }

    @Test func `an empty object is one`() async throws {
        let storage = try moto().storage("empty")

        try await storage.put("", at: "a.txt")

        #expect(try await storage.info(of: "a.txt").sizeBytes == 0)
        #expect(try await storage.text("a.txt") == "")
    }

    @Test func `the content type is kept with the object`() async throws {
        let moto = try moto()
        try await moto.storage("type").put("x", at: "a.mp4")

        let call = S3Client.Call(method: .HEAD, path: "/\(Moto.bucket)/type/a.mp4", act: "look")
        let head = try await moto.requests().send(call, within: .seconds(60))

        #expect(head.headers["content-type"] == ["video/mp4"])
    }

    @Test func `a long object goes in parts and comes out whole`() async throws {
        let storage = try moto().storage("long")

        let put = try await storage.put(MotoTests.film, at: "videos/a.mp4")
        let object = try await storage.open("videos/a.mp4")
        var film = ByteBuffer()
        for try await chunk in object.body { film.writeImmutableBuffer(chunk) }

        #expect(put.etag.hasSuffix("-3\""))
        #expect(object.info.etag == put.etag)
        #expect(film == MotoTests.film)
        let bounds = try await storage.open("videos/a.mp4", range: .between(8 << 20 - 1, 8 << 20))
        #expect(
            try await bounds.body.collect(limitBytes: 2) == MotoTests.film.getSlice(at: 8 << 20 - 1, length: 2)
        )
    }

    @Test func `a local file of any length is sent`() async throws {
        let storage = try moto().storage("file")
        try await withFolder { folder in
            let files = try Storage("file:\(folder.path)")
            try await files.put(MotoTests.film, at: "film.mp4")

            let put = try await storage.put(fileAt: folder.path("film.mp4"), at: "a.mp4")

            #expect(put.sizeBytes == 21 << 20)
            #expect(try await storage.info(of: "a.mp4").sizeBytes == 21 << 20)
        }
    }

    @Test func `an upload that fails leaves no object and no parts`() async throws {
        let moto = try moto()
        let storage = try moto.storage("failed")

        await #expect(throws: Mishap()) {
            try await storage.put(Chunks(.filling(25 << 20), .fail(Mishap())), at: "a.mp4")
        }

        #expect(try await storage.exists("a.mp4") == false)
        let call = S3Client.Call(
            method: .GET,
            path: "/\(Moto.bucket)",
            query: [("uploads", ""), ("prefix", "failed/")],
            act: "list uploads"
        )
        let uploads = try await moto.requests().send(call, within: .seconds(60)) { answer, _ throws(Setback) in
            try answer.document("ListMultipartUploadsResult", "list uploads")
        }
        #expect(uploads["Upload"] == nil)
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func `objects are listed page by page, the prefix taken off`(_ limit: Int) async throws {
        let storage = try moto().storage("list\(limit)")
        for key in FileListTests.keys { try await storage.put("x", at: ObjectKey(key)) }

        #expect(try await storage.keys(pagesOf: limit) == FileListTests.keys)
        #expect(try await storage.keys("b/", pagesOf: limit) == ["b/0/1.png", "b/0/2.png", "b/1/1.png"])
    }

    @Test func `a link is followed by somebody without keys, under the name asked for`() async throws {
        let moto = try moto()
        let storage = try moto.storage("link")
        try await storage.put("a picture", at: "a.png")
        let link = try #require(
            try storage.link(to: "a.png", validFor: .seconds(600), downloadName: "春天.png", contentType: "image/x-test")
        )

        try await moto.checkSignatures(false)
        let response = try await moto.client.execute(HTTPClientRequest(url: link), timeout: .seconds(60))
        try await moto.checkSignatures(true)

        #expect(response.status == .ok)
        #expect(String(buffer: try await response.body.collect(upTo: 100)) == "a picture")
        #expect(response.headers["content-type"] == ["image/x-test"])
        #expect(
            response.headers["content-disposition"] == [
                "attachment; filename=\"__.png\"; filename*=UTF-8''%E6%98%A5%E5%A4%A9.png"
            ]
        )
    }

    @Test func `a wrong key is denied, and says so without repeating it`() async throws {
        let moto = try moto()
        let wrong = S3Credentials(accessKeyID: moto.credentials.accessKeyID, secretAccessKey: "not-the-secret")
        let storage = try moto.storage("denied", credentials: wrong)

        let error = await failure { try await storage.put("x", at: "a") }

        #expect(kind(error) == "denied")
        #expect(words(error).contains("SignatureDoesNotMatch"))
        #expect(!words(error).contains("not-the-secret"))
        #expect(kind(await failure { try await storage.ping() }) == "denied")
    }

    @Test func `a ping finds the bucket, or says that it is not there`() async throws {
        let moto = try moto()
        try await moto.storage("ping").ping()
        let elsewhere = try Storage(
            "s3://no-such-bucket?endpoint=\(moto.base)",
            credentials: moto.credentials,
            client: moto.client
        )

        #expect(kind(await failure { try await elsewhere.ping() }) == "misconfigured")
    }
}
