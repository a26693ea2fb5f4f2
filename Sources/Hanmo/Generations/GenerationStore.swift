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

    /// A generation whose process died: what is needed to give its credits back.
    struct Orphan: Sendable {
        let generation: Int
        let user: Int
        let cost: Int
    }

    func countRunning(of user: Int) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM generations WHERE user_id = \(user) AND state = 'running'"
        ) ?? 0
    }

    func insert(_ order: GenerationOrder, cost: Int) throws -> Int {
        try connection.value(
            """
            INSERT INTO generations (user_id, kind, tool_type, model_id, state, cost, started_at)
            VALUES (\(order.user.id), \(order.kind.rawValue), \(order.toolType), \(order.model.id), 'running', \(cost),
                    \(connection.now))
            RETURNING id
            """
        )!
    }

    /// Marks a running generation as completed; false where it is not running any more.
    func complete(_ generation: Int, creation: Int, inputTokens: Int?, outputTokens: Int?) throws -> Bool {
        try connection.execute(
            """
            UPDATE generations
               SET state = 'completed', creation_id = \(creation), input_tokens = \(inputTokens),
                   output_tokens = \(outputTokens), finished_at = \(connection.now)
             WHERE id = \(generation) AND state = 'running'
            """
        ) > 0
    }

    /// Marks a running generation as failed; false where it is not running any more.
    func fail(_ generation: Int, code: Int) throws -> Bool {
        try connection.execute(
            """
            UPDATE generations
               SET state = 'failed', failure_code = \(code), finished_at = \(connection.now)
             WHERE id = \(generation) AND state = 'running'
            """
        ) > 0
    }

    /// Running generations, a batch at a time, by the index of those that run.
    func listRunning(limit: Int) throws -> [Orphan] {
        try connection.all(
            """
            SELECT id, user_id, cost
              FROM generations
             WHERE state = 'running'
             ORDER BY user_id
             LIMIT \(limit)
            """
        ) { Orphan(generation: $0.int(0), user: $0.int(1), cost: $0.int(2)) }
    }
}
