/// `/api/v1/credit`: what one has, and how it came to be.
struct CreditRoutes: Sendable {
    let credits: Credits
    let clock: Clock

    /// Answers the balance and the membership.
    ///
    /// `GET /credit/balance` · any user · 100 a minute
    ///
    /// - Source: API document, "credit/balance".
    func balance(_ request: Request, user: User) -> Reply {
        // Whoever asks has just been read from the database, balance and all.
        request.success(UserReceipt(user: user, fields: .balance, now: clock.now), capacity: 192)
    }

    /// Lists the ledger, newest first.
    ///
    /// `GET /credit/transactions` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `type` (Beyond).
    /// - Source: API document, "credit/transactions".
    func transactions(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let kind = query.choice("type", of: LedgerEntry.Kind.self)
        try query.check()
        return request.success(try await credits.list(of: user.id, kind: kind, page), capacity: 4096)
    }

    /// Gives or takes credits by hand.
    ///
    /// `POST /admin/users/{id}/credits` · administrators · 60 a minute
    ///
    /// - Body: `amount` (credits, not 0), `reason` (1–200 characters, shown to the user).
    /// - Errors: 404 no such user; 40001 fewer credits than are to be taken.
    func adjust(_ request: Request, admin: User) async throws -> Reply {
        let user = try request.idParameter()
        var form = try Form(request)
        let amount = form.integer("amount", -Credits.adjustmentLimit...Credits.adjustmentLimit)
        if amount == 0 { form.fault("amount", "不能为 0", "must not be 0") }
        let reason = form.text("reason", Audit.reasonLength)
        try form.check()
        let reply = try await credits.adjust(
            amount,
            of: user,
            because: reason,
            by: Administrator(admin, in: request),
            IdempotencyKey(request, by: admin)
        ) { request.successEnvelope(AdjustmentReceipt(entry: $0, user: user)) }
        return Reply(reply)
    }
}
