import HTTPTypes
import Database
import JSON
import Testing

@testable import Hanmo

@Suite struct SessionTests {
    @Test func `login answers what the API document shows`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("testuser", credits: 100)
            try await app.arrangeMembership(of: lin, until: "2026-02-22T10:00:00")

            let reply = try await app.tryLogin("testuser", password: lin.password)

            #expect(reply.message == "登录成功")
            #expect(reply.data["token_type"] == "bearer")
            #expect(reply.data["access_token"]?.string?.split(separator: ".").count == 3)
            #expect(reply.data["refresh_token"]?.string?.split(separator: ".").count == 3)
            #expect(
                reply.data["user"] == [
                    "id": .int(lin.id), "username": "testuser", "email": "testuser@example.com",
                    "credit_balance": 100, "is_member": true, "membership_type": "monthly", "role": "user",
                ]
            )
        }
    }

    @Test(arguments: ["lin", "LIN", " Lin ", "lin@example.com", "LIN@Example.Com"])
    func `one signs in by name or by address, whatever its case`(login: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            #expect(try await app.login(login, password: lin.password).id == lin.id)
        }
    }

    @Test func `a wrong name and a wrong password answer the same`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let wrongPassword = try await app.tryLogin("lin", password: "not the password")
            let wrongName = try await app.tryLogin("nobody", password: lin.password)

            #expect(wrongPassword.status == 401)
            #expect(wrongName.status == 401)
            #expect(wrongPassword.text == wrongName.text)
        }
    }

    @Test func `an account that was disabled signs in no more, and its sessions have ended`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.arrange("UPDATE users SET disabled_at = 1 WHERE id = \(lin.id)")

            let byName = try await app.tryLogin("lin", password: lin.password)
            let byAddress = try await app.tryLogin("lin@example.com", password: lin.password)

            #expect([byName.code, byAddress.code] == [403, 403])
            #expect(try await lin.get("/auth/me").code == 401)
            #expect(try await app.refresh(lin.refreshToken).code == 401)
        }
    }

    @Test func `one sees oneself as one is now`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 25)
            try await app.arrangeMembership(of: lin, until: "2026-02-01T00:00:00")

            let me = try await lin.get("/auth/me")

            #expect(me.data["id"] == .int(lin.id))
            #expect(me.data["credit_balance"] == 25)
            #expect(me.data["is_member"] == true)
            #expect(me.data["membership_type"] == "monthly")
            #expect(me.data["membership_end_date"] == "2026-02-01T00:00:00")
            #expect(me.data["referral_code"]?.string?.count == 6)
            #expect(me.data["role"] == "user")
            #expect(me.data["password_hash"] == nil)
        }
    }

    @Test func `a membership that has ended shows as none, from that very moment`() async throws {
        try await withTestApp(at: "2026-01-31T23:59:59") { app in
            let lin = try await app.signUp("lin")
            try await app.arrangeMembership(of: lin, until: "2026-02-01T00:00:00")

            let before = try await lin.get("/auth/me").data
            app.clock.advance(seconds: 1)
            let after = try await lin.get("/auth/me").data

            #expect(before["is_member"] == true)
            #expect(after["is_member"] == false)
            #expect(after["membership_type"] == .null)
            #expect(after["membership_end_date"] == .null)
        }
    }

    // MARK: Tokens and their time

    @Test func `an access token serves for two hours`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            app.clock.advance(hours: 2, seconds: -1)
            let lastMoment = try await lin.get("/auth/me")
            app.clock.advance(seconds: 1)
            let tooLate = try await lin.get("/auth/me")

            #expect([lastMoment.code, tooLate.code] == [200, 401])
        }
    }

    @Test func `a refresh token gives new access tokens for seven days`() async throws {
        try await withTestApp { app in
            var lin = try await app.signUp("lin")

            app.clock.advance(days: 7, seconds: -1)
            let lastMoment = try await app.refresh(lin.refreshToken)
            lin.accessToken = try #require(lastMoment.data["access_token"]?.string)
            let me = try await lin.get("/auth/me")
            app.clock.advance(seconds: 1)
            let tooLate = try await app.refresh(lin.refreshToken)

            #expect(lastMoment.message == "Token刷新成功")
            #expect(lastMoment.data["token_type"] == "bearer")
            #expect(me.data["username"] == "lin")
            #expect(tooLate.code == 401)
        }
    }

    @Test func `a token of one kind is refused where the other is expected`() async throws {
        try await withTestApp { app in
            var lin = try await app.signUp("lin")

            let refreshedByAccess = try await app.refresh(lin.accessToken)
            lin.accessToken = lin.refreshToken
            let seenByRefresh = try await lin.get("/auth/me")

            #expect([refreshedByAccess.code, seenByRefresh.code] == [401, 401])
        }
    }

    // MARK: Ending sessions

    @Test func `logging out ends this session and no other`() async throws {
        try await withTestApp { app in
            let phone = try await app.signUp("lin")
            let desk = try await app.login("lin", password: phone.password)

            let out = try await phone.post("/auth/logout")

            #expect(out.text == #"{"code":200,"message":"success","data":null}"#)
            #expect(try await phone.get("/auth/me").code == 401)
            #expect(try await app.refresh(phone.refreshToken).code == 401)
            #expect(try await desk.get("/auth/me").code == 200)
            #expect(try await app.refresh(desk.refreshToken).code == 200)
        }
    }

    @Test func `a new password ends every session`() async throws {
        try await withTestApp { app in
            let phone = try await app.signUp("lin")
            let desk = try await app.login("lin", password: phone.password)

            let reply = try await phone.post(
                "/auth/password",
                ["old_password": .string(phone.password), "new_password": "a new password"]
            )

            #expect(reply.code == 200)
            for session in [phone, desk] {
                #expect(try await session.get("/auth/me").code == 401)
                #expect(try await app.refresh(session.refreshToken).code == 401)
            }
            #expect(try await app.tryLogin("lin", password: phone.password).code == 401)
            #expect(try await app.tryLogin("lin", password: "a new password").code == 200)
        }
    }

    @Test func `of two new passwords at once the old one is good for one only`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let change: @Sendable (String) async throws -> Int? = { new in
                try await lin.post(
                    "/auth/password",
                    ["old_password": .string(lin.password), "new_password": .string(new)]
                )
                .code
            }

            async let first = change("the first password")
            async let second = change("the second password")
            let codes = try await [first, second]

            #expect(codes.count { $0 == 200 } == 1)
            let (kept, lost) =
                codes[0] == 200
                ? ("the first password", "the second password") : ("the second password", "the first password")
            #expect(try await app.tryLogin("lin", password: kept).code == 200)
            #expect(try await app.tryLogin("lin", password: lost).code == 401)
        }
    }

    @Test func `the old password has to be right for a new one`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let wrong = try await lin.post(
                "/auth/password",
                ["old_password": "not the password", "new_password": "a new password"]
            )
            let short = try await lin.post(
                "/auth/password",
                ["old_password": .string(lin.password), "new_password": "short"]
            )

            #expect(wrong.code == 400)
            #expect(wrong.faultyFields == ["old_password"])
            #expect(short.faultyFields == ["new_password"])
            #expect(try await lin.get("/auth/me").code == 200)
        }
    }

    @Test func `one changes one's name and address, but not to somebody else's`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            _ = try await app.signUp("mei")

            let renamed = try await lin.put("/auth/me", ["username": "林黛玉", "email": "lin@example.org"])
            let takenName = try await lin.put("/auth/me", ["username": "MEI"])
            let takenAddress = try await lin.put("/auth/me", ["email": "Mei@example.com"])
            let takenBoth = try await lin.put("/auth/me", ["username": "mei", "email": "mei@example.com"])
            let takenNameAlone = try await lin.put("/auth/me", ["username": "mei", "email": "lin@example.org"])
            let same = try await lin.put("/auth/me", [:])

            #expect(renamed.data["username"] == "林黛玉")
            #expect(renamed.data["email"] == "lin@example.org")
            #expect(takenName.faultyFields == ["username"])
            #expect(takenAddress.faultyFields == ["email"])
            #expect(takenBoth.faultyFields == ["username", "email"])
            #expect(takenNameAlone.faultyFields == ["username"], "one's own address is no fault")
            #expect(same.data == renamed.data)
            #expect(try await app.tryLogin("林黛玉", password: lin.password).code == 200)
            #expect(try await app.tryLogin("lin", password: lin.password).code == 401)
        }
    }
}

extension SessionTests {
    @Test func `of two changes at once neither undoes the other`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let asRead = try await app.services.accounts.user(bearing: lin.accessToken[...])
            try await lin.put("/auth/me", ["username": "daiyu"])

            let changed = try await app.services.accounts.change(asRead, username: nil, email: "lin@example.org")

            #expect(changed.username == "daiyu")
            #expect(changed.email == "lin@example.org")
        }
    }
}

extension TestApp {
    @discardableResult
    func refresh(_ token: String) async throws -> Answer {
        try await send(.post, "/api/v1/auth/refresh", headers: ["Authorization": "Bearer \(token)"])
    }
}
