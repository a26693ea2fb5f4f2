import Database
import Foundation
import JSON
import NIOCore
import PostgresForTests
import Storage
import Synchronization
import Testing

@testable import Hanmo

/// The promise kept here: `hanmo check` finds what is wrong, says where, and finds nothing where nothing is.
@Suite struct CheckTests {
    @Test func `a sound installation is well, and every question has a line`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin", credits: 30)
            _ = try await app.keepFile("a picture", of: lin)

            let findings = try await check()

            #expect(findings.wrong == [], "\(findings.map(\.line))")
            #expect(
                findings.map(\.subject)
                    == [
                        "schema", "database", "secret", "ledger", "codes", "coupons", "activities", "referrals",
                        "generations", "jobs", "files", "objects",
                    ]
            )
            let lines = Dictionary(uniqueKeysWithValues: findings.map { ($0.subject, $0.line) })
            #expect(lines["ledger"] == "ok    ledger: 2 entries, 20 credits, 2 balances that agree with them")
            #expect(lines["files"]?.hasPrefix("ok    files: 1 files, each with its object in folder ") == true)
        }
    }

    @Test func `a secret that the installation does not go by is wrong, and so is none`() async throws {
        try await withChecks { app, check in
            #expect(try await check(secret: nil).wrong == [])
            #expect(try await check().text("secret").hasPrefix("none is noted yet"))
            try await Recognition.first.recognise(TestApp.secret, in: app.services.database)

            #expect(try await check().wrong == [])
            #expect(try await check(secret: nil).wrong == ["secret"])
            let other = Array("another secret of 32 bytes or more".utf8)
            #expect(try await check(secret: other).wrong == ["secret"])
            #expect(try await check(secret: other).text("secret").contains("HANMO_SECRET"))
        }
    }

    @Test func `a balance that is not the sum of its ledger is wrong`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin", credits: 30)
            try await app.arrange("UPDATE users SET credit_balance = 31 WHERE id = \(lin.id)")

            #expect(try await check().wrong == ["ledger"])
            #expect(try await check().text("ledger").hasSuffix("the sum of their entries: \(lin.id)"))

            try await app.arrange("UPDATE users SET credit_balance = 30 WHERE id = \(lin.id)")
            #expect(try await check().wrong == [])
        }
    }

    @Test func `a code whose gift has not arrived is wrong, and so is a batch that has lost one`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(2, ["name": "礼", "credits": 5])
            let days = try await app.makeCodes(1, ["name": "卡", "membership_days": 5])
            try await lin.redeem(codes[0])
            try await lin.redeem(days[0])
            #expect(try await check().wrong == [])
            #expect(try await check().text("codes").hasPrefix("2 redeemed"))

            try await app.arrange("UPDATE redemption_batches SET credits = 6 WHERE id = 1")
            #expect(try await check().wrong == ["codes"])
            #expect(try await check().text("codes").hasSuffix("of their batch: 1"))
            try await app.arrange("UPDATE redemption_batches SET credits = 5, code_count = 3 WHERE id = 1")
            #expect(try await check().text("codes").hasSuffix("as they say: 1"))
            try await app.arrange("UPDATE redemption_batches SET code_count = 2 WHERE id = 1")

            try await app.arrange("UPDATE membership_periods SET redemption_id = 1")
            #expect(try await check().wrong == ["codes"])
            try await app.arrange("UPDATE membership_periods SET redemption_id = 3")
            #expect(try await check().wrong == [])
        }
    }

    @Test func `a coupon that counts wrongly, or is held by an order that has ended, is wrong`() async throws {
        try await withChecks { app, check in
            try await app.admin().makeCoupon("A")
            let order = try await app.signUp("lin").order(with: "A")
            #expect(try await check().text("coupons").hasPrefix("1 claimed, 0 used"))

            try await app.arrange("UPDATE coupons SET claim_count = 2")
            #expect(try await check().wrong == ["coupons"])
            #expect(try await check().text("coupons").hasSuffix("than they say: A"))

            try await app.arrange("UPDATE coupons SET claim_count = 1")
            try await app.arrange("UPDATE orders SET status = 'closed'")
            #expect(try await check().wrong == ["coupons"])
            #expect(try await check().text("coupons") == "1 held by orders that are not open: \(order)")

            try await app.arrange("UPDATE orders SET status = 'pending'")
            #expect(try await check().wrong == [])
        }
    }

    @Test func `a grant or a reward that the ledger does not have, and a gift that counts wrong, are wrong`()
        async throws
    {
        try await withChecks { app, check in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let gift = try await admin.offer("credit_gift", ["credits": 10])
            try await lin.participate(in: gift)
            try await app.signUp("mei", broughtBy: lin).recharge()
            let findings = try await check()
            #expect(findings.wrong == [])
            #expect(findings.text("activities") == "1 grants, 10 credits, each with its entry in the ledger")
            #expect(
                findings.text("referrals") == "1 referrals, 50 credits, each reward with its entry in the ledger"
            )

            try await app.arrange("UPDATE activity_grants SET credits = 11")
            #expect(try await check().wrong == ["activities"])
            try await app.arrange("UPDATE activity_grants SET credits = 10")
            try await app.arrange("UPDATE activities SET participant_count = 2")
            #expect(try await check().text("activities").hasPrefix("1 gifts that count other participants"))
            try await app.arrange("UPDATE activities SET participant_count = 1")
            try await app.arrange("UPDATE referrals SET reward = 51")
            #expect(try await check().wrong == ["referrals"])
            try await app.arrange("UPDATE referrals SET reward = 50")
        }
    }

    @Test func `a generation whose lease is long over is wrong, one that runs is not`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin")
            try await app.arrange(
                """
                INSERT INTO generations (user_id, kind, model_id, state, cost, started_at, lease_until)
                VALUES (\(lin.id), 'text', 1, 'running', 0, 0, \(SQL.serverNow) - 60000)
                """
            )
            #expect(try await check().wrong == [])

            try await app.arrange("UPDATE generations SET lease_until = \(SQL.serverNow) - 3700000")
            #expect(try await check().wrong == ["generations"])

            try await app.arrange("UPDATE generations SET state = 'failed'")
        }
    }

    @Test func `a job whose runner is gone or was ended is wrong`() async throws {
        try await withChecks { app, check in
            try await app.arrangeRunningJob(of: 77)
            #expect(try await check().wrong == ["jobs"])

            try await app.arrange(
                "INSERT INTO job_runners (id, name, started_at, ended_at) VALUES (77, 'a dead one', 0, 1)"
            )
            #expect(try await check().wrong == ["jobs"])
            #expect(try await check().text("jobs").contains("1 running that no process owns"))

            try await app.arrange("DELETE FROM jobs WHERE owner = 77")
        }
    }

    @Test func `a job whose runner gives no sign of life is wrong, one whose runner does is not`() async throws {
        try await withChecks { app, check in
            try await app.arrange("INSERT INTO job_runners (id, name, started_at) VALUES (77, 'silent', 0)")
            try await app.arrangeRunningJob(of: 77)

            let looks = Atomic(0)
            let ofSilent = try await check { looks.add(1, ordering: .relaxed) }
            #expect(ofSilent.wrong == ["jobs"])
            #expect(ofSilent.text("jobs").contains("1 running whose process gives no sign of life"))
            #expect(looks.load(ordering: .relaxed) >= 20, "the others wait for 20 seconds at least")

            let ofLiving = try await check { try await app.arrange("UPDATE job_runners SET beats = beats + 1") }
            #expect(ofLiving.wrong == [])

            try await app.arrange("DELETE FROM jobs WHERE owner = 77")
        }
    }

    @Test func `a file whose object is gone or is another one is wrong`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin", credits: 20)
            let lost = try await app.keepFile("a picture", of: lin)
            let kept = try await app.keepFile("another", of: lin)
            try await app.services.files.storage.delete(lost.info.key)

            let findings = try await check()
            #expect(findings.wrong == ["files"])
            #expect(findings.text("files").hasSuffix(": \(lost.info.key)"))

            try await app.services.files.storage.put(ByteBuffer(string: "half of ano"), at: kept.info.key)
            #expect(try await check().text("files").hasPrefix("2 files whose object is missing or damaged"))
        }
    }

    @Test func `where the folder is not there every file is missing`() async throws {
        try await withChecks { app, _ in
            let lin = try await app.signUp("lin", credits: 10)
            let file = try await app.keepFile("a picture", of: lin)
            let database = try DirectDatabase(app.services.settings.databaseURL, as: .reader, clock: { 0 })

            var check = ObjectCheck(database, nil, now: 0)
            let outcome = try await check.run()

            try database.close()
            #expect(outcome.missing == [file.info.key.rawValue])
        }
    }

    @Test func `an old object that no creation has is wrong, unless a job is about to delete it`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin", credits: 10)
            _ = try await app.keepFile("a picture", of: lin)
            let storage = app.services.files.storage
            let key = try storage.newKey("images", extension: "png")
            try await storage.put(ByteBuffer(string: "nobody's"), at: key)

            // Its generation may be about to settle.
            #expect(try await check(at: .young).wrong == [])
            let findings = try await check()
            #expect(findings.wrong == ["objects"])
            #expect(findings.text("objects") == "1 objects that no creation has: \(key)")

            let job = try await app.services.database.write { connection in
                try app.services.jobs.enqueue(FileDeletion(keys: [key.rawValue]), in: connection)
            }
            #expect(try await check().wrong == [])
            try await app.arrange("UPDATE jobs SET state = 'cancelled', lane = NULL WHERE id = \(job)")
            #expect(try await check().wrong == ["objects"])
        }
    }

    @Test func `more rows and objects than one page has are all looked at`() async throws {
        try await withChecks { app, check in
            let lin = try await app.signUp("lin", credits: 10)
            let file = try await app.keepFile("a picture", of: lin)
            let storage = app.services.files.storage
            for number in 0..<600 {
                let key = try ObjectKey("images/\(number % 10)/\(number).png")
                let info = try await storage.put(ByteBuffer(string: "\(number)"), at: key)
                if number == 300 { continue }
                try await app.services.database.write { connection in
                    try app.services.files.keep(info, of: file.creation, by: lin.id, in: connection)
                }
            }
            try await storage.delete(ObjectKey("images/9/599.png"))

            let findings = try await check()

            #expect(findings.wrong == ["files", "objects"])
            #expect(findings.text("files").hasSuffix(": images/9/599.png"))
            #expect(findings.text("objects").hasSuffix(": images/0/300.png"))
        }
    }

    @Test func `a database of another version is told of, and not asked what it can't answer`() async throws {
        try await withChecks { app, check in
            let last = try await app.number("SELECT max(number) FROM schema_migrations")
            try await app.arrange("DELETE FROM schema_migrations WHERE number = \(last)")
            let older = try await check()
            #expect(older.map(\.subject) == ["schema", "database"])
            #expect(older.wrong == ["schema"])
            #expect(older.text("schema").contains("hanmo migrate"))

            for number in [last, last.map { $0 + 1 }] {
                try await app.arrange(
                    "INSERT INTO schema_migrations (number, name, applied_at) VALUES (\(number), 'again', 0)"
                )
            }
            #expect(try await check().text("schema").hasPrefix("of a newer version"))
        }
    }

    @Test func `a rule that the database does not keep is told of`() async throws {
        guard TestServer.isPostgres else { return }
        try await withChecks { app, check in
            try await app.arrange("ALTER TABLE files ADD CONSTRAINT odd CHECK (size_bytes >= 0) NOT VALID")

            #expect(try await check().wrong == ["database"])
        }
    }
}

/// Asks the questions of `hanmo check` beside a running installation.
private struct Checks: Sendable {
    enum Moment {
        case young
        case old
    }

    let app: TestApp

    /// - Parameters:
    ///   - moment: whether what was stored a moment ago counts as old.
    ///   - secret: what is given to the command; `nil` where nothing is.
    ///   - pause: what happens between two looks at runners.
    func callAsFunction(
        at moment: Moment = .old,
        secret: [UInt8]? = TestApp.secret,
        pause: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [Check.Finding] {
        let settings = app.services.settings
        let database = try DirectDatabase(settings.databaseURL, as: .reader, clock: { 0 })
        // The objects' moments are the file system's.
        let clock = Clock { moment == .old ? Int.max : 0 }
        var check = Check(
            database: database,
            secrets: secret.map(Secrets.init),
            storage: app.services.files.storage,
            clock: clock
        )
        check.pause = pause
        var findings: [Check.Finding] = []
        try await check.run { findings.append($0) }
        try database.close()
        return findings
    }
}

/// An installation in a file that another connection can open.
private func withChecks(_ body: @escaping @Sendable (TestApp, Checks) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hanmo-check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withTestApp(
        adjusting: { settings, _ in
            if !TestServer.isPostgres { settings.databaseURL = "sqlite:\(folder.path)/hanmo.db" }
        },
        { app in try await body(app, Checks(app: app)) }
    )
}

extension [Check.Finding] {
    fileprivate var wrong: [String] { filter { !$0.isWell }.map(\.subject) }

    fileprivate func text(_ subject: String) -> String { first { $0.subject == subject }?.text ?? "" }
}

extension TestApp {
    fileprivate func arrangeRunningJob(of runner: Int) async throws {
        try await arrange(
            """
            INSERT INTO jobs (kind, payload, state, run_at, attempts, max_attempts, owner, created_at)
            VALUES ('test.note', '{}', 'running', 0, 1, 3, \(runner), 0)
            """
        )
    }
}
