import FakesForTests
import NIOHTTP1
import Testing

@testable import Providers

/// W3C's "Trace Context": read as strictly as it asks, handed on as it asks.
@Suite(.timeLimit(.minutes(5)))
struct TraceTests {
    private static let traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parentID = "00f067aa0ba902b7"
    private static let usual = "00-\(traceID)-\(parentID)-01"

    @Test(arguments: ["qwen", "openai"])
    func `a provider is told the trace, with a step of its own`(provider: String) async throws {
        try await withStage([Reply(Sample.answer(of: provider))]) { stage in
            let trace = TraceContext(traceparent: TraceTests.usual, tracestate: ["rojo=1,congo=t61rcWkgMzE"])
            _ = try await stage.provider(provider).complete(.spring.with { $0.trace = trace })

            let headers = stage.server.requests[0].headers
            let parents = headers["traceparent"]
            #expect(parents.count == 1)
            let parts = (parents.first ?? "").split(separator: "-").map(String.init)
            #expect(parts.count == 4)
            #expect([parts[0], parts[1], parts[3]] == ["00", TraceTests.traceID, "01"])
            #expect(parts[2].count == 16 && parts[2] != TraceTests.parentID)
            #expect(TraceContext(traceparent: parents[0]) != nil)
            #expect(headers["tracestate"] == ["rojo=1,congo=t61rcWkgMzE"])
        }
    }

    @Test func `each attempt is a step of the same trace`() async throws {
        try await withStage([Reply(status: 503, "{}"), .events(Sample.text("好", "stop") + "data: [DONE]\n\n")]) {
            stage in
            let trace = TraceContext(id: (1...16).map(UInt8.init))
            _ = try await stage.openAI().stream(.spring.with { $0.trace = trace }) { _ in }

            let parents = stage.server.requests.map { $0.headers["traceparent"].first ?? "" }
            #expect(parents.count == 2)
            #expect(parents.allSatisfy { $0.hasPrefix("00-0102030405060708090a0b0c0d0e0f10-") && $0.hasSuffix("-00") })
            #expect(Set(parents).count == 2)
            #expect(stage.server.requests[0].headers["tracestate"].isEmpty)
        }
    }

    @Test func `without a trace nothing is told`() async throws {
        try await withStage([Reply(Sample.openAI)]) { stage in
            _ = try await stage.openAI().complete(.spring)

            #expect(stage.server.requests[0].headers["traceparent"].isEmpty)
        }
    }

    @Test(
        arguments: [
            ("00-\(traceID)-\(parentID)-00", false), ("00-\(traceID)-\(parentID)-01", true),
            // Other flags are not ours to know.
            ("00-\(traceID)-\(parentID)-03", true), ("00-\(traceID)-\(parentID)-fe", false),
            // A later version is read as far as this one goes.
            ("01-\(traceID)-\(parentID)-01", true), ("cc-\(traceID)-\(parentID)-01-what-the-future-brings", true),
        ]
    )
    func `what can be read keeps its trace and whether it is sampled`(traceparent: String, isSampled: Bool) {
        let trace = TraceContext(traceparent: traceparent)

        #expect(trace?.traceID == TraceTests.traceID)
        #expect(trace?.isSampled == isSampled)
    }

    @Test(
        arguments: [
            "", "00", "ff-\(traceID)-\(parentID)-01", "00-\(traceID)-\(parentID)", "00-\(traceID)-\(parentID)-",
            "00-\(traceID)-\(parentID)-1", "00-\(traceID)-\(parentID)-001", "00-\(traceID)-\(parentID)-01-",
            "00-\(traceID)-\(parentID)-01-more", "cc-\(traceID)-\(parentID)-01.more", "cc-\(traceID)-\(parentID)-011",
            "00-\(String(repeating: "0", count: 32))-\(parentID)-01", "00-\(traceID)-0000000000000000-01",
            "00-\(traceID.uppercased())-\(parentID)-01", "00-\(traceID)-\(parentID.uppercased())-01",
            "0A-\(traceID)-\(parentID)-01", "00-\(traceID)-\(parentID)-0A", "00-\(traceID)-\(parentID)-0g",
            "00-\(traceID.dropLast())-\(parentID)-01", "00-\(traceID)0-\(parentID)-01",
            "00-\(traceID.dropLast())x-\(parentID)-01", "00_\(traceID)_\(parentID)_01", "0-\(traceID)-\(parentID)-01",
            " 00-\(traceID)-\(parentID)-01", "00-\(traceID)-\(parentID)-01 ", "00-\(traceID)é-\(parentID)-01",
            "00-\(traceID.dropLast(2))--\(parentID)0-01",
        ]
    )
    func `what breaks the form is no trace`(traceparent: String) {
        #expect(TraceContext(traceparent: traceparent) == nil)
    }

    @Test(
        arguments: [
            ([], ""), (["a=1"], "a=1"), (["a=1, b=2"], "a=1, b=2"), (["a=1", "b=2,c=3"], "a=1,b=2,c=3"),
            (["fw529a3039@dt=FfD; x", "1a-_*/@b= v"], "fw529a3039@dt=FfD; x,1a-_*/@b= v"),
            // No such list: the trace goes on without it.
            (["a"], ""), (["a=1,=2"], ""), (["a=b=c"], ""), (["A=1"], ""), (["a=é"], ""), (["a=1", "\u{7f}=2"], ""),
        ] as [([String], String)]
    )
    func `what other tools keep is handed on as it came`(tracestate: [String], state: String) {
        #expect(TraceContext(traceparent: TraceTests.usual, tracestate: tracestate)?.state == state)
    }

    @Test func `a list that is too long loses its long members first, then its last ones`() throws {
        func state(_ members: [String]) -> String? {
            TraceContext(traceparent: TraceTests.usual, tracestate: [members.joined(separator: ",")])?.state
        }
        let short = (0..<30).map { "k\($0)=\(String(repeating: "v", count: 8))" }
        let long = "long=" + String(repeating: "v", count: 200)
        let middling = (0..<8).map { "m\($0)=" + String(repeating: "v", count: 97) }

        #expect(state(short) == short.joined(separator: ","))
        #expect(state([long] + short) == short.joined(separator: ","))
        #expect(state(middling) == middling.prefix(5).joined(separator: ","))
        #expect(state((0..<33).map { "k\($0)=v" }) == "")
    }
}
