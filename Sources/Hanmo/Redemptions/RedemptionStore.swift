import Database

/// The SQL of redemption codes.
struct RedemptionStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE redemption_batches (
            id IDENTITY,
            name TEXT NOT NULL,
            credits BIGINT CHECK (credits > 0),
            membership_days BIGINT CHECK (membership_days > 0),
            code_count BIGINT NOT NULL CHECK (code_count > 0),
            expires_at BIGINT NOT NULL,
            revoked_at BIGINT,
            created_at BIGINT NOT NULL,
            CHECK ((credits IS NULL) <> (membership_days IS NULL))
        )
        """,
        // A code dies by itself, so that redeeming it looks at no row that others redeem from at the same moment.
        """
        CREATE TABLE redemption_codes (
            id IDENTITY,
            batch_id BIGINT NOT NULL REFERENCES redemption_batches (id),
            code_hash BLOB NOT NULL UNIQUE,
            redeemer_id BIGINT REFERENCES users (id),
            redeemed_at BIGINT,
            revoked_at BIGINT,
            entry_id BIGINT,
            CHECK ((redeemer_id IS NULL) = (redeemed_at IS NULL)),
            CHECK (redeemed_at IS NULL OR revoked_at IS NULL)
        )
        """,
        "CREATE INDEX redemption_codes_batch ON redemption_codes (batch_id, redeemed_at)",
        "CREATE INDEX redemption_codes_redeemer ON redemption_codes (redeemer_id, redeemed_at, id)",
    ]

    /// Codes inserted by one statement.
    private static let insertBatch = 500

    /// `expires_at` was the second that is named, which counted as over; now it is the end of that second.
    static let wholeSeconds = ["UPDATE redemption_batches SET expires_at = expires_at + 1000"]

    private static let columns: SQL = """
        b.id, b.name, b.credits, b.membership_days, b.code_count, b.expires_at, b.revoked_at, b.created_at,
               (SELECT count(*) FROM redemption_codes c WHERE c.batch_id = b.id AND c.redeemed_at IS NOT NULL)
        """

    private func batch(_ row: Row) -> RedemptionBatch {
        RedemptionBatch(
            id: row.int(0),
            name: row.string(1),
            gift: gift(credits: row.intOrNil(2), membershipDays: row.intOrNil(3)),
            count: row.int(4),
            redeemed: row.int(8),
            endsAt: row.int(5),
            revokedAt: row.intOrNil(6),
            createdAt: row.int(7)
        )
    }

    private func gift(credits: Int?, membershipDays: Int?) -> RedemptionGift {
        credits.map(RedemptionGift.credits) ?? .membershipDays(membershipDays ?? 0)
    }

    // MARK: Batches

    /// Stores a batch with the hashes of its codes, and returns its id.
    func insert(_ draft: RedemptionDraft, _ hashes: [[UInt8]]) throws -> Int {
        let id = try connection.insert(
            """
            INSERT INTO redemption_batches (name, credits, membership_days, code_count, expires_at, created_at)
            VALUES (\(draft.name), \(draft.gift.credits), \(draft.gift.membershipDays), \(draft.count),
                    \(draft.endsAt), \(connection.now))
            """
        )
        for start in stride(from: 0, to: hashes.count, by: RedemptionStore.insertBatch) {
            let rows = hashes[start..<min(start + RedemptionStore.insertBatch, hashes.count)]
                .map { hash -> SQL in "(\(id), \(hash))" }
            try connection.execute(
                "INSERT INTO redemption_codes (batch_id, code_hash) VALUES \(rows.joined(separator: ", "))"
            )
        }
        return id
    }

    func find(_ id: Int) throws -> RedemptionBatch? {
        try connection.first(
            "SELECT \(RedemptionStore.columns) FROM redemption_batches b WHERE b.id = \(id)",
            batch
        )
    }

    /// Batches, newest first.
    func list(_ page: PageRequest) throws -> Page<RedemptionBatch> {
        try PageStore(connection).list(
            page,
            RedemptionStore.columns,
            from: "redemption_batches b",
            where: "b.id > 0",
            newest: "b.id DESC",
            batch
        )
    }

    /// The batch, and nobody else revokes it until the transaction ends.
    func hold(_ id: Int) throws -> RedemptionBatch? {
        _ = try connection.value("SELECT id FROM redemption_batches WHERE id = \(id) \(SQL.forUpdate)")
        return try find(id)
    }

    /// Lets every code of a batch that is held die that nobody has redeemed; returns how many did.
    func revoke(_ id: Int) throws -> Int {
        try connection.execute("UPDATE redemption_batches SET revoked_at = \(connection.now) WHERE id = \(id)")
        return try connection.change(
            """
            UPDATE redemption_codes
               SET revoked_at = \(connection.now)
             WHERE batch_id = \(id) AND redeemed_at IS NULL AND revoked_at IS NULL
            """
        )
    }

    // MARK: Codes

    /// Makes a code somebody's, and returns its id and what it brings; nil where it can't be redeemed.
    ///
    /// One statement both asks and takes, so of those who come at the same moment one gets it.
    func claim(_ hash: [UInt8], for user: Int) throws -> (id: Int, redemption: Redemption)? {
        let claimed = try connection.first(
            """
            UPDATE redemption_codes
               SET redeemer_id = \(user), redeemed_at = \(connection.now)
             WHERE code_hash = \(hash) AND redeemed_at IS NULL AND revoked_at IS NULL
               AND (SELECT b.expires_at FROM redemption_batches b WHERE b.id = redemption_codes.batch_id)
                   > \(connection.now)
            RETURNING id, batch_id
            """
        ) { (id: $0.int(0), batch: $0.int(1)) }
        guard let claimed, let batch = try find(claimed.batch) else { return nil }
        return (claimed.id, Redemption(name: batch.name, gift: batch.gift, redeemedAt: connection.now))
    }

    /// Whether there is such a code, redeemed or not.
    func exists(_ hash: [UInt8]) throws -> Bool {
        try connection.value("SELECT id FROM redemption_codes WHERE code_hash = \(hash)") != nil
    }

    /// Why a code can't be redeemed; nil where there is none.
    func fate(of hash: [UInt8]) throws -> RedemptionFate? {
        try connection.first("SELECT redeemed_at, revoked_at FROM redemption_codes WHERE code_hash = \(hash)") { row in
            if !row.isNull(0) { .used } else if !row.isNull(1) { .revoked } else { .expired }
        }
    }

    /// Notes by which entry of the ledger a code's credits have come.
    func update(_ code: Int, entry: Int) throws {
        try connection.execute("UPDATE redemption_codes SET entry_id = \(entry) WHERE id = \(code)")
    }

    /// What somebody has redeemed, newest first.
    func list(of user: Int, _ page: PageRequest) throws -> Page<Redemption> {
        let total =
            try connection.value("SELECT count(*) FROM redemption_codes WHERE redeemer_id = \(user)") ?? 0
        let items = try connection.all(
            """
            SELECT b.name, b.credits, b.membership_days, c.redeemed_at
              FROM redemption_codes c
              JOIN redemption_batches b ON b.id = c.batch_id
             WHERE c.redeemer_id = \(user)
             ORDER BY c.redeemed_at DESC, c.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """
        ) { row in
            Redemption(
                name: row.string(0),
                gift: gift(credits: row.intOrNil(1), membershipDays: row.intOrNil(2)),
                redeemedAt: row.int(3)
            )
        }
        return Page(request: page, total: total, items: items)
    }
}

/// What has become of a code that can't be redeemed any more.
enum RedemptionFate: Sendable {
    case used
    case expired
    case revoked
}
