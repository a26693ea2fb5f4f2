/// The rules by which administrators look at users: everything but what they have written.
///
/// A user's ledger is shown as they see it themselves, titles included, because that is what they will ask about. Of
/// generations only kind, model, price and fate are shown; the texts belong to those who made them.
struct Users: Sendable {
    let accounts: Accounts
    let credits: Credits
    let payments: Payments
    let creations: Creations
    let generations: Generations

    /// - Errors: 404 no such user.
    func fetch(_ id: Int) async throws -> UserSheet {
        guard let (account, relations) = try await accounts.findAccount(id) else { throw Failure.notFound }
        return UserSheet(
            account: account,
            relations: relations,
            entries: try await credits.countEntries(of: id),
            orders: try await payments.count(of: id),
            creations: try await creations.count(of: id),
            now: accounts.clock.now
        )
    }

    /// - Errors: 404 no such user.
    func transactions(of id: Int, kind: LedgerEntry.Kind?, _ page: PageRequest) async throws -> Page<LedgerEntry> {
        try await check(id)
        return try await credits.list(of: id, kind: kind, page)
    }

    /// - Errors: 404 no such user.
    func orders(
        of id: Int,
        _ kind: Order.Kind?,
        status: Order.Status?,
        _ page: PageRequest
    ) async throws -> Page<OrderReceipt> {
        try await check(id)
        return try await payments.list(kind, of: id, status: status, page)
    }

    /// - Errors: 404 no such user.
    func generations(of id: Int, _ page: PageRequest) async throws -> Page<GenerationRecord> {
        try await check(id)
        return try await generations.list(of: id, page)
    }

    private func check(_ id: Int) async throws {
        guard try await accounts.exists(id) else { throw Failure.notFound }
    }
}
