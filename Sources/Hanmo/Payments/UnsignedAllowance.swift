import Synchronization

/// How many unsigned notices are written down one by one: anybody can send them, and each would be a write to the disk.
///
/// Those beyond it are counted, so that the book says of each minute how many came.
final class UnsignedAllowance: Sendable {
    /// In one process, for each channel: a flood at one address hides nothing at another.
    static let perMinute = 10

    enum Turn: Equatable {
        case writeDown
        /// Counted for a later row.
        case count
        /// The same as `writeDown`, and so many were counted in the minute before.
        case writeDownAfter(missed: Int)
    }

    private struct Window {
        var minute: Int
        var count = 0
        var missed: Int { max(0, count - UnsignedAllowance.perMinute) }
    }

    private let windows = Mutex<[PaymentNotice.Channel: Window]>([:])

    func take(_ channel: PaymentNotice.Channel, at now: Int) -> Turn {
        windows.withLock { windows in
            let minute = now / 60_000
            var window = windows[channel] ?? Window(minute: minute)
            defer { windows[channel] = window }
            guard window.minute == minute else {
                let missed = window.missed
                window = Window(minute: minute, count: 1)
                return missed > 0 ? .writeDownAfter(missed: missed) : .writeDown
            }
            window.count += 1
            return window.count <= UnsignedAllowance.perMinute ? .writeDown : .count
        }
    }
}
