import Database
import Testing

@testable import Hanmo

extension TestApp {
    /// Fails the test where a generation is neither kept nor refunded, where the books don't add up, or where a job is left.
    func expectNothingLeftOver() async throws {
        #expect(provider.heldWorkCount == 0, "the story ended while a provider was still held")
        provider.dropHeldWork()
        try await untilNothingRuns()
        for rule in TestApp.booksThatAddUp {
            let offenders = try await services.database.read { connection in
                try connection.all(rule.offenders) { $0.int(0) }
            }
            #expect(offenders.isEmpty, "\(rule.promise)")
        }
    }

    /// Each query finds what breaks the promise; none may find anything.
    private static let booksThatAddUp: [(promise: String, offenders: SQL)] = [
        ("no generation is left running", "SELECT id FROM generations WHERE state = 'running'"),
        (
            "every balance is the sum of its ledger",
            """
            SELECT u.id
              FROM users u
             WHERE u.credit_balance <> (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.user_id = u.id)
            """
        ),
        (
            "the count of a user's ledger entries is the number of them",
            """
            SELECT u.id
              FROM users u
             WHERE u.entry_count <> (SELECT count(*) FROM credit_entries e WHERE e.user_id = u.id)
            """
        ),
        (
            "every ledger entry says what was left after it",
            """
            SELECT id
              FROM (SELECT id, balance_after, sum(amount) OVER (PARTITION BY user_id ORDER BY id) AS balance
                      FROM credit_entries) AS entries
             WHERE balance_after <> balance
            """
        ),
        (
            "a generation that was kept is paid for, and one that failed is refunded",
            """
            SELECT g.id
              FROM generations g
             WHERE (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.generation_id = g.id)
                   <> CASE g.state WHEN 'completed' THEN -g.cost ELSE 0 END
            """
        ),
        (
            "the count of a user's creations is the number of them",
            """
            SELECT t.user_id
              FROM creation_totals t
             WHERE t.total <> (SELECT count(*)
                                 FROM creations c
                                WHERE c.user_id = t.user_id AND c.type = t.type
                                  AND coalesce(c.tool_type, '') = t.tool_type)
            """
        ),
        (
            "every job is done or cancelled, but for those that come again and again",
            """
            SELECT id
              FROM jobs
             WHERE state IN ('queued', 'running', 'parked') AND coalesce(unique_key, '') <> 'recurring'
            """
        ),
    ]
}
