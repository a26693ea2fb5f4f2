import Synchronization

/// How many bytes of large replies this process holds for those who are reading them.
final class Outgoing: Sendable {
    private struct State {
        var all = 0
        var byReader: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// The part of all that one reader may have in several replies; a single one, however great, is theirs to read.
    private static let readersPart = 4

    var bytes: Int { state.withLock { $0.all } }

    /// False where there would be more than `limit` of them, or too many of one reader; else ``give(_:of:)`` follows.
    func take(_ bytes: Int, for reader: String, of limit: Int) -> Bool {
        state.withLock { state in
            let held = state.byReader[reader, default: 0]
            guard state.all + bytes <= limit, held == 0 || held + bytes <= limit / Outgoing.readersPart else {
                return false
            }
            state.all += bytes
            state.byReader[reader] = held + bytes
            return true
        }
    }

    func give(_ bytes: Int, of reader: String) {
        state.withLock { state in
            state.all -= bytes
            let left = state.byReader[reader, default: bytes] - bytes
            state.byReader[reader] = left > 0 ? left : nil
        }
    }
}
