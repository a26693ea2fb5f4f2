import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// What the site offers, and how it stands at a moment.
@Suite struct ActivityTests {
    @Test func `an activity is created as the API document has it`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let body: JSON = [
                "name": "新用户注册送积分", "type": "credit_gift", "description": "新用户注册即送100积分",
                "config": ["credits": 100], "start_time": "2026-01-22T00:00:00", "end_time": "2026-02-22T23:59:59",
            ]

            let reply = try await admin.post("/operation/activities", body)

            #expect(
                reply.text == """
                    {"code":200,"message":"活动创建成功","data":{"id":1,"name":"新用户注册送积分","type":"credit_gift",\
                    "description":"新用户注册即送100积分","config":{"credits":100,"trigger":"participate"},\
                    "start_time":"2026-01-22T00:00:00","end_time":"2026-02-22T23:59:59","status":"active",\
                    "participants":0,"participated":false,"created_at":"2026-01-22T10:00:00"}}
                    """
            )
            #expect(try await admin.activity(1) == reply.data)
        }
    }

    @Test func `administrators alone create, change and end, and see who has taken part`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 1])

            let refused = [
                try await lin.tryOffer("credit_gift", ["credits": 1]),
                try await lin.put("/operation/activities/\(id)", ["name": "我的"]),
                try await lin.post("/operation/activities/\(id)/end"),
                try await lin.get("/operation/activities/\(id)/participants"),
            ]

            #expect(refused.map(\.code) == [403, 403, 403, 403])
            #expect(try await lin.activity(id)["name"] == "迎新")
        }
    }

    @Test func `lists tell the four states, newest first, and users see none that is switched off`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let active = try await admin.offer("credit_gift", ["credits": 1])
            let scheduled = try await admin.offer(
                "first_purchase",
                ["bonus_percent": 10],
                ["start_time": "2026-01-22T10:00:02"]
            )
            let ended = try await admin.offer(
                "membership_discount",
                ["percent_off": 10],
                ["start_time": "2026-01-01T00:00:00", "end_time": "2026-01-22T10:00:00"]
            )
            let disabled = try await admin.offer("credit_gift", ["credits": 2])
            try await admin.put("/operation/activities/\(disabled)", ["is_active": false])
            app.clock.advance(seconds: 1)
            func list(_ person: Person, _ query: String) async throws -> [Int] {
                let reply = try await person.get("/operation/activities?\(query)")
                #expect(reply.data["total"] == .int(reply.items.count))
                return reply.items.compactMap { $0["id"]?.int }
            }

            #expect(try await list(admin, "") == [disabled, ended, scheduled, active])
            #expect(try await list(lin, "") == [ended, scheduled, active])
            for (status, id) in [("active", active), ("scheduled", scheduled), ("ended", ended)] {
                #expect(try await list(lin, "status=\(status)") == [id], "\(status)")
                #expect(try await lin.activity(id)["status"] == .string(status))
            }
            #expect(try await list(admin, "status=disabled") == [disabled])
            #expect(try await list(lin, "status=disabled") == [])
            #expect(try await lin.get("/operation/activities/\(disabled)").code == 404)
            #expect(try await list(admin, "type=credit_gift&status=active") == [active])
            #expect(try await list(lin, "type=referral_bonus") == [])
            #expect(try await lin.get("/operation/activities?status=active&page=2&page_size=1").items.isEmpty)
            for query in ["status=running", "type=gift", "page=0", "page_size=101"] {
                #expect(try await lin.get("/operation/activities?\(query)").code == 400, "\(query)")
            }
        }
    }

    /// Start, end, and the last second before and the first second after each.
    @Test(
        arguments: [
            ("2026-01-23T00:00:00", "2026-01-31T23:59:59"), ("2026-02-01T00:00:00", "2026-02-28T23:59:59"),
            ("2026-12-31T23:59:59", "2027-01-01T00:00:00"), ("2028-02-29T00:00:00", "2028-02-29T23:59:59"),
        ]
    )
    func `an activity runs from its first second to its last, Beijing time`(start: String, end: String) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.offer(
                "credit_gift",
                ["credits": 1],
                [
                    "start_time": .string(start), "end_time": .string(end),
                ]
            )
            func status(at moment: String, offBy seconds: Int) async throws -> JSON? {
                app.clock.advance(milliseconds: try TestClock.milliseconds(of: moment) - app.clock.now)
                app.clock.advance(seconds: seconds)
                let lists = try await app.admin().get("/operation/activities?status=scheduled").items.count
                let status = try await app.admin().activity(id)["status"]
                #expect((status == "scheduled") == (lists == 1))
                return status
            }

            #expect(try await status(at: start, offBy: -1) == "scheduled")
            #expect(try await status(at: start, offBy: 0) == "active")
            #expect(try await status(at: end, offBy: 0) == "active")
            app.clock.advance(milliseconds: 999)
            #expect(try await app.admin().activity(id)["status"] == "active")
            #expect(try await status(at: end, offBy: 1) == "ended")
            #expect(try await app.admin().activity(id)["end_time"] == .string(end))
        }
    }

    @Test func `what somebody has taken part in promises the same to the end`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let id = try await admin.offer("credit_gift", ["credits": 5, "max_participants": 1])
            let path = "/operation/activities/\(id)"

            let before = try await admin.put(path, ["config": ["credits": 10, "max_participants": 2]])
            try await lin.participate(in: id)
            try await mei.participate(in: id)
            let more = try await admin.put(path, ["config": ["credits": 20, "max_participants": 2]])
            let trigger = try await admin.put(
                path,
                ["config": ["credits": 10, "trigger": "register", "max_participants": 2]]
            )
            let fewer = try await admin.put(path, ["config": ["credits": 10, "max_participants": 1]])
            let places = try await admin.put(path, ["config": ["credits": 10, "max_participants": 3]])
            let rest = try await admin.put(
                path,
                ["name": "新名字", "description": "", "end_time": "2026-03-31T23:59:59", "type": "credit_gift"]
            )

            #expect(before.data["config"]?["credits"] == 10)
            #expect([more, trigger].map(\.faultyFields) == [["config"], ["config"]])
            #expect(fewer.faultyFields == ["config.max_participants"])
            #expect(places.data["config"]?["max_participants"] == 3)
            #expect(rest.data["name"] == "新名字")
            #expect(rest.data["end_time"] == "2026-03-31T23:59:59")
            #expect(rest.data["participants"] == 2)
            #expect(try await admin.participants(of: id) == ["lin +10", "mei +10"])
            #expect(try await lin.activity(id)["participated"] == true)
        }
    }

    @Test func `what has begun has begun, what is over is over, and a type stays`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let running = try await admin.offer("credit_gift", ["credits": 5])
            let later = try await admin.offer("credit_gift", ["credits": 5], ["start_time": "2026-02-01T00:00:00"])
            func change(_ id: Int, _ change: JSON) async throws -> Answer {
                try await admin.put("/operation/activities/\(id)", change)
            }

            #expect(try await change(running, ["start_time": "2026-01-23T00:00:00"]).faultyFields == ["start_time"])
            #expect(try await change(running, ["start_time": "2026-01-22T00:00:00", "name": "同"]).code == 200)
            #expect(try await change(later, ["start_time": "2026-01-23T00:00:00"]).code == 200)
            #expect(try await change(later, ["type": "first_purchase"]).faultyFields == ["type"])
            #expect(try await change(later, ["end_time": "2026-01-23T00:00:00"]).faultyFields == ["end_time"])
            #expect(try await change(later, ["config": ["bonus_percent": 5]]).faultyFields.count == 2)
            #expect(try await admin.post("/operation/activities/\(later)/end").code == 400)
            #expect(try await change(999, ["name": "无"]).code == 404)
            app.clock.advance(seconds: 1)
            let ended = try await admin.post("/operation/activities/\(running)/end")
            let again = try await admin.post("/operation/activities/\(running)/end")

            #expect(ended.data["status"] == "ended")
            #expect(again.data == ended.data)
            #expect(try await change(running, ["end_time": "2026-12-31T00:00:00"]).message == "活动已结束，不能修改")
        }
    }

    @Test func `nothing is offered for a time that is over, and a change ends nothing before its time`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let running = try await admin.offer("credit_gift", ["credits": 5], ["start_time": "2026-01-20T00:00:00"])

            let past = try await admin.tryOffer(
                "credit_gift",
                ["credits": 5],
                ["start_time": "2026-01-20T00:00:00", "end_time": "2026-01-22T09:59:59"]
            )
            let change = try await admin.put("/operation/activities/\(running)", ["end_time": "2026-01-22T09:59:59"])
            let soon = try await admin.put("/operation/activities/\(running)", ["end_time": "2026-01-22T10:00:00"])

            for reply in [past, change] {
                #expect(reply.code == 400)
                #expect(reply.faultyFields == ["end_time"])
                #expect(reply.message?.contains("/api/v1/operation/activities/{id}/end") == true)
            }
            #expect(soon.data["status"] == "active")
            #expect(try await admin.get("/operation/activities").data["total"] == 1)
        }
    }

    /// As where an administrator's transaction waits while others take part, or where two machines' clocks differ.
    @Test func `nobody has got anything at or after the end of what was ended`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 5])
            app.clock.advance(milliseconds: 1700)
            try await lin.participate(in: id)
            app.clock.advance(milliseconds: -700)

            let ended = try await admin.post("/operation/activities/\(id)/end")

            #expect(ended.data["status"] == "ended")
            #expect(
                try await app.number(
                    """
                    SELECT count(*)
                      FROM activity_grants g
                      JOIN activities a ON a.id = g.activity_id
                     WHERE g.created_at >= a.ends_at
                    """
                ) == 0
            )
        }
    }

    @Test func `an activity that is switched off gives nothing until it is switched on again`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("credit_gift", ["credits": 5])

            try await admin.put("/operation/activities/\(id)", ["is_active": false])
            let off = try await lin.participate(in: id)
            try await admin.put("/operation/activities/\(id)", ["is_active": true])
            let on = try await lin.participate(in: id)

            #expect([off.code, on.code] == [40010, 200])
            #expect(try await lin.balance() == 5)
        }
    }

    /// Fields in the order in which a form is read.
    private static let badOffers: [(type: String, config: JSON, more: JSON, fields: [String])] = [
        ("credit_gift", [:], [:], ["config.credits"]),
        ("credit_gift", ["credits": -100], [:], ["config.credits"]),
        ("credit_gift", ["credits": 0], [:], ["config.credits"]),
        ("credit_gift", ["credits": 1_000_001], [:], ["config.credits"]),
        ("credit_gift", ["credits": 1.5], [:], ["config.credits"]),
        ("credit_gift", ["credits": "100"], [:], ["config.credits"]),
        ("credit_gift", ["credits": nil], [:], ["config.credits"]),
        ("credit_gift", ["credits": 9_223_372_036_854_775_807], [:], ["config.credits"]),
        ("credit_gift", ["credits": 1, "trigger": "login"], [:], ["config.trigger"]),
        ("credit_gift", ["credits": 1, "trigger": 1], [:], ["config.trigger"]),
        ("credit_gift", ["credits": 1, "max_participants": 0], [:], ["config.max_participants"]),
        ("credit_gift", ["credits": 1, "max_participants": "10"], [:], ["config.max_participants"]),
        ("credit_gift", ["credits": 1, "max_participant": 10], [:], ["config.max_participant"]),
        ("credit_gift", ["percent_off": 10], [:], ["config.percent_off", "config.credits"]),
        ("membership_discount", ["percent_off": 0], [:], ["config.percent_off"]),
        ("membership_discount", ["percent_off": 100], [:], ["config.percent_off"]),
        ("membership_discount", ["percent_off": 10, "membership_types": []], [:], ["config.membership_types"]),
        ("membership_discount", ["percent_off": 10, "membership_types": "yearly"], [:], ["config.membership_types"]),
        (
            "membership_discount", ["percent_off": 10, "membership_types": ["weekly"]], [:],
            ["config.membership_types"]
        ),
        (
            "membership_discount", ["percent_off": 10, "membership_types": ["yearly", "yearly"]], [:],
            ["config.membership_types"]
        ),
        ("referral_bonus", ["referrer_credits": 10], [:], ["config.trigger"]),
        ("referral_bonus", ["trigger": "register"], [:], ["config.referrer_credits"]),
        ("referral_bonus", ["referrer_credits": 1, "trigger": "participate"], [:], ["config.trigger"]),
        (
            "referral_bonus", ["referrer_credits": 1, "referred_credits": -1, "trigger": "register"], [:],
            ["config.referred_credits"]
        ),
        ("first_purchase", [:], [:], ["config.credits"]),
        ("first_purchase", ["bonus_percent": 10, "credits": 10], [:], ["config.credits"]),
        ("first_purchase", ["bonus_percent": 0], [:], ["config.bonus_percent"]),
        ("first_purchase", ["bonus_percent": 1001], [:], ["config.bonus_percent"]),
        ("first_purchase", ["bonus_percent": true], [:], ["config.bonus_percent"]),
        ("first_purchase", ["credits": 1, "min_amount": 0], [:], ["config.min_amount"]),
        ("first_purchase", ["credits": 1, "min_amount": 9.999], [:], ["config.min_amount"]),
        ("first_purchase", ["credits": 1, "min_amount": 50_000.01], [:], ["config.min_amount"]),
        ("first_purchase", ["credits": 1, "min_amount": "10"], [:], ["config.min_amount"]),
        (
            "referral_bonus", ["referrer_credits": 1, "trigger": "first_purchase", "min_amount": -1], [:],
            ["config.min_amount"]
        ),
        (
            "referral_bonus", ["referrer_credits": 1, "trigger": "register", "min_amount": 10], [:],
            ["config.min_amount"]
        ),
        ("credit_gift", ["credits": 1, "min_amount": 10], [:], ["config.min_amount"]),
        ("gift", ["credits": 1], [:], ["type"]),
        ("credit_gift", [1], [:], ["config"]),
        ("credit_gift", "100", [:], ["config"]),
        ("credit_gift", nil, [:], ["config"]),
        ("credit_gift", ["credits": 1], ["name": ""], ["name"]),
        ("credit_gift", ["credits": 1], ["name": "a\u{0}b"], ["name"]),
        ("credit_gift", ["credits": 1], ["start_time": nil], ["start_time"]),
        ("credit_gift", ["credits": 1], ["start_time": 1], ["start_time"]),
        ("credit_gift", ["credits": 1], ["start_time": "2026-02-30T00:00:00"], ["start_time"]),
        ("credit_gift", ["credits": 1], ["end_time": "2026-01-22"], ["end_time"]),
        ("credit_gift", ["credits": 1], ["end_time": "2026-01-21T23:59:59"], ["end_time"]),
        ("credit_gift", ["credits": 1], ["end_time": "2026-01-22T00:00:00"], ["end_time"]),
    ]

    @Test func `terms that do not fit, and dates the wrong way round, name their field and create nothing`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()

            for bad in ActivityTests.badOffers {
                let reply = try await admin.tryOffer(bad.type, bad.config, bad.more)
                #expect(reply.code == 400, "\(bad)")
                #expect(reply.faultyFields == bad.fields, "\(bad)")
            }
            let long = try await admin.tryOffer(
                "credit_gift",
                ["credits": 1],
                ["name": .string(String(repeating: "长", count: 101))]
            )

            #expect(long.faultyFields == ["name"])
            #expect(try await admin.get("/operation/activities").data["total"] == 0)
        }
    }
}
