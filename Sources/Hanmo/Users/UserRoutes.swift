/// `/api/v1/admin/users`: who there is, and what became of what they did.
struct UserRoutes: Sendable {
    let users: Users
    let accounts: Accounts
    let clock: Clock

    /// Characters of a search: as many as an address has.
    private static let searchLength = 254

    /// Lists accounts, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/users` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `search` (what a name or an address begins with, `@` and the domain of an address,
    ///   or an id), `role`, `membership` (`active`, `ended`, `none`), `disabled`.
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        var filter = AccountFilter()
        filter.search = query.text("search", atMost: UserRoutes.searchLength)
        filter.role = query.choice("role", of: Role.self)
        filter.membership = query.choice("membership", of: AccountFilter.Membership.self)
        filter.isDisabled = query.bool("disabled")
        try query.check()
        let found = try await accounts.list(filter, page)
        let now = clock.now
        return request.success(
            Page(request: page, total: found.total, items: found.items.map { AccountReceipt(account: $0, now: now) }),
            capacity: 8192
        )
    }

    /// Shows one account.
    ///
    /// `GET /admin/users/{id}` · administrators · 100 a minute (Beyond)
    ///
    /// - Errors: 404 no such user.
    func get(_ request: Request, admin: User) async throws -> Reply {
        request.success(try await users.fetch(request.idParameter()))
    }

    /// Lists a user's ledger, as they see it.
    ///
    /// `GET /admin/users/{id}/transactions` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `type`.
    /// - Errors: 404 no such user.
    func transactions(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        let kind = query.choice("type", of: LedgerEntry.Kind.self)
        try query.check()
        return request.success(try await users.transactions(of: id, kind: kind, page), capacity: 4096)
    }

    /// Lists a user's orders of both kinds, newest first.
    ///
    /// `GET /admin/users/{id}/orders` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `kind` (`recharge`, `membership`), `status`.
    /// - Errors: 404 no such user.
    func orders(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        let kind = query.choice("kind", of: Order.Kind.self)
        let status = query.choice("status", of: Order.Status.self)
        try query.check()
        return request.success(try await users.orders(of: id, kind, status: status, page), capacity: 4096)
    }

    /// Lists what a user has had generated, newest first, without a word of it.
    ///
    /// `GET /admin/users/{id}/generations` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`.
    /// - Errors: 404 no such user.
    func generations(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        try query.check()
        return request.success(try await users.generations(of: id, page), capacity: 4096)
    }
}
