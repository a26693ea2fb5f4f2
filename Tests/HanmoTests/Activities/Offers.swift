import HTTPTypes
import JSON
import Testing

@testable import Hanmo

extension Person {
    /// Creates an activity, which runs from today until a month from now where nothing else is said.
    @discardableResult
    func tryOffer(_ type: String, _ config: JSON, _ more: JSON = [:]) async throws -> Answer {
        let usual: JSON = [
            "name": "迎新", "type": .string(type), "description": "限时", "config": config,
            "start_time": "2026-01-22T00:00:00", "end_time": "2026-02-22T23:59:59",
        ]
        return try await post("/operation/activities", usual.with(more))
    }

    /// The number of a new activity.
    @discardableResult
    func offer(_ type: String, _ config: JSON, _ more: JSON = [:]) async throws -> Int {
        let reply = try await tryOffer(type, config, more)
        return try #require(reply.data["id"]?.int, "\(reply.text)")
    }

    @discardableResult
    func participate(in activity: Int, key: String? = nil) async throws -> Answer {
        try await post(
            "/operation/activities/\(activity)/participate",
            headers: key.map { ["Idempotency-Key": $0] } ?? [:]
        )
    }

    /// An activity as this person sees it.
    func activity(_ id: Int) async throws -> JSON {
        try await get("/operation/activities/\(id)").data
    }

    /// Whoever has got something of an activity, from the first to the last, with what it brought: `lin +100`.
    func participants(of id: Int) async throws -> [String] {
        try await get("/operation/activities/\(id)/participants?page_size=100").items.reversed().map { grant in
            "\(grant["username"]?.string ?? "") +\(grant["credits"]?.int ?? 0)"
        }
    }
}

extension TestApp {
    /// How often each code was answered, of so many requests at once.
    func atOnce(_ count: Int, _ act: @escaping @Sendable (Int) async throws -> Answer) async throws -> [Int: Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count { group.addTask { try await act(number).code ?? 0 } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }
}
