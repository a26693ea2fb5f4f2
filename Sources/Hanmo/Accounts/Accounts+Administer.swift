import Database
import JSON

/// What administrators do to accounts; each act is told to the audit log.
extension Accounts {
    private static let lastAdministrator = Failure.invalid(
        "role",
        "不能撤销最后一位管理员",
        "would leave the site without an administrator"
    )

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

    /// Sets a role, or a password without asking for the old one, which ends every session.
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
                try store.update(user, role: role)
                details.change("role", from: .string(before.role.rawValue), to: .string(role.rawValue))
            }
            if let hash { try setPassword(of: user, to: hash, in: connection) }
            details.conceal("password", isChanged: hash != nil)
            try Audit.record(.changeUser, AuditTarget(.user, user), by: administrator, details, in: connection)
            return try store.find(user)!
        }
    }
}
