import AsyncHTTPClient
import Database
import HTTPTypes
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import NIOPosix
import Providers
import Testing

@testable import Hanmo

/// The product in this process: real routes, rules and SQL; a clock that stands still and a provider that obeys.
///
/// People act through public routes only; what has to be so before a story begins, the app arranges.
struct TestApp: Sendable {
    let services: Services
    let clock: TestClock
    let provider: FakeProvider
    let log: Recorder<LoggedLine>
    /// Method and path of every request that was sent.
    let requests: Recorder<SentRequest>
    let client: any TestClientProtocol

    /// Whether rate limits and the cap on running generations apply.
    enum Limits {
        case on
        case off
    }

    /// How requests reach the product.
    enum Carrier {
        /// Straight to the dispatcher, without a socket.
        case call
        /// Over a real connection, where the bytes matter.
        case socket
    }

    struct SentRequest: Sendable {
        let method: HTTPRequest.Method
        let path: String
    }

    static let usualMoment = "2026-01-22T10:00:00"
    static let administrator = Settings.Account(
        identity: Identity(username: "wang", email: "wang@example.com"),
        password: "administrator's own",
        role: .admin
    )

    /// Sends one request and reads the whole reply.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: [UInt8]? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        requests.record(SentRequest(method: method, path: String(path.prefix { $0 != "?" })))
        var fields = HTTPFields()
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        let response = try await client.execute(
            uri: path,
            method: method,
            headers: fields,
            body: body.map { ByteBuffer(bytes: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            bytes: Array(response.body.readableBytesView)
        )
    }

    /// The same with a JSON body.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        json: JSON,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(method, path, json.bytes, headers: headers)
    }

    /// Talks over a connection of its own; only with ``Carrier/socket``.
    func talk<Result: Sendable>(
        _ body: (inout RawConnection.Talk) async throws -> Result
    ) async throws -> Result {
        try await RawConnection.open(port: try #require(client.port), body)
    }

    /// Returns once no generation is recorded as running, or after a patience that only a broken product tries.
    func untilNothingRuns() async throws {
        for _ in 0..<TestApp.looks {
            let running = try await number("SELECT count(*) FROM generations WHERE state = 'running'")
            if running == 0 { return }
            try await Task.sleep(for: TestApp.pause)
        }
    }

    private static let pause = Duration.milliseconds(5)
    private static let looks = 4000

    // MARK: Arranging the world

    /// Changes rows that no route can change.
    func arrange(_ sql: SQL) async throws {
        try await services.database.write { _ = try $0.execute(sql) }
    }

    /// The number that a query answers.
    func number(_ sql: SQL) async throws -> Int? {
        try await services.database.read { try $0.value(sql) }
    }

    /// The text that a query answers.
    func text(_ sql: SQL) async throws -> String? {
        try await services.database.read { try $0.string(sql) }
    }
}

/// Runs `body` with a new installation, and fails the test if anything is left half done.
///
/// - Parameter moment: Beijing time.
/// - Parameter adjust: changes settings and parts before the start.
func withTestApp(
    at moment: String = TestApp.usualMoment,
    limits: TestApp.Limits = .off,
    over carrier: TestApp.Carrier = .call,
    adjusting adjust: (inout Settings, inout Services.Parts) -> Void = { _, _ in },
    _ body: @escaping @Sendable (TestApp) async throws -> Void
) async throws {
    let clock = try TestClock(moment)
    let provider = FakeProvider()
    let log = Recorder<LoggedLine>()
    var settings = Settings()
    settings.databaseURL = "sqlite::memory:"
    settings.secret = Array("a secret of tests, 32 bytes or more".utf8)
    settings.passwordCost = .cheap
    settings.hasRateLimits = limits == .on
    settings.accounts = [TestApp.administrator]
    var parts = Services.Parts()
    parts.clock = Clock { clock.now }
    parts.provider = { _ in provider }
    adjust(&settings, &parts)

    let httpClient = HTTP.client(on: MultiThreadedEventLoopGroup.singleton)
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    var services: Services?
    let outcome: Result<Void, any Error>
    do {
        let logger = Logger(label: "tests") { _ in RecordingLogHandler(lines: log) }
        let made = try await Services(settings, httpClient: httpClient, threads: threads, logger: logger, parts: parts)
        services = made
        try await made.prepare()
        try await buildApplication(made).test(carrier == .call ? .router : .live) { client in
            let app = TestApp(
                services: made,
                clock: clock,
                provider: provider,
                log: log,
                requests: Recorder(),
                client: client
            )
            try await body(app)
            try await app.expectNothingLeftOver()
        }
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    provider.dropHeldWork()
    try? await services?.database.close()
    try await httpClient.shutdown()
    try await threads.shutdownGracefully()
    try outcome.get()
}

extension JSON {
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.value(self)
        return json.bytes
    }

    /// This object with further members.
    func with(_ more: JSON) -> JSON {
        .object((members ?? []) + (more.members ?? []))
    }
}

extension Route {
    /// A path that leads here.
    func path(id: String) -> String {
        pattern.replacing("{id}", with: id)
            .replacing("{tool_type}", with: "resume")
            .replacing("{order_id}", with: "R202601221\(id)")
            .replacing("{outcome}", with: "success")
    }
}
