import Database

/// The SQL of a list of which only the newest so many are counted and shown.
///
/// Nobody turns ten thousand rows' worth of pages, and so a list costs the same however long its table has grown.
struct PageStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// How many rows a list counts, and how far back it goes.
    static let limit = 10_000

    /// What a list says of how many rows there are.
    ///
    /// - Parameter found: how many were found; of more than ``limit`` it need only be more.
    /// - Errors: 400 naming `page` where it lies behind all that the list shows and there is more: an empty page would
    ///   say that there is not. Behind the end of a list that is shown whole there are empty pages.
    static func total(_ found: Int, for page: PageRequest) throws(Failure) -> Int {
        guard found > limit, page.offset >= limit else { return min(found, limit) }
        let last = (limit + page.size - 1) / page.size
        throw .invalid(
            "page",
            "超出列表范围：最多显示 \(limit) 条，即到第 \(last) 页；请缩小查询条件",
            "is behind what the list shows, which is \(limit) rows, so up to page \(last); ask for less with filters"
        )
    }

    /// One page of the rows of a table that meet a condition.
    ///
    /// - Parameters:
    ///   - table: with its short name, where the columns use one.
    ///   - joins: what the columns need beside it; it neither adds rows nor takes any away.
    ///   - condition: a range of the index by which the rows are ordered, if it is only `id > 0`: without it SQLite
    ///     sees a scan in the list.
    /// - Errors: those of ``total(_:for:)``.
    func list<Item>(
        _ page: PageRequest,
        _ columns: SQL,
        from table: SQL,
        joining joins: SQL = "",
        where condition: SQL,
        newest order: SQL,
        _ item: (Row) throws -> Item
    ) throws -> Page<Item> {
        let found =
            try connection.value(
                """
                SELECT count(*)
                  FROM (SELECT 1
                          FROM \(table)
                         WHERE \(condition)
                         ORDER BY \(order)
                         LIMIT \(PageStore.limit + 1)) AS counted
                """
            ) ?? 0
        let total = try PageStore.total(found, for: page)
        let size = min(page.size, PageStore.limit - page.offset)
        guard size > 0 else { return Page(request: page, total: total, items: []) }
        let items = try connection.all(
            """
            SELECT \(columns)
              FROM \(table)
              \(joins)
             WHERE \(condition)
             ORDER BY \(order)
             LIMIT \(size) OFFSET \(page.offset)
            """,
            item
        )
        return Page(request: page, total: total, items: items)
    }
}
