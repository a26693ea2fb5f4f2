import Database
import JSON

/// What administrators do to accounts; each act is told to the audit log.
extension Accounts {
    private static let lastAdministrator = Failure.invalid(
        "role",
        "不能撤销最后一位管理员",
        "would leave the site without an administrator"
    )
    private static let lastToSignIn = Failure(
        400,
        "不能停用最后一位管理员",
        "The site would be left without an administrator"
    )
    private static let oneself = Failure(400, "不能停用自己的账户", "Nobody can disable their own account")

    /// Creates an account of any role.
    ///
    /// - Parameters:
    ///   - credits: what `alongside` gives, as the log tells it.
    ///   - alongside: what else happens in the same transaction, given the new user's id.
    /// - Errors: 400 where the name or the address is taken.
    func create(
        _ identity: Identity,
        password: String,
        role: Role,
        credits: Int,
        by administrator: Administrator,
        alongside: @escaping @Sendable (_ user: Int, Connection) throws -> Void
    ) async throws -> User {
        try await register(identity, password: password, role: role) { user, connection in
            try alongside(user, connection)
            try Audit.record(
                .createUser,
                AuditTarget(.user, user),
                by: administrator,
                [
                    "username": .string(identity.username), "role": .string(role.rawValue),
                    "credits": credits > 0 ? .int(credits) : nil,
                ],
                in: connection
            )
        }
    }

    /// Sets a role, or a password without asking for the old one, which ends every session; what changes nothing is no
    /// act.
    ///
    /// - Errors: 404 no such user; 400 nobody would be left to run the site.
    func change(
        _ user: Int,
        role: Role?,
        password: String?,
        by administrator: Administrator
    ) async throws -> User {
        var hash: String?
        if let password { hash = try await passwords.hash(password) }
        return try await database.write { [hash, self] connection in
            let store = AccountStore(connection)
            // Two administrators may each take the other's role away at the same moment.
            if role != nil { try connection.lock("administrators") }
            guard let before = try store.hold(user) else { throw Failure.notFound }
            var details: AuditDetails = [:]
            if let role {
                guard try role == .admin || store.hasAdministrator(beside: user) else {
                    throw Accounts.lastAdministrator
                }
                if role != before.role { try store.update(user, role: role) }
                details.change("role", from: .string(before.role.rawValue), to: .string(role.rawValue))
            }
            if let hash { try setPassword(of: user, to: hash, in: connection) }
            details.conceal("password", isChanged: hash != nil)
            if !details.isEmpty {
                try Audit.record(.changeUser, AuditTarget(.user, user), by: administrator, details, in: connection)
            }
            return try store.find(user)!
        }
    }

    // MARK: Who may sign in

    /// Ends every session of a user and forbids them to sign in.
    ///
    /// What they have begun goes on: a generation is finished and charged, or fails and is refunded, and an order that
    /// is paid is handed over. Of an account that is disabled already nothing changes.
    ///
    /// - Errors: 404 no such user; 400 it is who asks, or nobody would be left to run the site.
    func disable(_ user: Int, because reason: String, by administrator: Administrator) async throws -> Account {
        try await database.write { [self] connection in
            let store = AccountStore(connection)
            // Two administrators may each disable the other at the same moment.
            try connection.lock("administrators")
            guard let before = try store.holdAccount(user) else { throw Failure.notFound }
            guard user != administrator.id else { throw Accounts.oneself }
            guard try before.user.role != .admin || store.hasAdministrator(beside: user) else {
                throw Accounts.lastToSignIn
            }
            guard !before.isDisabled else { return before }
            try store.update(user, disabledAt: connection.now)
            try endSessions(of: user, in: connection)
            return try note(.disableUser, user, because: reason, by: administrator, in: connection)
        }
    }

    /// Lets a user sign in again; sessions that were ended stay so.
    ///
    /// Of an account that is not disabled nothing changes.
    ///
    /// - Errors: 404 no such user.
    func enable(_ user: Int, because reason: String, by administrator: Administrator) async throws -> Account {
        try await database.write { [self] connection in
            let store = AccountStore(connection)
            guard let before = try store.holdAccount(user) else { throw Failure.notFound }
            guard before.isDisabled else { return before }
            try store.update(user, disabledAt: nil)
            return try note(.enableUser, user, because: reason, by: administrator, in: connection)
        }
    }

    private func note(
        _ act: AuditAct,
        _ user: Int,
        because reason: String,
        by administrator: Administrator,
        in connection: Connection
    ) throws -> Account {
        try Audit.record(
            act,
            AuditTarget(.user, user),
            by: administrator,
            ["reason": .string(reason)],
            in: connection
        )
        return try AccountStore(connection).findAccount(user)!
    }

    // MARK: Looking

    /// Accounts, newest first; the newest 10,000 at most.
    func list(_ filter: AccountFilter, _ page: PageRequest) async throws -> Page<Account> {
        try await database.readLong { try AccountStore($0).list(filter, page) }
    }

    func findAccount(_ id: Int) async throws -> (Account, AccountRelations)? {
        try await database.read { connection in
            let store = AccountStore(connection)
            guard let account = try store.findAccount(id) else { return nil }
            let relations = AccountRelations(
                referrer: try store.findReferrer(of: id),
                referredCount: try store.countReferred(by: id)
            )
            return (account, relations)
        }
    }

    func exists(_ id: Int) async throws -> Bool {
        try await database.read { try AccountStore($0).find(id) != nil }
    }
}
