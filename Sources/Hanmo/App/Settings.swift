import Gateways
import Logging
import Storage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the operator decides: read once, from the environment and a `.env` file, and checked before anything starts.
struct Settings: Sendable {
    /// An account that exists from the first start on.
    struct Account: Sendable {
        let identity: Identity
        let password: String
        let role: Role
        var credits = 0
    }

    enum Environment: String, CaseIterable, Sendable {
        case development
        case production
    }

    var environment = Environment.development
    var host = "127.0.0.1"
    var port = 8000
    /// Prefix of every URL that is handed out.
    var publicURL = "http://localhost:8000"
    var dataFolder = "./data"
    /// `sqlite:PATH` or `postgres://…`, which has a password in it.
    var databaseURL = "sqlite:./data/hanmo.db"
    /// Connections that this process may have to PostgreSQL.
    var databaseConnections = 10
    /// Where pictures, films and decks are kept.
    var storageURL = "file:./data/files"
    var storageCredentials: S3Credentials?
    var secret: [UInt8] = []
    var accounts: [Account] = []
    var passwordCost = Passwords.Cost.production
    /// Jobs that this process runs at once; 0 leaves them to `hanmo worker` processes.
    var workers = Settings.usualWorkers
    var hasRateLimits = true
    var trustedProxies: [TrustedProxies.Network] = []
    var logLevel = Logger.Level.info
    var logsJSON = false
    /// What whoever reads the figures has to bring; nil: only programs on this machine read them.
    var metricsToken: String?
    var dashScopeKey: String?
    /// Key of the signed payment callback; nil: drawn from the installation's secret.
    var paymentSecret: String?
    /// The merchants that take money; where a method has none, the sandbox stands in during development.
    var alipay: Alipay.Merchant?
    var wechat: WeChatPay.Merchant?
    /// Rewards that one referrer is paid on one day in Beijing; those beyond it wait for the next.
    var referralDailyLimit = 20
    /// What somebody who was brought has to pay at once for the usual reward, in fen.
    var referralLeastFen = Quote.lowestFen
    /// The name or code of whoever runs this, in the labels of AI-made files; ASCII.
    var aigcProducer = "hanmo"
    /// What was asked for in the environment, whether or not it was there.
    private(set) var namesRead: Set<String> = []
    /// What is given as a setting of Hanmo and is none, such as a name misspelt.
    private(set) var namesUnread: [String] = []

    /// A setting that can't be used, and why.
    struct Fault: Error, CustomStringConvertible {
        let variable: String
        let problem: String

        var description: String { "\(variable): \(problem)" }
    }

    /// Reads the environment of this process; a `.env` file in the working directory fills in what it lacks.
    ///
    /// - Errors: ``Fault`` naming the variable, or `.env` and the line that can't be read.
    static func load() throws -> Settings {
        let file = try DotEnv.variables(at: ".env")
        let values = file.merging(ProcessInfo.processInfo.environment) { $1 }
        var settings = try Settings(values)
        settings.namesUnread = values.keys
            .filter { $0.hasPrefix("HANMO_") && !settings.namesRead.contains($0) && !isOfOthers($0) }
            .sorted()
        return settings
    }

    /// Whether a name is given by something else: Kubernetes for a service called hanmo, or whoever runs the tests.
    private static func isOfOthers(_ name: String) -> Bool {
        ["HANMO_PORT", "HANMO_BINARY"].contains(name)
            || ["HANMO_PORT_", "HANMO_SERVICE_", "HANMO_TEST_"].contains(where: name.hasPrefix)
    }

    init() {}

    /// - Errors: ``Fault`` naming the variable.
    init(_ values: [String: String]) throws {
        let variables = Variables(values)
        environment = try variables.word("HANMO_ENV", default: .development)
        host = variables.text("HANMO_HTTP_HOST") ?? host
        port = try variables.number("HANMO_HTTP_PORT", 0...65_535) ?? port
        publicURL = try variables.publicURL(default: "http://localhost:\(port)")
        dataFolder = variables.text("HANMO_DATA_DIR") ?? dataFolder
        databaseURL = variables.text("HANMO_DATABASE_URL") ?? "sqlite:\(dataFolder)/hanmo.db"
        guard ["sqlite:", "postgres://", "postgresql://"].contains(where: databaseURL.isLongerThan) else {
            throw Fault(
                variable: "HANMO_DATABASE_URL",
                problem: "should be sqlite:PATH or postgres://user:password@host:port/name"
            )
        }
        databaseConnections =
            try variables.number("HANMO_DATABASE_CONNECTIONS", Settings.databaseConnectionsRange) ?? databaseConnections
        storageURL = variables.text("HANMO_STORAGE_URL") ?? "file:\(dataFolder)/files"
        storageCredentials = variables.storageCredentials()
        workers = try variables.number("HANMO_WORKERS", 0...Settings.workerLimit) ?? workers
        guard workers > 0 || !databaseURL.hasPrefix("sqlite:") else {
            throw Fault(
                variable: "HANMO_WORKERS",
                problem: "should be 1 or more on SQLite, where no other process could run the jobs"
            )
        }
        hasRateLimits = try variables.isOn("HANMO_RATE_LIMITS") ?? true
        trustedProxies = try variables.networks()
        logLevel = try variables.word("HANMO_LOG_LEVEL", default: .info)
        logsJSON = try variables.word("HANMO_LOG_FORMAT", default: LogFormat.text) == .json
        metricsToken = try variables.longSecret("HANMO_METRICS_TOKEN")
        dashScopeKey = variables.text("DASHSCOPE_API_KEY")
        guard dashScopeKey.map(ModelDraft.isKey) ?? true else {
            throw Fault(variable: "DASHSCOPE_API_KEY", problem: "may have visible ASCII characters only")
        }
        paymentSecret = try variables.longSecret("HANMO_PAYMENT_SECRET")
        alipay = try variables.alipay()
        wechat = try variables.wechat()
        referralDailyLimit =
            try variables.number("HANMO_REFERRAL_DAILY_LIMIT", Settings.referralDailyLimits) ?? referralDailyLimit
        referralLeastFen = try variables.fen("HANMO_REFERRAL_MIN_AMOUNT", Quote.rechargesFen) ?? referralLeastFen
        aigcProducer = try variables.producer() ?? aigcProducer
        if let log2N = try variables.number("HANMO_PASSWORD_COST", Settings.passwordCosts(in: environment)) {
            passwordCost.log2N = log2N
        }
        secret = try variables.installationSecret(environment: environment)
        accounts = try variables.administrator() + variables.demo(environment: environment)
        namesRead = variables.namesRead.names
    }

    /// Jobs at once where no setting says how many; also of a worker whose settings tell servers to run none.
    static let usualWorkers = 4

    /// What `HANMO_PASSWORD_COST` may be: scrypt's N as a power of two; cheap hashes are for tests.
    private static func passwordCosts(in environment: Environment) -> ClosedRange<Int> {
        environment == .production ? Passwords.Cost.production.log2N...20 : 1...20
    }

    /// Each connection costs the server some MiB; PostgreSQL's own limit is usually far below this.
    private static let databaseConnectionsRange = 1...1_000
    /// One has to be paid at least, or rewards would wait for ever.
    private static let referralDailyLimits = 1...100_000
    /// More than any machine does at once.
    private static let workerLimit = 256

    private enum LogFormat: String, CaseIterable {
        case text
        case json
    }
}

/// The variables, one reader each kind; an empty one counts as absent.
struct Variables {
    /// What has been asked for, in whatever reader.
    final class NamesRead {
        fileprivate(set) var names: Set<String> = []
    }

    private let values: [String: String]
    let namesRead = NamesRead()

    init(_ values: [String: String]) {
        self.values = values
    }

    func text(_ name: String) -> String? {
        namesRead.names.insert(name)
        return values[name]?.trimmed.nonEmpty
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Settings.Fault(
                variable: name,
                problem: "should be a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// Yuan with at most two decimals, as fen.
    func fen(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let fen = Yuan.fen(text), range.contains(fen) else {
            throw Settings.Fault(
                variable: name,
                problem: """
                    should be yuan from \(Yuan.text(range.lowerBound)) to \(Yuan.text(range.upperBound)), with at most \
                    two decimals
                    """
            )
        }
        return fen
    }

    func word<Word: RawRepresentable & CaseIterable>(_ name: String, default fallback: Word) throws -> Word
    where Word.RawValue == String {
        guard let text = text(name) else { return fallback }
        guard let word = Word(rawValue: text.lowercased()) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw Settings.Fault(variable: name, problem: "should be one of \(words), and not \"\(text.prefix(40))\"")
        }
        return word
    }

    func isOn(_ name: String) throws -> Bool? {
        switch text(name)?.lowercased() {
        case nil: nil
        case "on", "true", "1", "yes": true
        case "off", "false", "0", "no": false
        default: throw Settings.Fault(variable: name, problem: "should be on or off, true or false, yes or no, 1 or 0")
        }
    }

    func publicURL(default fallback: String) throws -> String {
        guard var url = text("HANMO_PUBLIC_URL") else { return fallback }
        while url.hasSuffix("/") { url.removeLast() }
        guard ProviderFactory.isURL(url) else {
            throw Settings.Fault(variable: "HANMO_PUBLIC_URL", problem: "should be an http(s) URL")
        }
        return url
    }

    func networks() throws -> [TrustedProxies.Network] {
        try (text("HANMO_TRUSTED_PROXIES") ?? "").split(separator: ",").map { part in
            guard let network = TrustedProxies.Network(String(part).trimmed) else {
                throw Settings.Fault(
                    variable: "HANMO_TRUSTED_PROXIES",
                    problem: "\"\(part.prefix(40))\" is no address or CIDR network"
                )
            }
            return network
        }
    }

    /// The names that every tool of S3 reads them by.
    func storageCredentials() -> S3Credentials? {
        guard let id = text("AWS_ACCESS_KEY_ID"), let key = text("AWS_SECRET_ACCESS_KEY") else { return nil }
        return S3Credentials(accessKeyID: id, secretAccessKey: key, sessionToken: text("AWS_SESSION_TOKEN"))
    }

    /// Only visible ASCII without quotes may stand in a label.
    func producer() throws -> String? {
        guard let name = text("HANMO_AIGC_PRODUCER") else { return nil }
        guard name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }), name.utf8.count <= 64 else {
            throw Settings.Fault(
                variable: "HANMO_AIGC_PRODUCER",
                problem: "should be up to 64 visible ASCII characters"
            )
        }
        return name
    }

    /// In development a secret is made with the data folder, so none has to be given.
    func installationSecret(environment: Settings.Environment) throws -> [UInt8] {
        guard let secret = try longSecret("HANMO_SECRET") else {
            guard environment == .development else {
                throw Settings.Fault(variable: "HANMO_SECRET", problem: "has to be given in production")
            }
            return []
        }
        return Array(secret.utf8)
    }

    /// A secret that signs, encrypts or opens a door, and so must not be short.
    func longSecret(_ name: String) throws -> String? {
        guard let secret = text(name) else { return nil }
        guard secret.utf8.count >= Secrets.minimumBytes else {
            throw Settings.Fault(variable: name, problem: "should have \(Secrets.minimumBytes) bytes or more")
        }
        return secret
    }

    func administrator() throws -> [Settings.Account] {
        let names = ["HANMO_ADMIN_USERNAME", "HANMO_ADMIN_EMAIL", "HANMO_ADMIN_PASSWORD"]
        let values = [text(names[0]), text(names[1]), text(names[2])]
        guard values.contains(where: { $0 != nil }) else { return [] }
        for (name, value) in zip(names, values) where value == nil {
            throw Settings.Fault(variable: name, problem: "has to be given with the other two of the administrator")
        }
        let identity = Identity(username: values[0]!, email: values[1]!)
        do {
            try Form.check(identity, password: values[2]!)
        } catch {
            let field = error.fields.first?.field ?? "username"
            throw Settings.Fault(
                variable: "HANMO_ADMIN_\(field.uppercased())",
                problem: error.fields.first?.message.english ?? error.message.english
            )
        }
        return [Settings.Account(identity: identity, password: values[2]!, role: .admin)]
    }

    func demo(environment: Settings.Environment) throws -> [Settings.Account] {
        guard try isOn("HANMO_DEMO") ?? false else { return [] }
        guard environment == .development else {
            throw Settings.Fault(variable: "HANMO_DEMO", problem: "is refused in production: its passwords are known")
        }
        return [
            Settings.Account(
                identity: Identity(username: "testuser", email: "test@example.com"),
                password: "password123",
                role: .user,
                credits: 100
            ),
            Settings.Account(
                identity: Identity(username: "admin", email: "admin@example.com"),
                password: "admin123456",
                role: .admin
            ),
        ]
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }

    fileprivate func isLongerThan(_ prefix: String) -> Bool {
        hasPrefix(prefix) && count > prefix.count
    }
}
