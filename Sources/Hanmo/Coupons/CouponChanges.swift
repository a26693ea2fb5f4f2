import JSON

extension Coupon.Terms {
    /// What differs from what was promised before; from nothing, where the coupon is new.
    func changes(from old: Coupon.Terms?) -> AuditDetails {
        var details: AuditDetails = [:]
        func tell(_ field: String, _ value: (Coupon.Terms) -> JSON) {
            if let old {
                details.change(field, from: value(old), to: value(self))
            } else {
                details.add(field, value(self))
            }
        }
        tell("code") { .string($0.code) }
        tell("name") { .string($0.name) }
        tell("type") { .string($0.kind.rawValue) }
        tell("value") { $0.kind == .creditBonus ? .int($0.value) : .double(Double($0.value) / 100) }
        tell("min_amount") { .double(Double($0.leastFen) / 100) }
        tell("max_usage") { .int($0.maxUsage) }
        tell("valid_from") { .string(WireTime.text($0.startsAt)) }
        tell("valid_until") { .string(WireTime.lastSecond(before: $0.endsAt)) }
        tell("is_listed") { .bool($0.isListed) }
        return details
    }
}
