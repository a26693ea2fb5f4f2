import Database
import HTTPTypes
import JSON
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
