import AsyncHTTPClient
import FakesForTests
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import Storage

/// Reading from S3, and each way in which that can fail.
@Suite(.timeLimit(.minutes(2)))
struct S3ReadTests {
    static let key: ObjectKey = "images/4f/4f0.png"
    static let path = "/bucket/studio/images/4f/4f0.png"

    @Test func `an object is read with what S3 says of it, by a signed request`() async throws {
        try await withFakeS3([.object("abcdefghij")]) { stage in
            let object = try await stage.storage.open(S3ReadTests.key)

            #expect(String(buffer: try await object.body.collect(limitBytes: 10)) == "abcdefghij")
            #expect(object.info.sizeBytes == 10)
            #expect(object.info.etag == "\"e\"")
            #expect(object.info.modifiedAt == Stage.now)
            #expect(object.range == 0..<10)
            let request = stage.server.requests[0]
            #expect(request.line == "GET \(S3ReadTests.path)")
            #expect(request.headers["x-amz-date"] == ["20130524T000000Z"])
            #expect(request.headers["x-amz-security-token"] == ["session-token"])
            #expect(
                request.headers.first(name: "authorization")?.hasPrefix(
                    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/cn-test/s3/aws4_request,"
                        + "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,Signature="
                ) == true
            )
        }
    }

    @Test func `a range is asked for and checked`() async throws {
        let part = Reply.objectHeaders.merging(["content-range": "bytes 2-4/10"]) { $1 }
        try await withFakeS3([
            Reply(status: 206, headers: part, "cde"), Reply(status: 206, headers: part, "cde"), .object("abcdefghij"),
        ]) {
            stage in
            let object = try await stage.storage.open(S3ReadTests.key, range: .between(2, 4))

            #expect(object.contentRange == "bytes 2-4/10")
            #expect(object.info.sizeBytes == 10)
            #expect(String(buffer: try await object.body.collect(limitBytes: 10)) == "cde")
            #expect(stage.server.requests[0].headers["range"] == ["bytes=2-4"])
            // An answer with other bytes, or all of them, is not taken for the range.
            for _ in 1...2 {
                let error = await failure { try await stage.storage.open(S3ReadTests.key, range: .between(0, 2)) }
                #expect(kind(error) == "badResponse")
            }
        }
    }

    @Test func `a range beyond the end says how long the object is`() async throws {
        let size = Reply(.send(Reply.head(200, Reply.objectHeaders.merging(["content-length": "3"]) { $1 })))
        try await withFakeS3([.error(416, "InvalidRange"), size]) { stage in
            let error = await failure { try await stage.storage.open(S3ReadTests.key, range: .from(3)) }

            #expect(error == .invalidRange(sizeBytes: 3))
            #expect(stage.server.lines == ["GET \(S3ReadTests.path)", "HEAD \(S3ReadTests.path)"])
        }
    }

    @Test func `what is not there is not found, at once`() async throws {
        try await withFakeS3([.error(404, "NoSuchKey"), Reply(status: 404), Reply(status: 404), Reply(status: 404)]) {
            stage in
            #expect(await failure { try await stage.storage.open(S3ReadTests.key) } == .notFound(S3ReadTests.key))
            #expect(await failure { try await stage.storage.info(of: S3ReadTests.key) } == .notFound(S3ReadTests.key))
            #expect(try await stage.storage.exists(S3ReadTests.key) == false)
            try await stage.storage.delete(S3ReadTests.key)
            #expect(stage.pauses.all == [])
        }
    }

    @Test(arguments: [
        Reply.error(500, "InternalError"), .error(503, "SlowDown"), .error(503, "ServiceUnavailable"),
        Reply(status: 502),
        .error(429, "TooManyRequests"), .error(400, "RequestTimeout"), Reply(.reset), Reply(.close),
    ])
    func `what passes is tried again, with growing pauses`(_ trouble: Reply) async throws {
        try await withFakeS3([trouble, trouble, trouble, .object("abc")]) { stage in
            let text = try await stage.storage.text(S3ReadTests.key)

            #expect(text == "abc")
            #expect(stage.pauses.all == [.milliseconds(200), .milliseconds(400), .milliseconds(800)])
        }
    }

    @Test func `four attempts are made, no more`() async throws {
        try await withFakeS3({ _, _ in .error(503, "SlowDown", "Reduce your request rate.") }) { stage in
            let error = await failure { try await stage.storage.open(S3ReadTests.key) }

            #expect(kind(error) == "unavailable")
            #expect(words(error).contains("503 SlowDown, Reduce your request rate."))
            #expect(stage.server.requests.count == 4)
        }
    }

    @Test func `a service that is not there is unavailable`() async throws {
        try await withFakeS3([]) { stage in
            await stage.server.stop()

            #expect(kind(await failure { try await stage.storage.open(S3ReadTests.key) }) == "unavailable")
            #expect(stage.pauses.all.count == 3)
        }
    }

    @Test(arguments: [
        (Reply.error(403, "AccessDenied"), "denied"), (.error(403, "SignatureDoesNotMatch"), "denied"),
        (.error(400, "ExpiredToken"), "denied"), (Reply(status: 401), "denied"),
        (.error(404, "NoSuchBucket"), "misconfigured"),
        (.error(400, "AuthorizationHeaderMalformed"), "misconfigured"), (Reply(status: 301), "misconfigured"),
        (Reply(status: 307, headers: ["location": "http://127.0.0.1:1/"]), "misconfigured"),
        (.error(507, "XMinioStorageFull"), "full"),
        (.error(403, "QuotaExceeded"), "full"), (.error(418, "Teapot"), "badResponse"),
        (Reply("no headers"), "badResponse"),
        (Reply(.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .close), "badResponse"),
    ])
    func `what does not pass is told at once`(_ trouble: Reply, _ name: String) async throws {
        try await withFakeS3([trouble]) { stage in
            #expect(kind(await failure { try await stage.storage.open(S3ReadTests.key) }) == name)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func `the right region is told where S3 tells it`() async throws {
        try await withFakeS3([.error(301, "PermanentRedirect", "No.", ["x-amz-bucket-region": "eu-west-1"])]) { stage in
            let error = await failure { try await stage.storage.open(S3ReadTests.key) }

            #expect(words(error).contains("the bucket is in eu-west-1"))
        }
    }

    @Test(arguments: [
        Reply.error(403, "RequestTimeTooSkewed", "Too big.", ["date": "Fri, 24 May 2013 08:00:00 GMT"]),
        Reply(status: 403, headers: ["date": "Fri, 24 May 2013 08:00:00 GMT"]),
    ])
    func `a clock that is wrong is told with both times, also where S3 only refuses`(_ reply: Reply) async throws {
        try await withFakeS3([reply]) { stage in
            let error = await failure { try await stage.storage.info(of: S3ReadTests.key) }

            guard case .clockSkew(let words) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(words.contains("this machine's clock says 2013-05-24T00:00:00Z"))
            #expect(words.contains("the storage service's 2013-05-24T08:00:00Z"))
        }
    }

    @Test func `no error repeats a key, even where the service does`() async throws {
        let echo = "You sent wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY and session-token as AKIAIOSFODNN7EXAMPLE"
        try await withFakeS3([.error(403, "AccessDenied", echo)]) { stage in
            let error = await failure { try await stage.storage.open(S3ReadTests.key) }

            #expect(words(error).contains("You sent [hidden] and [hidden] as [hidden]"))
        }
    }

    @Test(arguments: [Reply.Step.close, .reset])
    func `a body that breaks off fails, does not end, and is not begun again`(_ end: Reply.Step) async throws {
        let gate = Gate()
        let head = Reply.head(200, Reply.objectHeaders.merging(["content-length": "100"]) { $1 })
        try await withFakeS3([Reply(.send(head + "half"), .wait(gate), end)]) { stage in
            var iterator = try await stage.storage.open(S3ReadTests.key).body.makeAsyncIterator()
            let first = try await iterator.next()
            gate.open()

            let error = await failure { try await iterator.next() }

            #expect(first == ByteBuffer(string: "half"))
            #expect(kind(error) == "unavailable")
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func `a body that falls silent is given up, and the connection closed`() async throws {
        var limits = Storage.Limits()
        limits.silence = .milliseconds(20)
        let head = Reply.head(200, Reply.objectHeaders.merging(["content-length": "100"]) { $1 })
        try await withFakeS3([Reply(.send(head + "half"), .hang)], limits: limits) { stage in
            let error = await failure { try await stage.storage.text(S3ReadTests.key) }

            #expect(kind(error) == "timeout")
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a reader may take its time: what has come is handed out, however long that took`() async throws {
        try await withFakeS3([.object("abc")]) { stage in
            let client = Storage.client(on: NIOSingletons.posixEventLoopGroup)
            let request = try HTTPClient.Request(url: stage.server.base)
            let exchange = Exchange.start(request, on: client, before: .distantFuture)
            _ = try await exchange.head(within: .seconds(60))
            while !exchange.hasPiece { await Task.yield() }

            let piece = try await exchange.next(within: .zero)
            let end = try await exchange.next(within: .seconds(60))
            try await client.shutdown()

            #expect(piece == ByteBuffer(string: "abc"))
            #expect(end == nil)
        }
    }

    @Test func `a service that never answers is given up in time, and the connection closed`() async throws {
        var limits = Storage.Limits()
        limits.requestTimeout = .milliseconds(50)
        try await withFakeS3(limits: limits, { _, _ in Reply(.hang) }) { stage in
            #expect(kind(await failure { try await stage.storage.open(S3ReadTests.key) }) == "timeout")
            #expect(kind(await failure { try await stage.storage.info(of: S3ReadTests.key) }) == "timeout")
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a reader that is cancelled, or lets go, ends the exchange`() async throws {
        let head = Reply.head(200, Reply.objectHeaders.merging(["content-length": "100"]) { $1 })
        try await withFakeS3({ _, _ in Reply(.send(head + "half"), .hang) }) { stage in
            let begun = Gate()
            let task = Task {
                await failure {
                    for try await _ in try await stage.storage.open(S3ReadTests.key).body { begun.open() }
                }
            }
            await begun.isOpened()
            task.cancel()
            #expect(await task.value == .cancelled)

            _ = try await stage.storage.open(S3ReadTests.key)

            await stage.server.isLeftAlone()
            #expect(stage.server.requests.count == 2)
        }
    }

    @Test func `a task cancelled while it waits for an answer or in a pause asks no more`() async throws {
        try await withFakeS3({ _, _ in Reply(.hang) }) { stage in
            let task = Task { await failure { try await stage.storage.info(of: S3ReadTests.key) } }
            await stage.server.receives(1)
            task.cancel()

            #expect(await task.value == .cancelled)
            await stage.server.isLeftAlone()
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test func `a long error is cut and still understood`() async throws {
        var limits = Storage.Limits()
        limits.errorBytes = 100
        let long = Reply(status: 403, String(repeating: "x", count: 100_000))
        try await withFakeS3([long], limits: limits) { stage in
            let error = await failure { try await stage.storage.open(S3ReadTests.key) }

            #expect(kind(error) == "denied")
            #expect(words(error).count < 200)
        }
    }

    @Test func `a page is read with its entities, and what is none of ours is passed over`() async throws {
        let page = Reply(
            """
            <ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>a+b/c=&amp;</NextContinuationToken>
            <Contents><Key>studio/a.png</Key><Size>3</Size><LastModified>2013-05-24T00:00:00.000Z</LastModified></Contents>
            <Contents><Key>studio/No&lt;ne</Key><Size>1</Size><LastModified>2013-05-24T00:00:00Z</LastModified></Contents>
            </ListBucketResult>
            """
        )
        let last = Reply("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        try await withFakeS3([page, last]) { stage in
            let first = try await stage.storage.list("a", limit: 2)
            let second = try await stage.storage.list("a", from: first.next)

            #expect(first.objects == [ListedObject(key: "a.png", sizeBytes: 3, modifiedAt: Stage.now)])
            #expect(second == ObjectPage(objects: [], next: nil))
            #expect(
                stage.server.lines == [
                    "GET /bucket?list-type=2&max-keys=2&prefix=studio%2Fa",
                    "GET /bucket?continuation-token=a%2Bb%2Fc%3D%26&list-type=2&max-keys=1000&prefix=studio%2Fa",
                ]
            )
        }
    }

    @Test(arguments: [
        "", "<Other/>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><Contents><Key>studio/a</Key></Contents></ListBucketResult>", "<ListBucketResult>",
    ])
    func `a page that makes no sense is a bad response`(_ body: String) async throws {
        try await withFakeS3([Reply(body)]) { stage in
            #expect(kind(await failure { try await stage.storage.list() }) == "badResponse")
        }
    }

    @Test func `a page longer than any is not read to its end`() async throws {
        var limits = Storage.Limits()
        limits.answerBytes = 1_000
        try await withFakeS3(
            [Reply(String(repeating: " ", count: 5_000) + "<ListBucketResult/>")],
            limits: limits
        ) {
            stage in
            let error = await failure { try await stage.storage.list() }

            #expect(kind(error) == "badResponse")
            #expect(words(error).contains("longer than 1000 bytes"))
        }
    }

    @Test func `a ping asks once, for one object, and says what is wrong`() async throws {
        let fine = Reply("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        try await withFakeS3([fine, .error(404, "NoSuchBucket"), .error(503, "SlowDown")]) { stage in
            try await stage.storage.ping()
            #expect(kind(await failure { try await stage.storage.ping() }) == "misconfigured")
            #expect(kind(await failure { try await stage.storage.ping() }) == "unavailable")

            #expect(
                stage.server.lines
                    == Array(repeating: "GET /bucket?list-type=2&max-keys=1&prefix=studio%2F", count: 3)
            )
        }
    }

    @Test func `a ping that is not answered ends`() async throws {
        var limits = Storage.Limits()
        limits.pingTimeout = .milliseconds(30)
        try await withFakeS3([Reply(.hang)], limits: limits) { stage in
            #expect(kind(await failure { try await stage.storage.ping() }) == "timeout")
            #expect(stage.server.requests.count <= 1)
        }
    }
}
