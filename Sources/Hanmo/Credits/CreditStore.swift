import Database

/// The SQL of credits, and the only SQL that writes the ledger or a balance.
struct CreditStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE credit_entries (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            type TEXT NOT NULL,
            amount BIGINT NOT NULL,
            balance_after BIGINT NOT NULL CHECK (balance_after >= 0),
            description TEXT NOT NULL,
            generation_id BIGINT,
            actor_id BIGINT,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX credit_entries_user ON credit_entries (user_id, id)",
        "CREATE INDEX credit_entries_user_type ON credit_entries (user_id, type, id)",
        // A generation takes its credits once and gives them back at most once.
        """
        CREATE UNIQUE INDEX credit_entries_generation ON credit_entries (generation_id, type)
         WHERE generation_id IS NOT NULL
        """,
    ]

    /// The index by type has no consumption.
    ///
    /// Most entries are of that type, and each generation would pay for its place there; who asks for consumption finds
    /// little else on the way.
    static let indexByType = [
        "DROP INDEX credit_entries_user_type",
        "CREATE INDEX credit_entries_user_type ON credit_entries (user_id, type, id) WHERE type <> 'consume'",
    ]

    /// How many entries a user has, so that a page needs no count of all of them.
    static let entryCount = [
        "ALTER TABLE users ADD COLUMN entry_count BIGINT NOT NULL DEFAULT 0",
        "UPDATE users SET entry_count = (SELECT count(*) FROM credit_entries e WHERE e.user_id = users.id)",
    ]

    /// What an order moves, it moves once.
    static let ofOrders = [
        "ALTER TABLE credit_entries ADD COLUMN order_id BIGINT",
        "CREATE UNIQUE INDEX credit_entries_order ON credit_entries (order_id, type) WHERE order_id IS NOT NULL",
    ]

    /// What a refund moves, it moves once in each direction.
    static let ofRefunds = [
        "ALTER TABLE credit_entries ADD COLUMN refund_id BIGINT",
        "CREATE UNIQUE INDEX credit_entries_refund ON credit_entries (refund_id, type) WHERE refund_id IS NOT NULL",
    ]

    /// Nobody else changes this balance until the transaction ends.
    func hold(_ user: Int) throws {
        _ = try connection.value("SELECT id FROM users WHERE id = \(user) \(SQL.forUpdate)")
    }

    func balance(of user: Int) throws -> Int? {
        try connection.value("SELECT credit_balance FROM users WHERE id = \(user)")
    }

    /// Adds `amount` (negative: takes) and returns the balance left; nil when there are too few, or no such user.
    ///
    /// One statement both checks and changes, so two requests can't spend the same credit. Each movement has its entry,
    /// which is counted here.
    func move(_ amount: Int, of user: Int) throws -> Int? {
        try connection.value(
            """
            UPDATE users
               SET credit_balance = credit_balance + \(amount), entry_count = entry_count + 1
             WHERE id = \(user) AND credit_balance + \(amount) >= 0
            RETURNING credit_balance
            """
        )
    }

    /// Writes down a movement whose number nobody asks for.
    func record(
        _ kind: LedgerEntry.Kind,
        _ amount: Int,
        of user: Int,
        leaving balance: Int,
        description: String,
        generation: Int? = nil,
        order: Int? = nil,
        refund: Int? = nil,
        actor: Int? = nil
    ) throws {
        try connection.execute(
            """
            INSERT INTO credit_entries
                   (user_id, type, amount, balance_after, description, generation_id, order_id, refund_id, actor_id,
                    created_at)
            VALUES (\(user), \(kind.rawValue), \(amount), \(balance), \(description), \(generation), \(order),
                    \(refund), \(actor), \(connection.now))
            """
        )
    }

    /// Writes down a movement that ``move(_:of:)`` has made, and returns its entry.
    func insert(
        _ kind: LedgerEntry.Kind,
        _ amount: Int,
        of user: Int,
        leaving balance: Int,
        description: String,
        actor: Int? = nil
    ) throws -> LedgerEntry {
        try record(kind, amount, of: user, leaving: balance, description: description, actor: actor)
        // Who has moved credits holds the user's row, so no other entry of theirs comes in between.
        let id = try connection.value("SELECT max(id) FROM credit_entries WHERE user_id = \(user)")!
        return LedgerEntry(
            id: id,
            kind: kind,
            amount: amount,
            balanceAfter: balance,
            description: description,
            createdAt: connection.now
        )
    }

    /// A user's entries, newest first.
    func list(of user: Int, kind: LedgerEntry.Kind?, _ page: PageRequest) throws -> Page<LedgerEntry> {
        let condition = condition(user, kind)
        let items = try connection.all(
            """
            SELECT id, type, amount, balance_after, description, created_at
              FROM credit_entries
             WHERE \(condition)
             ORDER BY id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            entry
        )
        return Page(request: page, total: try total(of: user, kind), items: items)
    }

    private func entry(_ row: Row) -> LedgerEntry {
        LedgerEntry(
            id: row.int(0),
            kind: LedgerEntry.Kind(rawValue: row.string(1)) ?? .adjustment,
            amount: row.int(2),
            balanceAfter: row.int(3),
            description: row.string(4),
            createdAt: row.int(5)
        )
    }

    /// Entries of one order, or of one refund, or one by its id; in no order.
    func listMovements(_ source: MovementSource) throws -> [LedgerMovement] {
        let condition: SQL =
            switch source {
            case .order(let id): "order_id = \(id)"
            case .refund(let id): "refund_id = \(id)"
            case .entry(let id): "id = \(id)"
            }
        return try connection.all(
            """
            SELECT id, type, amount, balance_after, description, created_at, user_id
              FROM credit_entries
             WHERE \(condition)
            """
        ) { LedgerMovement(user: $0.int(6), entry: entry($0)) }
    }

    func countEntries(of user: Int) throws -> Int {
        try connection.value("SELECT entry_count FROM users WHERE id = \(user)") ?? 0
    }

    /// The generations that took credits of a user, newest first.
    func listGenerations(of user: Int, limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT generation_id
              FROM credit_entries
             WHERE user_id = \(user) AND type = 'consume' AND generation_id IS NOT NULL
             ORDER BY id DESC
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    private func total(of user: Int, _ kind: LedgerEntry.Kind?) throws -> Int {
        func others(_ more: SQL) throws -> Int {
            try connection.value(
                "SELECT count(*) FROM credit_entries WHERE user_id = \(user) AND type <> 'consume'\(more)"
            ) ?? 0
        }
        return switch kind {
        case nil: try countEntries(of: user)
        case .consume: try countEntries(of: user) - others("")
        case let kind?: try others(" AND type = \(kind.rawValue)")
        }
    }

    /// The words `type <> 'consume'` are what lets both engines use the index that has no consumption.
    private func condition(_ user: Int, _ kind: LedgerEntry.Kind?) -> SQL {
        switch kind {
        case nil: "user_id = \(user)"
        case .consume: "user_id = \(user) AND type = 'consume'"
        case let kind?: "user_id = \(user) AND type = \(kind.rawValue) AND type <> 'consume'"
        }
    }
}

/// What an entry of the ledger is found by; the database lets an order and a refund have a few at most.
enum MovementSource: Sendable {
    case order(Int)
    case refund(Int)
    case entry(Int)
}
