import Database
import JSON

/// The rules of coupons: an administrator makes one, each user claims it once, and an order for credits uses it once.
///
/// A claim is made for good: who has it can use it, however many others want one. While an order is open it holds its
/// claim, and no other order may use it; an order that ends without a payment, or whose time is over, lets go of it.
///
/// Rows are held in one order everywhere, the coupon before its claims, so that nobody waits in a circle.
struct Coupons: Sendable {
    let database: Database
    let clock: Clock

    // MARK: Keeping

    /// - Errors: 400 a field does not fit, or the code is taken.
    func create(_ draft: CouponDraft, by administrator: Administrator) async throws -> CouponReceipt {
        let terms = try draft.applied(to: nil)
        return try await naming { connection in
            let store = CouponStore(connection)
            let id = try store.insert(terms)
            try note(.createCoupon, id, by: administrator, terms.changes(from: nil), in: connection)
            return try store.find(id)!
        }
    }

    /// Changes the fields that the draft has; what changes nothing is no act.
    ///
    /// Once somebody has claimed it code, type and value stay, the rest may only be eased, and `max_usage` can't fall
    /// below the claims that are made. Orders that are open keep their price.
    ///
    /// - Errors: 404 no such coupon; 400 a field does not fit or may not change, or the code is taken.
    func change(_ id: Int, to draft: CouponDraft, by administrator: Administrator) async throws -> CouponReceipt {
        try await naming { connection in
            let store = CouponStore(connection)
            guard let coupon = try store.hold(id) else { throw Failure.notFound }
            let terms = try draft.applied(to: coupon)
            let changes = terms.changes(from: coupon.terms)
            guard !changes.isEmpty else { return coupon }
            try store.update(id, to: terms)
            try note(.changeCoupon, id, by: administrator, changes, in: connection)
            return try store.find(id)!
        }
    }

    /// Writes what gives a coupon its code.
    private func naming(_ act: @escaping @Sendable (Connection) throws -> Coupon) async throws -> CouponReceipt {
        do {
            return receipt(try await database.write(act))
        } catch DatabaseError.unique {
            throw Failure.invalid("code", "已被使用", "is taken")
        }
    }

    /// Takes a coupon out of use, or back into it; doing so twice is no fault.
    ///
    /// Out of use nobody can claim it or order with it. An order that is open keeps its price.
    ///
    /// - Errors: 404 no such coupon.
    func turn(_ id: Int, off isDisabled: Bool, by administrator: Administrator) async throws -> CouponReceipt {
        let coupon = try await database.write { connection in
            let store = CouponStore(connection)
            guard let coupon = try store.hold(id) else { throw Failure.notFound }
            guard coupon.isDisabled != isDisabled else { return coupon }
            try store.update(id, isDisabled: isDisabled)
            let act = isDisabled ? AuditAct.disableCoupon : .enableCoupon
            try note(act, id, by: administrator, ["code": .string(coupon.terms.code)], in: connection)
            return try store.find(id)!
        }
        return receipt(coupon)
    }

    private func note(
        _ act: AuditAct,
        _ coupon: Int,
        by administrator: Administrator,
        _ details: AuditDetails,
        in connection: Connection
    ) throws {
        try Audit.record(act, AuditTarget(.coupon, coupon), by: administrator, details, in: connection)
    }

    // MARK: Looking

    /// Administrators see every coupon, users those that are active and listed.
    func list(
        _ status: Coupon.Status?,
        _ kind: Coupon.Kind?,
        _ page: PageRequest,
        for user: User
    ) async throws -> Page<CouponReceipt> {
        if user.role != .admin, let status, status != .active { return Page(request: page, total: 0, items: []) }
        let shown = user.role == .admin ? status : .active
        let coupons = try await database.read { connection in
            try CouponStore(connection).list(shown, kind, isForAll: user.role != .admin, page)
        }
        return Page(request: page, total: coupons.total, items: coupons.items.map(receipt))
    }

    /// - Errors: 404 no such coupon, or none that this user sees.
    func fetch(_ id: Int, for user: User) async throws -> CouponReceipt {
        guard let coupon = try await database.read({ try CouponStore($0).find(id) }),
            user.role == .admin || coupon.status(at: clock.now) == .active
        else { throw Failure.notFound }
        return receipt(coupon)
    }

    func listClaims(
        of user: User,
        _ status: ClaimedCoupon.Status?,
        _ page: PageRequest
    ) async throws -> Page<ClaimReceipt> {
        let claims = try await database.read { try CouponStore($0).listClaims(of: user.id, status, page) }
        let now = clock.now
        return Page(request: page, total: claims.total, items: claims.items.map { ClaimReceipt(claim: $0, now: now) })
    }

    /// Who has claimed a coupon, the last one first; the last 10,000 at most.
    ///
    /// - Errors: 404 no such coupon.
    func listClaimants(
        of id: Int,
        _ status: CouponClaimant.Status?,
        _ page: PageRequest
    ) async throws -> Page<CouponClaimantReceipt> {
        let claims = try await database.readLong { connection in
            let store = CouponStore(connection)
            guard try store.find(id) != nil else { throw Failure.notFound }
            return try store.listClaimants(of: id, status, page)
        }
        let now = clock.now
        return Page(
            request: page,
            total: claims.total,
            items: claims.items.map { CouponClaimantReceipt(claimant: $0, now: now) }
        )
    }

    private func receipt(_ coupon: Coupon) -> CouponReceipt {
        CouponReceipt(coupon: coupon, now: clock.now)
    }

    // MARK: Claiming

    /// Claims a coupon for a user.
    ///
    /// - Errors: 404 no such coupon; 40003 it is not active, the user has claimed it, or no claims are left.
    func claim(_ id: Int, by user: User) async throws -> ClaimReceipt {
        let claimed = try await database.write { connection in
            let store = CouponStore(connection)
            guard let coupon = try store.hold(id) else { throw Failure.notFound }
            try coupon.checkIsActive(at: connection.now)
            guard try store.findClaim(of: id, by: user.id) == nil else { throw Coupons.claimed }
            try claim(coupon, by: user, in: connection)
            return try store.findClaim(of: id, by: user.id)!
        }
        return ClaimReceipt(claim: claimed, now: clock.now)
    }

    /// Claims a coupon that is held, as a part of a larger act.
    func claim(_ coupon: Coupon, by user: User, in connection: Connection) throws {
        let store = CouponStore(connection)
        guard try store.takeClaim(of: coupon.id) else { throw Coupons.exhausted }
        try store.insertClaim(of: coupon.id, by: user.id)
    }
}
