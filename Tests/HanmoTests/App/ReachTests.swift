import Database
import JSON
import Testing

@testable import Hanmo

/// Lists that go back no further than 10,000 rows say so, and only where something lies behind them.
@Suite struct ReachTests {
    /// Makes so many acts in the audit log, beside those that there are.
    private func act(_ count: Int, in app: TestApp) async throws {
        try await app.arrange(
            """
            INSERT INTO audit_entries (act, actor_id, actor_name, target_type, target_id, details, created_at)
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
            SELECT 'user.change', 1, 'wang', 'user', '1', '{}', n FROM numbers
            """
        )
    }

    @Test func `a page behind all that a list shows is refused, where there is more`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await act(PageStore.limit + 1, in: app)

            let last = try await admin.get("/admin/audit?act=user.change&page=100&page_size=100")
            let behind = try await admin.get("/admin/audit?act=user.change&page=101&page_size=100")
            let odd = try await admin.get("/admin/audit?act=user.change&page=334&page_size=30")
            let other = try await admin.get("/admin/audit?act=user.create&page=101&page_size=100")

            #expect(last.items.count == 100)
            #expect(last.data["total"] == 10_000)
            #expect(odd.items.count == 10)
            #expect(behind.code == 400)
            #expect(behind.faultyFields == ["page"])
            #expect(behind.json["message"]?.string?.contains("10000 条，即到第 100 页") == true)
            #expect(try await admin.get("/admin/audit?act=user.change&page=335&page_size=30").code == 400)
            #expect(other.code == 200)
        }
    }

    @Test func `a list that is shown whole has empty pages behind its end, however full it is`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await act(PageStore.limit, in: app)

            let behind = try await admin.get("/admin/audit?act=user.change&page=101&page_size=100")
            let far = try await admin.get("/admin/audit?act=user.change&page=1000000000")

            #expect(behind.code == 200)
            #expect(behind.items == [])
            #expect(behind.data["total"] == 10_000)
            #expect(far.code == 200)
        }
    }

    @Test func `so do lists that are put together from several`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await app.arrange(
                """
                INSERT INTO orders (number, kind, user_id, original_fen, amount_fen, credits, method, status, created_at)
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10001)
                SELECT 'R' || n, 'recharge', \(lin.id), 10, 10, 1, 'alipay', 'closed', n FROM numbers
                """
            )
            try await app.arrange(
                """
                INSERT INTO users (username, username_key, email, email_key, password_hash, role, referral_code, created_at)
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10001)
                SELECT 'b' || n, 'b' || n, 'c' || n || '@x.org', 'c' || n || '@x.org', '', 'user', 'b' || n, n
                  FROM numbers
                """
            )
            try await app.arrange(
                """
                INSERT INTO jobs (kind, payload, state, attempts, max_attempts, run_at, created_at)
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10001)
                SELECT 'test.note', '{}', 'done', 1, 1, 0, n FROM numbers
                """
            )

            for path in [
                "/admin/users/\(lin.id)/orders?", "/admin/orders?", "/admin/users?", "/admin/users?search=b&",
                "/admin/users?search=@x.org&", "/admin/jobs?kind=test.note&",
            ] {
                #expect(try await admin.get("\(path)page=100&page_size=100").items.count == 100, "\(path)")
                #expect(try await admin.get("\(path)page=100&page_size=100").data["total"] == 10_000, "\(path)")
                #expect(try await admin.get("\(path)page=101&page_size=100").faultyFields == ["page"], "\(path)")
            }
        }
    }
}
