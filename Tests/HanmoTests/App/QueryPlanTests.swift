import Database
import Gateways
import HTTPTypes
import JSON
import NIOHTTP1
import PostgresForTests
import Providers
import Testing

@testable import Hanmo

/// The promise kept here: no request ever makes the database look through a whole table.
@Suite struct QueryPlanTests {
    /// What may be scanned, because it stays small whatever the installation grows to.
    private static let boundedScans: [(step: String, statement: String, reason: String)] = [
        ("SCAN a", "FROM activities a", "an installation has a handful of activities"),
        ("SCAN activities", "FROM activities", "an installation has a handful of activities"),
        ("USE TEMP B-TREE FOR ORDER BY", "FROM activities a", "an installation has a handful of activities"),
        ("Sort", "FROM activities a", "an installation has a handful of activities"),
        ("Seq Scan on activities", "FROM activities a", "an installation has a handful of activities"),
        ("SCAN ai_models", "FROM ai_models", "an installation has a handful of models"),
        ("Sort", "FROM ai_models", "an installation has a handful of models"),
        ("Seq Scan on ai_models", "FROM ai_models", "an installation has a handful of models"),
        ("SCAN c", "FROM coupons", "administrators make coupons by hand"),
        ("Seq Scan on coupons", "FROM coupons", "administrators make coupons by hand"),
        ("SCAN users USING INDEX users_administrators", "role = 'admin'", "an index of administrators alone"),
        ("SCAN CONSTANT ROW", "SELECT 1", "a row that is no table's"),
        ("SCAN job_runners", "FROM job_runners", "there is one runner for each process"),
        ("Seq Scan on job_runners", "FROM job_runners", "there is one runner for each process"),
        ("SCAN counted", "FROM jobs", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM payment_notices", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM payment_differences", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM payment_refunds", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM referrals", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM users", "what a range of an index has found, which its limit bounds"),
        ("SCAN 2 CONSTANT ROWS", "INSERT INTO redemption_codes", "the rows that are inserted"),
        ("SCAN 500 CONSTANT ROWS", "INSERT INTO redemption_codes", "the rows that are inserted"),
        ("SCAN counted", "FROM redemption_batches", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM audit_entries", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM orders", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM coupon_claims", "what a range of an index has found, which its limit bounds"),
        ("SCAN counted", "FROM redemption_codes", "what a range of an index has found, which its limit bounds"),
        ("USE TEMP B-TREE FOR GROUP BY", "GROUP BY kind, tool", "a day's generations, found by a range of an index"),
        ("USE TEMP B-TREE FOR GROUP BY", "GROUP BY model_id", "a day's generations, likewise"),
        ("USE TEMP B-TREE FOR ORDER BY", "ORDER BY seen_at DESC, id DESC", "a user's last twenty networks"),
        ("Sort", "ORDER BY seen_at DESC, id DESC", "a user's last twenty networks"),
        ("Incremental Sort", "ORDER BY seen_at DESC, id DESC", "a user's last twenty networks"),
        ("SCAN g", "SELECT max(g.created_at)", "an activity's last grants, which a range of an index has found"),
        ("USE TEMP B-TREE FOR count(DISTINCT)", "count(DISTINCT user_id)", "a day's generations, likewise"),
        ("SCAN events", "ORDER BY place LIMIT", "the oldest so many, by the primary key"),
        ("SCAN oldest", "DELETE FROM events", "the oldest so many"),
        ("Subquery Scan on oldest", "DELETE FROM events", "the oldest so many"),
        // SQLite plans to look for children of a new row, and skips that (FkIfZero) unless a key is violated already.
        ("SCAN generations", "INSERT INTO users", "a new user has no generations"),
        ("SCAN generations", "INSERT INTO ai_models", "a new model has no generations"),
        ("SCAN referrals", "INSERT INTO orders", "a new order has rewarded nobody"),
        ("SCAN referrals", "INSERT INTO activities", "a new activity has rewarded nobody"),
        ("SCAN activity_grants", "INSERT INTO users", "a new user has been given nothing"),
    ]
    /// Fewer statements than this were not the whole product.
    private static let leastStatements = 30

    @Test func `no statement of any route scans a table or sorts by hand`() async throws {
        let seen = Recorder<String>()
        try await withTestApp(
            areTablesNew: true,
            adjusting: { settings, parts in
                settings.trustedProxies = [TrustedProxies.Network("127.0.0.1")!]
                settings.referralDailyLimit = 1
                parts.onStatement = { seen.record($0) }
            }
        ) { app in
            seen.forget()
            try await app.touchEveryRoute()
            let statements = Set(seen.recorded)
            try app.expectEveryRouteWasTouched()

            #expect(statements.count >= QueryPlanTests.leastStatements)
            for statement in statements {
                for step in try await app.services.database.queryPlan(statement) {
                    let isSlow =
                        ["SCAN", "Seq Scan", "Sort", "Incremental Sort"].contains(where: step.hasPrefix)
                        || step.contains("TEMP B-TREE")
                    let isBounded = QueryPlanTests.boundedScans.contains {
                        step.hasPrefix($0.step) && statement.contains($0.statement)
                    }
                    #expect(!isSlow || isBounded, "\(step) in: \(statement)")
                }
            }
        }
    }

    @Test func `a scan would be noticed`() async throws {
        try await withTestApp(areTablesNew: true) { app in
            let placeholder = TestServer.isPostgres ? "$1" : "?1"
            let plan = try await app.services.database.queryPlan(
                "SELECT id FROM users WHERE credit_balance = \(placeholder)"
            )

            #expect(plan.contains { $0.hasPrefix("SCAN users") || $0.hasPrefix("Seq Scan on users") })
        }
    }
}
