import JSON
import Logging
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Log lines on standard error: as text for people, as JSON for machines.
enum Log {
    static func make(level: Logger.Level, asJSON: Bool) -> Logger {
        let printer = LinePrinter(descriptor: STDERR_FILENO)
        var logger = Logger(label: "hanmo") { _ in LineHandler(asJSON: asJSON, printer: printer) }
        logger.logLevel = level
        return logger
    }
}

/// Writes lines one after the other, whole, also where one is longer than what a pipe takes at once.
private final class LinePrinter: Sendable {
    private let descriptor: Int32
    private let turn = Mutex(())

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    func print(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        turn.withLock { _ in
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                // Where nobody takes our lines, there is nobody to tell either.
                guard count > 0 || (count < 0 && errno == EINTR) else { return }
                written += max(count, 0)
            }
        }
    }
}

private struct LineHandler: LogHandler {
    /// Characters of a message or a field that are kept: what went wrong stands at the beginning.
    private static let longest = 2_000
    /// The names that a line has for itself.
    private static let own: Set<String> = ["time", "level", "message"]
    /// What a value that stands there without quotes can't hold, beside white space.
    private static let parting: Set<Unicode.Scalar> = [",", ";", "=", "\"", "\\"]

    let asJSON: Bool
    let printer: LinePrinter
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        printer.print(asJSON ? json(event, fields) : text(event, fields))
    }

    private func text(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let rest = fields.map { " \($0.key)=\(quoted(cut($0.value.description)))" }.joined()
        let time = "\(WireTime.text(Clock.system.now))+08:00"
        let line = "\(time) \(event.level.rawValue) \(cut(event.message.description))\(rest)"
        // What others sent must not begin a line, nor steer the terminal that shows it.
        return String(line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }

    /// A value as it is where it is one word, else in quotes, so that a line can be taken apart again.
    private func quoted(_ value: String) -> String {
        let isWord = value.unicodeScalars.allSatisfy {
            !LineHandler.parting.contains($0) && !$0.properties.isWhitespace
        }
        if isWord, !value.isEmpty { return value }
        return "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let members: [JSON.Member] =
            [
                JSON.Member("time", .string(WireTime.universal(Clock.system.now))),
                JSON.Member("level", .string(event.level.rawValue)),
                JSON.Member("message", .string(cut(event.message.description))),
            ]
            + fields.map { key, value in
                JSON.Member(LineHandler.own.contains(key) ? "\(key)_" : key, .string(cut(value.description)))
            }
        var json = JSONWriter()
        json.value(.object(members))
        return json.text
    }

    private func cut(_ text: String) -> String {
        text.utf8.count <= LineHandler.longest ? text : "\(text.prefix(LineHandler.longest))…"
    }
}

/// Hands what was printed to whoever reads it, also where standard output is a pipe.
func flushOutput() {
    fflush(nil)
}
