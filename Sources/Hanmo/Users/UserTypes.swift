import JSON

/// All that an administrator's page of one user shows.
struct UserSheet: Sendable {
    let account: Account
    let relations: AccountRelations
    let entries: Int
    let orders: Int
    let creations: Int
    let now: Int
}

extension UserSheet: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            AccountReceipt(account: account, now: now).writeFields(to: &json)
            json.field("referral_code", account.user.referralCode)
            json.key("referrer")
            if let referrer = relations.referrer {
                json.object { json in
                    json.field("id", referrer.id)
                    json.field("username", referrer.username)
                }
            } else {
                json.null()
            }
            json.key("counts")
            json.object { json in
                json.field("transactions", entries)
                json.field("orders", orders)
                json.field("creations", creations)
                json.field("referred_users", relations.referredCount)
            }
        }
    }
}
