import NIOHTTP1

/// `/api/v1/operation/redeem` and `/api/v1/admin/redemption-batches`: codes that bring credits or a membership.
struct RedemptionRoutes: Sendable {
    let redemptions: Redemptions
    let clock: Clock

    private enum Format: String, CaseIterable {
        case json
        case csv
    }

    // MARK: Redeeming

    /// Gives what a code brings.
    ///
    /// `POST /operation/redeem` · any user · 60 a minute (Beyond); 10 an hour of codes that there are not
    ///
    /// - Body: `code`.
    /// - Errors: 400 it is no code, or not known, used, expired or revoked; 429 too many that were not known.
    func redeem(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let code = form.text("code", RedemptionRoutes.codeLength)
        try form.check()
        let reply = try await redemptions.redeem(
            code,
            by: user,
            from: TrustedProxies.household(of: request.address),
            IdempotencyKey(request, by: user)
        ) { request.successEnvelope($0, Message("兑换成功", "Redeemed")) }
        return Reply(reply)
    }

    /// Lists what one has redeemed, newest first.
    ///
    /// `GET /operation/redemptions` · any user · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`.
    func mine(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        try query.check()
        return request.success(try await redemptions.list(of: user, page))
    }

    /// Characters of a code as it is typed, with dashes and some to spare.
    private static let codeLength = 1...64

    // MARK: Batches

    /// Makes codes and answers them, this once: as JSON, or as a table for `?format=csv` and `Accept: text/csv`.
    ///
    /// `POST /admin/redemption-batches` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `name` (1–100 characters, shown to who redeems), `credits` or `membership_days`, `count`
    ///   (1…10,000), `expires_at` (the last second in which they can be redeemed).
    func create(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let format = query.choice("format", of: Format.self)
        try query.check()
        var form = try Form(request)
        let draft = draft(in: &form)
        try form.check()
        let (batch, codes) = try await redemptions.create(draft, by: Administrator(admin, in: request))
        let receipt = RedemptionBatchReceipt(batch: batch, now: clock.now, codes: codes)
        let accept = request.headers.first(name: "accept") ?? ""
        var reply =
            switch format {
            case .json: request.success(receipt)
            case .csv: RedemptionRoutes.table(receipt)
            case nil: accept.contains("text/csv") ? RedemptionRoutes.table(receipt) : request.success(receipt)
            }
        reply.headers.append(("Cache-Control", "no-store"))
        return reply
    }

    private static func table(_ receipt: RedemptionBatchReceipt) -> Reply {
        Reply(
            contentType: "text/csv; charset=utf-8",
            headers: [("Content-Disposition", "attachment; filename=\"redemption-codes-\(receipt.batch.id).csv\"")],
            body: .bytes(Array(receipt.csv.utf8))
        )
    }

    private func draft(in form: inout Form) -> RedemptionDraft {
        let name = form.text("name", Redemptions.nameLength)
        let credits = form.optionalInteger("credits", Redemptions.creditAmounts)
        let days = form.optionalInteger("membership_days", Redemptions.membershipDays)
        if form.has("credits"), form.has("membership_days") {
            form.fault("membership_days", "不能与 credits 同时填写", "can't stand beside credits")
        } else if !form.has("credits"), !form.has("membership_days") {
            form.fault("credits", "与 membership_days 须填写一个", "or membership_days is required")
        }
        let count = form.integer("count", Redemptions.counts)
        form.require("expires_at")
        let endsAt = form.optionalEnd("expires_at") ?? 0
        return RedemptionDraft(
            name: name,
            gift: credits.map(RedemptionGift.credits) ?? .membershipDays(days ?? 0),
            count: count,
            endsAt: endsAt
        )
    }

    /// Lists batches, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/redemption-batches` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`.
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        try query.check()
        let batches = try await redemptions.list(page)
        let now = clock.now
        return request.success(
            Page(
                request: page,
                total: batches.total,
                items: batches.items.map { RedemptionBatchReceipt(batch: $0, now: now) }
            ),
            capacity: 4096
        )
    }

    /// Shows one batch.
    ///
    /// `GET /admin/redemption-batches/{id}` · administrators · 100 a minute (Beyond)
    ///
    /// - Errors: 404 no such batch.
    func get(_ request: Request, admin: User) async throws -> Reply {
        let batch = try await redemptions.fetch(request.idParameter())
        return request.success(RedemptionBatchReceipt(batch: batch, now: clock.now))
    }

    /// Lets every code of a batch die that nobody has redeemed.
    ///
    /// `POST /admin/redemption-batches/{id}/revoke` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `reason` (1–200 characters, for the audit log).
    /// - Errors: 404 no such batch.
    func revoke(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let reason = form.text("reason", Audit.reasonLength)
        try form.check()
        let batch = try await redemptions.revoke(id, because: reason, by: Administrator(admin, in: request))
        return request.success(RedemptionBatchReceipt(batch: batch, now: clock.now))
    }

    // MARK: Codes

    /// Lists the codes of a batch in the order in which they were made, without what they say.
    ///
    /// `GET /admin/redemption-batches/{id}/codes` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `state` (`unused`, `redeemed`, `expired`, `revoked`).
    /// - Errors: 404 no such batch.
    func codes(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        let state = query.choice("state", of: BatchCode.State.self)
        try query.check()
        return request.success(try await redemptions.listCodes(of: id, state, page), capacity: 4096)
    }

    /// Tells what has become of a code.
    ///
    /// `POST /admin/redemption-codes/find` · administrators · 60 a minute (Beyond); a body, so that no code stands in a
    /// URL, which logs and browsers keep
    ///
    /// - Body: `code`.
    /// - Errors: 400 it is no code; 404 it is not known.
    func find(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let code = form.text("code", RedemptionRoutes.codeLength)
        try form.check()
        return request.success(try await redemptions.find(code, by: Administrator(admin, in: request)))
    }
}
