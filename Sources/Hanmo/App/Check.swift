import AsyncHTTPClient
import Database
import Gateways
import NIOPosix
import Providers
import Storage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `hanmo check`: looks whether an installation is as it should be, also while it is served, and changes nothing.
///
/// - Returns: whether all is well.
public func check() async throws -> Bool {
    let settings = try Settings.load()
    if let path = sqlitePath(settings.databaseURL), !FileManager.default.fileExists(atPath: path) {
        throw CommandFailure("there is no database at \(path)")
    }
    let client = HTTP.client(on: MultiThreadedEventLoopGroup.singleton)
    let result: Result<Bool, any Error>
    do {
        let database = try DirectDatabase(settings.databaseURL, as: .reader, clock: { Clock.system.now })
        var isWell = true
        let secret = settings.secret.isEmpty ? try? DataFolder.knownSecret(in: settings.dataFolder) : settings.secret
        let bridge = BridgeSignature(secret: settings.paymentSecret, secrets: Secrets(settings.secret))
        let check = Check(
            database: database,
            secrets: secret.map(Secrets.init),
            storage: try storage(settings, client),
            gateways: try Merchants(settings, bridge, client, .system).outside,
            clock: .system
        )
        try await check.run { finding in
            isWell = isWell && finding.isWell
            print(finding.line)
        }
        try database.close()
        result = .success(isWell)
    } catch {
        result = .failure(error)
    }
    try? await client.shutdown()
    return try result.get()
}

/// Nil where it is a folder that is not there: opening it would make it.
private func storage(_ settings: Settings, _ client: HTTPClient) throws -> Storage? {
    if settings.storageURL.hasPrefix("file:") {
        let folder = String(settings.storageURL.dropFirst("file:".count))
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
    }
    return try Services.openStorage(settings, client, .system)
}

/// The questions that `hanmo check` asks, each of the database as it stands at that moment.
struct Check {
    let database: DirectDatabase
    /// Nil where none is given.
    let secrets: Secrets?
    /// Nil where its folder is not there.
    let storage: Storage?
    /// Those that are set up.
    var gateways: [(method: PaymentMethod, gateway: any Gateway)] = []
    let clock: Clock
    /// Between two looks at runners that have given no sign of life.
    var pause: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }

    /// As long as a runner may be silent before the others end it, in looks.
    private static let looks = 25
    /// How many faults of one kind are told of.
    private static let limit = 100

    /// What one question found.
    struct Finding: Equatable, Sendable {
        let subject: String
        let isWell: Bool
        let text: String

        var line: String { "\(isWell ? "ok   " : "WRONG") \(subject): \(text)" }
    }

    /// Asks everything; what can't be asked is wrong, too.
    func run(_ tell: (Finding) -> Void) async throws {
        let isCurrent = ask("schema", schema)
        tell(isCurrent)
        tell(ask("database", integrity))
        // The other questions are put to tables as this version makes them.
        guard isCurrent.isWell else { return }
        tell(ask("secret", secret))
        tell(ask("ledger", ledger))
        tell(ask("codes", redemptions))
        tell(ask("coupons", coupons))
        tell(ask("activities", activities))
        tell(ask("referrals", referrals))
        tell(ask("generations", generations))
        tell(await askPatiently("jobs", jobs))
        for finding in await objects() { tell(finding) }
        for finding in await merchants() { tell(finding) }
    }

    private typealias Answer = (isWell: Bool, text: String)

    private func ask(_ subject: String, _ question: () throws -> Answer) -> Finding {
        do {
            let answer = try question()
            return Finding(subject: subject, isWell: answer.isWell, text: answer.text)
        } catch {
            return unanswered(subject, error)
        }
    }

    private func askPatiently(_ subject: String, _ question: () async throws -> Answer) async -> Finding {
        do {
            let answer = try await question()
            return Finding(subject: subject, isWell: answer.isWell, text: answer.text)
        } catch {
            return unanswered(subject, error)
        }
    }

    private func unanswered(_ subject: String, _ error: any Error) -> Finding {
        Finding(subject: subject, isWell: false, text: "could not be looked at: \(explain(error))")
    }

    // MARK: The database

    private func schema() throws -> Answer {
        let found = try database.read { try $0.schemaNumber() }
        let known = migrations.last?.number ?? 0
        switch found {
        case known: return (true, "up to date (\(found)), \(database.description)")
        case 0: return (false, "this is no installation of Hanmo, or hanmo migrate has not made it yet")
        case ..<known: return (false, "of an older version (\(found) of \(known)): hanmo migrate brings it up to date")
        default: return (false, "of a newer version (\(found), this program knows \(known))")
        }
    }

    private func integrity() throws -> Answer {
        let faults = try database.read { try $0.faults(limit: Check.limit) }
        guard let first = faults.first else { return (true, "sound, and every reference leads somewhere") }
        return (false, "\(Check.count(faults.count)) faults, the first: \(first)")
    }

    private func secret() throws -> Answer {
        guard let noted = try database.read({ try SecretStore($0).fingerprint() }) else {
            return (true, "none is noted yet; the next start does that")
        }
        guard let secrets else {
            return (false, "HANMO_SECRET is not given here, and there is no file `secret` in the data folder")
        }
        guard secrets.fingerprint == noted else {
            return (false, "HANMO_SECRET is not the one that this installation goes by: no server starts with it")
        }
        return (true, "the one that this installation goes by")
    }

    // MARK: The rules

    private func ledger() throws -> Answer {
        let audit = try database.read { try CreditStore($0).audit() }
        guard audit.holds else {
            return (
                false,
                "\(Check.count(audit.wrong.count)) users whose balance is not the sum of their entries: "
                    + audit.wrong.listed
            )
        }
        return (true, "\(audit.entries) entries, \(audit.total) credits, \(audit.users) balances that agree with them")
    }

    private func redemptions() throws -> Answer {
        let (wrong, redeemed) = try database.read { connection in
            let store = RedemptionStore(connection)
            return (try store.listWrong(limit: Check.limit), try store.countRedeemed())
        }
        guard wrong.codes.isEmpty else {
            return (
                false,
                "\(Check.count(wrong.codes.count)) codes whose credits or months are not those of their batch: "
                    + wrong.codes.listed
            )
        }
        guard wrong.batches.isEmpty else {
            return (
                false,
                "\(Check.count(wrong.batches.count)) batches that have not as many codes as they say: "
                    + wrong.batches.listed
            )
        }
        return (true, "\(redeemed) redeemed, each with what its batch brings")
    }

    private func coupons() throws -> Answer {
        let (miscounted, stray, counts) = try database.read { connection in
            let store = CouponStore(connection)
            return (
                try store.listMiscounted(limit: Check.limit), try store.listStrayHolds(limit: Check.limit),
                try store.countClaims()
            )
        }
        guard miscounted.isEmpty else {
            return (
                false,
                "\(Check.count(miscounted.count)) claimed or used more often than they may be, or than they say: "
                    + miscounted.listed
            )
        }
        guard stray.isEmpty else {
            return (false, "\(Check.count(stray.count)) held by orders that are not open: \(stray.listed)")
        }
        return (true, "\(counts.claimed) claimed, \(counts.used) used, none held by an order that is not open")
    }

    private func activities() throws -> Answer {
        let (wrong, miscounted, totals) = try database.read { connection in
            let store = GrantStore(connection)
            return (
                try store.listWrong(limit: Check.limit), try store.listMiscounted(limit: Check.limit),
                try store.totals()
            )
        }
        guard wrong.isEmpty else {
            return (false, "\(Check.count(wrong.count)) grants that the ledger does not have: \(wrong.listed)")
        }
        guard miscounted.isEmpty else {
            return (
                false,
                "\(Check.count(miscounted.count)) gifts that count other participants than they have: \(miscounted.listed)"
            )
        }
        return (true, "\(totals.grants) grants, \(totals.credits) credits, each with its entry in the ledger")
    }

    private func referrals() throws -> Answer {
        let (wrong, totals) = try database.read { connection in
            let store = ReferralStore(connection)
            return (try store.listWrong(limit: Check.limit), try store.totals())
        }
        guard wrong.isEmpty else {
            return (false, "\(Check.count(wrong.count)) rewards that the ledger does not have: \(wrong.listed)")
        }
        return (
            true, "\(totals.referrals) referrals, \(totals.credits) credits, each reward with its entry in the ledger"
        )
    }

    private func generations() throws -> Answer {
        let (stray, running) = try database.read { connection in
            let store = GenerationStore(connection)
            return (try store.listStray(limit: Check.limit), try store.countRunning())
        }
        guard stray.isEmpty else {
            return (
                false,
                "\(Check.count(stray.count)) running that nobody works on, to be refunded when a server starts: "
                    + stray.listed
            )
        }
        return (true, "\(running) running, none of them abandoned")
    }

    private func jobs() async throws -> Answer {
        let (ownerless, running, holders) = try database.read { connection in
            let store = JobStore(connection)
            return (
                try store.listOwnerless(limit: Check.limit), try store.countRunning(),
                try store.listHolders(limit: Check.limit)
            )
        }
        guard ownerless.isEmpty else {
            return (false, "\(Check.count(ownerless.count)) running that no process owns: \(ownerless.listed)")
        }
        let silent = try await silent(among: holders)
        guard silent.isEmpty else {
            let held = try database.read { connection in
                try silent.flatMap { try JobStore(connection).listHeld(by: $0.id) }.map(\.id)
            }
            return (
                false,
                "\(held.count) running whose process gives no sign of life, to be taken over when one starts: "
                    + held.listed
            )
        }
        return (true, "\(running) running, each with a process that lives")
    }

    /// The runners that still hold jobs and have not been heard of for as long as the others would wait for them.
    private func silent(among holders: [JobStore.Runner]) async throws -> [JobStore.Runner] {
        var silent = holders
        for _ in 0..<Check.looks where !silent.isEmpty {
            try await pause()
            let now = try database.read { try JobStore($0).listHolders(limit: Check.limit) }
            silent = silent.filter { runner in now.contains { $0.id == runner.id && $0.beats == runner.beats } }
        }
        return silent
    }

    // MARK: The files

    private func objects() async -> [Finding] {
        do {
            var check = ObjectCheck(database, storage, now: clock.now)
            let outcome = try await check.run()
            let place = storage?.description ?? "a folder that is not there"
            let missing = outcome.missing
            let orphaned = outcome.orphaned
            return [
                Finding(
                    subject: "files",
                    isWell: missing.isEmpty,
                    text: missing.isEmpty
                        ? "\(outcome.rows) files, each with its object in \(place)"
                        : "\(Check.count(missing.count, ObjectCheck.limit)) files whose object is missing or damaged in"
                            + " \(place): \(missing.listed)"
                ),
                Finding(
                    subject: "objects",
                    isWell: orphaned.isEmpty,
                    text: orphaned.isEmpty
                        ? "\(outcome.objects) objects, none of them orphaned"
                        : "\(Check.count(orphaned.count, ObjectCheck.limit)) objects that no creation has: "
                            + orphaned.listed
                ),
            ]
        } catch {
            return [unanswered("files", error)]
        }
    }

    private static func count(_ count: Int, _ limit: Int = Check.limit) -> String {
        count < limit ? "\(count)" : "\(limit) or more"
    }
}

extension [String] {
    /// The first few, for a line of text.
    fileprivate var listed: String {
        let shown = prefix(5).joined(separator: ", ")
        return count > 5 ? "\(shown), …" : shown
    }
}
