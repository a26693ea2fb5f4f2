import AsyncHTTPClient
import Database
import Gateways
import Logging
import NIOPosix
import Providers
import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Everything that the chapters stand on, built once: nothing else is global.
struct Services: Sendable {
    let settings: Settings
    let database: Database
    let audit: Audit
    let accounts: Accounts
    let events: Events
    let credits: Credits
    let memberships: Memberships
    let coupons: Coupons
    let activities: Activities
    let referrals: Referrals
    let payments: Payments
    let models: Models
    let generations: Generations
    let writing: Writing
    let statistics: Statistics
    let creations: Creations
    let files: Files
    let users: Users
    let redemptions: Redemptions
    let jobs: Jobs
    let tokens: Tokens
    let metrics: Metrics
    /// How often a text that is streamed gives a sign of life while nothing comes.
    let streamPulse: Duration
    let clock: Clock
    let threads: NIOThreadPool
    /// Nil where nothing is limited.
    let limiter: (any RateCounter)?
    let logger: Logger
    /// The database's schema, on its way to this version.
    private let migration: Task<Void, any Error>

    /// The parts that tests replace.
    struct Parts: Sendable {
        var clock = Clock.system
        var provider: @Sendable (AIModel) -> (any TextProvider)? = { _ in nil }
        var onStatement: (@Sendable (String) -> Void)?
        /// How long a request waits for a connection to PostgreSQL.
        var connectionPatience: Duration?
        /// The name of this process among those that share the database: new with each start.
        var owner = String(UInt64.random(in: .min ... .max), radix: 16)
        /// How often connections that follow events are looked after; nil: not by themselves.
        var pulse: Duration? = Events.defaultPulse
        var streamPulse = WritingRoutes.defaultPulse
    }

    /// Opens the database, begins to bring it up to date, and meanwhile builds the chapters on it.
    ///
    /// Nothing may be asked of them before ``waitForMigration()``.
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
        streamPulse = parts.streamPulse
        let clock = parts.clock
        self.clock = clock
        var options = Database.Options()
        options.clock = { clock.now }
        options.connections = settings.databaseConnections
        if let patience = parts.connectionPatience { options.connectionPatience = patience }
        options.onStatement = parts.onStatement
        let metrics = Metrics(startedAt: clock.now, tools: WritingTools.types)
        self.metrics = metrics
        options.onFatal = { error in
            logger.critical(
                "the disk failed under a commit, so this process ends; what was answered is safe",
                metadata: ["cause": "\(error)"]
            )
            exit(Database.Options.fatalStatus)
        }
        options.onWrite = { metrics.writes.record($0 / 1000) }
        options.onGroup = { metrics.groups.record($0) }
        // What may be set wrong is found out before the database is touched.
        let secrets = Secrets(settings.secret)
        let bridge = BridgeSignature(secret: settings.paymentSecret, secrets: secrets)
        let merchants = try Merchants(settings, bridge, httpClient, clock)
        let storage = try Services.openStorage(settings, httpClient, clock)

        let database = try Database(settings.databaseURL, options: options)
        self.database = database
        // A new database takes the writer's thread a quarter of a start.
        migration = Task.immediate { try await database.migrate(migrations, orCreate: schema) }

        let tools = try WritingTools()
        limiter = Services.limiter(settings, database)
        tokens = await Tokens(secrets: secrets, clock: clock)
        audit = Audit(database: database)
        accounts = Accounts(
            database: database,
            passwords: Passwords(cost: settings.passwordCost, pool: threads),
            tokens: tokens,
            clock: clock
        )
        events = Events(
            database: database,
            accounts: accounts,
            clock: clock,
            connectionLimit: settings.hasRateLimits ? Events.defaultConnectionLimit : nil,
            pulse: parts.pulse,
            logger: logger
        )
        credits = Credits(database: database)
        jobs = Jobs(database: database)
        memberships = Memberships(database: database, events: events, jobs: jobs)
        coupons = Coupons(database: database, clock: clock)
        activities = Activities(database: database, credits: credits)
        referrals = Referrals(
            database: database,
            accounts: accounts,
            activities: activities,
            credits: credits,
            networkKey: secrets.key(for: "networks"),
            publicURL: settings.publicURL,
            dailyLimit: settings.referralDailyLimit,
            leastFen: settings.referralLeastFen,
            blindness: Blindness(isExpected: settings.environment == .development, logger: logger)
        )
        payments = Payments(
            database: database,
            credits: credits,
            memberships: memberships,
            coupons: coupons,
            activities: activities,
            referrals: referrals,
            events: events,
            jobs: jobs,
            bridge: bridge,
            merchants: merchants,
            cashier: Cashier(settings, bridge),
            clock: clock,
            logger: logger
        )
        redemptions = Redemptions(
            database: database,
            accounts: accounts,
            credits: credits,
            memberships: memberships,
            isGuessingLimited: settings.hasRateLimits,
            threads: threads,
            secrets: secrets,
            clock: clock
        )
        models = Models(
            database: database,
            secrets: secrets,
            providers: ProviderFactory(
                http: HTTP(client: httpClient),
                meter: metrics.providers,
                builtin: BuiltinText(),
                standIn: parts.provider
            ),
            clock: clock
        )
        files = Files(storage: storage, jobs: jobs)
        creations = Creations(
            database: database,
            files: files,
            searchLimit: settings.hasRateLimits ? Searches.usualLimit : nil
        )
        generations = Generations(
            database: database,
            credits: credits,
            creations: creations,
            events: events,
            runningLimit: settings.hasRateLimits ? Generations.defaultRunningLimit : nil,
            owner: parts.owner,
            meter: metrics.generations
        )
        users = Users(
            accounts: accounts,
            credits: credits,
            payments: payments,
            creations: creations,
            generations: generations
        )
        writing = Writing(tools: tools, models: models, generations: generations)
        statistics = Statistics(
            database: database,
            clock: clock,
            toolNames: Dictionary(uniqueKeysWithValues: tools.all.map { ($0.type, $0.name) })
        )
    }

    /// - Errors: what the database says of its migrations.
    func waitForMigration() async throws {
        try await migration.value
    }

    /// Where several processes answer the same users, they count together.
    private static func limiter(_ settings: Settings, _ database: Database) -> (any RateCounter)? {
        guard settings.hasRateLimits else { return nil }
        return database.isShared ? SharedRateLimiter(database: database) : RateLimiter()
    }

    static func openStorage(_ settings: Settings, _ client: HTTPClient, _ clock: Clock) throws -> Storage {
        var options = Storage.Options()
        options.clock = { clock.now }
        do {
            return try Storage(
                settings.storageURL,
                credentials: settings.storageCredentials,
                client: client,
                options: options
            )
        } catch {
            throw Settings.Fault(variable: "HANMO_STORAGE_URL", problem: "\(error)")
        }
    }

    /// What ends a stop that the database holds up.
    var stuckStop: StuckStop {
        StuckStop(database: database, logger: logger)
    }

    /// What runs jobs in this process.
    func jobRunner(places: Int, onReady: @escaping @Sendable () -> Void = {}) -> JobRunner {
        // SQLite's file is locked by the one process that serves it.
        var options = JobRunner.Options(places: places, isAlone: !database.isShared)
        options.onReady = onReady
        return JobRunner(
            database: database,
            handlers: jobHandlers(self),
            options: options,
            clock: clock,
            logger: logger
        )
    }

    /// What an installation has before its first request: models, administrators, and nothing half done.
    func prepare() async throws {
        try await models.createFirst(dashScopeKey: settings.dashScopeKey)
        let orphans = try await generations.recover()
        if orphans > 0 { logger.notice("refunded \(orphans) generations that an earlier process left unfinished") }
        for account in settings.accounts { try await create(account) }
        try await payments.lookAtOpenOrders()
    }

    /// Tells the operator of settings that may not be what was meant.
    func tellOfSettings() {
        for name in settings.namesUnread { logger.warning("\(name) is no setting of this version: it is not read") }
        if settings.environment == .production, payments.merchants.outside.isEmpty {
            logger.notice(
                "no merchant is set up, so nobody can pay with money: see HANMO_ALIPAY_… and HANMO_WECHATPAY_…"
            )
        }
    }

    /// Creates an account of the settings where nobody has its name or its address.
    private func create(_ account: Settings.Account) async throws {
        guard try await !isThere(account) else { return }
        do {
            _ = try await accounts.create(
                account.identity,
                password: account.password,
                role: account.role,
                credits: account.credits,
                by: .settings
            ) { [credits] user, connection in
                try credits.give(account.credits, to: user, because: "演示账户", by: 0, in: connection)
            }
        } catch let failure as Failure {
            // Another process that starts at the same moment may have been first.
            guard try await isThere(account) else { throw failure }
        }
    }

    /// Nobody is promoted for having a name: whoever took it would run the site.
    private func isThere(_ account: Settings.Account) async throws -> Bool {
        guard let holder = try await accounts.holder(of: account.identity) else { return false }
        if account.role == .admin, holder.role != .admin {
            let name = holder.username
            logger.warning(
                """
                the administrator of the settings is not made: \(name), an ordinary user, has that name or address; to \
                change that, set others, or: hanmo user promote \(name)
                """
            )
        }
        return true
    }
}
