import AsyncHTTPClient
import FakesForTests
import NIOCore
import NIOHTTP1
import NIOPosix
import Storage

extension FakeServer.Request {
    /// As `PUT /bucket/a.png`.
    var line: String { "\(method) \(path)" }
}

extension FakeServer {
    var lines: [String] { requests.map(\.line) }
}

extension Reply {
    /// What S3 says when it refuses.
    static func error(
        _ status: Int,
        _ code: String,
        _ message: String = "No.",
        _ headers: [String: String] = [:]
    ) -> Reply {
        Reply(
            status: status,
            headers: headers,
            #"<?xml version="1.0" encoding="UTF-8"?>\#n"#
                + "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>r</RequestId></Error>"
        )
    }

    static let written = Reply(headers: ["etag": "\"e\""])

    /// An object's bytes, with what S3 says of it.
    static func object(_ text: String) -> Reply {
        Reply(headers: objectHeaders, text)
    }

    static let objectHeaders = ["etag": "\"e\"", "last-modified": "Fri, 24 May 2013 00:00:00 GMT"]
}

/// A fake service and a storage that speaks to it.
struct Stage: Sendable {
    let server: FakeServer
    let storage: Storage
    /// The pauses between attempts: recorded instead of waited for.
    let pauses: Recorder<Duration>

    static let credentials = S3Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: "session-token"
    )
    /// 2013-05-24T00:00:00Z, as in Amazon's examples.
    static let now = 1_369_353_600_000
}

/// Runs a test against a fake service, and stops both ends afterwards; objects over 16 bytes are sent in parts of 8.
func withFakeS3(
    limits: Storage.Limits = Storage.Limits(),
    _ script: @escaping FakeServer.Script,
    _ body: (Stage) async throws -> Void
) async throws {
    let server = try await FakeServer.start(script)
    // Long enough that a busy machine changes no outcome.
    let client = Storage.client(on: NIOSingletons.posixEventLoopGroup, connectTimeout: .seconds(60))
    let pauses = Recorder<Duration>()
    var options = Storage.Options()
    options.clock = { Stage.now }
    options.limits = limits
    options.limits.singlePutBytes = 16
    options.limits.partBytes = 8
    options.retry.sleep = { pauses.record($0) }
    options.retry.random = { 0 }
    let result: Result<Void, any Error>
    do {
        let storage = try Storage(
            "s3://bucket/studio?endpoint=\(server.base)&region=cn-test",
            credentials: Stage.credentials,
            client: client,
            options: options
        )
        result = .success(try await body(Stage(server: server, storage: storage, pauses: pauses)))
    } catch {
        result = .failure(error)
    }
    try await client.shutdown()
    await server.stop()
    try result.get()
}

/// The same, answering one reply after the other; a request that the list does not provide for gets status 599.
func withFakeS3(
    _ replies: [Reply],
    limits: Storage.Limits = Storage.Limits(),
    _ body: (Stage) async throws -> Void
) async throws {
    try await withFakeS3(
        limits: limits,
        { _, number in number < replies.count ? replies[number] : Reply(status: 599) },
        body
    )
}
