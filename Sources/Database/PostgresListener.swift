import CLibpq
import Foundation
import Synchronization

/// Listens on one connection of its own, with a thread of its own, from the first listener on until the database
/// closes.
final class PostgresListener: Sendable {
    private struct State {
        /// From PostgreSQL's name of a channel to ours.
        var channels: [String: String] = [:]
        var hasThread = false
        var isClosed = false
    }

    private let server: PostgresServer
    private let listeners = Listeners()
    private let state = Mutex(State())
    private let bell: Bell

    init(_ server: PostgresServer) throws {
        self.server = server
        bell = try Bell()
    }

    func notifications(
        on channel: StaticString,
        where isWanted: @escaping @Sendable (String) -> Bool
    ) -> AsyncStream<Database.Notification> {
        let stream = listeners.stream(on: channel, where: isWanted)
        let name = PostgresChannel.name(channel.description, in: server.namespace)
        let needsThread = state.withLock { state in
            state.channels[name] = channel.description
            guard !state.hasThread, !state.isClosed else { return false }
            state.hasThread = true
            return true
        }
        if needsThread {
            let thread = Thread { self.listenUntilClosed() }
            thread.name = "postgres-listener"
            thread.start()
        } else {
            bell.ring()
        }
        return stream
    }

    /// Ends every stream, and the thread soon after.
    func close() {
        state.withLock { $0.isClosed = true }
        listeners.close()
        bell.ring()
    }

    // MARK: On the thread

    private func listenUntilClosed() {
        var pause = firstPauseMilliseconds
        while !isClosed {
            if let pointer = try? server.address.connect() {
                pause = firstPauseMilliseconds
                listen(on: pointer)
                PQfinish(pointer)
            } else {
                _ = bell.wait(for: -1, atMost: pause + .random(in: 0...pause))
                pause = min(2 * pause, longestPauseMilliseconds)
            }
        }
    }

    /// Passes on what is told until the connection is lost or the database closes.
    private func listen(on pointer: OpaquePointer) {
        // Shows that somebody is at work, for as long as this connection lasts; nothing ever waits for it.
        PQclear(PQexec(pointer, "SELECT pg_try_advisory_lock_shared(\(server.lockNumber(PostgresServer.presence)))"))
        var heard: Set<String> = []
        while !isClosed {
            for (name, channel) in channels where !heard.contains(name) {
                let answer = PQexec(pointer, "LISTEN \(SQL.quoted(name))")
                defer { PQclear(answer) }
                guard PQresultStatus(answer) == PGRES_COMMAND_OK else { return }
                heard.insert(name)
                // Whatever was told until now went past us.
                listeners.tell(.missed, on: channel)
            }
            guard passOn(from: pointer) else { return }
            if bell.wait(for: PQsocket(pointer), atMost: -1) {
                guard PQconsumeInput(pointer) == 1 else { return }
            }
        }
    }

    private func passOn(from pointer: OpaquePointer) -> Bool {
        while let notification = PQnotifies(pointer) {
            defer { PQfreemem(notification) }
            let name = String(cString: notification.pointee.relname)
            if let channel = channels[name] {
                listeners.tell(.payload(String(cString: notification.pointee.extra)), on: channel)
            }
        }
        return PQstatus(pointer) == CONNECTION_OK
    }

    private var channels: [String: String] {
        state.withLock { $0.channels }
    }

    private var isClosed: Bool {
        state.withLock { $0.isClosed }
    }
}

/// The names of channels in PostgreSQL, where all installations of a database share them.
enum PostgresChannel {
    /// - Parameter namespace: The schema of the installation.
    static func name(_ channel: String, in namespace: String) -> String {
        let name = "\(namespace)/\(channel)"
        // PostgreSQL's identifiers have at most 63 bytes.
        return name.utf8.count < 64 ? name : "\(PostgresHash.of(namespace))/\(channel)"
    }
}

/// FNV-1a: every process and every version finds the same number.
enum PostgresHash {
    static func of(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// Between two attempts to connect: from this, doubled each time, with as much again by chance at most.
private let firstPauseMilliseconds: Int32 = 50
private let longestPauseMilliseconds: Int32 = 5_000
