import Testing

@testable import Hanmo

/// Searches, which read all of a user's texts.
@Suite struct SearchTests {
    @Test func `nobody has more than two under way, and nobody waits for another's`() {
        let searches = Searches(limit: Searches.usualLimit)

        #expect([1, 1, 1, 2].map { searches.begin(by: $0) } == [true, true, false, true])
        searches.end(by: 1)
        #expect([1, 1].map { searches.begin(by: $0) } == [true, false])
    }

    @Test func `letters of the alphabet are the same small and great, others are not`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 20)
            _ = try await lin.create(title: "Über", content: "用 Swift 写")
            _ = try await lin.create(title: "文", content: "ÜBER SWIFT")

            #expect(try await lin.creations("?keyword=swift") == ["文", "Über"])
            #expect(try await lin.creations("?keyword=SWIFT%20%E5%86%99") == ["Über"])
            #expect(try await lin.creations("?keyword=%C3%9Cber") == ["文", "Über"])
            #expect(try await lin.creations("?keyword=%C3%BCber") == [])
        }
    }
}
