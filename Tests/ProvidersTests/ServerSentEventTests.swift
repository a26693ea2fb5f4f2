import NIOCore
import Testing

@testable import Providers

@Suite
struct ServerSentEventTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var stream: String
        var expected: [ServerSentEvent]
    }

    @Test(arguments: cases)
    func `a stream means the same wherever the network cuts it`(_ stream: Case) throws {
        let bytes = Array(stream.stream.utf8)
        for cut in 0...bytes.count {
            #expect(try events(of: [bytes[..<cut], bytes[cut...]]) == stream.expected, "cut at \(cut)")
        }
        #expect(try events(of: bytes.indices.map { bytes[$0...$0] }) == stream.expected, "byte by byte")
    }

    private func events(of parts: [ArraySlice<UInt8>]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(limitBytes: 1000)
        var events: [ServerSentEvent] = []
        for part in parts { try parser.read(ByteBuffer(bytes: part)) { events.append($0) } }
        try parser.finish { events.append($0) }
        return events
    }

    private static func event(_ data: String, _ name: String? = nil, status: Int? = nil) -> ServerSentEvent {
        ServerSentEvent(name: name, status: status, data: Array(data.utf8))
    }

    static let cases: [Case] = [
        Case(testDescription: "nothing", stream: "", expected: []),
        Case(
            testDescription: "a space after the colon",
            stream: "data: a\n\ndata:  b\n\n",
            expected: [event("a"), event(" b")]
        ),
        Case(testDescription: "none", stream: "data:a\n\n", expected: [event("a")]),
        Case(
            testDescription: "several lines",
            stream: "data:a\ndata: b\ndata\ndata:c\n\n",
            expected: [event("a\nb\n\nc")]
        ),
        Case(
            testDescription: "CR, LF and both",
            stream: "data:a\r\n\r\ndata:b\r\rdata:c\n\ndata:d\r\ndata:e\r\n\r\n",
            expected: [event("a"), event("b"), event("c"), event("d\ne")]
        ),
        Case(
            testDescription: "names and statuses",
            stream:
                "id:1\nevent: result\n:HTTP_STATUS/200\ndata:a\n\nevent:error\n: HTTP_STATUS/429\ndata:b\n\ndata:c\n\n",
            expected: [event("a", "result", status: 200), event("b", "error", status: 429), event("c")]
        ),
        Case(
            testDescription: "comments and unknown fields",
            stream: ": keep-alive\n\n:\n\nretry: 5\nother\ndata: a: b\n\n",
            expected: [event("a: b")]
        ),
        Case(
            testDescription: "no data, no event",
            stream: "event: ping\n\nid: 3\n\ndata: a\n\n",
            expected: [event("a")]
        ),
        Case(testDescription: "empty data", stream: "data:\n\n", expected: [event("")]),
        Case(testDescription: "a byte order mark", stream: "\u{FEFF}data:春\n\n", expected: [event("春")]),
        Case(testDescription: "an end in the middle", stream: "data:a\n\ndata:b", expected: [event("a"), event("b")]),
        Case(testDescription: "an end after a line", stream: "data:a\n", expected: [event("a")]),
    ]
}
