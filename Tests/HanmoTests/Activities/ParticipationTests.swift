import Database
import HTTPTypes
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// Gifts for whoever takes part, or signs up.
@Suite struct ParticipationTests {
    @Test func `whoever takes part gets the credits once`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 30])

            let first = try await lin.participate(in: id)
            let second = try await lin.participate(in: id)

            #expect(
                first.text == """
                    {"code":200,"message":"参与成功","data":{"activity_id":1,"credits":30,"credit_balance":30,\
                    "participated_at":"2026-01-22T10:00:00"}}
                    """
            )
            #expect(second.code == 400)
            #expect(second.message == "已参与过该活动")
            #expect(try await lin.ledger() == ["gift +30"])
            #expect(try await lin.get("/credit/transactions").items.first?["description"] == "活动：迎新")
            #expect(try await admin.participants(of: id) == ["lin +30"])
        }
    }

    @Test func `a repeat with the same key is answered as the first time`() async throws {
        try await withTestApp { app in
            let id = try await app.admin().offer("credit_gift", ["credits": 30])
            let lin = try await app.signUp("lin")

            let first = try await lin.participate(in: id, key: "a")
            let second = try await lin.participate(in: id, key: "a")

            #expect(first.code == 200)
            #expect(second.text == first.text)
            #expect(try await lin.ledger() == ["gift +30"])
        }
    }

    @Test func `what is over, has not begun or is full is 40010, and nothing changes`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let ended = try await admin.offer("credit_gift", ["credits": 1], ["end_time": "2026-01-22T10:00:00"])
            let scheduled = try await admin.offer("credit_gift", ["credits": 1], ["start_time": "2026-01-22T10:00:02"])
            let full = try await admin.offer("credit_gift", ["credits": 1, "max_participants": 1])
            try await mei.participate(in: full)
            app.clock.advance(seconds: 1)

            let replies = [
                try await lin.participate(in: ended), try await lin.participate(in: scheduled),
                try await lin.participate(in: full),
            ]

            #expect(replies.map(\.code) == [40010, 40010, 40010])
            #expect(replies.map(\.status) == [400, 400, 400])
            #expect(replies.map(\.message) == ["活动已结束", "活动尚未开始", "活动名额已满"])
            #expect(try await mei.participate(in: full).message == "已参与过该活动")
            #expect(try await lin.participate(in: 999).code == 404)
            #expect(try await lin.ledger() == [])
            #expect(try await lin.activity(full)["participants"] == 1)
        }
    }

    @Test(
        arguments: [
            ("credit_gift", ["credits": 1, "trigger": "register"]), ("membership_discount", ["percent_off": 10]),
            ("referral_bonus", ["referrer_credits": 10, "trigger": "register"]), ("first_purchase", ["credits": 10]),
        ] as [(String, JSON)]
    )
    func `nobody takes part in what applies by itself`(type: String, config: JSON) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let id = try await app.admin().offer(type, config)

            let reply = try await lin.participate(in: id)

            #expect(reply.code == 400)
            #expect(reply.message == "该活动自动生效，无需参与")
            #expect(try await lin.ledger() == [])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `of fifty who take part at once, as many get it as there are places`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.offer("credit_gift", ["credits": 7, "max_participants": 10])
            var people: [Person] = []
            for number in 0..<50 { people.append(try await app.signUp("user\(number)")) }

            let codes = try await app.atOnce(50) { [people] in try await people[$0].participate(in: id) }

            #expect(codes == [200: 10, 40010: 40])
            #expect(try await app.number("SELECT sum(credit_balance) FROM users") == 70)
            #expect(try await admin.participants(of: id).count == 10)
            #expect(try await admin.activity(id)["participants"] == 10)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `whoever takes part twenty times at once gets it once`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 7, "max_participants": 10])

            let codes = try await app.atOnce(20) { _ in try await lin.participate(in: id) }

            #expect(codes == [200: 1, 400: 19])
            #expect(try await lin.ledger() == ["gift +7"])
            #expect(try await admin.activity(id)["participants"] == 1)
        }
    }

    /// On SQLite nobody waits between the look at an activity and its place.
    @Test(.enabled(if: TestServer.shared != nil), .timeLimit(.minutes(1)), arguments: [true, false])
    func `whoever waits for a place while an activity ends is told that it is over`(isSwitchedOff: Bool) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 1])

            let isHeld = Recorder<Bool>()
            async let ending: Void = app.services.database.write { connection in
                _ = try connection.value("SELECT id FROM activities WHERE id = \(id) \(SQL.forUpdate)")
                isHeld.record(true)
                // Until somebody waits for this transaction, or after a patience that only a broken product tries.
                let waiting: SQL = """
                    SELECT count(*)
                      FROM pg_locks
                     WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                    """
                for _ in 0..<20_000 {
                    if try connection.value(waiting) ?? 0 > 0 { break }
                }
                let end: SQL = isSwitchedOff ? "disabled_at = \(connection.now)" : "ends_at = \(connection.now)"
                try connection.execute("UPDATE activities SET \(end) WHERE id = \(id)")
            }
            try await app.until { !isHeld.recorded.isEmpty }
            let reply = try await lin.participate(in: id)
            try await ending

            #expect(reply.code == 40010)
            #expect(reply.message == "活动已结束")
            #expect(try await lin.ledger() == [])
        }
    }

    // MARK: Signing up

    @Test func `whoever signs up gets each gift for it that runs`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.offer("credit_gift", ["credits": 100, "trigger": "register"])
            try await admin.offer("credit_gift", ["credits": 5, "trigger": "register"])
            try await admin.offer("credit_gift", ["credits": 7])
            try await admin.offer(
                "credit_gift",
                ["credits": 11, "trigger": "register"],
                ["start_time": "2026-01-23T00:00:00"]
            )

            let registered = try await app.register("mei")
            let lin = try await app.signUp("lin")
            let made = try await admin.post(
                "/admin/users",
                ["username": "zhao", "email": "zhao@example.com", "password": "a fine password"]
            )

            #expect(registered.data["credit_balance"] == 105)
            #expect(try await lin.ledger() == ["gift +100", "gift +5"])
            #expect(made.data["credit_balance"] == 0, "an account that an administrator makes is no registration")
        }
    }

    @Test func `a registration that fails takes no place`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.offer(
                "credit_gift",
                ["credits": 100, "trigger": "register", "max_participants": 1]
            )
            try await app.register("wang")

            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")

            #expect(try await lin.ledger() == ["gift +100"])
            #expect(try await mei.ledger() == [])
            #expect(try await admin.participants(of: id) == ["lin +100"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `of fifty who sign up at once ten get the gift of ten places, and the others are there without it`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let code = try #require(try await lin.get("/auth/me").data["referral_code"]?.string)
            let id = try await admin.offer(
                "credit_gift",
                ["credits": 100, "trigger": "register", "max_participants": 10]
            )
            // Each rewards the same user besides, whom all of them refer to.
            try await admin.offer("referral_bonus", ["referrer_credits": 3, "trigger": "register"])

            let codes = try await app.atOnce(50) { try await app.register("user\($0)", with: code) }

            #expect(codes == [200: 50])
            #expect(try await app.number("SELECT count(*) FROM users WHERE credit_balance = 100") == 10)
            #expect(try await app.number("SELECT count(*) FROM users WHERE credit_balance = 0") == 41)
            #expect(try await admin.activity(id)["participants"] == 10)
            #expect(try await lin.balance() == 3 * app.services.settings.referralDailyLimit)
            #expect(try await lin.get("/operation/referral/records").data["total"] == 50)
        }
    }
}
