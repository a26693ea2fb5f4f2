import Foundation
import Logging
import Synchronization

@testable import Hanmo

/// What happened on other threads, in its order.
final class Recorder<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    func record(_ value: Value) {
        values.withLock { $0.append(value) }
    }

    func forget() {
        values.withLock { $0 = [] }
    }

    var recorded: [Value] {
        values.withLock { $0 }
    }
}

/// A clock that moves when it is told to.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int>

    /// - Parameter moment: Beijing time, as on the wire.
    init(_ moment: String) throws {
        milliseconds = Mutex(try TestClock.milliseconds(of: moment))
    }

    /// UTC milliseconds.
    var now: Int { milliseconds.withLock { $0 } }

    func advance(days: Int = 0, hours: Int = 0, minutes: Int = 0, seconds: Int = 0, milliseconds: Int = 0) {
        let change = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
        self.milliseconds.withLock { $0 += change }
    }

    func set(_ moment: String) throws {
        let now = try TestClock.milliseconds(of: moment)
        milliseconds.withLock { $0 = now }
    }

    /// UTC milliseconds of a moment in Beijing, by another way than the product's.
    static func milliseconds(of moment: String) throws -> Int {
        Int(try Date("\(moment)+08:00", strategy: .iso8601).timeIntervalSince1970 * 1000)
    }
}

struct LoggedLine: Sendable {
    let level: Logger.Level
    let message: String
    let fields: [String: String]
}

/// Keeps what is logged, so that tests can tell what was and what was not.
struct RecordingLogHandler: LogHandler {
    let lines: Recorder<LoggedLine>
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.record(
            LoggedLine(
                level: event.level,
                message: event.message.description,
                fields: (event.metadata ?? [:]).mapValues(\.description)
            )
        )
    }
}
