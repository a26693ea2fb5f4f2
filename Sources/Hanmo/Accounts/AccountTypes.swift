import Foundation
import JSON

/// What somebody may do: an `admin` runs the site.
enum Role: String, Sendable, CaseIterable {
    case user
    case admin
}

/// Whoever has signed in, as the database knew them when the request came in.
struct User: Sendable {
    let id: Int
    let username: String
    let email: String
    let role: Role
    let creditBalance: Int
    /// Of the last membership, running or ended.
    let membershipType: String?
    let membershipEndAt: Int?
    let referralCode: String
    /// The session whose token was shown; 0 where the installation itself acts.
    var sessionID = 0
    /// When that token ends, in UTC milliseconds.
    var tokenExpiresAt = Int.max

    /// True exactly while a membership is running.
    func isMember(at now: Int) -> Bool {
        membershipEndAt.map { $0 > now } ?? false
    }

    /// True where a membership was, and has run out.
    func hadMembership(at now: Int) -> Bool {
        membershipEndAt.map { $0 <= now } ?? false
    }
}

/// A user as replies show them; which fields depends on the reply, as in the API document.
struct UserReceipt: WireValue {
    enum Fields {
        case registered
        case login
        case me
        case balance
    }

    let user: User
    let fields: Fields
    let now: Int

    func write(to json: inout JSONWriter) {
        let isMember = user.isMember(at: now)
        json.object { json in
            if fields != .balance {
                json.field("id", user.id)
                json.field("username", user.username)
                json.field("email", user.email)
            }
            json.field("credit_balance", user.creditBalance)
            json.field("is_member", isMember)
            if fields != .registered { json.field("membership_type", isMember ? user.membershipType : nil) }
            if fields == .me || fields == .balance {
                json.field("membership_end_date", isMember ? user.membershipEndAt.map(WireTime.text) : nil)
            }
            if fields == .registered || fields == .me { json.field("referral_code", user.referralCode) }
            if fields != .balance { json.field("role", user.role.rawValue) }
        }
    }
}

/// What a login answers.
struct LoginReceipt: WireValue {
    let accessToken: String
    let refreshToken: String
    let user: UserReceipt

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("access_token", accessToken)
            json.field("refresh_token", refreshToken)
            json.field("token_type", "bearer")
            json.key("user")
            user.write(to: &json)
        }
    }
}

/// What a refresh answers.
struct RefreshReceipt: WireValue {
    let accessToken: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("access_token", accessToken)
            json.field("token_type", "bearer")
        }
    }
}

/// A name and an address that nobody else may have: compared without regard to case.
struct Identity: Sendable, Equatable {
    var username: String
    var email: String

    /// The form in which names are compared: without regard to case and to how the same letters are encoded (NFKC).
    static func key(_ name: String) -> String {
        name.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
    }
}
