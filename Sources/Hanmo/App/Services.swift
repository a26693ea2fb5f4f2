import AsyncHTTPClient
import Database
import Logging
import NIOPosix
import Providers

/// Everything that the chapters stand on, built once: nothing else is global.
struct Services: Sendable {
    let settings: Settings
    let database: Database
    let accounts: Accounts
    let credits: Credits
    let payments: Payments
    let models: Models
    let generations: Generations
    let writing: Writing
    let creations: Creations
    let tokens: Tokens
    let clock: Clock
    let threads: NIOThreadPool
    let logger: Logger

    /// The parts that tests replace.
    struct Parts: Sendable {
        var clock = Clock.system
        var provider: @Sendable (AIModel) -> (any TextProvider)? = { _ in nil }
        var onStatement: (@Sendable (String) -> Void)?
    }

    /// Opens the database, brings it up to date, and builds the chapters on it.
    init(
        _ settings: Settings,
        httpClient: HTTPClient,
        threads: NIOThreadPool,
        logger: Logger,
        parts: Parts = Parts()
    ) async throws {
        self.settings = settings
        self.logger = logger
        self.threads = threads
        let clock = parts.clock
        self.clock = clock
        var options = Database.Options()
        options.clock = { clock.now }
        options.onStatement = parts.onStatement
        database = try Database(settings.databaseURL, options: options)
        try await database.migrate(migrations)

        let secrets = Secrets(settings.secret)
        tokens = await Tokens(secrets: secrets, clock: clock)
        accounts = Accounts(
            database: database,
            passwords: Passwords(cost: settings.passwordCost, pool: threads),
            tokens: tokens,
            clock: clock
        )
        credits = Credits(database: database)
        payments = Payments(
            database: database,
            credits: credits,
            signatures: PaymentSignatures(secret: settings.paymentSecret, secrets: secrets),
            cashierURL: settings.environment == .development ? "\(settings.publicURL)/cashier" : nil,
            clock: clock
        )
        models = Models(
            database: database,
            secrets: secrets,
            providers: ProviderFactory(
                http: HTTP(client: httpClient),
                builtin: BuiltinText(),
                standIn: parts.provider
            ),
            clock: clock
        )
        creations = Creations(database: database)
        generations = Generations(
            database: database,
            credits: credits,
            creations: creations,
            runningLimit: settings.hasRateLimits ? Generations.defaultRunningLimit : nil
        )
        writing = Writing(tools: try WritingTools(), models: models, generations: generations)
    }

    /// What an installation has before its first request: models, administrators, and nothing half done.
    func prepare() async throws {
        try await models.createFirst(dashScopeKey: settings.dashScopeKey)
        let orphans = try await generations.recover()
        if orphans > 0 { logger.notice("refunded \(orphans) generations that an earlier process left unfinished") }
        try await database.write { try Idempotency.sweep(in: $0) }
        for account in settings.accounts { try await create(account) }
    }

    private func create(_ account: Settings.Account) async throws {
        guard try await accounts.findID(username: account.identity.username) == nil else { return }
        _ = try await accounts.register(
            account.identity,
            password: account.password,
            role: account.role
        ) { [credits] user, connection in
            try credits.give(account.credits, to: user, because: "演示账户", by: user, in: connection)
        }
    }
}
