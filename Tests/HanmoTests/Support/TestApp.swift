import AsyncHTTPClient
import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import NIOPosix
import Providers
import PostgresForTests
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

    static let secret = Array("a secret of tests, 32 bytes or more".utf8)
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
        try await until { try await number("SELECT count(*) FROM generations WHERE state = 'running'") == 0 }
    }

    /// Returns once so many connections follow events, or after that patience.
    func untilFollowed(by count: Int) async throws {
        try await until { services.events.hub.all.count == count }
    }

    /// Returns once it is so, or after that patience.
    func until(_ isSo: () async throws -> Bool) async throws {
        for _ in 0..<TestApp.looks {
            if try await isSo() { return }
            try await Task.sleep(for: TestApp.pause)
        }
        Issue.record("what was waited for did not come about")
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
/// - Parameters:
///   - moment: Beijing time.
///   - areTablesNew: whether no earlier test may have used the tables; only plans of queries tell.
///   - adjust: changes settings and parts before the start.
///   - adjustServer: changes what each connection is allowed.
func withTestApp(
    at moment: String = TestApp.usualMoment,
    limits: TestApp.Limits = .off,
    over carrier: TestApp.Carrier = .call,
    areTablesNew: Bool = false,
    adjusting adjust: (inout Settings, inout Services.Parts) -> Void = { _, _ in },
    serving adjustServer: @escaping @Sendable (inout ExchangeServer) -> Void = { _ in },
    _ body: @escaping @Sendable (TestApp) async throws -> Void
) async throws {
    let clock = try TestClock(moment)
    let provider = FakeProvider()
    let log = Recorder<LoggedLine>()
    var settings = Settings()
    settings.databaseURL = "sqlite::memory:"
    settings.secret = TestApp.secret
    settings.passwordCost = .cheap
    settings.hasRateLimits = limits == .on
    settings.accounts = [TestApp.administrator]
    var parts = Services.Parts()
    parts.clock = Clock { clock.now }
    parts.provider = { _ in provider }
    // Tests look after connections by hand.
    parts.pulse = nil
    // On a busy machine fifty people who come at once may wait for a connection for longer than a user would.
    parts.connectionPatience = .seconds(60)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hanmo-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    settings.storageURL = "file:\(folder.path)"
    adjust(&settings, &parts)

    guard let server = TestServer.shared, settings.databaseURL == "sqlite::memory:" else {
        return try await run(settings, parts, clock, provider, log, over: carrier, serving: adjustServer, body)
    }
    try await server.withTables(areNew: areTablesNew, makeTables) { [settings, parts] url in
        var settings = settings
        settings.databaseURL = url
        settings.databaseConnections = TestServer.connections
        try await run(settings, parts, clock, provider, log, over: carrier, serving: adjustServer, body)
    }
}

/// What a start makes of an empty database.
private func makeTables(at url: String) async throws {
    let database = try Database(url)
    try await database.migrate(migrations, orCreate: schema)
    try await database.close()
}

/// Opens an installation, tells the story, and closes it.
private func run(
    _ settings: Settings,
    _ parts: Services.Parts,
    _ clock: TestClock,
    _ provider: FakeProvider,
    _ log: Recorder<LoggedLine>,
    over carrier: TestApp.Carrier,
    serving adjustServer: (inout ExchangeServer) -> Void,
    _ body: @escaping @Sendable (TestApp) async throws -> Void
) async throws {
    let httpClient = HTTP.client(on: MultiThreadedEventLoopGroup.singleton)
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    var services: Services?
    let outcome: Result<Void, any Error>
    do {
        let logger = Logger(label: "tests") { _ in RecordingLogHandler(lines: log) }
        let made = try await Services(settings, httpClient: httpClient, threads: threads, logger: logger, parts: parts)
        services = made
        try await made.waitForMigration()
        try await made.prepare()
        var server = buildServer(made)
        adjustServer(&server)
        try await testApplication(made, server).test(carrier == .call ? .router : .live) { client in
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
            .replacing("{coupon_id}", with: id)
            .replacing("{tool_type}", with: "resume")
            .replacing("{order_id}", with: "R202601221\(id)")
            .replacing("{refund_id}", with: "R202601221\(id)F1")
            .replacing("{outcome}", with: "success")
            .replacing("{kind}/{shard}/{name}", with: "images/00/\(id).png")
    }
}
