import Database
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// What administrators make, see once, and take back.
@Suite struct RedemptionBatchTests {
    private static let form: JSON = [
        "name": "新年礼", "credits": 100, "count": 3, "expires_at": "2026-02-22T00:00:00",
    ]

    @Test func `a batch is made, its codes are shown once and stored as hashes`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/admin/redemption-batches", RedemptionBatchTests.form)
            let shown = try await admin.get("/admin/redemption-batches/1")
            let codes = reply.data["codes"]?.array?.compactMap(\.string) ?? []

            #expect(Set(codes).count == 3)
            #expect(codes.allSatisfy { $0.wholeMatch(of: /([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}/) != nil })
            #expect(reply.header("Cache-Control") == "no-store")
            #expect(shown.data["codes"] == nil)
            #expect(
                shown.data
                    == [
                        "id": 1, "name": "新年礼", "credits": 100, "membership_days": nil, "count": 3, "redeemed": 0,
                        "status": "active", "expires_at": "2026-02-22T00:00:00", "revoked_at": nil,
                        "created_at": "2026-01-22T10:00:00",
                    ]
            )
            let hashes = try await app.services.database.read { connection in
                try connection.all("SELECT code_hash FROM redemption_codes ORDER BY id") { $0.bytes(0) }
            }
            #expect(hashes.count == 3)
            for (code, hash) in zip(codes, hashes) {
                #expect(hash.count == 32)
                #expect(!hash.starts(with: Array(code.replacing("-", with: "").utf8)))
            }
            let entry = try #require(try await admin.get("/admin/audit").items.first)
            #expect(entry["act"] == "redemption_batch.create")
            #expect(
                entry["details"]
                    == ["name": "新年礼", "credits": 100, "count": 3, "expires_at": "2026-02-22T00:00:00"]
            )
        }
    }

    @Test func `codes come as a table to whoever asks for one`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let form: JSON = ["name": "体验卡", "membership_days": 30, "count": 2, "expires_at": "2026-02-22T00:00:00"]

            let asked = try await admin.post("/admin/redemption-batches?format=csv", form)
            let accepted = try await admin.post(
                "/admin/redemption-batches",
                RedemptionBatchTests.form,
                headers: ["Accept": "text/csv, application/json;q=0.5"]
            )
            let named = try await admin.post(
                "/admin/redemption-batches?format=json",
                RedemptionBatchTests.form,
                headers: ["Accept": "text/csv"]
            )

            #expect(asked.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(asked.header("Content-Disposition") == "attachment; filename=\"redemption-codes-1.csv\"")
            #expect(asked.header("Cache-Control") == "no-store")
            let lines = asked.text.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.count == 4)
            #expect(lines.first == "code,credits,membership_days,expires_at")
            #expect(lines.last == "")
            #expect(lines[1].hasSuffix(",,30,2026-02-22T00:00:00"))
            let code = try #require(lines[1].split(separator: ",").first)
            #expect(try await app.signUp("lin").redeem(String(code)).code == 200)
            #expect(accepted.text.contains(",100,,2026-02-22T00:00:00\r\n"))
            #expect(named.data["codes"]?.array?.count == 3)
        }
    }

    @Test func `ten thousand codes are made at once, each another one`() async throws {
        try await withTestApp { app in
            let codes = try await app.makeCodes(10_000, ["name": "大批", "credits": 1])

            #expect(Set(codes).count == 10_000)
            #expect(try await app.number("SELECT count(*) FROM redemption_codes WHERE batch_id = 1") == 10_000)
            #expect(try await app.signUp("lin").redeem(codes[9_999]).code == 200)
        }
    }

    @Test func `batches are listed newest first, with how much of each is gone`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(3, ["name": "一", "credits": 1])
            _ = try await app.makeCodes(1, ["name": "二", "credits": 1, "expires_at": "2026-01-22T10:00:29"])
            let third = try await app.makeCodes(2, ["name": "三", "membership_days": 1])
            for code in codes.prefix(2) + third.prefix(1) { try await lin.redeem(code) }
            let revoked = try await admin.post("/admin/redemption-batches/3/revoke", ["reason": "漏了"])
            app.clock.advance(seconds: 30)

            let list = try await admin.get("/admin/redemption-batches")
            let page = try await admin.get("/admin/redemption-batches?page=2&page_size=2")

            #expect(list.items.map { $0["name"] } == ["三", "二", "一"])
            #expect(list.items.map { $0["redeemed"] } == [1, 0, 2])
            #expect(list.items.map { $0["status"] } == ["revoked", "expired", "active"])
            #expect(list.data["total"] == 3)
            #expect(page.items.map { $0["name"] } == ["一"])
            #expect(revoked.data["revoked_at"] == "2026-01-22T10:00:00")
            #expect(
                try await admin.get("/admin/audit").items.first?["details"] == ["reason": "漏了", "revoked_codes": 1]
            )
        }
    }

    @Test func `a batch that is revoked stays so, and what was redeemed stays with its redeemer`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(2, ["name": "礼", "credits": 7])
            try await lin.redeem(codes[0])

            let first = try await admin.post("/admin/redemption-batches/1/revoke", ["reason": "漏了"])
            app.clock.advance(minutes: 1)
            let second = try await admin.post("/admin/redemption-batches/1/revoke", ["reason": "漏了"])

            #expect(first.data == second.data)
            #expect(try await lin.redeem(codes[1]).code == 400)
            #expect(try await lin.balance() == 7)
            #expect(try await admin.post("/admin/redemption-batches/9/revoke", ["reason": "x"]).code == 404)
            #expect(try await admin.get("/admin/redemption-batches/9").code == 404)
            #expect(
                try await app.acts().suffix(2) == [
                    "redemption_batch.create redemption_batch:1", "redemption_batch.revoke redemption_batch:1",
                ]
            )
        }
    }

    /// As a coupon's `valid_until` and an activity's `end_time`.
    @Test func `codes can be redeemed to the end of the second that is named`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(2, ["name": "礼", "credits": 1, "expires_at": "2026-01-22T10:00:00"])

            app.clock.advance(milliseconds: 999)
            let last = try await lin.redeem(codes[0])
            let shown = try await app.admin().get("/admin/redemption-batches/1").data
            app.clock.advance(milliseconds: 1)
            let late = try await lin.redeem(codes[1])

            #expect(last.code == 200)
            #expect(shown["status"] == "active")
            #expect(shown["expires_at"] == "2026-01-22T10:00:00")
            #expect(late.message == "兑换码已过期")
            #expect(try await app.admin().get("/admin/redemption-batches/1").data["status"] == "expired")
        }
    }

    @Test func `batches of an earlier version show the second that was named`() async throws {
        try await withLastingDatabase { url in
            let database = try Database(url)
            try await database.migrate(migrations.filter { $0.number < 17 })
            let moment = try TestClock.milliseconds(of: "2026-01-22T10:00:30")
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO redemption_batches (name, credits, code_count, expires_at, created_at)
                    VALUES ('旧', 1, 1, \(moment), 1)
                    """
                )
                try connection.execute("INSERT INTO redemption_codes (batch_id, code_hash) VALUES (1, \([UInt8(1)]))")
            }
            try await database.close()

            try await withTestApp(adjusting: { settings, _ in
                settings.databaseURL = url
                settings.databaseConnections = TestServer.connections
            }) { app in
                let batch = try await app.admin().get("/admin/redemption-batches/1").data

                #expect(batch["expires_at"] == "2026-01-22T10:00:30")
            }
        }
    }

    @Test(
        arguments: [
            (["count": 0], ["count"]), (["count": 10_001], ["count"]), (["count": 1.5], ["count"]),
            (["credits": 0], ["credits"]), (["credits": -5], ["credits"]), (["credits": 1_000_001], ["credits"]),
            (["credits": nil], ["credits"]), (["membership_days": 5], ["membership_days"]),
            (["credits": nil, "membership_days": 0], ["membership_days"]),
            (["credits": nil, "membership_days": 3651], ["membership_days"]),
            (["expires_at": "2026-01-22T09:59:59"], ["expires_at"]), (["expires_at": "soon"], ["expires_at"]),
            (["expires_at": .string("2026-02-22T00:00:00.\(String(repeating: "0", count: 21))")], ["expires_at"]),
            (["expires_at": nil], ["expires_at"]), (["expires_at": "2036-02-01T00:00:00"], ["expires_at"]),
            (["name": ""], ["name"]), (["name": nil, "count": nil], ["name", "count"]),
        ] as [(JSON, [String])]
    )
    func `what makes no batch is told by name, and none is made`(change: JSON, fields: [String]) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/admin/redemption-batches", RedemptionBatchTests.form.with(change))

            #expect(reply.code == 400)
            #expect(reply.faultyFields == fields)
            #expect(try await admin.get("/admin/redemption-batches").data["total"] == 0)
            #expect(try await app.number("SELECT count(*) FROM redemption_codes") == 0)
        }
    }

    @Test func `a format that there is not is told, and no batch is made`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/admin/redemption-batches?format=xls", RedemptionBatchTests.form)

            #expect(reply.faultyFields == ["format"])
            #expect(try await admin.get("/admin/redemption-batches").data["total"] == 0)
        }
    }

    @Test func `memberships of an earlier version come along, and can still be paid back`() async throws {
        try await withLastingDatabase { url in
            try await makeEarlierVersion(at: url)
            try await withTestApp(adjusting: { settings, _ in
                settings.databaseURL = url
                settings.databaseConnections = TestServer.connections
            }) { app in
                let admin = try await app.admin()
                let lin = try await app.takeOver("lin")
                let code = try await app.makeCodes(1, ["name": "体验卡", "membership_days": 10])[0]

                try await lin.redeem(code)
                let before = try await lin.get("/credit/balance").data["membership_end_date"]
                try await admin.refund("M202601221000001")
                let after = try await lin.get("/credit/balance").data["membership_end_date"]

                #expect(before == "2026-03-04T10:00:00")
                #expect(after == "2026-02-01T10:00:00")
            }
        }
    }

    /// Somebody who has paid for a month from their balance, as the last version before redemption codes stored it.
    private func makeEarlierVersion(at url: String) async throws {
        let now = try TestClock.milliseconds(of: "2026-01-22T10:00:00")
        let end = try TestClock.milliseconds(of: "2026-02-22T10:00:00")
        let database = try Database(url)
        let result: Result<Void, any Error>
        do {
            try await database.migrate(migrations.filter { $0.number < 13 })
            try await database.write { connection in
                let lin = try AccountStore(connection).insert(
                    Identity(username: "lin", email: "lin@example.com"),
                    passwordHash: "",
                    role: .user,
                    referralCode: "LIN",
                    referrer: nil
                )
                let order = try connection.insert(
                    """
                    INSERT INTO orders
                           (number, kind, user_id, original_fen, amount_fen, credits, membership_type, method, status,
                            created_at, paid_at)
                    VALUES ('M202601221000001', 'membership', \(lin), 990, 990, 0, 'monthly', 'balance', 'paid',
                            \(now), \(now))
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO payment_attempts (order_id, gateway, amount_fen, state, created_at)
                    VALUES (\(order), 'balance', 990, 'paid', \(now))
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO membership_periods (user_id, order_id, type, starts_at, ends_at)
                    VALUES (\(lin), \(order), 'monthly', \(now), \(end))
                    """
                )
                try connection.execute(
                    "UPDATE users SET membership_type = 'monthly', membership_end_at = \(end) WHERE id = \(lin)"
                )
                for (type, amount, balance, order) in [("gift", 99, 99, nil), ("membership", -99, 0, order)] {
                    try connection.execute(
                        """
                        INSERT INTO credit_entries
                               (user_id, type, amount, balance_after, description, order_id, created_at)
                        VALUES (\(lin), \(type), \(amount), \(balance), '', \(order), \(now))
                        """
                    )
                }
                try connection.execute("UPDATE users SET entry_count = 2 WHERE id = \(lin)")
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await database.close()
        try result.get()
    }
}
