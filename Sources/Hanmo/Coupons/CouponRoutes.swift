/// `/api/v1/operation/coupons`, `/operation/my-coupons`: coupons for orders of credits.
struct CouponRoutes: Sendable {
    let coupons: Coupons

    // MARK: Keeping

    /// Makes a coupon.
    ///
    /// `POST /operation/coupons` · administrators · 60 a minute
    ///
    /// - Body: `code`, `name`, `type`, `value` (percent, yuan or credits), `min_amount` (optional), `max_usage`,
    ///   `valid_from`, `valid_until` (the last second in which it is valid); Beyond: `is_listed` (false keeps it out of
    ///   users' lists).
    /// - Errors: 400 a field does not fit, or the code is taken.
    /// - Source: API document, "operation/coupons".
    func create(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let draft = form.couponDraft(isNew: true)
        try form.check()
        return request.success(
            try await coupons.create(draft, by: Administrator(admin, in: request)),
            Message("优惠券创建成功", "Coupon created")
        )
    }

    /// Changes the fields that are given; what somebody was promised by claiming it stays.
    ///
    /// `PUT /operation/coupons/{coupon_id}` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 404 no such coupon; 400 a field does not fit or may not change any more, or the code is taken.
    func change(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let draft = form.couponDraft(isNew: false)
        try form.check()
        return request.success(try await coupons.change(id, to: draft, by: Administrator(admin, in: request)))
    }

    /// Takes a coupon out of use.
    ///
    /// `POST /operation/coupons/{coupon_id}/disable` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 404 no such coupon.
    func disable(_ request: Request, admin: User) async throws -> Reply {
        let administrator = Administrator(admin, in: request)
        return request.success(try await coupons.turn(try request.idParameter(), off: true, by: administrator))
    }

    /// Takes a coupon back into use.
    ///
    /// `POST /operation/coupons/{coupon_id}/enable` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 404 no such coupon.
    func enable(_ request: Request, admin: User) async throws -> Reply {
        let administrator = Administrator(admin, in: request)
        return request.success(try await coupons.turn(try request.idParameter(), off: false, by: administrator))
    }

    // MARK: Looking

    /// Lists coupons, newest first: users see those that are active and listed, administrators all.
    ///
    /// `GET /operation/coupons` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status`, `type`.
    /// - Source: API document, "operation/coupons".
    func list(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let status = query.choice("status", of: Coupon.Status.self)
        let kind = query.choice("type", of: Coupon.Kind.self)
        try query.check()
        return request.success(try await coupons.list(status, kind, page, for: user))
    }

    /// Answers one coupon.
    ///
    /// `GET /operation/coupons/{coupon_id}` · any user · 100 a minute (Beyond)
    ///
    /// - Errors: 404 no such coupon, or one that is not active and only administrators see.
    func get(_ request: Request, user: User) async throws -> Reply {
        request.success(try await coupons.fetch(try request.idParameter(), for: user))
    }

    /// Lists who has claimed a coupon, the last one first; the last 10,000 at most.
    ///
    /// `GET /operation/coupons/{coupon_id}/claims` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `status` (`unused`, `held` by an open order, `used`).
    /// - Errors: 404 no such coupon.
    func claims(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        let status = query.choice("status", of: CouponClaimant.Status.self)
        try query.check()
        return request.success(try await coupons.listClaimants(of: id, status, page), capacity: 4096)
    }

    // MARK: Having

    /// Claims a coupon, once for each user.
    ///
    /// `POST /operation/coupons/{coupon_id}/claim` · any user · 60 a minute
    ///
    /// - Errors: 404 no such coupon; 40003 it is not active, is claimed already, or none are left.
    /// - Source: API document, "operation/coupons".
    func claim(_ request: Request, user: User) async throws -> Reply {
        let claim = try await coupons.claim(try request.idParameter(), by: user)
        return request.success(claim, Message("领取成功", "Claimed"))
    }

    /// Lists the coupons that one has claimed, the last one first.
    ///
    /// `GET /operation/my-coupons` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status`.
    /// - Source: API document, "operation/my-coupons".
    func mine(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let status = query.choice("status", of: ClaimedCoupon.Status.self)
        try query.check()
        return request.success(try await coupons.listClaims(of: user, status, page))
    }
}
