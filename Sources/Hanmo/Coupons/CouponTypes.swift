import JSON

/// A promise to so many users: each claims it once, and uses it once on an order for credits.
struct Coupon: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        /// Takes a part off the price.
        case discount
        /// Takes an amount off the price.
        case deduction
        /// Adds credits to those that are bought.
        case creditBonus = "credit_bonus"
    }

    /// As the clock makes it; one whose claims are all taken stays what it is.
    enum Status: String, Sendable, CaseIterable {
        case active
        /// Its time has not come.
        case scheduled
        case expired
        /// Taken out of use by an administrator, whatever its time.
        case disabled
    }

    /// What is promised.
    struct Terms: Sendable {
        /// Found without regard to case.
        var code: String
        var name: String
        var kind: Kind
        /// Hundredths of a percent, fen or credits, by its kind.
        var value: Int
        /// What an order has to cost before anything is taken off.
        var leastFen: Int
        /// How many users may claim it.
        var maxUsage: Int
        /// The first moment at which it can be claimed and used; UTC milliseconds.
        var startsAt: Int
        /// The first moment at which it can't any more: a second after `valid_until`, which names the last second.
        var endsAt: Int
        /// Whether users see it in their list; whoever knows its code or its number has it either way.
        var isListed: Bool
    }

    let id: Int
    let terms: Terms
    let claimCount: Int
    let useCount: Int
    let isDisabled: Bool
    let createdAt: Int

    func status(at now: Int) -> Status {
        if isDisabled { return .disabled }
        if now < terms.startsAt { return .scheduled }
        return now < terms.endsAt ? .active : .expired
    }

    /// What it does to a price.
    var reduction: Reduction {
        let effect: Reduction.Effect =
            switch terms.kind {
            case .discount: .percentOff(hundredths: terms.value)
            case .deduction: .fenOff(terms.value)
            case .creditBonus: .bonusCredits(terms.value)
            }
        return Reduction(source: .init(kind: .coupon, id: id, name: terms.code), effect: effect)
    }
}

extension Coupon.Kind {
    /// A discount stays under 100 %, a deduction within what can be recharged, a bonus within what anybody would give.
    var values: ClosedRange<Int> {
        switch self {
        case .discount: 1...Quote.wholeHundredths - 1
        case .deduction: Quote.rechargesFen
        case .creditBonus: 1...1_000_000
        }
    }
}

/// A coupon in the hands of one user.
struct ClaimedCoupon: Sendable {
    enum Status: String, Sendable, CaseIterable {
        /// It can be used, now or once its time comes, or an open order holds it.
        case unused
        case used
        /// It was not used in time, or an administrator has taken it out of use.
        case expired
    }

    let id: Int
    let coupon: Coupon
    /// The order that holds it or has used it.
    let order: String?
    /// When the order that holds it closes.
    let heldUntil: Int?
    let claimedAt: Int
    let usedAt: Int?

    /// Whether an order holds it that can still be paid; such an order lets go of it when its time is over, whenever
    /// the job comes that closes it.
    func isHeld(at now: Int) -> Bool {
        heldUntil.map { now < $0 } ?? false
    }

    func status(at now: Int) -> Status {
        if usedAt != nil { return .used }
        switch coupon.status(at: now) {
        case .active, .scheduled: return .unused
        case .expired, .disabled: return .expired
        }
    }
}

// MARK: On the wire

extension JSONWriter {
    /// What a coupon promises, by the names that its form has.
    fileprivate mutating func fields(of terms: Coupon.Terms) {
        field("code", terms.code)
        field("name", terms.name)
        field("type", terms.kind.rawValue)
        switch terms.kind {
        // Both have two decimals: hundredths of a percent are written as fen are.
        case .discount, .deduction: field("value", fen: terms.value)
        case .creditBonus: field("value", terms.value)
        }
        field("min_amount", fen: terms.leastFen)
    }

    fileprivate mutating func validity(of terms: Coupon.Terms) {
        field("valid_from", WireTime.text(terms.startsAt))
        field("valid_until", WireTime.lastSecond(before: terms.endsAt))
    }
}

/// A coupon as everybody sees it.
struct CouponReceipt: WireValue {
    let coupon: Coupon
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", coupon.id)
            json.fields(of: coupon.terms)
            json.field("max_usage", coupon.terms.maxUsage)
            json.field("is_listed", coupon.terms.isListed)
            json.field("claimed_count", coupon.claimCount)
            json.field("used_count", coupon.useCount)
            json.validity(of: coupon.terms)
            json.field("status", coupon.status(at: now).rawValue)
            json.field("created_at", WireTime.text(coupon.createdAt))
        }
    }
}

/// A coupon as its holder sees it.
struct ClaimReceipt: WireValue {
    let claim: ClaimedCoupon
    let now: Int

    func write(to json: inout JSONWriter) {
        let isOrdered = claim.usedAt != nil || claim.isHeld(at: now)
        json.object { json in
            json.field("id", claim.id)
            json.field("coupon_id", claim.coupon.id)
            json.fields(of: claim.coupon.terms)
            json.validity(of: claim.coupon.terms)
            json.field("status", claim.status(at: now).rawValue)
            json.field("order_id", isOrdered ? claim.order : nil)
            json.field("claimed_at", WireTime.text(claim.claimedAt))
            json.field("used_at", claim.usedAt.map(WireTime.text))
        }
    }
}
