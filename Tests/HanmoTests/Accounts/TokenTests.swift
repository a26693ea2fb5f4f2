import HTTPTypes
import Database
import Foundation
import JSON
import Testing

@testable import Hanmo

@Suite struct TokenTests {
    @Test func `a token that is not ours is refused, however it was made`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let parts = lin.accessToken.split(separator: ".").map(String.init)
            let foreign = await Tokens(
                secrets: Secrets(Array("the secret of another installation".utf8)),
                clock: app.services.clock
            )
            let session = try #require(try await app.number("SELECT max(id) FROM sessions"))
            let payload = try #require(TokenTests.decoded(parts[1]))
            let forged = payload.replacing("\"sub\":\"\(lin.id)\"", with: "\"sub\":\"1\"")
            #expect(forged != payload)
            let none = TokenTests.encoded(#"{"alg":"none","typ":"JWT"}"#)
            let other = TokenTests.encoded(#"{"alg":"HS512","typ":"JWT"}"#)

            let tokens = [
                "foreign key": try await foreign.sign(.access, user: lin.id, session: session),
                "alg none": "\(none).\(parts[1]).",
                "alg none, signed": "\(none).\(parts[1]).\(parts[2])",
                "alg none of an administrator": "\(none).\(TokenTests.encoded(forged)).",
                "another algorithm": "\(other).\(parts[1]).\(parts[2])",
                "changed payload": "\(parts[0]).\(TokenTests.encoded(forged)).\(parts[2])",
                "no signature": "\(parts[0]).\(parts[1]).",
                "cut": String(lin.accessToken.dropLast()),
                "one more part": "\(lin.accessToken).\(parts[2])",
                "one part": parts[0],
                "dots": "..",
                "nothing": "",
                "a word": "token",
                "no base64": "!!!.???.***",
                "long": String(repeating: "a", count: 10_000),
            ]
            for (name, token) in tokens {
                let reply = try await app.send(
                    .get,
                    "/api/v1/auth/me",
                    headers: ["Authorization": "Bearer \(token)"]
                )
                #expect(reply.text == #"{"code":401,"message":"未认证","data":null}"#, "\(name)")
                #expect(reply.header("WWW-Authenticate") == "Bearer", "\(name)")
            }
        }
    }

    @Test(arguments: ["", "Basic", "Basic bGluOmxpbg==", "Bearer", "Bearer ", "Token", "bearer:"])
    func `an authorization that carries no bearer token is none`(authorization: String) async throws {
        try await withTestApp { app in
            let reply = try await app.send(.get, "/api/v1/auth/me", headers: ["Authorization": authorization])

            #expect(reply.code == 401)
        }
    }

    @Test(arguments: [("Bearer ", ""), ("bearer ", ""), ("BEARER ", ""), ("Bearer ", " "), ("Bearer ", "\t ")])
    func `neither the scheme's case matters nor white space behind the token`(
        before: String,
        after: String
    )
        async throws
    {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await app.send(
                .get,
                "/api/v1/auth/me",
                headers: ["Authorization": "\(before)\(lin.accessToken)\(after)"]
            )

            #expect(reply.code == 200)
        }
    }

    @Test func `a token of a session that belongs to somebody else is refused`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let session = try #require(try await app.number("SELECT id FROM sessions WHERE user_id = \(lin.id)"))

            let token = try await app.services.tokens.sign(.access, user: mei.id, session: session)
            let reply = try await app.send(.get, "/api/v1/auth/me", headers: ["Authorization": "Bearer \(token)"])

            #expect(reply.code == 401)
        }
    }

    @Test func `an installation's own command token acts as an administrator for a minute`() async throws {
        try await withTestApp { app in
            let token = try await app.services.tokens.sign(.command, user: 0, session: 0)
            func create(_ name: String) async throws -> Answer {
                try await app.send(
                    .post,
                    "/api/v1/admin/users",
                    json: [
                        "username": .string(name), "email": .string("\(name)@example.com"),
                        "password": "a fine password",
                    ],
                    headers: ["Authorization": "Bearer \(token)"]
                )
            }

            let inTime = try await create("lin")
            app.clock.advance(minutes: 1)
            let tooLate = try await create("mei")

            #expect([inTime.code, tooLate.code] == [200, 401])
        }
    }

    private static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decoded(_ part: String) -> String? {
        let base64 = part.replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: padded).map { String(decoding: $0, as: UTF8.self) }
    }
}
