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

    /// Networks that are remembered of one user: the last ones.
    private static let userLimit = 20

    /// Notes that a user has come from a network.
    func note(_ network: [UInt8], of user: Int) throws {
        try connection.execute(
            """
            DELETE FROM user_networks
             WHERE id IN (SELECT id
                            FROM user_networks
                           WHERE user_id = \(user) AND network <> \(network)
                           ORDER BY seen_at DESC, id DESC
                           LIMIT \(NetworkStore.userLimit) OFFSET \(NetworkStore.userLimit - 1))
            """
        )
        try connection.execute(
            """
            INSERT INTO user_networks (user_id, network, seen_at)
            VALUES (\(user), \(network), \(connection.now))
            ON CONFLICT (user_id, network) DO UPDATE SET seen_at = excluded.seen_at
            """
        )
    }

    /// - Parameter moment: before which it does not matter whether they came from there.
    func has(_ network: [UInt8], of user: Int, since moment: Int = 0) throws -> Bool {
        try connection.value(
            """
            SELECT id
              FROM user_networks
             WHERE user_id = \(user) AND network = \(network) AND seen_at >= \(moment)
            """
        ) != nil
    }

    /// From where a user came, the last one first.
    func list(of user: Int) throws -> [[UInt8]] {
        try connection.all(
            """
            SELECT network
              FROM user_networks
             WHERE user_id = \(user)
             ORDER BY seen_at DESC, id DESC
             LIMIT \(NetworkStore.userLimit)
            """
        ) { $0.bytes(0) }
    }

    /// Whether somebody else whom a referrer has brought came from a network.
    func has(_ network: [UInt8], amongThoseOf referrer: Int, beside user: Int) throws -> Bool {
        try connection.value(
            """
            SELECT r.id
              FROM user_networks n
              JOIN referrals r ON r.referred_id = n.user_id
             WHERE n.network = \(network) AND r.referrer_id = \(referrer) AND n.user_id <> \(user)
             ORDER BY r.id
             LIMIT 1
            """
        ) != nil
    }

    /// Flags those of a referrer who came from a network, where nothing was paid for them yet and nobody has looked.
    func flag(_ flag: Referral.Flag, broughtBy referrer: Int, from network: [UInt8]) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET flag = \(flag), review = 'open'
             WHERE referrer_id = \(referrer) AND review IS NULL AND state IN ('waiting', 'earned')
               AND referred_id IN (SELECT user_id FROM user_networks WHERE network = \(network))
            """
        )
    }

    /// Flags one referral likewise.
    func flag(_ flag: Referral.Flag, referral: Int) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET flag = \(flag), review = 'open'
             WHERE id = \(referral) AND review IS NULL AND state IN ('waiting', 'earned')
            """
        )
    }

    /// Forgets from where somebody came long ago; returns how many there were.
    func delete(seenBefore moment: Int, limit: Int) throws -> Int {
        try connection.change(
            """
            DELETE FROM user_networks
             WHERE id IN (SELECT id FROM user_networks WHERE seen_at < \(moment) ORDER BY seen_at LIMIT \(limit))
            """
        )
    }
}
