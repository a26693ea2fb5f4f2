/// Read connections, opened when first needed, up to a bound; whoever comes when all are taken waits for one.
final class ReaderPool: Sendable {
    private struct State {
        var free: [SQLiteConnection] = []
        var opened = 0
        var isClosed = false
    }

    private enum Turn {
        case take(SQLiteConnection)
        case open
        case leave
    }

    let limit: Int
    private let open: @Sendable () throws -> SQLiteConnection
    private let monitor = Monitor(State())

    /// - Parameters:
    ///   - limit: How many connections there may be, at least 1.
    ///   - open: Opens one more.
    init(limit: Int, open: @escaping @Sendable () throws -> SQLiteConnection) {
        self.limit = max(limit, 1)
        self.open = open
    }

    /// How many connections are lent.
    var inUse: Int {
        monitor.withLock { $0.opened - $0.free.count }
    }

    /// How many threads wait for one.
    var waiting: Int {
        monitor.waiters
    }

    /// Lends a connection to `body`, on the calling thread.
    func withReader<R>(_ body: (SQLiteConnection) throws -> R) throws -> R {
        let reader = try take()
        defer { monitor.change { $0.free.append(reader) } }
        return try body(reader)
    }

    /// Closes each connection once it is back; until then the calling thread waits.
    func close() throws {
        monitor.changeForAll { $0.isClosed = true }
        let readers = monitor.wait { state in
            state.free.count == state.opened ? state.free : nil
        }
        monitor.change { state in
            state.free = []
            state.opened = 0
        }
        for reader in readers {
            try reader.close()
        }
    }

    private func take() throws -> SQLiteConnection {
        // The one used last comes first: its pages and statements are warm.
        let turn = monitor.wait { state -> Turn? in
            if state.isClosed {
                return .leave
            }
            if let reader = state.free.popLast() {
                return .take(reader)
            }
            if state.opened < limit {
                state.opened += 1
                return .open
            }
            return nil
        }
        switch turn {
        case .take(let reader):
            return reader
        case .leave:
            throw DatabaseError.closed
        case .open:
            do {
                return try open()
            } catch {
                monitor.change { $0.opened -= 1 }
                throw error
            }
        }
    }
}
