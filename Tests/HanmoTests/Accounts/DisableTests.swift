import Database
import JSON
import Providers
import Testing

@testable import Hanmo

/// The promise kept here: whoever is disabled is out at once, and loses nothing that was theirs.
@Suite struct DisableTests {
    @Test func `a disabled user's tokens end at once, and none is to be had`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            let reply = try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            let login = try await app.tryLogin("lin", password: lin.password)
            let byAddress = try await app.tryLogin("lin@example.com", password: lin.password)
            let guess = try await app.tryLogin("lin", password: "a wrong password")
            let nobody = try await app.tryLogin("nobody", password: "a wrong password")

            #expect(reply.data["is_disabled"] == true)
            #expect(reply.data["disabled_at"] == "2026-01-22T10:00:00")
            #expect(try await lin.get("/auth/me").code == 401)
            #expect(try await app.refresh(lin.refreshToken).code == 401)
            #expect([login.code, byAddress.code] == [403, 403])
            #expect(login.message == "账户已被停用，请联系管理员")
            // Without the password nobody learns of it.
            #expect([guess.code, nobody.code] == [401, 401])
            #expect(guess.message == nobody.message)
            let entry = try #require(try await admin.get("/admin/audit").items.first)
            #expect(entry["act"] == "user.disable")
            #expect(entry["details"] == ["reason": "滥用"])
        }
    }

    @Test func `whoever is enabled again signs in anew, and finds everything`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 30)

            try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            let reply = try await admin.post("/admin/users/\(lin.id)/enable", ["reason": "滥用"])
            let again = try await app.login("lin", password: lin.password)

            #expect(reply.data["is_disabled"] == false)
            #expect(reply.data["disabled_at"] == .null)
            #expect(try await lin.get("/auth/me").code == 401)
            #expect(try await again.balance() == 30)
            #expect(
                try await app.acts().suffix(3).map { $0.prefix { $0 != " " } } == [
                    "user.create", "user.disable", "user.enable",
                ],
                "of what changes nothing nothing is told"
            )
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `connections that follow events end with it`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let following = Task { try await lin.get("/events") }
            let other = Task { try await mei.get("/events") }
            try await app.untilFollowed(by: 2)

            try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])

            #expect(try await following.value.text.contains("event: token.expired"))
            try await app.untilFollowed(by: 1)
            try await mei.post("/auth/logout")
            _ = try await other.value
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `what runs is finished and charged, or refunded, and an order that is paid arrives`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 30)
            let order = try await lin.order()
            let first = app.provider.holdNext()
            let finished = Task { try await lin.generate(title: "春天") }
            await first.hasBegun()
            let second = app.provider.holdNext()
            let failed = Task { try await lin.generate("resume", title: "夏天") }
            await second.hasBegun()

            try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            first.say("雨")
            first.finish()
            second.fail(.timedOut)
            let replies = [try await finished.value.code, try await failed.value.code]
            try await app.report(order)
            try await admin.post("/admin/users/\(lin.id)/enable", ["reason": "滥用"])
            let again = try await app.login("lin", password: lin.password)

            #expect(replies == [200, 40006])
            #expect(try await again.ledger() == ["consume -10", "consume -10", "refund +10", "recharge +100"])
            #expect(try await again.creations() == ["春天"])
        }
    }

    @Test func `nobody disables themselves or the last administrator`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.put("/admin/users/\(lin.id)", ["role": "admin"])

            let own = try await admin.post("/admin/users/\(admin.id)/disable", ["reason": "滥用"])
            let other = try await lin.post("/admin/users/\(admin.id)/disable", ["reason": "滥用"])
            let demoted = try await lin.put("/admin/users/\(lin.id)", ["role": "user"])
            let command = try await app.services.accounts.installationDisables(lin.id)

            #expect(own.code == 400)
            #expect(own.message == "不能停用自己的账户")
            #expect(other.code == 200)
            // The disabled one does not count as an administrator who is left.
            #expect(demoted.faultyFields == ["role"])
            #expect(command == "不能停用最后一位管理员")
            #expect(try await lin.post("/admin/users/\(admin.id)/enable", ["reason": "滥用"]).code == 200)
        }
    }

    @Test func `of two administrators who disable each other at once one is left`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.put("/admin/users/\(lin.id)", ["role": "admin"])

            async let one = admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            async let other = lin.post("/admin/users/\(admin.id)/disable", ["reason": "滥用"])
            let codes = try await [one.code, other.code]

            #expect(codes.filter { $0 == 200 }.count == 1)
            #expect(try await app.number("SELECT count(*) FROM users WHERE disabled_at IS NULL") == 1)
        }
    }

    @Test func `a session that opens at the same moment does not outlive it`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            async let signedIn = app.tryLogin("lin", password: lin.password)
            async let disabled = admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            let (login, reply) = try await (signedIn, disabled)

            #expect(reply.code == 200)
            #expect([200, 401, 403].contains(login.code))
            #expect(try await app.number("SELECT count(*) FROM sessions WHERE user_id = \(lin.id)") == 0)
        }
    }

    @Test func `a reason that is none is told`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            for reason: JSON in [.null, 1, "", .string(String(repeating: "长", count: 201))] {
                let reply = try await admin.post("/admin/users/\(lin.id)/disable", ["reason": reason])
                #expect(reply.faultyFields == ["reason"])
            }
            #expect(try await lin.get("/auth/me").code == 200)
        }
    }
}

extension Accounts {
    /// Has the installation disable somebody, and returns what is wrong with that.
    fileprivate func installationDisables(_ user: Int) async throws -> String? {
        do {
            _ = try await disable(user, because: "滥用", by: .command)
            return nil
        } catch let failure as Failure {
            return failure.message.chinese
        }
    }
}
