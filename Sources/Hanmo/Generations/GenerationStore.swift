import Database

/// The SQL of generations.
struct GenerationStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE generations (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            kind TEXT NOT NULL,
            tool_type TEXT,
            model_id BIGINT NOT NULL REFERENCES ai_models (id),
            state TEXT NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
            cost BIGINT NOT NULL,
            creation_id BIGINT,
            input_tokens BIGINT,
            output_tokens BIGINT,
            failure_code BIGINT,
            started_at BIGINT NOT NULL,
            finished_at BIGINT
        )
        """,
        "CREATE INDEX generations_running ON generations (user_id) WHERE state = 'running'",
    ]

    /// Which reservation of which process a generation is, and until when others believe that this process works on it,
    /// by the database's own clock.
    ///
    /// They have no index of their own: those that run are few, `generations_running` has them all, and each generation
    /// would pay twice for another one.
    static let leases = [
        "ALTER TABLE generations ADD COLUMN owner TEXT",
        "ALTER TABLE generations ADD COLUMN lease_until BIGINT NOT NULL DEFAULT 0",
    ]

    /// Why a generation failed, more exactly than its code tells a user.
    static let failureKinds = ["ALTER TABLE generations ADD COLUMN failure_kind TEXT"]

    /// How long a process may be silent before its generations are taken for dead; three renewals.
    static let leaseMilliseconds = 30_000

    /// Leases renewed by one statement.
    static let renewalBatch = 100

    /// A generation whose process died: what is needed to give its credits back.
    struct Orphan: Sendable {
        let generation: Int
        let user: Int
        let cost: Int
        let kind: AIModel.Kind
        let toolType: String?
    }

    func countRunning(of user: Int) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM generations WHERE user_id = \(user) AND state = 'running'"
        ) ?? 0
    }

    func insert(_ order: GenerationOrder, cost: Int, owner: String) throws -> Int {
        try connection.insert(
            """
            INSERT INTO generations
                   (user_id, kind, tool_type, model_id, state, cost, started_at, owner, lease_until)
            VALUES (\(order.user.id), \(order.kind.rawValue), \(order.toolType), \(order.model.id), 'running', \(cost),
                    \(connection.now), \(owner), \(SQL.serverNow) + \(GenerationStore.leaseMilliseconds))
            """
        )
    }

    /// Says that somebody works on these generations: at least one of them, ``renewalBatch`` at most.
    static func renewal(of ids: [Int]) -> SingleWrite<Int> {
        // Always as many values, so that there is one statement.
        let padded = ids + repeatElement(ids[0], count: renewalBatch - ids.count)
        return SingleWrite(
            """
            UPDATE generations
               SET lease_until = \(SQL.serverNow) + \(leaseMilliseconds)
             WHERE id IN \(list: padded) AND state = 'running'
            """
        )
    }

    /// Shortens leases that end later than any given now, because the database's clock has been set back since.
    ///
    /// Who lives renews them well before they end; what the dead left is not kept waiting for the clock.
    func shortenLeases() throws {
        try connection.execute(
            """
            UPDATE generations
               SET lease_until = \(SQL.serverNow) + \(GenerationStore.leaseMilliseconds)
             WHERE state = 'running' AND lease_until > \(SQL.serverNow) + \(GenerationStore.leaseMilliseconds)
            """
        )
    }

    /// Marks a running generation as completed; false where it is not running any more.
    func complete(_ generation: Int, creation: Int, inputTokens: Int?, outputTokens: Int?) throws -> Bool {
        try connection.change(
            """
            UPDATE generations
               SET state = 'completed', creation_id = \(creation), input_tokens = \(inputTokens),
                   output_tokens = \(outputTokens), finished_at = \(connection.now)
             WHERE id = \(generation) AND state = 'running'
            """
        ) > 0
    }

    /// Marks a running generation as failed; false where it is not running any more.
    ///
    /// - Parameter kind: ``Failure/generationFailureKind``.
    func fail(_ generation: Int, code: Int, kind: String) throws -> Bool {
        try connection.change(
            """
            UPDATE generations
               SET state = 'failed', failure_code = \(code), failure_kind = \(kind), finished_at = \(connection.now)
             WHERE id = \(generation) AND state = 'running'
            """
        ) > 0
    }

    func find(_ id: Int) throws -> GenerationRecord? {
        try connection.first(
            """
            SELECT g.id, g.kind, g.tool_type, g.model_id, m.name, g.state, g.cost, g.creation_id, g.input_tokens,
                   g.output_tokens, g.failure_code, g.started_at, g.finished_at
              FROM generations g
              JOIN ai_models m ON m.id = g.model_id
             WHERE g.id = \(id)
            """
        ) { row in
            GenerationRecord(
                id: row.int(0),
                kind: row.string(1),
                toolType: row.stringOrNil(2),
                modelID: row.int(3),
                model: row.string(4),
                state: row.string(5),
                cost: row.int(6),
                creation: row.intOrNil(7),
                inputTokens: row.intOrNil(8),
                outputTokens: row.intOrNil(9),
                failureCode: row.intOrNil(10),
                startedAt: row.int(11),
                finishedAt: row.intOrNil(12)
            )
        }
    }

    /// Running generations, a batch at a time, by the index of those that run: for a process that has them all.
    func listRunning(limit: Int) throws -> [Orphan] {
        try connection.all(
            """
            SELECT id, user_id, cost, kind, tool_type
              FROM generations
             WHERE state = 'running'
             ORDER BY user_id
             LIMIT \(limit)
            """,
            orphan
        )
    }

    /// What one reservation has begun, if that was committed: one at most.
    func listRunning(of owner: String) throws -> [Orphan] {
        try connection.all(
            """
            SELECT id, user_id, cost, kind, tool_type
              FROM generations
             WHERE state = 'running' AND owner = \(owner)
            """,
            orphan
        )
    }

    /// Running generations whose lease has run out, a batch at a time, but none that another process takes right now.
    func listAbandoned(limit: Int) throws -> [Orphan] {
        try connection.all(
            """
            SELECT id, user_id, cost, kind, tool_type
              FROM generations
             WHERE state = 'running' AND lease_until < \(SQL.serverNow)
             ORDER BY user_id
             LIMIT \(limit)
            \(SQL.skipLocked)
            """,
            orphan
        )
    }

    private func orphan(_ row: Row) -> Orphan {
        Orphan(
            generation: row.int(0),
            user: row.int(1),
            cost: row.int(2),
            kind: AIModel.Kind(rawValue: row.string(3)) ?? .text,
            toolType: row.stringOrNil(4)
        )
    }
}
