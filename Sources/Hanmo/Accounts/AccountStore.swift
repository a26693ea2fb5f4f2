import Database

/// The SQL of accounts: users and their sessions.
struct AccountStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE users (
            id IDENTITY,
            username TEXT NOT NULL,
            username_key TEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
            credit_balance BIGINT NOT NULL DEFAULT 0 CHECK (credit_balance >= 0),
            membership_type TEXT,
            membership_end_at BIGINT,
            referral_code TEXT NOT NULL UNIQUE,
            referrer_id BIGINT REFERENCES users (id),
            disabled_at BIGINT,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX users_referrer ON users (referrer_id)",
        """
        CREATE TABLE sessions (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX sessions_user ON sessions (user_id, expires_at)",
    ]

    /// Finds sessions that have ended, whoever's they are.
    static let sessionIndex = ["CREATE INDEX sessions_end ON sessions (expires_at)"]

    /// The few among the many.
    static let administratorIndex = ["CREATE INDEX users_administrators ON users (id) WHERE role = 'admin'"]

    static let columns: SQL = """
        u.id, u.username, u.email, u.role, u.credit_balance, u.membership_type, u.membership_end_at, u.referral_code
        """

    func user(_ row: Row) -> User {
        User(
            id: row.int(0),
            username: row.string(1),
            email: row.string(2),
            role: Role(rawValue: row.string(3)) ?? .user,
            creditBalance: row.int(4),
            membershipType: row.stringOrNil(5),
            membershipEndAt: row.intOrNil(6),
            referralCode: row.string(7)
        )
    }

    // MARK: Users

    /// Creates a user and returns their id.
    ///
    /// - Errors: `DatabaseError.unique` naming `users.username_key`, `users.email_key` or `users.referral_code`.
    func insert(
        _ identity: Identity,
        passwordHash: String,
        role: Role,
        referralCode: String,
        referrer: Int?
    ) throws -> Int {
        try connection.insert(
            """
            INSERT INTO users
                   (username, username_key, email, email_key, password_hash, role, referral_code, referrer_id,
                    created_at)
            VALUES (\(identity.username), \(Identity.key(identity.username)), \(identity.email),
                   \(Identity.key(identity.email)), \(passwordHash), \(role.rawValue), \(referralCode), \(referrer),
                   \(connection.now))
            """
        )
    }

    func find(_ id: Int) throws -> User? {
        try connection.first("SELECT \(AccountStore.columns) FROM users u WHERE u.id = \(id)", user)
    }

    /// The user of that name or, failing that, of that address, with the hash of their password.
    func find(login: String) throws -> (user: User, passwordHash: String)? {
        let key = Identity.key(login)
        let withHash: (Row) -> (User, String) = { row in (user(row), row.string(8)) }
        return try connection.first(
            "SELECT \(AccountStore.columns), u.password_hash FROM users u WHERE u.username_key = \(key)",
            withHash
        )
            ?? connection.first(
                "SELECT \(AccountStore.columns), u.password_hash FROM users u WHERE u.email_key = \(key)",
                withHash
            )
    }

    /// Notes that somebody signs in with the password that has this hash, and nobody else changes them until the
    /// transaction ends; false where it is another one by now, or the account is disabled.
    func markLogin(of user: Int, passwordHash: String) throws -> Bool {
        try connection.change(
            """
            UPDATE users
               SET last_login_at = \(connection.now)
             WHERE id = \(user) AND password_hash = \(passwordHash) AND disabled_at IS NULL
            """
        ) > 0
    }

    func findID(username: String) throws -> Int? {
        try connection.value("SELECT id FROM users WHERE username_key = \(Identity.key(username))")
    }

    func findID(email: String) throws -> Int? {
        try connection.value("SELECT id FROM users WHERE email_key = \(Identity.key(email))")
    }

    /// Whoever has that name or, failing that, that address.
    func holder(of identity: Identity) throws -> (username: String, role: Role)? {
        try holder(where: "username_key = \(Identity.key(identity.username))")
            ?? holder(where: "email_key = \(Identity.key(identity.email))")
    }

    private func holder(where condition: SQL) throws -> (username: String, role: Role)? {
        try connection.first("SELECT username, role FROM users WHERE \(condition)") { row in
            (row.string(0), Role(rawValue: row.string(1)) ?? .user)
        }
    }

    /// Whether anybody else is an administrator who may sign in.
    func hasAdministrator(beside user: Int) throws -> Bool {
        try connection.value(
            """
            SELECT id
              FROM users
             WHERE role = 'admin' AND id <> \(user) AND disabled_at IS NULL
             ORDER BY id
             LIMIT 1
            """
        ) != nil
    }

    /// Whoever has that code and is not disabled, and nobody else changes them until the transaction ends.
    ///
    /// A new user refers to them, which keeps others from holding them: so they are held before it, or two who sign up
    /// with one code could wait for one another.
    func holdID(referralCode: String) throws -> Int? {
        try connection.value(
            "SELECT id FROM users WHERE referral_code = \(referralCode) AND disabled_at IS NULL \(SQL.forUpdate)"
        )
    }

    func referrer(of user: Int) throws -> Int? {
        try connection.value("SELECT referrer_id FROM users WHERE id = \(user)")
    }

    func passwordHash(of user: Int) throws -> String? {
        try connection.string("SELECT password_hash FROM users WHERE id = \(user)")
    }

    /// The user, and nobody else changes them until the transaction ends.
    func hold(_ id: Int) throws -> User? {
        try connection.first("SELECT \(AccountStore.columns) FROM users u WHERE u.id = \(id) \(SQL.forUpdate)", user)
    }

    func update(_ user: Int, to identity: Identity) throws {
        try connection.execute(
            """
            UPDATE users
               SET username = \(identity.username), username_key = \(Identity.key(identity.username)),
                   email = \(identity.email), email_key = \(Identity.key(identity.email))
             WHERE id = \(user)
            """
        )
    }

    func update(_ user: Int, passwordHash: String) throws {
        try connection.execute("UPDATE users SET password_hash = \(passwordHash) WHERE id = \(user)")
    }

    func update(_ user: Int, role: Role) throws {
        try connection.execute("UPDATE users SET role = \(role.rawValue) WHERE id = \(user)")
    }

    // MARK: Sessions

    /// Opens a session and drops those of this user that have ended.
    func openSession(of user: Int, until expiresAt: Int) throws -> Int {
        try connection.execute("DELETE FROM sessions WHERE user_id = \(user) AND expires_at <= \(connection.now)")
        return try connection.insert(
            """
            INSERT INTO sessions (user_id, created_at, expires_at)
            VALUES (\(user), \(connection.now), \(expiresAt))
            """
        )
    }

    /// The user of a session that has not been ended.
    func user(ofSession session: Int, _ id: Int) throws -> User? {
        try connection.first(
            """
            SELECT \(AccountStore.columns)
              FROM sessions s
              JOIN users u ON u.id = s.user_id
             WHERE s.id = \(session) AND s.user_id = \(id) AND u.disabled_at IS NULL
            """
        ) { row in
            var user = user(row)
            user.sessionID = session
            return user
        }
    }

    /// Drops sessions that have ended; returns how many there were.
    func deleteSessions(endedBy moment: Int, limit: Int) throws -> Int {
        try connection.change(
            """
            DELETE FROM sessions
             WHERE id IN (SELECT id FROM sessions WHERE expires_at <= \(moment) ORDER BY expires_at LIMIT \(limit))
            """
        )
    }

    func endSession(_ session: Int) throws {
        try connection.execute("DELETE FROM sessions WHERE id = \(session)")
    }

    func endSessions(of user: Int) throws {
        try connection.execute("DELETE FROM sessions WHERE user_id = \(user)")
    }
}
