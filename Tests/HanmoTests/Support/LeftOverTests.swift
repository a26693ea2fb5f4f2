import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The watch that every story ends with is awake.
@Suite struct LeftOverTests {
    @Test(
        arguments: [
            (
                "UPDATE users SET credit_balance = credit_balance + 1",
                "UPDATE users SET credit_balance = credit_balance - 1"
            ),
            (
                "UPDATE credit_entries SET balance_after = balance_after + 1",
                "UPDATE credit_entries SET balance_after = balance_after - 1"
            ),
            ("UPDATE users SET entry_count = entry_count + 1", "UPDATE users SET entry_count = entry_count - 1"),
            ("UPDATE generations SET cost = cost + 1", "UPDATE generations SET cost = cost - 1"),
            ("UPDATE creation_totals SET total = total + 1", "UPDATE creation_totals SET total = total - 1"),
        ] as [(SQL, SQL)]
    )
    func `books that don't add up fail a test`(damage: SQL, repair: SQL) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            try await lin.generate()
            try await app.arrange(damage)

            await withKnownIssue { try await app.expectNothingLeftOver() }

            try await app.arrange(repair)
        }
    }

    @Test func `a job that nobody has run fails a test`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "left"))

            await withKnownIssue { try await app.expectNothingLeftOver() }

            try await app.runner([notes.handler]).drain()
        }
    }

    @Test func `a provider that is still held fails a test`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            let work = app.provider.holdNext()
            let writing = Task { try await lin.generate() }
            await work.hasBegun()

            await withKnownIssue { try await app.expectNothingLeftOver() }

            #expect(try await writing.value.code == 40006)
        }
    }
}
