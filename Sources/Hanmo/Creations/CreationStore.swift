import Database
import JSON

/// The SQL of creations.
struct CreationStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE creations (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            type TEXT NOT NULL,
            tool_type TEXT,
            title TEXT NOT NULL,
            content TEXT NOT NULL,
            model TEXT NOT NULL,
            credits_used BIGINT NOT NULL,
            generation_id BIGINT NOT NULL UNIQUE,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX creations_user ON creations (user_id, id)",
        "CREATE INDEX creations_user_type ON creations (user_id, type, id)",
        "CREATE INDEX creations_user_tool ON creations (user_id, tool_type, id)",
        // How many creations of each sort a user has, so that a page needs no count of a million rows.
        """
        CREATE TABLE creation_totals (
            user_id BIGINT NOT NULL REFERENCES users (id),
            type TEXT NOT NULL,
            tool_type TEXT NOT NULL,
            total BIGINT NOT NULL CHECK (total >= 0),
            PRIMARY KEY (user_id, type, tool_type)
        )
        """,
    ]

    /// One index in the place of three: each generation pays for every one of them.
    static let indexBySort = [
        "DROP INDEX creations_user",
        "DROP INDEX creations_user_type",
        "DROP INDEX creations_user_tool",
        "CREATE INDEX creations_user ON creations (user_id, type, tool_type, id)",
    ]

    // MARK: Writing

    func insert(_ order: GenerationOrder, _ product: Product, creditsUsed: Int, generation: Int) throws -> Int {
        let kind = Creation.Kind(order.kind)
        let id = try connection.insert(
            """
            INSERT INTO creations
                   (user_id, type, tool_type, title, content, model, credits_used, generation_id, created_at,
                    updated_at)
            VALUES (\(order.user.id), \(kind.rawValue), \(order.toolType), \(order.title), \(product.content),
                    \(order.model.name), \(creditsUsed), \(generation), \(connection.now), \(connection.now))
            """
        )
        try connection.execute(
            """
            INSERT INTO creation_totals (user_id, type, tool_type, total)
            VALUES (\(order.user.id), \(kind.rawValue), \(order.toolType ?? ""), 1)
            ON CONFLICT (user_id, type, tool_type) DO UPDATE SET total = creation_totals.total + 1
            """
        )
        return id
    }

    /// Changes what is given; false where there is no such creation of this user.
    func update(_ id: Int, of user: Int, title: String?, content: String?) throws -> Bool {
        var changes: SQL = "updated_at = \(connection.now)"
        if let title { changes += ", title = \(title)" }
        if let content { changes += ", content = \(content)" }
        return try connection.change("UPDATE creations SET \(changes) WHERE id = \(id) AND user_id = \(user)") > 0
    }

    func delete(_ id: Int, of user: Int) throws -> Bool {
        let sort = try connection.first(
            "DELETE FROM creations WHERE id = \(id) AND user_id = \(user) RETURNING type, tool_type"
        ) { (type: $0.string(0), tool: $0.stringOrNil(1) ?? "") }
        guard let sort else { return false }
        try connection.execute(
            """
            UPDATE creation_totals
               SET total = total - 1
             WHERE user_id = \(user) AND type = \(sort.type) AND tool_type = \(sort.tool)
            """
        )
        return true
    }

    // MARK: Reading

    func find(_ id: Int, of user: Int) throws -> Creation? {
        try connection.first(
            """
            SELECT id, type, tool_type, title, content, model, credits_used, created_at, updated_at
              FROM creations
             WHERE id = \(id) AND user_id = \(user)
            """
        ) { row in
            Creation(
                id: row.int(0),
                kind: Creation.Kind(rawValue: row.string(1)) ?? .writing,
                toolType: row.stringOrNil(2),
                title: row.string(3),
                content: row.string(4),
                model: row.string(5),
                creditsUsed: row.int(6),
                createdAt: row.int(7),
                updatedAt: row.int(8)
            )
        }
    }

    /// A page is longer than whoever asked can wait for.
    struct LongPage: Error {}

    /// One page as the JSON of an envelope's `data`, newest first.
    ///
    /// - Parameter limit: bytes.
    /// - Errors: ``LongPage`` once there are more.
    func list(
        of user: Int,
        _ filter: CreationFilter,
        _ page: PageRequest,
        atMost limit: Int = .max
    ) throws -> CreationList {
        let sorts = try sorts(of: user, filter)
        var json = JSONWriter(capacity: 48 << 10)
        try json.object { json in
            json.field("total", try total(of: user, filter, sorts))
            json.field("page", page.page)
            json.field("page_size", page.size)
            json.key("items")
            try json.array { json in
                guard !sorts.isEmpty else { return }
                try connection.forEach(
                    "\(union(of: user, filter, sorts)) ORDER BY id DESC LIMIT \(page.size) OFFSET \(page.offset)"
                ) { row in
                    guard json.bytes.count <= limit else { throw LongPage() }
                    json.object { json in
                        json.field("id", row.int(0))
                        json.key("type")
                        row.withUTF8(1) { json.utf8(quoted: $0) }
                        json.key("tool_type")
                        if row.isNull(2) { json.null() } else { row.withUTF8(2) { json.utf8(quoted: $0) } }
                        json.key("title")
                        row.withUTF8(3) { json.utf8(quoted: $0) }
                        json.key("content")
                        row.withUTF8(4) { json.utf8(quoted: $0) }
                        json.field("created_at", WireTime.text(row.int(5)))
                    }
                }
            }
        }
        return CreationList(json: json.bytes)
    }

    func count(of user: Int) throws -> Int {
        try connection.value("SELECT coalesce(sum(total), 0) FROM creation_totals WHERE user_id = \(user)") ?? 0
    }

    /// The generations that a user's creations come from, newest first within each sort.
    func listGenerations(of user: Int, limit: Int) throws -> [Int] {
        try sorts(of: user, CreationFilter()).flatMap { sort in
            try connection.all(
                """
                SELECT generation_id
                  FROM creations
                 WHERE \(condition(user, sort, nil))
                 ORDER BY id DESC
                 LIMIT \(limit)
                """
            ) { $0.int(0) }
        }
    }

    /// A user's creations of one type and tool: what the index has in the order of their ids.
    private struct Sort {
        let type: String
        /// Empty where there is no tool.
        let tool: String
        let total: Int
    }

    /// What a user has of what the filter lets through, but for its keyword.
    private func sorts(of user: Int, _ filter: CreationFilter) throws -> [Sort] {
        var condition: SQL = "user_id = \(user) AND total > 0"
        if let kind = filter.kind { condition += " AND type = \(kind.rawValue)" }
        if let toolType = filter.toolType { condition += " AND tool_type = \(toolType)" }
        return try connection.all("SELECT type, tool_type, total FROM creation_totals WHERE \(condition)") {
            Sort(type: $0.string(0), tool: $0.string(1), total: $0.int(2))
        }
    }

    /// Those sorts in one list.
    ///
    /// Both engines merge what each has in the order of its ids, and stop where the page is full; PostgreSQL only if
    /// each has been put in that order by itself.
    private func union(of user: Int, _ filter: CreationFilter, _ sorts: [Sort]) -> SQL {
        var union: SQL = ""
        for (place, sort) in sorts.enumerated() {
            if place > 0 { union += " UNION ALL " }
            union += """
                SELECT *
                  FROM (SELECT id, type, tool_type, title, content, created_at
                          FROM creations
                         WHERE \(condition(user, sort, filter.keyword))
                         ORDER BY id DESC) AS sorted
                """
        }
        return union
    }

    private func total(of user: Int, _ filter: CreationFilter, _ sorts: [Sort]) throws -> Int {
        guard filter.keyword != nil, !sorts.isEmpty else { return sorts.reduce(0) { $0 + $1.total } }
        let counts = try sorts.map { sort in
            try connection.value(
                """
                SELECT count(*)
                  FROM creations
                 WHERE \(condition(user, sort, filter.keyword))
                """
            ) ?? 0
        }
        return counts.reduce(0, +)
    }

    private func condition(_ user: Int, _ sort: Sort, _ keyword: String?) -> SQL {
        var condition: SQL = "user_id = \(user) AND type = \(sort.type)"
        condition += sort.tool.isEmpty ? " AND tool_type IS NULL" : " AND tool_type = \(sort.tool)"
        if let keyword {
            let part = CreationStore.lowered(keyword)
            condition += " AND (\(SQL.position)(lower(title), \(part)) > 0"
            condition += " OR \(SQL.position)(lower(content), \(part)) > 0)"
        }
        return condition
    }

    /// A and a are the same to whoever looks for them, and no other letters are: what the database makes of its texts.
    private static func lowered(_ text: String) -> String {
        String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

extension Creation.Kind {
    /// What a generation of that kind makes.
    init(_ kind: AIModel.Kind) {
        self =
            switch kind {
            case .text: .writing
            case .image: .image
            case .video: .video
            case .ppt: .ppt
            }
    }
}
