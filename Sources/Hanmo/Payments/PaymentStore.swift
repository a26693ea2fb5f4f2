import Database

/// The SQL of orders.
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

    private static let columns: SQL = "number, user_id, amount_fen, credits, method, status, created_at, paid_at"

    private func order(_ row: Row) -> RechargeOrder {
        RechargeOrder(
            number: row.string(0),
            user: row.int(1),
            amountFen: row.int(2),
            credits: row.int(3),
            method: PaymentMethod(rawValue: row.string(4)) ?? .alipay,
            storedStatus: RechargeOrder.Status(rawValue: row.string(5)) ?? .failed,
            createdAt: row.int(6),
            paidAt: row.intOrNil(7)
        )
    }

    /// The next running number of a day, from 1000001.
    func nextNumber(of day: String) throws -> Int {
        try connection.value(
            """
            INSERT INTO order_numbers (day, last)
            VALUES (\(day), 1000001)
            ON CONFLICT (day) DO UPDATE SET last = order_numbers.last + 1
            RETURNING last
            """
        )!
    }

    func insert(_ number: String, of user: Int, amountFen: Int, credits: Int, method: PaymentMethod) throws {
        try connection.execute(
            """
            INSERT INTO recharge_orders (number, user_id, amount_fen, credits, method, status, created_at)
            VALUES (\(number), \(user), \(amountFen), \(credits), \(method.rawValue), 'pending', \(connection.now))
            """
        )
    }

    func find(_ number: String) throws -> RechargeOrder? {
        try connection.first(
            "SELECT \(PaymentStore.columns) FROM recharge_orders WHERE number = \(number)",
            order
        )
    }

    /// Marks an order as paid; false where it has been paid before.
    func pay(_ number: String, transaction: String) throws -> Bool {
        try connection.execute(
            """
            UPDATE recharge_orders
               SET status = 'paid', gateway_transaction = \(transaction), paid_at = \(connection.now)
             WHERE number = \(number) AND status <> 'paid'
            """
        ) > 0
    }

    /// Ends an open order without a payment.
    func end(_ number: String, as status: RechargeOrder.Status) throws {
        try connection.execute(
            """
            UPDATE recharge_orders
               SET status = \(status.rawValue)
             WHERE number = \(number) AND status = 'pending'
            """
        )
    }

    /// A user's orders, newest first; `closed` includes those whose time has run out.
    func list(of user: Int, status: RechargeOrder.Status?, _ page: PageRequest) throws -> Page<RechargeOrder> {
        let expiry = connection.now - RechargeOrder.lifetimeMilliseconds
        var condition: SQL = "user_id = \(user)"
        switch status {
        case nil: break
        case .pending: condition += " AND status = 'pending' AND created_at > \(expiry)"
        case .closed: condition += " AND (status = 'closed' OR (status = 'pending' AND created_at <= \(expiry)))"
        case .paid, .failed: condition += " AND status = \(status)"
        }
        let items = try connection.all(
            """
            SELECT \(PaymentStore.columns)
              FROM recharge_orders
             WHERE \(condition)
             ORDER BY id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            order
        )
        let total = try connection.value("SELECT count(*) FROM recharge_orders WHERE \(condition)") ?? 0
        return Page(request: page, total: total, items: items)
    }
}
