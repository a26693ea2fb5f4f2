import HTTPTypes
import JSON
import Testing

@testable import Hanmo

extension TestApp {
    /// Registers somebody who has another's code.
    @discardableResult
    func register(_ username: String, with code: String, from address: String? = nil) async throws -> Answer {
        try await send(
            .post,
            "/api/v1/auth/register",
            json: [
                "username": .string(username), "email": .string("\(username)@example.com"),
                "password": .string("\(username)'s password"), "referral_code": .string(code),
            ],
            headers: address.map { ["X-Forwarded-For": $0] } ?? [:]
        )
    }

    /// Registers somebody whom another has brought, and signs them in.
    func signUp(_ username: String, broughtBy referrer: Person, from address: String? = nil) async throws -> Person {
        let reply = try await register(username, with: try await referrer.code(), from: address)
        #expect(reply.code == 200, "\(reply.text)")
        return try await login(username, password: "\(username)'s password")
    }
}

extension Person {
    func code() async throws -> String {
        try #require(try await get("/auth/me").data["referral_code"]?.string)
    }

    /// Those whom this person has brought, from the first to the last: `mei completed 50`.
    func brought() async throws -> [String] {
        try await get("/operation/referral/records?page_size=100").items.reversed().map { record in
            let name = record["referred_user"]?.string ?? ""
            return "\(name) \(record["status"]?.string ?? "") \(record["reward_amount"]?.int ?? -1)"
        }
    }

    /// Orders credits for 10 yuan and pays them by the bridge.
    @discardableResult
    func recharge() async throws -> String {
        let order = try await order()
        #expect(try await app.report(order, transaction: "T\(order)").code == 200)
        return order
    }
}
