import Database
import JSON
import Testing

@testable import Hanmo

/// The promise kept here: a code brings what it says, to one person, once.
@Suite struct RedemptionTests {
    @Test func `a code brings its credits as one gift`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let code = try await app.makeCodes(1, ["name": "新年礼", "credits": 88])[0]

            let reply = try await lin.redeem(code)

            #expect(reply.code == 200)
            #expect(reply.message == "兑换成功")
            #expect(
                reply.data
                    == [
                        "name": "新年礼", "credits": 88, "membership_days": nil, "redeemed_at": "2026-01-22T10:00:00",
                        "credit_balance": 88, "is_member": false, "membership_type": nil,
                        "membership_end_date": nil,
                    ]
            )
            #expect(try await lin.balance() == 88)
            #expect(try await lin.ledger() == ["gift +88"])
            #expect(try await lin.get("/credit/transactions").items.first?["description"] == "兑换码：新年礼")
            #expect(try await lin.get("/operation/redemptions").items.map { $0["credits"] } == [88])
        }
    }

    @Test func `a code brings days of membership, behind those that run`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            let codes = try await app.makeCodes(2, ["name": "体验卡", "membership_days": 7])

            let first = try await lin.redeem(codes[0])
            try await lin.buy("monthly", with: "balance")
            let second = try await lin.redeem(codes[1])

            #expect(first.data["is_member"] == true)
            #expect(first.data["membership_type"] == "monthly")
            #expect(first.data["membership_end_date"] == "2026-01-29T10:00:00")
            // A month from the 29th is the last day of February.
            #expect(second.data["membership_end_date"] == "2026-03-07T10:00:00")
            #expect(try await lin.generate().data["credits_used"] == 0)
            try await app.endMemberships(at: "2026-03-07T10:00:00")
            #expect(try await lin.comeBack().get("/credit/balance").data["is_member"] == false)
        }
    }

    @Test func `an order that is refunded lets redeemed days begin earlier, and takes none of them`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 99)
            let code = try await app.makeCodes(1, ["name": "体验卡", "membership_days": 10])[0]
            let order = try #require(try await lin.buy("monthly", with: "balance").data["order_id"]?.string)
            try await lin.redeem(code)

            try await admin.refund(order)

            #expect(try await lin.get("/credit/balance").data["membership_end_date"] == "2026-02-01T10:00:00")
            #expect(try await lin.ledger() == ["membership -99", "refund +99"])
        }
    }

    @Test func `the length of days says which membership they are shown as`() {
        let types = [1, 59, 60, 199, 200, 3650].map { MembershipType(nearestTo: $0) }

        #expect(types == [.monthly, .monthly, .quarterly, .quarterly, .yearly, .yearly])
    }

    @Test func `a code is read as people type it`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(7, ["name": "礼", "credits": 1])
            let typed = [
                codes[0].lowercased(), codes[1].replacing("-", with: ""), " \t\(codes[2])\n",
                codes[3].replacing("-", with: "—"),
                String(
                    String.UnicodeScalarView(codes[4].unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! })
                ),
                codes[5].replacing("-", with: " "), codes[6].replacing("-", with: " \u{3000}—\t"),
            ]

            for text in typed { #expect(try await lin.redeem(text).code == 200, "\(text)") }

            #expect(try await lin.balance() == 7)
        }
    }

    @Test func `what is no code is told so, and a code that can't be redeemed says why`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let used = try await app.makeCodes(1, ["name": "礼", "credits": 1])[0]
            let revoked = try await app.makeCodes(1, ["name": "废", "credits": 1])[0]
            let expired = try await app.makeCodes(
                1,
                ["name": "旧", "credits": 1, "expires_at": "2026-01-22T10:00:00"]
            )[0]
            try await mei.redeem(used)
            try await admin.post("/admin/redemption-batches/2/revoke", ["reason": "印错了"])
            app.clock.advance(seconds: 1)

            for (code, message) in [
                (used, "兑换码已被使用"), (revoked, "兑换码已作废"), (expired, "兑换码已过期"),
                (RedemptionCode().text, "兑换码不存在"), ("ABCD EFGH JKLM NPQR", "兑换码不存在"),
                ("ABCD-EFGH-JKLM-NPQ", "请求参数错误：code 应为 16 位兑换码"),
                ("ABCD-EFGH-JKLM-NPQ0", "请求参数错误：code 应为 16 位兑换码"),
                ("----------------", "请求参数错误：code 应为 16 位兑换码"),
            ] {
                let reply = try await lin.redeem(code)
                #expect(reply.code == 400)
                #expect(reply.message == message, "\(code)")
                #expect(reply.faultyFields == ["code"])
            }
            for code: JSON in [.null, "", "  ", 7, [], .string(String(repeating: "A", count: 10_000)), "A\u{0}"] {
                #expect(try await lin.post("/operation/redeem", ["code": code]).faultyFields == ["code"])
            }
            #expect(try await mei.redeem(used).message == "兑换码已被使用")
            #expect(try await lin.ledger() == [])
            #expect(try await mei.ledger() == ["gift +1"])
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: [["credits": 10], ["membership_days": 30]] as [JSON])
    func `of fifty who redeem a code at once one has it`(gift: JSON) async throws {
        try await withTestApp { app in
            let code = try await app.makeCodes(1, (["name": "抢"] as JSON).with(gift))[0]
            var people: [Person] = []
            for number in 0..<50 { people.append(try await app.signUp("user\(number)")) }

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for person in people { group.addTask { try await person.redeem(code).code } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(codes.filter { $0 == 200 }.count == 1)
            #expect(codes.filter { $0 == 400 }.count == 49)
            #expect(try await app.number("SELECT count(*) FROM redemption_codes WHERE redeemed_at IS NOT NULL") == 1)
            let given = try await app.number("SELECT coalesce(sum(credit_balance), 0) FROM users")
            let members = try await app.number("SELECT count(*) FROM users WHERE membership_end_at IS NOT NULL")
            #expect(given == (gift["credits"]?.int ?? 0))
            #expect(members == (gift["credits"] == nil ? 1 : 0))
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `one person who redeems a code fifty times at once has it once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let code = try await app.makeCodes(1, ["name": "抢", "credits": 10])[0]

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<50 { group.addTask { try await lin.redeem(code).code } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(codes.filter { $0 == 200 }.count == 1)
            #expect(try await lin.ledger() == ["gift +10"])
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `what is redeemed while its batch is revoked is either redeemed or revoked`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(40, ["name": "礼", "credits": 1])

            let redeemed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for (index, code) in codes.enumerated() {
                    group.addTask { try await lin.redeem(code).code == 200 }
                    if index == 20 {
                        group.addTask {
                            try await admin.post("/admin/redemption-batches/1/revoke", ["reason": "漏了"])
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(try await lin.balance() == redeemed)
            #expect(
                try await app.number("SELECT count(*) FROM redemption_codes WHERE revoked_at IS NOT NULL")
                    == 40 - redeemed
            )
        }
    }

    @Test func `a repeat with the same key is answered with the first reply`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(2, ["name": "礼", "credits": 5])

            let first = try await lin.redeem(codes[0], key: "a")
            let again = try await lin.redeem(codes[0], key: "a")
            let other = try await lin.redeem(codes[1], key: "a")
            let failed = try await lin.redeem(codes[0], key: "b")
            let mended = try await lin.redeem(codes[1], key: "b")

            #expect(again.bytes == first.bytes)
            #expect(other.faultyFields == ["Idempotency-Key"])
            // What came to nothing leaves its key free.
            #expect([failed.code, mended.code] == [400, 200])
            #expect(try await lin.ledger() == ["gift +5", "gift +5"])
        }
    }

    // MARK: Guessing

    @Test func `ten codes an hour that there are not, and then none at all`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let codes = try await app.makeCodes(14, ["name": "礼", "credits": 1])

            // Codes that there are cost nothing, used ones neither, nor what is no code at all.
            for code in codes.prefix(12) { #expect(try await lin.redeem(code).code == 200) }
            for code in codes.prefix(3) { #expect(try await lin.redeem(code).code == 400) }
            for _ in 0..<5 { #expect(try await lin.redeem("no code").code == 400) }
            for _ in 0..<10 { #expect(try await lin.redeem(RedemptionCode().text).code == 400) }
            let tooMany = try await lin.redeem(RedemptionCode().text)
            let right = try await lin.redeem(codes[12])
            let other = try await mei.redeem(codes[12])
            app.clock.advance(hours: 1)
            let nextHour = try await lin.redeem(codes[13])

            #expect([tooMany.code, right.code] == [429, 429])
            #expect(tooMany.message == "输错兑换码的次数过多，请稍后再试")
            #expect(tooMany.header("Retry-After") == "3600")
            #expect([other.code, nextHour.code] == [200, 200])
            #expect(try await lin.balance() == 13)
        }
    }

    /// Nobody pays for being fast: what is counted is what is none.
    @Test(.timeLimit(.minutes(1)))
    func `right codes that are sent at once are all redeemed, and of wrong ones ten are looked for`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let codes = try await app.makeCodes(50, ["name": "礼", "credits": 1])

            let right = try await app.atOnce(50) { try await lin.redeem(codes[$0]) }
            let wrong = try await app.atOnce(50) { _ in try await mei.redeem(RedemptionCode().text) }

            #expect(right == [200: 50])
            #expect(try await lin.balance() == 50)
            #expect(wrong == [400: 10, 429: 40])
        }
    }

    /// A right code that comes among many wrong ones is looked for as one of the ten, or not at all.
    @Test(.timeLimit(.minutes(1)))
    func `whoever guesses many at once gets no further than one after the other`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin")
            let code = try await app.makeCodes(1, ["name": "礼", "credits": 1])[0]
            for _ in 0..<10 { try await lin.redeem(RedemptionCode().text) }

            let codes = try await app.atOnce(40) { try await lin.redeem($0 == 20 ? code : RedemptionCode().text) }

            #expect(codes == [429: 40])
            #expect(try await lin.balance() == 0)
        }
    }

    @Test func `many accounts behind one address guess no more than six hundred times an hour`() async throws {
        try await withTestApp(limits: .on) { app in
            let code = try await app.makeCodes(1, ["name": "礼", "credits": 1])[0]
            let others = try await app.signUp("others")
            let lin = try await app.signUp("lin")
            try await others.redeem(RedemptionCode().text)
            try await app.arrange("UPDATE redemption_guesses SET guesses = 599 WHERE guesser LIKE 'address%'")

            let last = try await lin.redeem(RedemptionCode().text)
            let blocked = try await lin.redeem(code)
            app.clock.advance(hours: 1)
            let later = try await lin.redeem(code)
            try await lin.redeem(RedemptionCode().text)

            #expect([last.code, blocked.code, later.code] == [400, 429, 200])
            #expect(try await app.number("SELECT count(*) FROM redemption_guesses") == 2, "others' are forgotten")
            #expect(try await app.text("SELECT max(guesser) FROM redemption_guesses") == "user \(lin.id)")
        }
    }
}

extension Person {
    @discardableResult
    func redeem(_ code: String, key: String? = nil) async throws -> Answer {
        try await post(
            "/operation/redeem",
            ["code": .string(code)],
            headers: key.map { ["Idempotency-Key": $0] } ?? [:]
        )
    }
}

extension TestApp {
    /// Has the administrator make a batch, and returns its codes.
    func makeCodes(_ count: Int, _ more: JSON) async throws -> [String] {
        let form = JSON.object([.init("count", .int(count)), .init("expires_at", "2026-12-31T23:59:59")]).with(more)
        let reply = try await admin().post("/admin/redemption-batches", form)
        return try #require(reply.data["codes"]?.array, "\(reply.text)").compactMap(\.string)
    }

    /// Lets the moment come at which memberships end, and what is told of it.
    fileprivate func endMemberships(at moment: String) async throws {
        clock.advance(seconds: (try TestClock.milliseconds(of: moment) - clock.now) / 1000)
        try await runJobs()
    }
}
