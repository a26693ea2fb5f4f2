/// `/api/v1/operation/referral`: bringing others.
struct ReferralRoutes: Sendable {
    let referrals: Referrals

    /// Answers one's own code, the same at every call, and where to send others with it.
    ///
    /// `POST /operation/referral/generate` · any user · 60 a minute
    ///
    /// - Source: API document, "operation/referral".
    func generate(_ request: Request, user: User) async throws -> Reply {
        request.success(
            try await referrals.invite(user, from: request.address),
            Message("推荐码已生成", "Referral code ready")
        )
    }

    /// Shows whoever follows a referral link how to sign up with its code.
    ///
    /// `GET /register` (Beyond) · anyone · not limited
    ///
    /// - Query: `ref`.
    /// - Errors: 400 the query is not encoded properly, or `ref` too long for a code.
    func invitation(_ request: Request) throws -> Reply {
        var query = Query(request)
        let code = query.text("ref", atMost: Form.referralCodeLength.upperBound)
        try query.check()
        return InvitationPage(language: request.language, home: referrals.publicURL, code: code).page.reply
    }

    /// Lists whom one has brought, the last one first, and what that has earned.
    ///
    /// `GET /operation/referral/records` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`.
    /// - Source: API document, "operation/referral".
    func records(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        try query.check()
        return request.success(try await referrals.list(of: user, page))
    }
}

/// `/api/v1/admin/referrals`: those of which it is doubtful that they are two people.
struct AdminReferralRoutes: Sendable {
    let referrals: Referrals

    /// Lists doubtful referrals, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/referrals` (Beyond) · administrators · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `review` (`open`, `approved`, `rejected`).
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let review = query.choice("review", of: Referral.Review.self)
        try query.check()
        return request.success(try await referrals.listFlagged(review, page))
    }

    /// Has a doubtful referral rewarded like any other: now, if it has earned its reward.
    ///
    /// `POST /admin/referrals/{id}/approve` (Beyond) · administrators · 60 a minute
    ///
    /// - Errors: 404 no such referral, or nobody doubts it; 400 it has been decided.
    func approve(_ request: Request, admin: User) async throws -> Reply {
        try await decide(request, as: .approved, by: admin)
    }

    /// Has a doubtful referral never rewarded.
    ///
    /// `POST /admin/referrals/{id}/reject` (Beyond) · administrators · 60 a minute
    ///
    /// - Errors: 404 no such referral, or nobody doubts it; 400 it has been decided.
    func reject(_ request: Request, admin: User) async throws -> Reply {
        try await decide(request, as: .rejected, by: admin)
    }

    private func decide(_ request: Request, as review: Referral.Review, by admin: User) async throws -> Reply {
        let id = try request.idParameter()
        return request.success(try await referrals.decide(id, as: review, by: Administrator(admin, in: request)))
    }
}
