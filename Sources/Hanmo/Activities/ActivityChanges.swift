import JSON

extension Activity {
    /// What the audit log tells of a new activity, or of a change.
    func changes(from old: Activity?) -> AuditDetails {
        var details: AuditDetails = [:]
        func tell(_ field: String, _ value: (Activity) -> JSON) {
            if let old {
                details.change(field, from: value(old), to: value(self))
            } else {
                details.add(field, value(self))
            }
        }
        tell("name") { .string($0.name) }
        tell("type") { .string($0.terms.kind.rawValue) }
        tell("description") { .string($0.description) }
        tell("config") { .string($0.terms.text) }
        tell("start_time") { .string(WireTime.text($0.startsAt)) }
        tell("end_time") { .string(WireTime.lastSecond(before: $0.endsAt)) }
        tell("is_active") { .bool(!$0.isDisabled) }
        return details
    }
}
