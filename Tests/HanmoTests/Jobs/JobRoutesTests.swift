import Database
import JSON
import Testing

@testable import Hanmo

/// Jobs as administrators see them.
@Suite struct JobRoutesTests {
    @Test func `administrators see jobs, newest first, by state and kind`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let notes = NoteDesk()
            notes.failNext(JobFailure.permanent("the account was closed"))
            for text in ["parked", "done"] { try await app.enqueue(Note(text: text)) }
            try await app.runner([notes.handler], places: 1).drain()
            try await app.enqueue(Note(text: "later"), at: app.clock.now + 3_600_000, key: "k")
            try await app.runJobs()

            let all = try await admin.get("/admin/jobs")
            let ofKind = try await admin.get("/admin/jobs?kind=test.note")
            let parked = try await admin.get("/admin/jobs?state=parked")
            let queued = try await admin.get("/admin/jobs?state=queued&kind=test.note")
            let second = try await admin.get("/admin/jobs?kind=test.note&page=2&page_size=1")

            // Each recurring kind has run once.
            let count = 3 + jobHandlers(app.services).filter { $0.kind.period != nil }.count
            #expect(all.data["total"]?.int == count)
            #expect(all.items.compactMap { $0["id"]?.int } == (1...count).reversed())
            #expect(ofKind.items.compactMap { $0["payload"]?["text"]?.string } == ["later", "done", "parked"])
            #expect(parked.items.count == 1)
            #expect(parked.items.first?["last_error"] == "the account was closed")
            #expect(parked.items.first?["attempts"] == 1)
            #expect(parked.items.first?["finished_at"] == "2026-01-22T10:00:00")
            #expect(queued.items.first?["key"] == "k")
            #expect(queued.items.first?["run_at"] == "2026-01-22T11:00:00")
            #expect(queued.items.first?["started_at"] == .null)
            #expect(second.items.compactMap { $0["id"]?.int } == [2])
            #expect(second.data["total"]?.int == 3)
            try await app.forgetJobs()
        }
    }

    @Test func `a parked job is tried again from the beginning, and so is a cancelled one`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let notes = NoteDesk()
            notes.failNext(JobFailure.permanent("x"))
            for text in ["parked", "cancelled"] { try await app.enqueue(Note(text: text)) }
            try await admin.post("/admin/jobs/2/cancel")
            try await app.runner([notes.handler]).drain()

            let replies = [try await admin.post("/admin/jobs/1/retry"), try await admin.post("/admin/jobs/2/retry")]
            try await app.runner([notes.handler]).drain()
            let again = try await admin.post("/admin/jobs/1/retry")

            #expect(replies.map { $0.data["state"] } == ["queued", "queued"])
            #expect(replies.map { $0.data["attempts"] } == [0, 0])
            #expect(try await app.jobs() == ["parked done 1", "cancelled done 1"])
            #expect(again.code == 400)
            #expect(again.message == "只有已搁置或已取消的任务可以重试")
        }
    }

    @Test func `a job is not tried again while one of its key is open`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "first"), key: "k")
            try await admin.post("/admin/jobs/1/cancel")
            try await app.enqueue(Note(text: "second"), key: "k")

            let reply = try await admin.post("/admin/jobs/1/retry")
            try await app.runner([notes.handler]).drain()

            #expect(reply.code == 400)
            #expect(notes.attempts.recorded == ["second 1"])
        }
    }

    @Test func `what has ended can't be cancelled, and what does not exist is 404`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await app.enqueue(Note(text: "a"))

            let first = try await admin.post("/admin/jobs/1/cancel")
            let second = try await admin.post("/admin/jobs/1/cancel")

            #expect(first.data["state"] == "cancelled")
            #expect(second.code == 400)
            for id in ["999", "0", "-1", "x"] {
                #expect(try await admin.post("/admin/jobs/\(id)/cancel").code == 404)
                #expect(try await admin.post("/admin/jobs/\(id)/retry").code == 404)
            }
        }
    }

    @Test func `what a query gets wrong is told`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.get("/admin/jobs?state=lost&page=0&kind=\(String(repeating: "x", count: 101))")

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["page", "state", "kind"])
        }
    }
}
