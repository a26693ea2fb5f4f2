import Database

/// The rules of the audit log: every act of an administrator is one entry, written in the transaction of the act.
///
/// An act that fails leaves none, since its transaction leaves nothing; a repeat with the same `Idempotency-Key` leaves
/// none either. Entries are never changed and never deleted.
///
/// Nobody's network address is kept here: what stays for ever should hold as little of a person as it can. The
/// request's id leads to the logs of this server and of the proxy before it, which are kept as long as their operator
/// wants.
struct Audit: Sendable {
    let database: Database

    /// Characters of the reason that an administrator gives for an act.
    static let reasonLength = 1...200

    /// Writes an act down, as a part of it.
    static func record(
        _ act: AuditAct,
        _ target: AuditTarget,
        by administrator: Administrator,
        _ details: AuditDetails = [:],
        in connection: Connection
    ) throws {
        try AuditStore(connection).insert(act, target, by: administrator, details.text)
    }

    /// Acts, newest first; the newest 10,000 at most.
    func list(_ filter: AuditFilter, _ page: PageRequest) async throws -> Page<AuditEntry> {
        try await database.read { try AuditStore($0).list(filter, page) }
    }
}
