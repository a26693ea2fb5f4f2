import Database

/// The SQL of the audit log, which only ever grows.
struct AuditStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE audit_entries (
            id IDENTITY,
            act TEXT NOT NULL,
            actor_id BIGINT NOT NULL,
            actor_name TEXT NOT NULL,
            target_type TEXT NOT NULL,
            target_id TEXT NOT NULL,
            details TEXT NOT NULL,
            request_id TEXT,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX audit_entries_time ON audit_entries (created_at, id)",
        "CREATE INDEX audit_entries_act ON audit_entries (act, created_at, id)",
        "CREATE INDEX audit_entries_actor ON audit_entries (actor_id, created_at, id)",
        "CREATE INDEX audit_entries_target ON audit_entries (target_type, target_id, created_at, id)",
    ]

    func insert(_ act: AuditAct, _ target: AuditTarget, by administrator: Administrator, _ details: String) throws {
        try connection.execute(
            """
            INSERT INTO audit_entries
                   (act, actor_id, actor_name, target_type, target_id, details, request_id, created_at)
            VALUES (\(act), \(administrator.id), \(administrator.name), \(target.kind), \(target.id), \(details),
                    \(administrator.requestID), \(connection.now))
            """
        )
    }

    /// Acts, newest first.
    func list(_ filter: AuditFilter, _ page: PageRequest) throws -> Page<AuditEntry> {
        // A range of moments always stands there, so that there is a range of an index whatever else does.
        var condition: SQL = "created_at >= \(filter.from) AND created_at < \(filter.to)"
        if let act = filter.act { condition += " AND act = \(act)" }
        if let actor = filter.actor { condition += " AND actor_id = \(actor)" }
        if let target = filter.target {
            condition += " AND target_type = \(target.kind) AND target_id = \(target.id)"
        }
        return try PageStore(connection).list(
            page,
            "id, act, actor_id, actor_name, target_type, target_id, details, request_id, created_at",
            from: "audit_entries",
            where: condition,
            newest: "created_at DESC, id DESC"
        ) { row in
            AuditEntry(
                id: row.int(0),
                act: row.string(1),
                actor: row.int(2),
                actorName: row.string(3),
                targetKind: row.string(4),
                target: row.string(5),
                details: row.string(6),
                requestID: row.stringOrNil(7),
                createdAt: row.int(8)
            )
        }
    }
}
