import Database

/// The rules of accounts: who may sign up, who is asking, whose session ends when.
final class Accounts: Sendable {
    let database: Database
    let passwords: Passwords
    let tokens: Tokens
    let clock: Clock

    /// A code is drawn again where it is taken; at a billion codes that practically never happens twice.
    private static let referralAttempts = 5

    /// Where it is told whose sessions were ended, for whoever keeps a connection of theirs open.
    static let sessionsChannel: StaticString = "sessions"

    static let wrongCredentials = Failure(401, "用户名或密码错误", "The user name or the password is wrong")

    static let disabled = Failure(
        403,
        "账户已被停用，请联系管理员",
        "This account is disabled; please turn to those who run this site"
    )

    private static let takenName = FieldFault(field: "username", message: Message("已被使用", "is taken"))
    private static let takenAddress = FieldFault(field: "email", message: Message("已被注册", "is taken"))

    init(database: Database, passwords: Passwords, tokens: Tokens, clock: Clock) {
        self.database = database
        self.passwords = passwords
        self.tokens = tokens
        self.clock = clock
    }

    // MARK: Signing up

    /// Creates a user.
    ///
    /// - Parameters:
    ///   - referralCode: who referred them. Whoever is disabled brings nobody: their code is not known.
    ///   - alongside: what else happens in the same transaction, given the new user's id.
    /// - Errors: 400 where the name or the address is taken, or nobody has that code.
    func register(
        _ identity: Identity,
        password: String,
        role: Role = .user,
        referralCode: String? = nil,
        alongside: @escaping @Sendable (_ user: Int, Connection) throws -> Void = { _, _ in }
    ) async throws -> User {
        let hash = try await passwords.hash(password)
        for attempt in 1... {
            do {
                return try await database.write { connection in
                    let store = AccountStore(connection)
                    var referrer: Int?
                    if let referralCode {
                        referrer = try store.holdID(referralCode: referralCode.uppercased())
                        guard referrer != nil else {
                            throw Failure.invalid("referral_code", "推荐码不存在", "is not known")
                        }
                    }
                    let id = try store.insert(
                        identity,
                        passwordHash: hash,
                        role: role,
                        referralCode: Accounts.drawReferralCode(),
                        referrer: referrer
                    )
                    try alongside(id, connection)
                    return try store.find(id)!
                }
            } catch DatabaseError.unique(let columns) {
                if columns.contains("users.referral_code"), attempt < Accounts.referralAttempts { continue }
                throw try await taken(identity.username, identity.email, columns)
            }
        }
        throw Failure.unexpected
    }

    /// Six characters that nobody mistakes for one another.
    private static func drawReferralCode() -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        return String((0..<6).map { _ in alphabet.randomElement()! })
    }

    /// Names each of the two that somebody else has: a database gives up at the first one.
    ///
    /// - Parameters:
    ///   - columns: where the database found it; they count where whoever had it has let it go meanwhile.
    ///   - user: whose own name and address are no fault.
    private func taken(
        _ username: String?,
        _ email: String?,
        _ columns: [String],
        beside user: Int? = nil
    ) async throws -> Failure {
        let owners = try await database.read { connection in
            let store = AccountStore(connection)
            return (
                name: try username.flatMap(store.findID(username:)),
                address: try email.flatMap(store.findID(email:))
            )
        }
        var faults: [FieldFault] = []
        if let owner = owners.name, owner != user { faults.append(Accounts.takenName) }
        if let owner = owners.address, owner != user { faults.append(Accounts.takenAddress) }
        if faults.isEmpty {
            faults = [columns.contains("users.email_key") ? Accounts.takenAddress : Accounts.takenName]
        }
        return .invalid(faults)
    }

    // MARK: Signing in

    /// Opens a session for whoever knows the name or the address and the password.
    ///
    /// - Parameter alongside: what else happens in the same transaction, given the user's id; nobody else changes that
    ///   user until it ends.
    /// - Errors: 401, the same in the same time whichever was wrong; 403 the account is disabled, which is told to
    ///   nobody but whoever knows its password.
    func login(
        _ login: String,
        password: String,
        alongside: @escaping @Sendable (_ user: Int, Connection) throws -> Void = { _, _ in }
    ) async throws -> LoginReceipt {
        let found = try await database.read { try AccountStore($0).find(login: login) }
        guard try await passwords.verify(password, against: found?.passwordHash), let (user, hash) = found else {
            throw Accounts.wrongCredentials
        }
        let expiresAt = clock.now + Tokens.Kind.refresh.lifetimeMilliseconds
        let session = try await database.write { connection in
            let store = AccountStore(connection)
            // A password that was changed meanwhile opens nothing any more.
            guard try store.markLogin(of: user.id, passwordHash: hash) else {
                throw try store.isDisabled(user.id) ? Accounts.disabled : Accounts.wrongCredentials
            }
            try alongside(user.id, connection)
            return try store.openSession(of: user.id, until: expiresAt)
        }
        return LoginReceipt(
            accessToken: try await tokens.sign(.access, user: user.id, session: session),
            refreshToken: try await tokens.sign(.refresh, user: user.id, session: session),
            user: UserReceipt(user: user, fields: .login, now: clock.now)
        )
    }

    /// A new access token for a session that still runs.
    func refresh(_ token: Substring?) async throws -> RefreshReceipt {
        guard let token, let claims = await tokens.read(token), claims.kind == .refresh,
            try await database.read({ try AccountStore($0).user(ofSession: claims.session, claims.user) }) != nil
        else { throw Failure.unauthorized }
        return RefreshReceipt(
            accessToken: try await tokens.sign(.access, user: claims.user, session: claims.session)
        )
    }

    /// The user whose access token this is, as they are now.
    ///
    /// - Errors: 401 for no token, a wrong one, one that ran out, and one whose session has been ended.
    func user(bearing token: Substring?) async throws -> User {
        guard let token, let claims = await tokens.read(token) else { throw Failure.unauthorized }
        switch claims.kind {
        case .refresh:
            throw Failure.unauthorized
        case .command:
            var user = Accounts.installation
            user.tokenExpiresAt = claims.expiresAt
            return user
        case .access:
            let found = try await database.read(isBrief: true) {
                try AccountStore($0).user(ofSession: claims.session, claims.user)
            }
            guard var user = found else { throw Failure.unauthorized }
            user.tokenExpiresAt = claims.expiresAt
            return user
        }
    }

    /// Which of these sessions still run, in their order.
    func areRunning(_ sessions: [(session: Int, user: Int)]) async throws -> [Bool] {
        try await database.read { connection in
            let store = AccountStore(connection)
            return try sessions.map { try store.user(ofSession: $0.session, $0.user) != nil }
        }
    }

    /// What a command of this installation is called where it acts.
    static let installationName = "hanmo"

    /// Who acts when a command of this installation acts.
    private static let installation = User(
        id: 0,
        username: installationName,
        email: "",
        role: .admin,
        creditBalance: 0,
        membershipType: nil,
        membershipEndAt: nil,
        referralCode: ""
    )

    func logout(_ user: User) async throws {
        try await database.write { connection in
            try AccountStore(connection).endSession(user.sessionID)
            try connection.notify(Accounts.sessionsChannel, String(user.id))
        }
    }

    // MARK: Changing

    /// Sets a new password and ends every session.
    ///
    /// - Errors: 400 where the old password is wrong.
    func changePassword(of user: User, from old: String, to new: String) async throws {
        let hash = try await database.read { try AccountStore($0).passwordHash(of: user.id) }
        guard try await passwords.verify(old, against: hash) else { throw Accounts.wrongOldPassword }
        let newHash = try await passwords.hash(new)
        try await database.write { [self] connection in
            let store = AccountStore(connection)
            // Verifying takes its time: the password may have been changed or reset meanwhile.
            guard try store.hold(user.id) != nil, try store.passwordHash(of: user.id) == hash else {
                throw Accounts.wrongOldPassword
            }
            try setPassword(of: user.id, to: newHash, in: connection)
        }
    }

    private static let wrongOldPassword = Failure.invalid("old_password", "不正确", "is wrong")

    /// Ends every session, too.
    func setPassword(of user: Int, to hash: String, in connection: Connection) throws {
        try AccountStore(connection).update(user, passwordHash: hash)
        try endSessions(of: user, in: connection)
    }

    /// Has nobody go on as this user, who may sign in anew.
    func endSessions(of user: Int, in connection: Connection) throws {
        try AccountStore(connection).endSessions(of: user)
        try connection.notify(Accounts.sessionsChannel, String(user))
    }

    /// - Errors: 400 where the name or the address is taken.
    func change(_ user: User, username: String?, email: String?) async throws -> User {
        do {
            return try await database.write { connection in
                let store = AccountStore(connection)
                // As it is now: another change may have come between the request and this transaction.
                guard let current = try store.hold(user.id) else { throw Failure.unauthorized }
                try store.update(
                    user.id,
                    to: Identity(username: username ?? current.username, email: email ?? current.email)
                )
                return try store.find(user.id)!
            }
        } catch DatabaseError.unique(let columns) {
            throw try await taken(username, email, columns, beside: user.id)
        }
    }

    /// Whoever has that name or, failing that, that address.
    func holder(of identity: Identity) async throws -> (username: String, role: Role)? {
        try await database.read { try AccountStore($0).holder(of: identity) }
    }

    /// Somebody as they are at this point of a transaction.
    func find(_ id: Int, in connection: Connection) throws -> User? {
        try AccountStore(connection).find(id)
    }

    func findID(username: String) async throws -> Int? {
        try await database.read { try AccountStore($0).findID(username: username) }
    }

    /// Who has brought a user; nil where nobody has.
    func referrer(of user: Int, in connection: Connection) throws -> Int? {
        try AccountStore(connection).referrer(of: user)
    }

    /// Whether somebody is disabled at this point of a transaction.
    func isDisabled(_ user: Int, in connection: Connection) throws -> Bool {
        try AccountStore(connection).isDisabled(user)
    }

    /// Drops sessions that have ended; returns how many there were.
    func sweepSessions(limit: Int) async throws -> Int {
        try await database.write { connection in
            try AccountStore(connection).deleteSessions(endedBy: connection.now, limit: limit)
        }
    }
}
