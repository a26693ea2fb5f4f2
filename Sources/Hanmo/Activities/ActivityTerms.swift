import JSON

/// What an activity promises, by its type: the API document's `config`.
enum ActivityTerms: Sendable, Equatable {
    case creditGift(CreditGift)
    case membershipDiscount(MembershipDiscount)
    case referralBonus(ReferralBonus)
    case firstPurchase(FirstPurchaseBonus)

    var kind: Activity.Kind {
        switch self {
        case .creditGift: .creditGift
        case .membershipDiscount: .membershipDiscount
        case .referralBonus: .referralBonus
        case .firstPurchase: .firstPurchase
        }
    }

    /// How many may take part; nil where all may.
    var places: Int? {
        if case .creditGift(let gift) = self { gift.maxParticipants } else { nil }
    }

    /// Whether both promise everybody the same, whatever the number of places.
    func promises(theSameAs other: ActivityTerms) -> Bool {
        guard case .creditGift(var mine) = self, case .creditGift(let theirs) = other else { return self == other }
        mine.maxParticipants = theirs.maxParticipants
        return mine == theirs
    }
}

/// Credits for whoever takes part, or signs up.
struct CreditGift: Sendable, Equatable {
    enum Trigger: String, Sendable, CaseIterable {
        case participate
        case register
    }

    let credits: Int
    let trigger: Trigger
    /// Nil where there is no end of places.
    var maxParticipants: Int?
}

/// Percent off the price of memberships.
struct MembershipDiscount: Sendable, Equatable {
    let percentOff: Int
    /// Those it is for; nil: all.
    let types: [MembershipType]?

    func covers(_ type: MembershipType) -> Bool { types?.contains(type) ?? true }
}

/// Credits for whoever brings somebody, and for whoever was brought.
struct ReferralBonus: Sendable, Equatable {
    enum Trigger: String, Sendable, CaseIterable {
        case register
        case firstPurchase = "first_purchase"
    }

    let referrerCredits: Int
    let referredCredits: Int
    let trigger: Trigger
    /// What has to be paid at once for a payment to count, in fen; nil: anything.
    let leastFen: Int?

    func counts(_ paidFen: Int) -> Bool { paidFen >= leastFen ?? Quote.lowestFen }
}

/// Credits on top of the first order that somebody pays, or of the first that is large enough.
struct FirstPurchaseBonus: Sendable, Equatable {
    enum Gift: Sendable, Equatable {
        /// Of the credits that the order is worth, rounded down.
        case percent(Int)
        case credits(Int)
    }

    let gift: Gift
    /// What has to be paid at once for a payment to count, in fen; nil: anything.
    let leastFen: Int?

    /// Below this a payment is none for it, neither the first one nor one that came before.
    var countedFen: Int { leastFen ?? Quote.lowestFen }

    func credits(onTopOf worth: Int) -> Int {
        switch gift {
        case .percent(let percent): worth * percent / 100
        case .credits(let credits): credits
        }
    }
}

// MARK: As a form

extension Form {
    /// What an activity may give at once: far more than any does, far less than a ledger can bear.
    private static let giftCredits = 1...1_000_000
    private static let placeCount = 1...1_000_000_000
    /// A whole price off would leave nothing to be paid.
    private static let percentOff = 1...99
    /// Ten times what was bought.
    private static let bonusPercent = 1...1_000

    /// The terms of a type, strictly: an unknown field may be a misspelt limit, and what is paid out stays paid out.
    ///
    /// - Returns: nil where they are absent or at fault.
    mutating func activityTerms(_ field: String, of kind: Activity.Kind) -> ActivityTerms? {
        object(field) { $0.activityTerms(of: kind) } ?? nil
    }

    /// The same of a whole form, as terms are stored.
    mutating func activityTerms(of kind: Activity.Kind) -> ActivityTerms? {
        switch kind {
        case .creditGift: .creditGift(creditGift())
        case .membershipDiscount: .membershipDiscount(membershipDiscount())
        case .referralBonus: .referralBonus(referralBonus())
        case .firstPurchase: firstPurchaseBonus().map(ActivityTerms.firstPurchase)
        }
    }

    private mutating func creditGift() -> CreditGift {
        refuseFields(beside: ["credits", "trigger", "max_participants"])
        return CreditGift(
            credits: integer("credits", Form.giftCredits),
            trigger: choice("trigger", of: CreditGift.Trigger.self) ?? .participate,
            maxParticipants: optionalInteger("max_participants", Form.placeCount)
        )
    }

    private mutating func membershipDiscount() -> MembershipDiscount {
        refuseFields(beside: ["percent_off", "membership_types"])
        return MembershipDiscount(
            percentOff: integer("percent_off", Form.percentOff),
            types: choices("membership_types", of: MembershipType.self)
        )
    }

    private mutating func referralBonus() -> ReferralBonus {
        refuseFields(beside: ["referrer_credits", "referred_credits", "trigger", "min_amount"])
        require("trigger")
        let bonus = ReferralBonus(
            referrerCredits: integer("referrer_credits", Form.giftCredits),
            referredCredits: optionalInteger("referred_credits", 0...Form.giftCredits.upperBound) ?? 0,
            trigger: choice("trigger", of: ReferralBonus.Trigger.self) ?? .firstPurchase,
            leastFen: optionalFen("min_amount", Quote.rechargesFen)
        )
        if bonus.trigger == .register, has("min_amount") {
            fault("min_amount", "仅用于 first_purchase", "is for first_purchase only, since signing up costs nothing")
        }
        return bonus
    }

    private mutating func firstPurchaseBonus() -> FirstPurchaseBonus? {
        refuseFields(beside: ["bonus_percent", "credits", "min_amount"])
        let percent = optionalInteger("bonus_percent", Form.bonusPercent)
        let credits = optionalInteger("credits", Form.giftCredits)
        if has("bonus_percent") == has("credits") {
            fault("credits", "与 bonus_percent 应提供其一", "or bonus_percent is required, and not both")
        }
        let leastFen = optionalFen("min_amount", Quote.rechargesFen)
        let gift = percent.map(FirstPurchaseBonus.Gift.percent) ?? credits.map(FirstPurchaseBonus.Gift.credits)
        return gift.map { FirstPurchaseBonus(gift: $0, leastFen: leastFen) }
    }
}

// MARK: As JSON

extension ActivityTerms: WireValue {
    /// As terms are stored.
    var text: String {
        var json = JSONWriter(capacity: 128)
        write(to: &json)
        return json.text
    }

    /// - Errors: 400 where the text is none of that type.
    init(stored text: String, of kind: Activity.Kind) throws {
        var form = try Form(body: text.utf8)
        let terms = form.activityTerms(of: kind)
        try form.check()
        guard let terms else { throw Failure.unexpected }
        self = terms
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .creditGift(let gift):
                json.field("credits", gift.credits)
                json.field("trigger", gift.trigger.rawValue)
                if let places = gift.maxParticipants { json.field("max_participants", places) }
            case .membershipDiscount(let discount):
                json.field("percent_off", discount.percentOff)
                if let types = discount.types {
                    json.key("membership_types")
                    json.array { json in
                        for type in types { json.value(type.rawValue) }
                    }
                }
            case .referralBonus(let bonus):
                json.field("referrer_credits", bonus.referrerCredits)
                json.field("referred_credits", bonus.referredCredits)
                json.field("trigger", bonus.trigger.rawValue)
                if let leastFen = bonus.leastFen { json.field("min_amount", fen: leastFen) }
            case .firstPurchase(let bonus):
                switch bonus.gift {
                case .percent(let percent): json.field("bonus_percent", percent)
                case .credits(let credits): json.field("credits", credits)
                }
                if let leastFen = bonus.leastFen { json.field("min_amount", fen: leastFen) }
            }
        }
    }
}
