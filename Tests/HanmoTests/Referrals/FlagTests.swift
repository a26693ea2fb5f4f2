import Database
import HTTPTypes
import JSON
import Logging
import Testing

@testable import Hanmo

/// Referrals of which it is doubtful that they are two people.
@Suite struct FlagTests {
    /// Clients tell their address through a proxy on this machine.
    private static func trust(_ settings: inout Settings, _ parts: inout Services.Parts) {
        settings.trustedProxies = [TrustedProxies.Network("127.0.0.0/8")!]
    }

    @Test func `whoever comes from their referrer's address earns nothing before an administrator agrees`() async throws
    {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let admin = try await app.admin()
            try await app.send(
                .post,
                "/api/v1/auth/register",
                json: ["username": "lin", "email": "lin@example.com", "password": "lin's password"],
                headers: ["X-Forwarded-For": "203.0.113.7"]
            )
            let lin = try await app.login("lin", password: "lin's password")
            let mei = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.7")
            let zhao = try await app.signUp("zhao", broughtBy: lin, from: "203.0.113.8")
            try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 60, "referred_credits": 10, "trigger": "first_purchase"]
            )
            try await mei.recharge()
            try await zhao.recharge()
            let held = try await lin.brought()
            let list = try await admin.get("/admin/referrals?review=open")

            let approved = try await admin.post("/admin/referrals/1/approve")
            let again = try await admin.post("/admin/referrals/1/reject")

            #expect(held == ["mei pending 60", "zhao completed 60"])
            #expect(
                list.items == [
                    [
                        "id": 1, "referrer_id": .int(lin.id), "referrer": "lin", "referred_id": .int(mei.id),
                        "referred_user": "mei", "flag": "referrer", "review": "open", "status": "pending",
                        "reward_amount": 60, "created_at": "2026-01-22T10:00:00", "reviewed_at": nil,
                    ]
                ]
            )
            #expect(approved.data["status"] == "completed")
            #expect(approved.data["review"] == "approved")
            #expect(again.code == 400)
            #expect(try await lin.ledger() == ["referral +60", "referral +60"])
            #expect(try await mei.ledger() == ["recharge +100", "referral +10"])
            #expect(try await admin.get("/admin/referrals?review=open").data["total"] == 0)
            #expect(try await admin.get("/admin/referrals").data["total"] == 1)
        }
    }

    @Test func `several of one address are a ring, also the first of them while nothing was paid`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let first = try await app.signUp("ann", broughtBy: lin, from: "2001:db8:1:2::1")
            let second = try await app.signUp("bao", broughtBy: lin, from: "2001:db8:1:2::ffff")
            let other = try await app.signUp("cai", broughtBy: lin, from: "2001:db8:1:3::1")
            for person in [first, second, other] { try await person.recharge() }

            let rejected = try await admin.post("/admin/referrals/1/reject")

            #expect(try await lin.brought() == ["ann cancelled 0", "bao pending 50", "cai completed 50"])
            #expect(try await admin.get("/admin/referrals").items.map { $0["flag"] } == ["ring", "ring"])
            #expect(try await admin.get("/admin/referrals?review=rejected").items == [rejected.data])
            #expect(try await lin.ledger() == ["referral +50"])
        }
    }

    @Test func `an address is remembered from where somebody asked for their code, too`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin")
            try await lin.send(
                .post,
                "/api/v1/operation/referral/generate",
                headers: ["X-Forwarded-For": "198.51.100.9"]
            )

            _ = try await app.signUp("mei", broughtBy: lin, from: "198.51.100.9")

            #expect(try await app.admin().get("/admin/referrals").items.map { $0["flag"] } == ["referrer"])
        }
    }

    /// Behind a proxy that nobody has named everybody has its address.
    @Test(arguments: ["127.0.0.1", "10.1.2.3", "172.17.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "fe80::1"])
    func `an address that says nothing of where somebody is raises no doubt`(address: String) async throws {
        try await withTestApp(adjusting: { settings, _ in
            settings.trustedProxies = [TrustedProxies.Network("127.0.0.1")!]
        }) { app in
            let lin = try await app.signUp("lin")
            for name in ["mei", "zhao"] { try await app.signUp(name, broughtBy: lin, from: address).recharge() }

            #expect(try await lin.ledger() == ["referral +50", "referral +50"])
            #expect(try await app.number("SELECT count(*) FROM user_networks") == 0)
        }
    }

    @Test func `addresses are not stored, and what is stored of them is forgotten`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin")
            _ = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.7")
            _ = try await app.signUp("zhao", broughtBy: lin, from: "203.0.113.8")

            let networks = try await app.services.database.read { connection in
                try connection.all("SELECT network FROM user_networks ORDER BY id") { $0.bytes(0) }
            }
            try await app.runJobs()
            app.clock.advance(days: 91)
            try await app.runJobs()

            #expect(networks.map(\.count) == [32, 32])
            #expect(Set(networks).count == 2)
            #expect(try await app.number("SELECT count(*) FROM user_networks") == 0)
        }
    }

    /// What somebody does from another place than before.
    enum Deed: String, CaseIterable {
        case code
        case login
        case order
    }

    @Test(arguments: Deed.allCases)
    func `a referrer who comes later from where somebody came whom they brought has earned nothing yet`(
        deed: Deed
    ) async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            let mei = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.2")
            let zhao = try await app.signUp("zhao", broughtBy: lin, from: "203.0.113.3")

            try await lin.do(deed, from: "203.0.113.2")
            for person in [mei, zhao] { try await person.recharge() }

            #expect(try await lin.brought() == ["mei pending 50", "zhao completed 50"])
            #expect(try await app.flags() == ["mei referrer open"])
        }
    }

    @Test(arguments: Deed.allCases)
    func `whoever was brought and comes later from where their referrer or a sibling came is doubtful, too`(
        deed: Deed
    ) async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            let mei = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.2")
            let zhao = try await app.signUp("zhao", broughtBy: lin, from: "203.0.113.3")
            let qian = try await app.signUp("qian", broughtBy: lin, from: "203.0.113.4")

            try await mei.do(deed, from: "203.0.113.1")
            try await zhao.do(deed, from: "203.0.113.4")
            for person in [mei, zhao, qian] { try await person.recharge() }

            #expect(try await app.flags() == ["mei referrer open", "zhao ring open", "qian ring open"])
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `what was paid stays paid, what was decided stays so, and what waits for another day is doubted`()
        async throws
    {
        try await withTestApp(adjusting: { settings, parts in
            FlagTests.trust(&settings, &parts)
            settings.referralDailyLimit = 1
        }) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            let paid = try await app.signUp("paid", broughtBy: lin, from: "203.0.113.2")
            let due = try await app.signUp("due", broughtBy: lin, from: "203.0.113.3")
            for person in [paid, due] { try await person.recharge() }

            for place in ["203.0.113.2", "203.0.113.3"] { try await lin.do(.login, from: place) }
            try await app.runJobs()
            try await app.runJobs(after: 24 * 3600)

            #expect(try await app.flags() == ["due referrer open"])
            let back = try await app.login("lin", password: "lin's password")
            #expect(try await back.brought() == ["paid completed 50", "due pending 50"])
        }
    }

    /// Rows of an earlier version, which looked once.
    @Test func `whoever shares a network when they pay is doubted then`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            let mei = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.2")
            try await app.arrange(
                """
                INSERT INTO user_networks (user_id, network, seen_at)
                SELECT \(lin.id), network, seen_at FROM user_networks WHERE user_id = \(mei.id)
                """
            )

            try await mei.recharge()

            #expect(try await app.flags() == ["mei referrer open"])
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `a place that is known is written down once a day, and the last twenty are kept`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            func seenAt() async throws -> Int? {
                try await app.number("SELECT max(seen_at) FROM user_networks WHERE user_id = \(lin.id)")
            }
            let first = try await seenAt()

            app.clock.advance(hours: 1)
            for deed in [Deed.code, .login] { try await lin.do(deed, from: "203.0.113.1") }
            let sameDay = try await seenAt()
            app.clock.advance(hours: 24)
            try await lin.do(.login, from: "203.0.113.1")
            let nextDay = try await seenAt()
            for number in 2...30 { try await lin.do(.login, from: "203.0.113.\(number)") }

            #expect(sameDay == first)
            #expect(nextDay == first.map { $0 + 25 * 3_600_000 })
            #expect(try await app.number("SELECT count(*) FROM user_networks") == 20)
            let back = try await app.login("lin", password: "lin's password")
            _ = try await app.signUp("mei", broughtBy: back, from: "203.0.113.30")
            #expect(try await app.flags() == ["mei referrer open"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `of people who come from one place at the same moment none is missed`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let lin = try await app.signUp("lin", from: "203.0.113.1")
            var people = [lin]
            for number in 2...11 {
                people.append(try await app.signUp("user\(number)", broughtBy: lin, from: "203.0.113.\(number)"))
            }

            let codes = try await app.atOnce(people.count) { [people] number in
                try await people[number].do(Deed.allCases[number % 3], from: "198.51.100.1")
            }

            #expect(codes == [200: people.count])
            #expect(try await app.number("SELECT count(*) FROM referrals WHERE review = 'open'") == 10)
        }
    }

    @Test func `in production it is told once that addresses say nothing`() async throws {
        try await withTestApp(adjusting: { settings, parts in
            FlagTests.trust(&settings, &parts)
            settings.environment = .production
        }) { app in
            let lin = try await app.signUp("lin")
            let code = try await lin.code()
            func warnings() -> Int {
                app.log.recorded.filter { $0.level == .warning && $0.message.contains("HANMO_TRUSTED_PROXIES") }.count
            }

            try await app.register("ann", with: code, from: "203.0.113.7")
            let before = warnings()
            for name in ["bao", "cai"] { try await app.register(name, with: code, from: "10.0.0.1") }

            #expect([before, warnings()] == [0, 1])
        }
    }

    @Test func `a decision is for administrators, and for what is in doubt`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            _ = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.7")

            #expect(try await lin.get("/admin/referrals").code == 403)
            #expect(try await lin.post("/admin/referrals/1/approve").code == 403)
            #expect(try await admin.post("/admin/referrals/1/approve").code == 404)
            #expect(try await admin.post("/admin/referrals/99/reject").code == 404)
            #expect(try await admin.get("/admin/referrals?review=maybe").code == 400)
        }
    }

    @Test func `who is approved before they pay is rewarded like any other`() async throws {
        try await withTestApp(adjusting: FlagTests.trust) { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            _ = try await app.signUp("ann", broughtBy: lin, from: "203.0.113.7")
            let mei = try await app.signUp("mei", broughtBy: lin, from: "203.0.113.7")

            try await admin.post("/admin/referrals/2/approve")
            try await mei.recharge()

            #expect(try await lin.brought() == ["ann pending 50", "mei completed 50"])
        }
    }
}

extension TestApp {
    /// Registers somebody from a place, and signs them in from nowhere.
    fileprivate func signUp(_ username: String, from address: String) async throws -> Person {
        try await send(
            .post,
            "/api/v1/auth/register",
            json: [
                "username": .string(username), "email": .string("\(username)@example.com"),
                "password": .string("\(username)'s password"),
            ],
            headers: ["X-Forwarded-For": address]
        )
        return try await login(username, password: "\(username)'s password")
    }

    /// Every doubtful referral, from the first to the last: `mei referrer open`.
    fileprivate func flags() async throws -> [String] {
        try await admin().get("/admin/referrals?page_size=100").items.reversed().map { referral in
            ["referred_user", "flag", "review"].map { referral[$0]?.string ?? "" }.joined(separator: " ")
        }
    }
}

extension Person {
    @discardableResult
    fileprivate func `do`(_ deed: FlagTests.Deed, from address: String) async throws -> Answer {
        let headers = ["X-Forwarded-For": address]
        return switch deed {
        case .code: try await send(.post, "/api/v1/operation/referral/generate", headers: headers)
        case .login:
            try await app.send(
                .post,
                "/api/v1/auth/login",
                json: ["username": .string(username), "password": .string(password)],
                headers: headers
            )
        case .order:
            try await post("/credit/recharge", ["amount": 10, "payment_method": "alipay"], headers: headers)
        }
    }
}
