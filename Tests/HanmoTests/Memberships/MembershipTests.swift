import Database
import JSON
import Testing

@testable import Hanmo

@Suite struct MembershipTests {
    @Test func `a membership order answers what the API document shows, and where to pay`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.buy("monthly", with: "wechat")

            let key = app.services.payments.cashier.key(of: "M202601221000001")
            #expect(
                reply.text == """
                    {"code":200,"message":"会员订单创建成功","data":{"order_id":"M202601221000001",\
                    "membership_type":"monthly","amount":9.90,"original_amount":9.90,"payment_method":"wechat",\
                    "status":"pending","payment_url":"http://localhost:8000/cashier/M202601221000001?key=\(key)",\
                    "qr_code":null,"expires_at":"2026-01-22T10:30:00","created_at":"2026-01-22T10:00:00","paid_at":null}}
                    """
            )
            #expect(try await lin.membership() == nil)
        }
    }

    @Test func `a paid membership runs from then on, and members write for nothing`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try #require(await lin.buy("monthly", with: "wechat").data["order_id"]?.string)
            app.clock.advance(minutes: 5)

            try await app.report(order, method: "wechat", more: ["amount": 9.9])

            #expect(try await lin.membership() == "monthly until 2026-02-22T10:05:00")
            #expect(try await lin.generate().data["credits_used"] == 0)
            #expect(try await lin.ledger() == [])
            #expect(
                try await app.toldLast(lin, "payment.completed") == [
                    "order_id": .string(order), "amount": 9.9, "membership_type": "monthly",
                    "membership_end_date": "2026-02-22T10:05:00", "payment_method": "wechat",
                ]
            )
        }
    }

    @Test(arguments: [("monthly", 99), ("quarterly", 250), ("yearly", 990)])
    func `a membership is paid from the balance at once`(type: String, credits: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: credits)

            let reply = try await lin.buy(type, with: "balance")

            #expect(reply.data["status"] == "paid")
            #expect(reply.data["payment_url"] == .null)
            #expect(reply.data["expires_at"] == .null)
            #expect(reply.data["paid_at"] == "2026-01-22T10:00:00")
            #expect(try await lin.balance() == 0)
            #expect(try await lin.ledger() == ["membership -\(credits)"])
            #expect(try await lin.membership()?.hasPrefix(type) ?? false)
            #expect(try await app.told(lin) == ["payment.completed"])
        }
    }

    @Test(arguments: [(1, 1), (10, 1), (11, 2), (990, 99), (991, 100), (9900, 990)])
    func `a credit that has begun is paid as a whole one`(fen: Int, credits: Int) {
        #expect(Quote.credits(toPay: fen) == credits)
    }

    @Test func `too few credits buy no membership, and no order is left of it`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 98)

            let refused = try await lin.buy("monthly", with: "balance")
            try await app.give(1, to: lin.id)
            let bought = try await lin.buy("monthly", with: "balance")

            #expect(refused.text == #"{"code":40001,"message":"积分不足","data":null}"#)
            #expect(bought.data["order_id"] == "M202601221000001")
            #expect(try await lin.get("/credit/membership/orders").data["total"] == 1)
        }
    }

    @Test func `too few credits are told apart for whoever had a membership`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99 + 98)
            #expect(try await lin.buy("monthly", with: "balance").code == 200)
            app.clock.advance(days: 40)
            try await app.runJobs()

            let refused = try await lin.comeBack().buy("monthly", with: "balance")

            #expect(refused.text == #"{"code":40002,"message":"会员已过期","data":null}"#)
        }
    }

    @Test func `credits for one membership buy one, however many are ordered at once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99 + 98)

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<10 { group.addTask { try await lin.buy("monthly", with: "balance").code } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(codes.filter { $0 == 200 }.count == 1)
            #expect(codes.filter { $0 == 40001 }.count == 9)
            #expect(try await lin.balance() == 98)
        }
    }

    @Test func `a membership that is ordered again under the same key is bought once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 300)
            let form: JSON = ["membership_type": "monthly", "payment_method": "balance"]

            let first = try await lin.post("/credit/membership", form, headers: ["Idempotency-Key": "m"])
            let again = try await lin.post("/credit/membership", form, headers: ["Idempotency-Key": "m"])

            #expect(again.text == first.text)
            #expect(try await lin.ledger() == ["membership -99"])
        }
    }

    @Test func `in production, where nobody takes money yet, the balance pays all the same`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.environment = .production }) { app in
            let lin = try await app.signUp("lin", credits: 99)

            #expect(try await lin.buy("monthly", with: "wechat").code == 40005)
            #expect(try await lin.buy("monthly", with: "balance").code == 200)
        }
    }

    // MARK: Months

    @Test(
        arguments: [
            ("2026-01-22T10:00:00", "monthly", "2026-02-22T10:00:00"),
            ("2026-01-31T10:00:00", "monthly", "2026-02-28T10:00:00"),
            ("2028-01-31T23:59:59", "monthly", "2028-02-29T23:59:59"),
            // In Greenwich this is still the 30th, and in the year before.
            ("2026-01-31T00:30:00", "monthly", "2026-02-28T00:30:00"),
            ("2027-01-01T07:00:00", "monthly", "2027-02-01T07:00:00"),
            ("2026-12-31T12:00:00", "monthly", "2027-01-31T12:00:00"),
            ("2026-11-30T00:00:00", "quarterly", "2027-02-28T00:00:00"),
            ("2028-02-29T08:00:00", "yearly", "2029-02-28T08:00:00"),
            ("2099-12-31T08:00:00", "quarterly", "2100-03-31T08:00:00"),
        ]
    )
    func `months are calendar months in Beijing`(bought: String, type: String, end: String) async throws {
        try await withTestApp(at: bought) { app in
            let lin = try await app.signUp("lin", credits: 990)

            try await lin.buy(type, with: "balance")

            #expect(try await lin.membership() == "\(type) until \(end)")
        }
    }

    @Test func `every day of four years has a month after it, in the next month and never later in it`() throws {
        let start = try TestClock.milliseconds(of: "2024-01-01T00:00:00")
        for day in 0..<1461 {
            let moment = start + day * 86_400_000
            let before = WireTime.text(moment)
            let after = WireTime.text(WireTime.adding(months: 1, to: moment))
            let month = Int(before.dropFirst(5).prefix(2))!
            #expect(Int(after.dropFirst(5).prefix(2)) == month % 12 + 1, "\(before) \(after)")
            #expect(after.dropFirst(8).prefix(2) <= before.dropFirst(8).prefix(2), "\(before) \(after)")
        }
    }

    @Test func `a new period begins where the running one ends, or now where it has ended`() async throws {
        try await withTestApp(at: "2026-01-31T10:00:00") { app in
            var lin = try await app.signUp("lin", credits: 2000)
            var ends: [String?] = []

            try await lin.buy("monthly", with: "balance")
            ends.append(try await lin.membership())
            app.clock.advance(days: 3)
            lin = try await lin.comeBack()
            try await lin.buy("yearly", with: "balance")
            ends.append(try await lin.membership())
            try app.clock.set("2027-06-01T12:00:00")
            try await app.runJobs()
            lin = try await lin.comeBack()
            ends.append(try await lin.membership())
            try await lin.buy("monthly", with: "balance")
            ends.append(try await lin.membership())

            #expect(
                ends == [
                    "monthly until 2026-02-28T10:00:00", "yearly until 2027-02-28T10:00:00", nil,
                    "monthly until 2027-07-01T12:00:00",
                ]
            )
        }
    }

    @Test func `orders that are paid at the same moment each add their period`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            var orders: [String] = []
            for _ in 0..<6 {
                orders.append(try #require(await lin.buy("monthly", with: "alipay").data["order_id"]?.string))
            }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in orders + orders { group.addTask { try await app.report(order) } }
                try await group.waitForAll()
            }

            #expect(try await lin.membership() == "monthly until 2026-07-22T10:00:00")
        }
    }

    // MARK: The end

    @Test func `the end of a membership is told once, at its moment, and then asks to renew`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            try await lin.buy("monthly", with: "balance")
            try app.clock.set("2026-02-22T09:59:59")
            try await app.runJobs()
            let before = try await app.told(lin)
            let member = try await lin.comeBack().membership()

            app.clock.advance(seconds: 1)
            try await app.runJobs()
            try await app.services.memberships.end(MembershipEnd(user: lin.id, endsAt: app.clock.now))

            #expect(!before.contains("membership.expired"))
            #expect(member != nil)
            #expect(try await app.told(lin).filter { $0 == "membership.expired" }.count == 1)
            #expect(
                try await app.toldLast(lin, "membership.expired") == [
                    "membership_type": "monthly", "membership_end_date": "2026-02-22T10:00:00",
                ]
            )
            let returned = try await lin.comeBack()
            #expect(try await returned.membership() == nil)
            #expect(try await returned.generate().text == #"{"code":40002,"message":"会员已过期","data":null}"#)
        }
    }

    @Test func `an extended membership ends once, when its last period does`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 198)
            try await lin.buy("monthly", with: "balance")
            try await lin.buy("monthly", with: "balance")

            try app.clock.set("2026-02-22T10:00:00")
            try await app.runJobs()
            let atFirstEnd = try await app.told(lin)
            try app.clock.set("2026-03-22T10:00:00")
            try await app.runJobs()

            #expect(!atFirstEnd.contains("membership.expired"))
            #expect(try await app.told(lin).filter { $0 == "membership.expired" }.count == 1)
        }
    }

    @Test func `a clock that was set back ends no membership early`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            try await lin.buy("monthly", with: "balance")
            let end = try TestClock.milliseconds(of: "2026-02-22T10:00:00")

            await #expect(throws: JobFailure.notYet(after: .milliseconds(end - app.clock.now))) {
                try await app.services.memberships.end(MembershipEnd(user: lin.id, endsAt: end))
            }
        }
    }

    @Test(
        arguments: [
            (["membership_type": "weekly"], "membership_type"), (["membership_type": nil], "membership_type"),
            (["membership_type": 1], "membership_type"), (["payment_method": "cash"], "payment_method"),
            (["payment_method": nil], "payment_method"), (["payment_method": ["alipay"]], "payment_method"),
        ] as [(JSON, String)]
    )
    func `what cannot be a membership is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            let good: JSON = ["membership_type": "monthly", "payment_method": "balance"]

            let reply = try await lin.post("/credit/membership", good.with(change))

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
            #expect(try await lin.balance() == 99)
        }
    }
}

extension Person {
    @discardableResult
    func buy(_ type: String, with method: String) async throws -> Answer {
        try await post(
            "/credit/membership",
            ["membership_type": .string(type), "payment_method": .string(method)]
        )
    }

    /// Signs in again, after what was open has ended.
    func comeBack() async throws -> Person {
        try await app.login(username, password: password)
    }

    /// The running membership, as `monthly until 2026-02-22T10:00:00`.
    func membership() async throws -> String? {
        let data = try await get("/credit/balance").data
        guard data["is_member"] == true, let type = data["membership_type"]?.string,
            let end = data["membership_end_date"]?.string
        else { return nil }
        return "\(type) until \(end)"
    }
}

extension TestApp {
    /// The names of what somebody was told, in its order.
    func told(_ person: Person) async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT event FROM events WHERE user_id = \(person.id) ORDER BY id") { $0.string(0) }
        }
    }

    /// What the last event of a name says.
    func toldLast(_ person: Person, _ name: String) async throws -> JSON? {
        let data = try await text(
            "SELECT data FROM events WHERE user_id = \(person.id) AND event = \(name) ORDER BY id DESC LIMIT 1"
        )
        return try data.map { try JSON(parsing: $0) }
    }
}
