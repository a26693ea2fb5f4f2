import JSON
import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Log lines on standard error: as text for people, as JSON for machines.
enum Log {
    static func make(level: Logger.Level, asJSON: Bool) -> Logger {
        var logger = Logger(label: "hanmo") { _ in LineHandler(asJSON: asJSON) }
        logger.logLevel = level
        return logger
    }
}

private struct LineHandler: LogHandler {
    let asJSON: Bool
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let line = asJSON ? json(event, fields) : text(event, fields)
        // One write a line, so that lines of several threads never mix.
        let bytes = Array("\(line)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    private func text(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let rest = fields.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(WireTime.text(Clock.system.now)) \(event.level.rawValue) \(event.message)\(rest)"
        return String(line.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : Character($0) })
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let members: [JSON.Member] =
            [
                JSON.Member("time", .string(WireTime.text(Clock.system.now))),
                JSON.Member("level", .string(event.level.rawValue)),
                JSON.Member("message", .string(event.message.description)),
            ] + fields.map { JSON.Member($0.key, .string($0.value.description)) }
        var json = JSONWriter()
        json.value(.object(members))
        return json.text
    }
}

/// Hands what was printed to whoever reads it, also where standard output is a pipe.
func flushOutput() {
    fflush(nil)
}
