import Database

/// The SQL of orders of both kinds, for administrators.
extension PaymentStore {
    /// A user's orders of both kinds, newest first.
    ///
    /// The index has each kind in its own order, so as many of each are read as could be wanted of it.
    func list(of user: Int, status: Order.Status?, _ page: PageRequest) throws -> Page<Order> {
        let end = min(page.offset + page.size, PageStore.limit)
        let lists = try Order.Kind.allCases.map { kind in
            try list(kind, of: user, status: status, PageRequest(page: 1, size: end))
        }
        let newest = lists.flatMap(\.items).sorted { $0.id > $1.id }
        return Page(
            request: page,
            total: try PageStore.total(lists.reduce(0) { $0 + $1.total }, for: page),
            items: Array(newest.prefix(end).dropFirst(page.offset))
        )
    }

    func count(of user: Int) throws -> Int {
        try connection.value("SELECT count(*) FROM orders WHERE user_id = \(user)") ?? 0
    }
}
