import Database
import HTTPTypes
import JSON
import NIOHTTP1
import PostgresForTests
import Providers
import Testing

@testable import Hanmo

/// What the machines that watch an installation are told.
@Suite struct MetricsTests {
    @Test func `requests are counted by the pattern of their route, never by their path`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let creation = try #require(try await lin.generate().data["creation_id"]?.int)
            for _ in 0..<3 { try await lin.get("/creations/\(creation)") }
            try await lin.get("/creations/987654")
            try await app.send(.head, "/health")
            try await app.send(.get, "/no/such/path")
            try await app.send(.delete, "/health")
            try await app.send(HTTPRequest.Method("BREW")!, "/pot")

            let figures = try await app.figures()
            let total = "hanmo_http_requests_total"
            let times = "hanmo_http_request_duration_seconds"
            let one = #"method="GET",route="/api/v1/creations/{id}""#
            #expect(figures["\(total){\(one),status=\"200\"}"] == 3)
            #expect(figures["\(total){\(one),status=\"404\"}"] == 1)
            #expect(figures["\(times)_count{\(one),status=\"200\"}"] == 3)
            #expect(figures["\(times)_bucket{\(one),status=\"200\",le=\"+Inf\"}"] == 3)
            #expect(try #require(figures["\(times)_sum{\(one),status=\"200\"}"]) > 0)
            #expect(figures[#"hanmo_http_requests_total{method="GET",route="/health",status="200"}"#] == 1)
            #expect(figures[#"hanmo_http_requests_total{method="other",route="other",status="404"}"#] == 2)
            #expect(figures[#"hanmo_http_requests_total{method="other",route="other",status="405"}"#] == 1)
            for path in ["987654", "no/such", "BREW"] { #expect(!figures.text.contains(path)) }
        }
    }

    @Test func `what is refused before it is a request is counted too`() async throws {
        try await withTestApp(over: .socket) { app in
            try await app.talk { talk in
                try await talk.send("NONSENSE\r\n\r\n")
                _ = try await talk.readToEnd()
            }
            try await app.talk { talk in
                try await talk.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n")
                try await talk.read(until: "413 Content Too Large")
            }

            let figures = try await app.figures()
            #expect(figures[#"hanmo_http_requests_total{method="other",route="other",status="400"}"#] == 1)
            #expect(figures[#"hanmo_http_requests_total{method="other",route="other",status="413"}"#] == 1)
        }
    }

    @Test func `generations are counted by tool and outcome, and so are the services they ask`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            try await lin.generate("resume")
            try await lin.generate("resume", title: "春天", ["stream": true])
            app.provider.failNext(.timedOut)
            try await lin.generate("resume")
            app.provider.failNext(.refused)
            try await lin.generate("resume", title: "春天", ["stream": true])
            // Refused before anything began, so no generation.
            try await lin.generate("resume", title: "")

            let figures = try await app.figures()
            func count(_ tool: String, _ outcome: String) -> Double? {
                figures["hanmo_generations_total{kind=\"text\",tool=\"\(tool)\",outcome=\"\(outcome)\"}"]
            }
            #expect(count("resume", "completed") == 2)
            #expect(count("resume", "failed") == 1)
            #expect(count("resume", "refused") == 1)
            #expect(count("resume", "error") == 0)
            #expect(count("wechat_article", "completed") == 0)
            let calls = "hanmo_provider_call_duration_seconds_count{provider=\"builtin\",outcome="
            #expect(figures["\(calls)\"completed\"}"] == 2)
            #expect(figures["\(calls)\"timedOut\"}"] == 1)
            #expect(figures["\(calls)\"refused\"}"] == 1)
            #expect(figures["hanmo_provider_first_piece_seconds_count{provider=\"builtin\"}"] == 1)
        }
    }

    @Test func `a provider that an administrator invented is counted with the others`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let form: JSON = [
                "name": "x", "provider": "my-own-service", "model_name": "x", "credits_cost": 0,
                "api_base": "http://127.0.0.1:1",
            ]
            let model = try #require(try await admin.post("/models", form).data["id"]?.int)
            try await admin.post("/models/\(model)/test")

            let figures = try await app.figures()
            #expect(
                figures[#"hanmo_provider_call_duration_seconds_count{provider="other",outcome="completed"}"#] == 1
            )
        }
    }

    @Test func `what an earlier process had begun is counted as abandoned`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            let generation = Task { try await lin.generate("resume") }
            await work.hasBegun()
            // As the database finds the generations of a process that has died.
            try await app.arrange("UPDATE generations SET lease_until = 0 WHERE state = 'running'")

            #expect(try await app.services.generations.recover() == 1)
            work.finish()
            _ = try await generation.value

            let figures = try await app.figures()
            #expect(
                figures[#"hanmo_generations_total{kind="text",tool="resume",outcome="abandoned"}"#] == 1
            )
            #expect(figures[#"hanmo_generations_total{kind="text",tool="resume",outcome="completed"}"#] == 0)
        }
    }

    @Test func `the database tells how long writes wait and how many connections are in use`() async throws {
        try await withTestApp { app in
            _ = try await app.signUp("lin")

            let figures = try await app.figures()
            #expect(try #require(figures["hanmo_database_write_wait_seconds_count"]) > 0)
            #expect(try #require(figures["hanmo_database_write_wait_seconds_sum"]) > 0)
            #expect(figures["hanmo_database_up"] == 1)
            #expect(figures["hanmo_database_connections_waiting"] == 0)
            let limit = try #require(figures["hanmo_database_connections_limit"])
            #expect(limit == (TestServer.isPostgres ? Double(TestServer.connections + 4) : 4))
            #expect(try #require(figures["hanmo_database_connections_in_use"]) <= limit)
            // PostgreSQL commits each transaction by itself.
            #expect((figures["hanmo_database_group_commit_writes_count"] == nil) == TestServer.isPostgres)
            #expect((figures["hanmo_database_writes_waiting"] == nil) == TestServer.isPostgres)
        }
    }

    @Test func `jobs are counted by kind and state, with the age of the one that has been ready longest`() async throws
    {
        try await withTestApp { app in
            let kind = FileDeletion.kind.name
            func enqueue(after seconds: Int) async throws {
                _ = try await app.enqueue(FileDeletion(keys: []), at: app.clock.now + seconds * 1000)
            }
            #expect(try await app.figures()["hanmo_jobs_oldest_ready_age_seconds"] == 0)
            try await enqueue(after: 0)
            try await enqueue(after: 60)
            try await enqueue(after: 600)
            try await app.arrange(
                "UPDATE jobs SET state = 'parked', lane = NULL WHERE run_at > \(app.clock.now + 90_000)"
            )

            app.clock.advance(seconds: 90)
            let waiting = try await app.figures()
            try await app.arrange("DELETE FROM jobs WHERE lane = 'ready'")
            let later = try await app.figures()
            try await app.arrange("DELETE FROM jobs")

            #expect(waiting["hanmo_jobs{kind=\"\(kind)\",state=\"queued\"}"] == 2)
            #expect(waiting["hanmo_jobs{kind=\"\(kind)\",state=\"running\"}"] == 0)
            #expect(waiting["hanmo_jobs{kind=\"\(kind)\",state=\"parked\"}"] == 1)
            #expect(waiting["hanmo_jobs_oldest_ready_age_seconds"] == 90)
            #expect(later["hanmo_jobs_oldest_ready_age_seconds"] == 30)
        }
    }

    @Test func `connections that follow events are counted`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let before = try await app.figures()["hanmo_event_connections"]
            let following = Task { try await lin.get("/events") }
            try await app.untilFollowed(by: 1)
            let during = try await app.figures()["hanmo_event_connections"]
            try await lin.post("/auth/logout")
            await app.services.events.beat()
            _ = try await following.value
            try await app.untilFollowed(by: 0)

            #expect(before == 0)
            #expect(during == 1)
            #expect(try await app.figures()["hanmo_event_connections"] == 0)
        }
    }

    @Test func `the process tells its version, its start and what it uses`() async throws {
        try await withTestApp { app in
            app.clock.advance(hours: 1)
            let figures = try await app.figures()

            #expect(figures["hanmo_build_info{version=\"\(version)\"}"] == 1)
            let start = try TestClock.milliseconds(of: TestApp.usualMoment) / 1000
            #expect(figures["process_start_time_seconds"] == Double(start))
            #expect(try #require(figures["process_cpu_seconds_total"]) > 0)
            #expect(try #require(figures["process_resident_memory_bytes"]) > 1_000_000)
            let open = try #require(figures["process_open_fds"])
            #expect(open > 3)
            #expect(open <= figures["process_max_fds"] ?? .infinity)
        }
    }

    @Test func `a database that does not answer is told, and the rest as well`() async throws {
        try await withTestApp { app in
            try await app.arrange("ALTER TABLE jobs RENAME TO hidden_jobs")
            let figures = try await app.figures()
            try await app.arrange("ALTER TABLE hidden_jobs RENAME TO jobs")

            #expect(figures["hanmo_database_up"] == 0)
            #expect(!figures.names.contains("hanmo_jobs"))
            #expect(figures.names.contains("hanmo_generations_total"))
        }
    }
}
