import AsyncHTTPClient
import Database
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Providers

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `hanmo migrate`: brings the database up to date and says so.
///
/// - Parameter toNewSecret: whether the installation goes by the secret that is given now, whichever it had.
public func migrate(toNewSecret: Bool) async throws {
    let installation = try await Installation.open(toNewSecret ? .replace : .compare)
    print("The database is up to date (\(installation.services.database.engineDescription)).")
    if toNewSecret {
        print("It goes by this secret now: keys of models have to be entered again; sessions and old codes are void.")
    }
    try await installation.close()
}

/// The installation that settings name, which has to be there: nobody wants a new one for asking about an old one.
///
/// - Returns: the database, without user and password.
private func requireInstallation(_ settings: Settings) throws -> String {
    let hint = "hanmo serve and hanmo migrate make one; HANMO_DATABASE_URL and HANMO_DATA_DIR say where"
    if let path = sqlitePath(settings.databaseURL), !FileManager.default.fileExists(atPath: path) {
        throw CommandFailure("there is no installation at \(path); \(hint)")
    }
    let database = try DirectDatabase(settings.databaseURL, as: .reader, clock: { Clock.system.now })
    let number = Result { try database.read { try $0.schemaNumber() } }
    try database.close()
    guard try number.get() > 0 else { throw CommandFailure("\(database.description) is no installation; \(hint)") }
    return database.description
}

/// `hanmo write`: one text by the built-in engine, printed; needs no data and leaves none.
///
/// - Parameter keywords: at most 20.
public func write(
    tool: String,
    title: String,
    keywords: [String],
    requirements: String,
    content: String
) async throws {
    let tools = try WritingTools()
    guard let tool = tools.all.first(where: { $0.type == tool }) else {
        throw CommandFailure("there is no tool \(tool); there are \(tools.all.map(\.type).joined(separator: ", "))")
    }
    var json = JSONWriter()
    json.object { json in
        json.field("title", title)
        json.key("keywords")
        json.array { json in for keyword in keywords { json.value(keyword) } }
        json.field("requirements", requirements)
        json.field("content", content.isEmpty ? nil : content)
    }
    let order = try WritingOrder(Form(body: json.bytes), tool: tool)
    let request = TextRequest(model: BuiltinText.model, messages: [], brief: order.brief)
    do {
        print(try await BuiltinText().complete(request).text)
    } catch {
        throw error.failure
    }
}

/// Accounts, from the command line: `hanmo user …`.
///
/// Where a server runs on the same data, it is asked to act.
public enum UserCommand: Sendable {
    case create(username: String, email: String, password: String, isAdmin: Bool, credits: Int)
    case promote(username: String)
    case password(username: String, password: String)

    public func run() async throws {
        let place = try requireInstallation(Settings.load())
        let act: any AccountActs
        let installation: Installation?
        do {
            let opened = try await Installation.open()
            act = OwnActs(services: opened.services)
            installation = opened
        } catch DataFolder.Fault.served(by: let address?) {
            act = try await ServedActs(address: address)
            installation = nil
        }
        do {
            try await perform(act, at: place)
        } catch {
            await act.close()
            try? await installation?.close()
            throw error
        }
        await act.close()
        try await installation?.close()
    }

    private func perform(_ act: any AccountActs, at place: String) async throws {
        switch self {
        case .create(let username, let email, let password, let isAdmin, let credits):
            try await act.create(
                Identity(username: username, email: email),
                password: password,
                role: isAdmin ? .admin : .user,
                credits: credits
            )
            print("Created \(username) in \(place).")
        case .promote(let username):
            try await act.promote(username)
            print("\(username) is an administrator now, in \(place).")
        case .password(let username, let password):
            try await act.setPassword(of: username, to: password)
            print("The password of \(username) is set in \(place); their sessions have ended.")
        }
    }
}

/// What the command line may do to accounts.
private protocol AccountActs: Sendable {
    func create(_ identity: Identity, password: String, role: Role, credits: Int) async throws
    func promote(_ username: String) async throws
    func setPassword(of username: String, to password: String) async throws
    func close() async
}

/// A failure told on the command line.
public struct CommandFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    static func unknownUser(_ username: String) -> CommandFailure {
        CommandFailure("there is no user \(username)")
    }
}

/// Acts in this process, on an installation that nobody serves.
private struct OwnActs: AccountActs {
    let services: Services

    func create(_ identity: Identity, password: String, role: Role, credits: Int) async throws {
        guard 0...Credits.adjustmentLimit ~= credits else {
            throw CommandFailure("credits should be between 0 and \(Credits.adjustmentLimit)")
        }
        try Form.check(identity, password: password)
        let ledger = services.credits
        _ = try await services.accounts.create(
            identity,
            password: password,
            role: role,
            credits: credits,
            by: .command
        ) { user, connection in
            try ledger.give(credits, to: user, because: "开户赠送", by: 0, in: connection)
        }
    }

    func promote(_ username: String) async throws {
        _ = try await services.accounts.change(id(of: username), role: .admin, password: nil, by: .command)
    }

    func setPassword(of username: String, to password: String) async throws {
        try Form.check(nil, password: password)
        _ = try await services.accounts.change(id(of: username), role: nil, password: password, by: .command)
    }

    func close() async {}

    private func id(of username: String) async throws -> Int {
        guard let id = try await services.accounts.findID(username: username) else {
            throw CommandFailure.unknownUser(username)
        }
        return id
    }
}

/// Acts through the server that serves the installation, as itself: a token of a minute, signed with its secret.
private struct ServedActs: AccountActs {
    private static let timeout = TimeAmount.seconds(30)
    private static let replyBytes = 1 << 20

    let address: String
    let token: String
    let folder: String
    let databaseURL: String
    let client: HTTPClient

    init(address: String) async throws {
        var settings = try Settings.load()
        if settings.secret.isEmpty { settings.secret = try DataFolder(settings.dataFolder).knownSecret() }
        self.address = address
        folder = settings.dataFolder
        databaseURL = settings.databaseURL
        token = try await Tokens(secrets: Secrets(settings.secret), clock: .system).sign(.command, user: 0, session: 0)
        client = HTTP.client(on: MultiThreadedEventLoopGroup.singleton)
    }

    func create(_ identity: Identity, password: String, role: Role, credits: Int) async throws {
        try await send(.POST, "/api/v1/admin/users") { json in
            json.field("username", identity.username)
            json.field("email", identity.email)
            json.field("password", password)
            json.field("role", role.rawValue)
            json.field("credits", credits)
        }
    }

    func promote(_ username: String) async throws {
        try await send(.PUT, "/api/v1/admin/users/\(id(of: username))") { $0.field("role", Role.admin.rawValue) }
    }

    func setPassword(of username: String, to password: String) async throws {
        try await send(.PUT, "/api/v1/admin/users/\(id(of: username))") { $0.field("password", password) }
    }

    func close() async {
        try? await client.shutdown()
    }

    private func send(_ method: HTTPMethod, _ path: String, _ fields: (inout JSONWriter) -> Void) async throws {
        var json = JSONWriter()
        json.object { fields(&$0) }
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers = ["Authorization": "Bearer \(token)", "Accept-Language": "en"]
        request.body = .bytes(json.bytes)
        let response = try await client.execute(request, timeout: ServedActs.timeout)
        let body = try await response.body.collect(upTo: ServedActs.replyBytes)
        let reply = try JSON(parsing: body.readableBytesView)
        guard reply["code"]?.int != 401 else {
            throw CommandFailure("the server at \(address) has another secret; set its HANMO_SECRET here, too")
        }
        guard reply["code"]?.int == 200 else {
            throw CommandFailure(reply["message"]?.string ?? "the server answered \(response.status.code)")
        }
    }

    /// Ids are looked up in the live database, which is only read.
    private func id(of username: String) throws -> Int {
        let id = try Database.peek(at: databaseURL, now: Clock.system.now) { connection in
            try AccountStore(connection).findID(username: username)
        }
        guard let id else { throw CommandFailure.unknownUser(username) }
        return id
    }
}
