import Database
import HTTPTypes
import JSON
import Logging
import Providers
import Testing

@testable import Hanmo

/// A request's trace: taken over or begun, handed to providers, written into the log.
@Suite struct TraceTests {
    private static let traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let traceparent = "00-\(traceID)-00f067aa0ba902b7-01"

    @Test func `the trace that a request comes with goes to the provider and into the log`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let headers = ["traceparent": TraceTests.traceparent, "tracestate": "congo=t61rcWkgMzE"]
            app.provider.failNext(.timedOut)
            let reply = try await lin.post("/writing/resume/generate", ["title": "春天"], headers: headers)
            try await lin.post("/writing/resume/generate", ["title": "春天", "stream": true], headers: headers)

            #expect(app.provider.requests.count == 2)
            for request in app.provider.requests {
                #expect(request.trace?.traceID == TraceTests.traceID)
                #expect(request.trace?.isSampled == true)
                #expect(request.trace?.state == "congo=t61rcWkgMzE")
            }
            let line = try #require(app.log.recorded.first { $0.level == .warning })
            #expect(line.fields["trace_id"] == TraceTests.traceID)
            #expect(line.fields["request_id"] == reply.header("X-Request-Id"))
        }
    }

    @Test(
        arguments: [
            nil, "", "ff-\(traceID)-00f067aa0ba902b7-01", "00-\(traceID.uppercased())-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        ]
    )
    func `where there is none that can be read, one begins, and log and provider agree on it`(
        traceparent: String?
    ) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            var headers = ["tracestate": "congo=t61rcWkgMzE"]
            headers["traceparent"] = traceparent
            app.provider.failNext(.timedOut)
            try await lin.post("/writing/resume/generate", ["title": "春天"], headers: headers)
            try await lin.post("/writing/resume/generate", ["title": "春天"], headers: headers)

            let traces = app.provider.requests.compactMap(\.trace)
            #expect(traces.count == 2)
            #expect(Set(traces.map(\.traceID)).count == 2)
            for trace in traces {
                #expect(trace.traceID != TraceTests.traceID && trace.traceID.count == 32)
                #expect(trace.isSampled == false)
                // It belongs to the trace that could not be read.
                #expect(trace.state == "")
            }
            let line = try #require(app.log.recorded.first { $0.level == .warning })
            #expect(line.fields["trace_id"] == traces[0].traceID)
        }
    }

    @Test func `an administrator's try of a model is part of their trace`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.post("/models/1/test", headers: ["traceparent": TraceTests.traceparent])

            #expect(app.provider.requests.map(\.trace?.traceID) == [TraceTests.traceID])
        }
    }

    @Test func `a streamed text that fails is logged with its request, once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            app.provider.failNext(.unavailable)
            let reply = try await lin.generate("resume", title: "春天", ["stream": true])

            #expect(reply.events.map(\.name) == ["error"])
            let lines = app.log.recorded.filter { $0.level >= .warning }
            #expect(lines.count == 1)
            #expect(lines.first?.fields["request_id"] == reply.header("X-Request-Id"))
            #expect(lines.first?.fields["cause"]?.contains("unavailable") ?? false)
        }
    }

    @Test func `a stream of events that breaks off is logged with its request`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let following = Task { try await lin.get("/events") }
            try await app.untilFollowed(by: 1)
            try await app.arrange("ALTER TABLE events RENAME TO hidden_events")
            for subscription in app.services.events.hub.all { subscription.put { $0.isBehind = true } }
            let reply = try await following.value
            try await app.arrange("ALTER TABLE hidden_events RENAME TO events")

            let errors = app.log.recorded.filter { $0.level == .error }
            #expect(errors.count == 1)
            #expect(errors.first?.fields["request_id"] == reply.header("X-Request-Id"))
        }
    }

    @Test(arguments: [(1_769_047_200_123, "2026-01-22T02:00:00.123Z"), (0, "1970-01-01T00:00:00.000Z")])
    func `machines read the log's moments in universal time`(moment: Int, text: String) {
        #expect(WireTime.universal(moment) == text)
    }
}
