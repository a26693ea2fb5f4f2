import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What all connections to one database know together.
final class PostgresServer: Sendable {
    let address: PostgresAddress
    /// As `15.8`.
    let version: String
    /// The schema in which tables are made; it sets apart two installations in one database.
    let namespace: String

    private let outage = Mutex(Outage())
    private let indexes = Mutex<[String: [String]]>([:])

    /// Since when no connection could be opened.
    private struct Outage {
        var beganAt: UInt64?
        var triedAt: UInt64 = 0
        var error: (any Error)?
    }

    /// Connects once, so that a wrong address or password is known before anything starts.
    init(_ address: PostgresAddress) throws {
        self.address = address
        let link = try PostgresLink(address)
        version = link.serverVersion
        guard link.send(text: "SELECT current_schema()"), link.sync(), let rows = link.answer(), rows.next(),
            !rows.isNull(0)
        else { throw DatabaseError.unreachable("the database has no schema that one could make tables in") }
        namespace = String(decoding: rows.utf8(0), as: UTF8.self)
    }

    /// A new connection, with some patience while a server restarts; after that a long outage is told at once.
    ///
    /// - Parameter deadline: Until when to go on trying, in nanoseconds of the machine's uptime.
    func connect(until deadline: UInt64) throws -> PostgresLink {
        var pause = firstPauseMicroseconds
        while true {
            try refuseIfDown()
            do {
                let link = try PostgresLink(address)
                outage.withLock { $0 = Outage() }
                return link
            } catch {
                let now = DispatchTime.now().uptimeNanoseconds
                outage.withLock { $0 = Outage(beganAt: $0.beganAt ?? now, triedAt: now, error: error) }
                guard now < deadline else { throw error }
            }
            usleep(pause + .random(in: 0...pause))
            pause = min(2 * pause, longestPauseMicroseconds)
        }
    }

    /// While a server stays away, one attempt a second is enough to notice its return.
    private func refuseIfDown() throws {
        if let refusal {
            throw refusal
        }
    }

    /// Why nobody should wait for the server at this moment: it has been away for long.
    var refusal: (any Error)? {
        let now = DispatchTime.now().uptimeNanoseconds
        return outage.withLock { outage in
            guard let beganAt = outage.beganAt, now > beganAt + patienceNanoseconds,
                now < outage.triedAt + probeNanoseconds
            else { return nil }
            return outage.error
        }
    }

    /// Why no connection can be opened, since that failed last.
    var outageError: (any Error)? {
        outage.withLock { $0.error }
    }

    /// The number that stands for a lock's name, the same in every process.
    func lockNumber(_ name: String) -> Int {
        Int(Int64(bitPattern: PostgresHash.of("\(namespace).\(name)")))
    }

    /// The lock that every process that listens shares, so that others can see that somebody is at work.
    static let presence = "presence"

    /// The columns of a unique index as far as they are known, as `["users.email"]`.
    func columns(ofIndex name: String) -> [String]? {
        indexes.withLock { $0[name] }
    }

    func remember(_ columns: [String], ofIndex name: String) {
        indexes.withLock { $0[name] = columns }
    }
}

/// Between two attempts to connect: from this, doubled each time, with as much again by chance at most.
private let firstPauseMicroseconds: UInt32 = 20_000
private let longestPauseMicroseconds: UInt32 = 500_000

/// How long an outage may last before whoever comes is refused at once instead of waiting: a restart takes a second or
/// two.
private let patienceNanoseconds: UInt64 = 5_000_000_000

/// How often a server that stays away is looked for.
private let probeNanoseconds: UInt64 = 1_000_000_000
