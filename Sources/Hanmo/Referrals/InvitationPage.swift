/// Where a referral link leads while the site has no page of its own there: how to sign up with the code.
struct InvitationPage {
    let language: Language
    /// The address of the site.
    let home: String
    /// The code of the link; nil where it has none, or something else.
    let code: String?

    /// - Parameter code: as it stands in the link, which anybody may have written.
    init(language: Language, home: String, code: String?) {
        self.language = language
        self.home = home
        self.code = code.flatMap { code in
            Form.referralCodeLength.contains(code.utf8.count) && code.utf8.allSatisfy(InvitationPage.isPartOfCode)
                ? code : nil
        }
    }

    var page: SmallPage {
        SmallPage(
            title: language.say("欢迎使用翰墨", "Welcome to Hanmo"),
            language: language,
            body: """
                \(invitation)<p>\(language.say("目前通过接口注册：", "Accounts are made through the API:"))</p>
                <pre>\(command)</pre>
                <a class="act pay" href="\(SmallPage.escaped(home))/docs#register">\
                \(language.say("查看注册接口", "How to sign up"))</a>
                """
        )
    }

    private var invitation: String {
        guard let code else { return "" }
        return "<p>\(language.say("您收到了好友的邀请，推荐码", "A friend invites you; the referral code is"))</p>\n"
            + "<p class=\"amount\">\(code)</p>\n"
    }

    private var command: String {
        let referral = code.map { ",\n  \"referral_code\": \"\($0)\"" } ?? ""
        return """
            curl \(SmallPage.escaped(home))/api/v1/auth/register \\
              -H 'Content-Type: application/json' \\
              -d '{
              "username": "…",
              "email": "…",
              "password": "…"\(referral)
            }'
            """
    }

    /// Letters and digits, which mean nothing in HTML.
    private static func isPartOfCode(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
