import HTTPTypes
import JSON

/// A reply, read the way a client reads it.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Null where the body is no JSON.
    var json: JSON { (try? JSON(parsing: bytes)) ?? .null }

    var code: Int? { json["code"]?.int }
    var message: String? { json["message"]?.string }
    var data: JSON { json["data"] ?? .null }
    var items: [JSON] { data["items"]?.array ?? data.array ?? [] }

    /// The fields that a validation error names.
    var faultyFields: [String] { json["errors"]?.array?.compactMap { $0["field"]?.string } ?? [] }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// The events of an event stream.
    var events: [ServerEvent] { ServerEvent.list(in: text) }
}

/// One server-sent event.
struct ServerEvent: Sendable, Equatable {
    let name: String
    let data: JSON

    /// Reads a whole stream; an event that is not finished yet is left out.
    static func list(in text: String) -> [ServerEvent] {
        text.components(endingWith: "\n\n").map { block in
            var name = ""
            var data = ""
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { data += line.dropFirst(6) }
            }
            return ServerEvent(name: name, data: (try? JSON(parsing: data)) ?? .null)
        }
    }
}

extension String {
    /// The parts before each `end`; what follows the last one is no part.
    fileprivate func components(endingWith end: String) -> [Substring] {
        Array(split(separator: end, omittingEmptySubsequences: false).dropLast())
    }
}
