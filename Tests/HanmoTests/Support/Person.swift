import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Somebody who has signed in, and acts through the routes that everybody has.
struct Person: Sendable {
    let app: TestApp
    let id: Int
    let username: String
    let password: String
    var accessToken: String
    var refreshToken: String

    @discardableResult
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: [UInt8]? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let authorization = ["Authorization": "Bearer \(accessToken)"]
        return try await app.send(method, path, body, headers: authorization.merging(headers) { $1 })
    }

    @discardableResult
    func get(_ path: String) async throws -> Answer {
        try await send(.get, "/api/v1\(path)")
    }

    @discardableResult
    func post(_ path: String, _ json: JSON = [:], headers: [String: String] = [:]) async throws -> Answer {
        try await send(.post, "/api/v1\(path)", json.bytes, headers: headers)
    }

    @discardableResult
    func put(_ path: String, _ json: JSON) async throws -> Answer {
        try await send(.put, "/api/v1\(path)", json.bytes)
    }

    @discardableResult
    func delete(_ path: String) async throws -> Answer {
        try await send(.delete, "/api/v1\(path)")
    }

    // MARK: Credits

    func balance() async throws -> Int? {
        try await get("/credit/balance").data["credit_balance"]?.int
    }

    /// The ledger in the order in which it happened, without what the app arranged: `["consume -10", "refund +10"]`.
    func ledger() async throws -> [String] {
        try await get("/credit/transactions?page_size=100").items.reversed().compactMap { entry in
            guard entry["description"]?.string != TestApp.arrangement,
                let type = entry["type"]?.string, let amount = entry["amount"]?.int
            else { return nil }
            return "\(type) \(amount > 0 ? "+" : "")\(amount)"
        }
    }

    // MARK: Writing

    @discardableResult
    func generate(
        _ tool: String = "wechat_article",
        title: String = "春天",
        _ more: JSON = [:],
        key: String? = nil
    ) async throws -> Answer {
        try await post(
            "/writing/\(tool)/generate",
            JSON.object([.init("title", .string(title))]).with(more),
            headers: key.map { ["Idempotency-Key": $0] } ?? [:]
        )
    }

    /// The number of a new creation.
    func create(_ tool: String = "wechat_article", title: String, content: String) async throws -> Int {
        app.provider.answerNext(content)
        let reply = try await generate(tool, title: title, tool == "content_rewrite" ? ["content": "原文"] : [:])
        return try #require(reply.data["creation_id"]?.int)
    }

    /// The titles of one's creations, as the list has them.
    func creations(_ query: String = "") async throws -> [String] {
        try await get("/creations\(query)").items.compactMap { $0["title"]?.string }
    }
}

extension TestApp {
    /// What the ledger says of credits that a test gave.
    static let arrangement = "arranged by the test"

    /// Registers somebody and signs them in; credits are arranged.
    func signUp(_ username: String, credits: Int = 0) async throws -> Person {
        let password = "\(username)'s password"
        let registered = try await register(username, password: password)
        let id = try #require(registered.data["id"]?.int, "\(registered.text)")
        if credits > 0 {
            try await give(credits, to: id)
        }
        return try await login(username, password: password)
    }

    /// Gives credits as if by an administrator's hand.
    func give(_ credits: Int, to user: Int) async throws {
        try await services.database.write { [services] connection in
            try services.credits.give(credits, to: user, because: TestApp.arrangement, by: user, in: connection)
        }
    }

    @discardableResult
    func register(_ username: String, email: String? = nil, password: String = "a fine password") async throws -> Answer
    {
        try await send(
            .post,
            "/api/v1/auth/register",
            json: [
                "username": .string(username), "email": .string(email ?? "\(username)@example.com"),
                "password": .string(password),
            ]
        )
    }

    /// - Parameter name: a name or an e-mail address.
    func login(_ name: String, password: String) async throws -> Person {
        let reply = try await tryLogin(name, password: password)
        let user = try #require(reply.data["user"], "\(reply.text)")
        return Person(
            app: self,
            id: try #require(user["id"]?.int),
            username: try #require(user["username"]?.string),
            password: password,
            accessToken: try #require(reply.data["access_token"]?.string),
            refreshToken: try #require(reply.data["refresh_token"]?.string)
        )
    }

    @discardableResult
    func tryLogin(_ name: String, password: String) async throws -> Answer {
        try await send(
            .post,
            "/api/v1/auth/login",
            json: ["username": .string(name), "password": .string(password)]
        )
    }

    /// The administrator, who was there from the first start on.
    func admin() async throws -> Person {
        try await login(TestApp.administrator.identity.username, password: TestApp.administrator.password)
    }

    /// Makes somebody a member until then (Beijing time), running or ended.
    func arrangeMembership(of person: Person, until moment: String) async throws {
        let end = try TestClock.milliseconds(of: moment)
        try await arrange(
            "UPDATE users SET membership_type = 'monthly', membership_end_at = \(end) WHERE id = \(person.id)"
        )
    }
}
