import Database

/// The SQL of events.
struct EventStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        // Whoever records an event holds the user's row until the commit, so ids are committed in their order.
        "ALTER TABLE users ADD COLUMN last_event_id BIGINT NOT NULL DEFAULT 0",
        // The place of an event among all, which only grows, spares an index by age: the oldest come first.
        """
        CREATE TABLE events (
            place IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            id BIGINT NOT NULL,
            event TEXT NOT NULL,
            data TEXT NOT NULL,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX events_user ON events (user_id, id)",
    ]

    /// Draws the number of a user's next event, from 1.
    func nextID(of user: Int) throws -> Int {
        try connection.value(
            "UPDATE users SET last_event_id = last_event_id + 1 WHERE id = \(user) RETURNING last_event_id"
        )!
    }

    /// The number of a user's newest event, kept or not; 0 where there has been none.
    func lastID(of user: Int) throws -> Int {
        try connection.value("SELECT last_event_id FROM users WHERE id = \(user)") ?? 0
    }

    func insert(_ event: Event, of user: Int) throws {
        try connection.execute(
            """
            INSERT INTO events (user_id, id, event, data, created_at)
            VALUES (\(user), \(event.id), \(event.name), \(String(decoding: event.data, as: UTF8.self)),
                    \(connection.now))
            """
        )
    }

    /// A user's events after the one of that number, oldest first.
    func list(of user: Int, after id: Int, limit: Int) throws -> [Event] {
        try connection.all(
            """
            SELECT id, event, data
              FROM events
             WHERE user_id = \(user) AND id > \(id)
             ORDER BY id
             LIMIT \(limit)
            """
        ) { row in
            Event(id: row.int(0), name: row.string(1), data: row.withUTF8(2) { Array($0) })
        }
    }

    /// Drops a user's events up to the one of that number.
    func delete(of user: Int, upTo id: Int) throws {
        try connection.execute("DELETE FROM events WHERE user_id = \(user) AND id <= \(id)")
    }

    /// Drops those of the oldest events that are older than `moment`, and returns how many.
    func delete(olderThan moment: Int, limit: Int) throws -> Int {
        try connection.change(
            """
            DELETE FROM events
             WHERE place IN (SELECT place
                               FROM (SELECT place, created_at FROM events ORDER BY place LIMIT \(limit)) AS oldest
                              WHERE created_at < \(moment))
            """
        )
    }
}
