import Database

/// The SQL of `Idempotency-Key`: the first reply to a request that may be repeated.
struct IdempotencyStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE idempotent_requests (
            user_id BIGINT NOT NULL REFERENCES users (id),
            idempotency_key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            generation_id BIGINT,
            status BIGINT,
            body BLOB,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (user_id, idempotency_key)
        )
        """,
        "CREATE INDEX idempotent_requests_age ON idempotent_requests (created_at)",
        "CREATE INDEX idempotent_requests_generation ON idempotent_requests (generation_id)",
    ]

    /// Records a request as the first of its key; false where the key is known.
    func insert(_ key: IdempotencyKey) throws -> Bool {
        try connection.change(
            """
            INSERT INTO idempotent_requests (user_id, idempotency_key, fingerprint, created_at)
            VALUES (\(key.user), \(key.text), \(key.fingerprint), \(connection.now))
            ON CONFLICT (user_id, idempotency_key) DO NOTHING
            """
        ) > 0
    }

    /// What is known of a key: the request it came with and, once there are any, its generation and the reply.
    struct Known {
        let fingerprint: [UInt8]
        let generation: Int?
        let reply: StoredReply?
    }

    /// - Parameter moment: from when on; UTC milliseconds.
    func find(_ key: IdempotencyKey, since moment: Int) throws -> Known? {
        try connection.first(
            """
            SELECT fingerprint, generation_id, status, body
              FROM idempotent_requests
             WHERE user_id = \(key.user) AND idempotency_key = \(key.text) AND created_at >= \(moment)
            """
        ) { row in
            Known(
                fingerprint: row.bytes(0),
                generation: row.intOrNil(1),
                reply: row.isNull(2) ? nil : StoredReply(status: row.int(2), body: row.bytes(3))
            )
        }
    }

    func update(_ key: IdempotencyKey, generation: Int) throws {
        try connection.execute(
            """
            UPDATE idempotent_requests
               SET generation_id = \(generation)
             WHERE user_id = \(key.user) AND idempotency_key = \(key.text)
            """
        )
    }

    func update(_ key: IdempotencyKey, reply: StoredReply) throws {
        try connection.execute(
            """
            UPDATE idempotent_requests
               SET status = \(reply.status), body = \(reply.body)
             WHERE user_id = \(key.user) AND idempotency_key = \(key.text)
            """
        )
    }

    /// Forgets a request that died before it was answered, so that its repeat is a first one.
    func delete(unansweredOf generation: Int) throws {
        try connection.execute(
            "DELETE FROM idempotent_requests WHERE generation_id = \(generation) AND status IS NULL"
        )
    }

    func delete(unanswered key: IdempotencyKey) throws {
        try connection.execute(
            """
            DELETE FROM idempotent_requests
             WHERE user_id = \(key.user) AND idempotency_key = \(key.text) AND status IS NULL
            """
        )
    }

    /// Forgets a key that is old, and one that nobody has answered and no generation belongs to.
    func delete(_ key: IdempotencyKey, olderThan moment: Int, orAbandonedBefore patience: Int) throws {
        try connection.execute(
            """
            DELETE FROM idempotent_requests
             WHERE user_id = \(key.user) AND idempotency_key = \(key.text)
               AND (created_at < \(moment)
                    OR (created_at < \(patience) AND status IS NULL AND generation_id IS NULL))
            """
        )
    }

    /// Forgets the oldest keys; returns how many there were.
    func delete(olderThan moment: Int, limit: Int) throws -> Int {
        try connection.change(
            """
            DELETE FROM idempotent_requests
             WHERE (user_id, idempotency_key) IN (SELECT user_id, idempotency_key
                                                    FROM idempotent_requests
                                                   WHERE created_at < \(moment)
                                                   ORDER BY created_at
                                                   LIMIT \(limit))
            """
        )
    }
}
