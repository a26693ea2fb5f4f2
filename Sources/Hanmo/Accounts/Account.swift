import JSON

/// An account as the people who run the site see it.
struct Account: Sendable {
    let user: User
    let createdAt: Int
    /// When its sessions were ended and signing in was forbidden; nil where it is as any other.
    let disabledAt: Int?
    /// Nil for whoever has not signed in since this is noted.
    let lastLoginAt: Int?

    var isDisabled: Bool { disabledAt != nil }
}

/// Who has brought somebody here, and how many they have brought.
struct AccountRelations: Sendable {
    let referrer: (id: Int, username: String)?
    /// Counted up to 10,000.
    let referredCount: Int
}

/// Which accounts are wanted.
struct AccountFilter: Sendable {
    enum Membership: String, Sendable, CaseIterable {
        /// It runs.
        case active
        /// It has run out.
        case ended
        /// There never was one.
        case never = "none"
    }

    /// What a name or an address begins with, or `@` and the whole domain of an address, without regard to case; or a
    /// whole id.
    var search: String?
    var role: Role?
    var membership: Membership?
    var isDisabled: Bool?
}

/// An account as replies to administrators show it.
struct AccountReceipt: WireValue {
    let account: Account
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { writeFields(to: &$0) }
    }

    func writeFields(to json: inout JSONWriter) {
        let user = account.user
        let isMember = user.isMember(at: now)
        json.field("id", user.id)
        json.field("username", user.username)
        json.field("email", user.email)
        json.field("role", user.role.rawValue)
        json.field("credit_balance", user.creditBalance)
        json.field("is_member", isMember)
        json.field("membership_type", isMember ? user.membershipType : nil)
        // Also of one that has run out, which tells since when.
        json.field("membership_end_date", user.membershipEndAt.map(WireTime.text))
        json.field("is_disabled", account.isDisabled)
        json.field("disabled_at", account.disabledAt.map(WireTime.text))
        json.field("last_login_at", account.lastLoginAt.map(WireTime.text))
        json.field("created_at", WireTime.text(account.createdAt))
    }
}
