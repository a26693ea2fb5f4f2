import Gateways

/// What a form says of a coupon; nil where it says nothing.
struct CouponDraft: Sendable {
    var code: String?
    var name: String?
    var kind: Coupon.Kind?
    /// As it was written: what it counts depends on the kind.
    var value: Double?
    var leastFen: Int?
    var maxUsage: Int?
    var startsAt: Int?
    var endsAt: Int?
    var isListed: Bool?

    /// What is promised by this draft and, where it says nothing, by `coupon`.
    ///
    /// - Errors: 400 naming the fields that don't fit, or that may not change any more.
    func applied(to coupon: Coupon?) throws(Failure) -> Coupon.Terms {
        let known = coupon?.terms
        var faults: [FieldFault] = []
        func fault(_ field: String, _ chinese: String, _ english: String) {
            faults.append(FieldFault(field: field, message: Message(chinese, english)))
        }
        let kind = kind ?? known?.kind ?? .discount
        var terms = Coupon.Terms(
            code: code ?? known?.code ?? "",
            name: name ?? known?.name ?? "",
            kind: kind,
            value: known?.value ?? kind.values.lowerBound,
            leastFen: leastFen ?? known?.leastFen ?? 0,
            maxUsage: maxUsage ?? known?.maxUsage ?? 1,
            startsAt: startsAt ?? known?.startsAt ?? 0,
            endsAt: endsAt ?? known?.endsAt ?? 0,
            isListed: isListed ?? known?.isListed ?? true
        )
        if let value {
            if let whole = kind.value(value) {
                terms.value = whole
            } else {
                fault("value", kind.rangeInChinese, kind.rangeInEnglish)
            }
        } else if let known, known.kind != kind {
            fault("value", "更改类型时必须填写", "is required where the type changes")
        }
        if terms.startsAt >= terms.endsAt - WireTime.secondMilliseconds {
            fault("valid_until", "应晚于 valid_from", "should be later than valid_from")
        }
        if let coupon, coupon.claimCount > 0 { faults += terms.faults(breaking: coupon) }
        if !faults.isEmpty { throw .invalid(faults) }
        return terms
    }
}

extension Coupon.Terms {
    /// What may not change once somebody has claimed a coupon: what they were promised stays, or gets better.
    fileprivate func faults(breaking coupon: Coupon) -> [FieldFault] {
        let promised = coupon.terms
        var faults: [FieldFault] = []
        func keep(_ field: String, _ isKept: Bool, _ chinese: String, _ english: String) {
            if !isKept { faults.append(FieldFault(field: field, message: Message(chinese, english))) }
        }
        let (fixed, fixedEnglish) = ("已有人领取，不能更改", "can't change any more, since somebody has claimed the coupon")
        let (better, betterEnglish) = ("已有人领取，只能放宽", "may only be eased, since somebody has claimed the coupon")
        keep("code", code == promised.code, fixed, fixedEnglish)
        keep("type", kind == promised.kind, fixed, fixedEnglish)
        keep("value", kind != promised.kind || value == promised.value, fixed, fixedEnglish)
        keep("min_amount", leastFen <= promised.leastFen, better, betterEnglish)
        keep("valid_from", startsAt <= promised.startsAt, better, betterEnglish)
        keep("valid_until", endsAt >= promised.endsAt, better, betterEnglish)
        keep(
            "max_usage",
            maxUsage >= coupon.claimCount,
            "不能少于已领取的 \(coupon.claimCount) 张",
            "must not be less than the \(coupon.claimCount) that are claimed"
        )
        return faults
    }
}

extension Coupon.Kind {
    /// A value as it is written, as hundredths of a percent, fen or credits; nil where it is out of range.
    fileprivate func value(_ number: Double) -> Int? {
        let value =
            switch self {
            case .discount, .deduction: Yuan.fen(number)
            case .creditBonus: Int(exactly: number)
            }
        return value.flatMap { values.contains($0) ? $0 : nil }
    }

    fileprivate var rangeInChinese: String {
        switch self {
        case .discount: "折扣应在 \(lowest) 与 \(highest) 之间（百分比），最多两位小数"
        case .deduction: "金额应在 \(lowest) 与 \(highest) 之间，最多两位小数"
        case .creditBonus: "积分应为 \(values.lowerBound) 与 \(values.upperBound) 之间的整数"
        }
    }

    fileprivate var rangeInEnglish: String {
        switch self {
        case .discount: "should be a percentage between \(lowest) and \(highest), with at most two decimals"
        case .deduction: "should be between \(lowest) and \(highest), with at most two decimals"
        case .creditBonus: "should be a whole number between \(values.lowerBound) and \(values.upperBound)"
        }
    }

    private var lowest: String { Yuan.text(values.lowerBound) }
    private var highest: String { Yuan.text(values.upperBound) }
}

extension Form {
    /// As long as an order's `coupon_code` may be.
    static let couponCodeLength = 1...64
    private static let couponNameLength = 1...100
    private static let couponUsages = 1...1_000_000_000

    /// Reads a coupon's fields.
    ///
    /// - Parameter isNew: a new coupon needs all but `min_amount` and `is_listed`; a change only what changes.
    mutating func couponDraft(isNew: Bool) -> CouponDraft {
        var draft = CouponDraft()
        if isNew {
            for field in ["code", "name", "type", "value", "max_usage", "valid_from", "valid_until"] { require(field) }
        }
        draft.code = couponCode()
        draft.name = optionalText("name", Form.couponNameLength)
        draft.kind = choice("type", of: Coupon.Kind.self)
        draft.value = optionalNumber("value")
        draft.leastFen = optionalFen("min_amount", 0...Quote.rechargesFen.upperBound)
        draft.maxUsage = optionalInteger("max_usage", Form.couponUsages)
        draft.startsAt = optionalMoment("valid_from")
        draft.endsAt = optionalEnd("valid_until")
        draft.isListed = optionalBool("is_listed")
        return draft
    }

    /// Letters and digits that everybody can type, `_` and `-`.
    private mutating func couponCode() -> String? {
        guard let code = optionalText("code", Form.couponCodeLength) else { return nil }
        let isFine: (Unicode.Scalar) -> Bool = {
            "a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0 || $0 == "_" || $0 == "-"
        }
        if !code.unicodeScalars.allSatisfy(isFine) {
            fault("code", "只能包含英文字母、数字、_ 和 -", "may have the letters a to z, digits, _ and - only")
        }
        return code
    }
}
