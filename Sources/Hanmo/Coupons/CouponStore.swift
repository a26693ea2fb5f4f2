import Database

/// The SQL of coupons; claims stand beside it.
struct CouponStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE coupons (
            id IDENTITY,
            code TEXT NOT NULL,
            code_key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('discount', 'deduction', 'credit_bonus')),
            value BIGINT NOT NULL CHECK (value > 0 AND (type <> 'discount' OR value < 10000)),
            least_fen BIGINT NOT NULL CHECK (least_fen >= 0),
            max_usage BIGINT NOT NULL,
            claim_count BIGINT NOT NULL DEFAULT 0 CHECK (claim_count BETWEEN 0 AND max_usage),
            use_count BIGINT NOT NULL DEFAULT 0 CHECK (use_count BETWEEN 0 AND claim_count),
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
            disabled_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """
    ]

    /// Coupons that only those have who were told of them.
    static let unlisted = ["ALTER TABLE coupons ADD COLUMN is_listed BIGINT NOT NULL DEFAULT 1"]

    static let columns: SQL = """
        c.id, c.code, c.name, c.type, c.value, c.least_fen, c.max_usage, c.starts_at, c.ends_at, c.claim_count,
               c.use_count, c.disabled_at, c.created_at, c.is_listed
        """

    func coupon(_ row: Row) -> Coupon {
        Coupon(
            id: row.int(0),
            terms: Coupon.Terms(
                code: row.string(1),
                name: row.string(2),
                kind: Coupon.Kind(rawValue: row.string(3)) ?? .discount,
                value: row.int(4),
                leastFen: row.int(5),
                maxUsage: row.int(6),
                startsAt: row.int(7),
                endsAt: row.int(8),
                isListed: row.int(13) != 0
            ),
            claimCount: row.int(9),
            useCount: row.int(10),
            isDisabled: !row.isNull(11),
            createdAt: row.int(12)
        )
    }

    /// Codes are found without regard to case; they have no letters but a to z.
    private func key(of code: String) -> String {
        code.lowercased()
    }

    func find(_ id: Int) throws -> Coupon? {
        try connection.first("SELECT \(CouponStore.columns) FROM coupons c WHERE c.id = \(id)", coupon)
    }

    func find(code: String) throws -> Coupon? {
        try connection.first("SELECT \(CouponStore.columns) FROM coupons c WHERE c.code_key = \(key(of: code))", coupon)
    }

    /// The coupon, and nobody else changes, claims or uses it until the transaction ends.
    func hold(_ id: Int) throws -> Coupon? {
        try connection.first("SELECT \(CouponStore.columns) FROM coupons c WHERE c.id = \(id) \(SQL.forUpdate)", coupon)
    }

    func hold(code: String) throws -> Coupon? {
        try connection.first(
            "SELECT \(CouponStore.columns) FROM coupons c WHERE c.code_key = \(key(of: code)) \(SQL.forUpdate)",
            coupon
        )
    }

    /// Coupons from the newest to the oldest.
    ///
    /// - Parameter isForAll: leaves out those that are not listed.
    func list(
        _ status: Coupon.Status?,
        _ kind: Coupon.Kind?,
        isForAll: Bool,
        _ page: PageRequest
    ) throws -> Page<Coupon> {
        let now = connection.now
        var conditions: [SQL] = []
        switch status {
        case nil: break
        case .disabled: conditions.append("c.disabled_at IS NOT NULL")
        case .scheduled: conditions.append("c.disabled_at IS NULL AND c.starts_at > \(now)")
        case .active: conditions.append("c.disabled_at IS NULL AND c.starts_at <= \(now) AND c.ends_at > \(now)")
        case .expired: conditions.append("c.disabled_at IS NULL AND c.ends_at <= \(now)")
        }
        if let kind { conditions.append("c.type = \(kind)") }
        if isForAll { conditions.append("c.is_listed = 1") }
        let chosen: SQL = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let items = try connection.all(
            """
            SELECT \(CouponStore.columns)
              FROM coupons c
             \(chosen)
             ORDER BY c.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            coupon
        )
        let total = try connection.value("SELECT count(*) FROM coupons c \(chosen)") ?? 0
        return Page(request: page, total: total, items: items)
    }

    /// Stores a new coupon and returns its id.
    ///
    /// - Errors: `DatabaseError.unique` where the code is taken.
    func insert(_ terms: Coupon.Terms) throws -> Int {
        try connection.insert(
            """
            INSERT INTO coupons
                   (code, code_key, name, type, value, least_fen, max_usage, starts_at, ends_at, is_listed, created_at,
                    updated_at)
            VALUES (\(terms.code), \(key(of: terms.code)), \(terms.name), \(terms.kind), \(terms.value),
                    \(terms.leastFen), \(terms.maxUsage), \(terms.startsAt), \(terms.endsAt), \(terms.isListed ? 1 : 0),
                    \(connection.now), \(connection.now))
            """
        )
    }

    /// - Errors: `DatabaseError.unique` where the code is taken.
    func update(_ id: Int, to terms: Coupon.Terms) throws {
        try connection.execute(
            """
            UPDATE coupons
               SET code = \(terms.code), code_key = \(key(of: terms.code)), name = \(terms.name),
                   type = \(terms.kind), value = \(terms.value), least_fen = \(terms.leastFen),
                   max_usage = \(terms.maxUsage), starts_at = \(terms.startsAt), ends_at = \(terms.endsAt),
                   is_listed = \(terms.isListed ? 1 : 0), updated_at = \(connection.now)
             WHERE id = \(id)
            """
        )
    }

    func update(_ id: Int, isDisabled: Bool) throws {
        try connection.execute(
            """
            UPDATE coupons
               SET disabled_at = \(isDisabled ? connection.now : nil), updated_at = \(connection.now)
             WHERE id = \(id)
            """
        )
    }
}
