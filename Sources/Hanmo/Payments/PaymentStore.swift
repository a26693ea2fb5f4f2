import Database

/// The SQL of orders; attempts and notices stand beside it.
struct PaymentStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE recharge_orders (
            id IDENTITY,
            number TEXT NOT NULL UNIQUE,
            user_id BIGINT NOT NULL REFERENCES users (id),
            amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
            credits BIGINT NOT NULL CHECK (credits >= 0),
            method TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'closed', 'failed')),
            gateway_transaction TEXT,
            created_at BIGINT NOT NULL,
            paid_at BIGINT
        )
        """,
        "CREATE INDEX recharge_orders_user ON recharge_orders (user_id, id)",
        """
        CREATE TABLE order_numbers (
            day TEXT PRIMARY KEY,
            last BIGINT NOT NULL
        )
        """,
    ]

    /// Orders of every kind in one table, and each try to pay one beside it.
    ///
    /// Orders of earlier versions come along. Those still open are closed, since no job waits for their end: whoever
    /// pays one all the same is credited.
    static let orders = [
        """
        CREATE TABLE orders (
            id IDENTITY,
            number TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('recharge', 'membership')),
            user_id BIGINT NOT NULL REFERENCES users (id),
            original_fen BIGINT NOT NULL,
            amount_fen BIGINT NOT NULL CHECK (amount_fen > 0 AND amount_fen <= original_fen),
            credits BIGINT NOT NULL CHECK (credits >= 0),
            membership_type TEXT,
            method TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'closed', 'failed', 'refunded')),
            created_at BIGINT NOT NULL,
            expires_at BIGINT,
            paid_at BIGINT,
            CHECK ((kind = 'membership') = (membership_type IS NOT NULL))
        )
        """,
        "CREATE INDEX orders_user ON orders (user_id, kind, id)",
        """
        CREATE TABLE payment_attempts (
            id IDENTITY,
            order_id BIGINT NOT NULL REFERENCES orders (id),
            gateway TEXT NOT NULL,
            amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
            state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'failed', 'closed', 'surplus')),
            payment_url TEXT,
            gateway_transaction TEXT,
            created_at BIGINT NOT NULL,
            ended_at BIGINT
        )
        """,
        "CREATE INDEX payment_attempts_order ON payment_attempts (order_id, id)",
        "CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open'",
        "CREATE UNIQUE INDEX payment_attempts_paid ON payment_attempts (order_id) WHERE state = 'paid'",
        """
        INSERT INTO orders
               (number, kind, user_id, original_fen, amount_fen, credits, method, status, created_at, expires_at,
                paid_at)
        SELECT number, 'recharge', user_id, amount_fen, amount_fen, credits, method,
               CASE status WHEN 'pending' THEN 'closed' ELSE status END,
               created_at, created_at + 1800000, paid_at
          FROM recharge_orders
         ORDER BY id
        """,
        """
        INSERT INTO payment_attempts (order_id, gateway, amount_fen, state, gateway_transaction, created_at, ended_at)
        SELECT o.id, 'sandbox', o.amount_fen, 'paid', r.gateway_transaction, o.created_at, o.paid_at
          FROM orders o
          JOIN recharge_orders r ON r.number = o.number
         WHERE o.status = 'paid'
         ORDER BY o.id
        """,
        "DROP TABLE recharge_orders",
        // Each kind counts for itself, by its letter and the day.
        "UPDATE order_numbers SET day = 'R' || day",
    ]

    /// Where else an attempt may be paid than at an address, and when its gateway was last asked about it.
    static let attemptsAtGateways = [
        "ALTER TABLE payment_attempts ADD COLUMN qr_code TEXT",
        "ALTER TABLE payment_attempts ADD COLUMN asked_at BIGINT",
    ]

    /// What made an order cheaper, or brings more for it, as it was called then.
    static let reductions = [
        "ALTER TABLE orders ADD COLUMN reduced_by TEXT CHECK (reduced_by IN ('coupon', 'activity'))",
        "ALTER TABLE orders ADD COLUMN reduced_by_id BIGINT",
        "ALTER TABLE orders ADD COLUMN reduced_by_name TEXT",
        "ALTER TABLE orders ADD COLUMN bonus_credits BIGINT NOT NULL DEFAULT 0 CHECK (bonus_credits >= 0)",
    ]

    static let columns: SQL = """
        o.id, o.number, o.user_id, o.original_fen, o.amount_fen, o.credits, o.membership_type, o.method, o.status,
               o.created_at, o.expires_at, o.paid_at, o.bonus_credits, o.reduced_by, o.reduced_by_id,
               o.reduced_by_name,
               (SELECT a.gateway FROM payment_attempts a WHERE a.order_id = o.id ORDER BY a.id DESC LIMIT 1),
               (SELECT a.payment_url FROM payment_attempts a WHERE a.order_id = o.id AND a.state = 'open'),
               (SELECT a.qr_code FROM payment_attempts a WHERE a.order_id = o.id AND a.state = 'open')
        """

    func order(_ row: Row) -> Order {
        Order(
            id: row.int(0),
            number: row.string(1),
            user: row.int(2),
            goods: row.stringOrNil(6).flatMap(MembershipType.init).map(Goods.membership) ?? .credits(row.int(5)),
            originalFen: row.int(3),
            amountFen: row.int(4),
            bonusCredits: row.int(12),
            reducedBy: row.stringOrNil(13).flatMap(Reduction.Source.Kind.init).map { kind in
                Reduction.Source(kind: kind, id: row.int(14), name: row.string(15))
            },
            method: PaymentMethod(rawValue: row.string(7)) ?? .alipay,
            storedStatus: Order.Status(rawValue: row.string(8)) ?? .failed,
            createdAt: row.int(9),
            expiresAt: row.intOrNil(10),
            paidAt: row.intOrNil(11),
            gateway: row.stringOrNil(16).flatMap(PaymentAttempt.Gateway.init),
            paymentURL: row.stringOrNil(17),
            qrCode: row.stringOrNil(18)
        )
    }

    /// The next number of a kind and a day, from 1000001; no two processes draw the same one, and none is left out.
    func nextNumber(of kind: Order.Kind, on day: String) throws -> String {
        let place = kind.letter + day
        let number = try connection.value(
            """
            INSERT INTO order_numbers (day, last)
            VALUES (\(place), 1000001)
            ON CONFLICT (day) DO UPDATE SET last = order_numbers.last + 1
            RETURNING last
            """
        )!
        return "\(place)\(number)"
    }

    /// - Parameter lifetimeMilliseconds: nil where it is paid at once.
    /// - Returns: the order's id.
    func insert(
        _ quote: Quote,
        _ number: String,
        of user: Int,
        _ method: PaymentMethod,
        lifetimeMilliseconds: Int?
    ) throws -> Int {
        var credits = 0
        var membership: MembershipType?
        let source = quote.reduction?.source
        switch quote.goods {
        case .credits(let amount): credits = amount
        case .membership(let type): membership = type
        }
        return try connection.insert(
            """
            INSERT INTO orders
                   (number, kind, user_id, original_fen, amount_fen, credits, bonus_credits, membership_type,
                    reduced_by, reduced_by_id, reduced_by_name, method, status, created_at, expires_at)
            VALUES (\(number), \(quote.goods.kind), \(user), \(quote.originalFen), \(quote.amountFen), \(credits),
                    \(quote.bonusCredits), \(membership), \(source?.kind), \(source?.id), \(source?.name), \(method),
                    'pending', \(connection.now), \(lifetimeMilliseconds.map { connection.now + $0 }))
            """
        )
    }

    /// An order that was made in this transaction.
    func fetch(_ id: Int) throws -> Order {
        try connection.first("SELECT \(PaymentStore.columns) FROM orders o WHERE o.id = \(id)", order)!
    }

    func find(_ number: String) throws -> Order? {
        try connection.first("SELECT \(PaymentStore.columns) FROM orders o WHERE o.number = \(number)", order)
    }

    /// The order, and nobody else changes it until the transaction ends.
    func hold(_ number: String) throws -> Order? {
        try connection.first(
            "SELECT \(PaymentStore.columns) FROM orders o WHERE o.number = \(number) \(SQL.forUpdate)",
            order
        )
    }

    /// Whether a user has ever brought so much money by another order, also by one that was paid back.
    func hasPaid(_ fen: Int, by user: Int, beside order: Int) throws -> Bool {
        try connection.value(
            """
            SELECT id
              FROM orders
             WHERE user_id = \(user) AND id <> \(order) AND paid_at IS NOT NULL AND method <> 'balance'
               AND amount_fen >= \(fen)
             ORDER BY paid_at
             LIMIT 1
            """
        ) != nil
    }

    /// Changes an order that is held: one that can't be paid any more is looked at no more, one that was paid outside
    /// is compared from then on, and so is one whose money went back.
    func update(_ order: Order, to status: Order.Status) throws {
        let look: SQL = status.isPayable ? "look_at" : "NULL"
        let isCompared = order.gateway?.isOutside == true && !status.isPayable
        let comparison: SQL = isCompared ? "\(connection.now)" : "compare_at"
        try connection.execute(
            """
            UPDATE orders
               SET status = \(status), paid_at = \(status == .paid ? connection.now : order.paidAt),
                   look_at = \(look), compare_at = \(comparison)
             WHERE id = \(order.id)
            """
        )
    }

    /// Has an order that is held be worth what its price alone brings, and nothing reduce it any more.
    func update(_ order: Order, to quote: Quote) throws {
        guard case .credits(let credits) = quote.goods else { return }
        try connection.execute(
            """
            UPDATE orders
               SET original_fen = \(quote.originalFen), amount_fen = \(quote.amountFen), credits = \(credits),
                   bonus_credits = 0, reduced_by = NULL, reduced_by_id = NULL, reduced_by_name = NULL
             WHERE id = \(order.id)
            """
        )
    }

    /// A user's orders of a kind, newest first; `closed` includes those whose time has run out.
    func list(_ kind: Order.Kind, of user: Int, status: Order.Status?, _ page: PageRequest) throws -> Page<Order> {
        var condition: SQL = "o.user_id = \(user) AND o.kind = \(kind)"
        switch status {
        case nil: break
        case .pending: condition += " AND o.status = 'pending' AND o.expires_at > \(connection.now)"
        case .closed:
            condition += " AND (o.status = 'closed' OR (o.status = 'pending' AND o.expires_at <= \(connection.now)))"
        case .paid, .failed, .refunded: condition += " AND o.status = \(status)"
        }
        let items = try connection.all(
            """
            SELECT \(PaymentStore.columns)
              FROM orders o
             WHERE \(condition)
             ORDER BY o.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            order
        )
        let total = try connection.value("SELECT count(*) FROM orders o WHERE \(condition)") ?? 0
        return Page(request: page, total: total, items: items)
    }
}
