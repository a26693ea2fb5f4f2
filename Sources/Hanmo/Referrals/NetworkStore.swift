import Database

/// The SQL of networks: from where people came who signed up or asked for their code.
struct NetworkStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// `network` is a keyed hash: nobody reads an address out of it, not even whoever has the database.
    static let schema = [
        """
        CREATE TABLE user_networks (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            network BLOB NOT NULL,
            seen_at BIGINT NOT NULL,
            UNIQUE (user_id, network)
        )
        """,
        "CREATE INDEX user_networks_network ON user_networks (network, user_id)",
        "CREATE INDEX user_networks_seen ON user_networks (seen_at)",
    ]

    /// Networks that are remembered of one user.
    private static let userLimit = 20

    /// Notes that a user has come from a network.
    func note(_ network: [UInt8], of user: Int) throws {
        let known = try connection.value("SELECT count(*) FROM user_networks WHERE user_id = \(user)") ?? 0
        guard known < NetworkStore.userLimit else { return }
        try connection.execute(
            """
            INSERT INTO user_networks (user_id, network, seen_at)
            VALUES (\(user), \(network), \(connection.now))
            ON CONFLICT (user_id, network) DO UPDATE SET seen_at = excluded.seen_at
            """
        )
    }

    func has(_ network: [UInt8], of user: Int) throws -> Bool {
        try connection.value(
            "SELECT id FROM user_networks WHERE user_id = \(user) AND network = \(network)"
        ) != nil
    }

    /// Whether somebody else whom a referrer has brought came from a network.
    func has(_ network: [UInt8], amongThoseOf referrer: Int, beside user: Int) throws -> Bool {
        try connection.value(
            """
            SELECT r.id
              FROM user_networks n
              JOIN referrals r ON r.referred_id = n.user_id
             WHERE n.network = \(network) AND r.referrer_id = \(referrer) AND n.user_id <> \(user)
             LIMIT 1
            """
        ) != nil
    }

    /// Flags those of a referrer who came from a network, where nothing was paid for them yet and nobody has looked.
    func flag(allFrom network: [UInt8], broughtBy referrer: Int) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET flag = 'ring', review = 'open'
             WHERE referrer_id = \(referrer) AND review IS NULL AND state IN ('waiting', 'earned')
               AND referred_id IN (SELECT user_id FROM user_networks WHERE network = \(network))
            """
        )
    }

    /// Forgets from where somebody came long ago; returns how many there were.
    func delete(seenBefore moment: Int, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM user_networks
             WHERE id IN (SELECT id FROM user_networks WHERE seen_at < \(moment) ORDER BY seen_at LIMIT \(limit))
            """
        )
    }
}
