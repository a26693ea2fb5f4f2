import Database
import Foundation
import PostgresForTests
import Synchronization
import Testing

/// Runs `body` with a folder of its own, which is removed afterwards, also on failure.
func withFolder<R>(_ body: (Folder) async throws -> R) async throws -> R {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("database-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(Folder(url: url))
}

/// Runs `body` with the URL of an empty database of the engine at hand, which is gone afterwards.
///
/// Without further ado that is SQLite, in a real file; `scripts/with-postgres swift test` makes it PostgreSQL, where
/// each test has a schema of its own.
@discardableResult
func withEmptyDatabase<R>(_ body: (_ url: String) async throws -> R) async throws -> R {
    guard let server = TestServer.shared else {
        return try await withFolder { try await body($0.databaseURL) }
    }
    return try await server.withSchema(body)
}

/// Runs `body` with a database that has the tables below, and closes it afterwards.
@discardableResult
func withDatabase<R>(
    _ options: Database.Options = .patient,
    _ body: (Database) async throws -> R
) async throws -> R {
    try await withEmptyDatabase { url in
        let database = try Database(url, options: options)
        do {
            try await database.migrate(schema)
            let result = try await body(database)
            try await database.close()
            return result
        } catch {
            try await database.close()
            throw error
        }
    }
}

extension Database.Options {
    /// Whoever waits for a connection while all tests run at once waits as long as it takes.
    static var patient: Database.Options {
        var options = Database.Options()
        options.connectionPatience = .seconds(300)
        return options
    }
}

struct Folder {
    let url: URL

    var databasePath: String { url.appendingPathComponent("test.sqlite").path }
    var databaseURL: String { "sqlite:\(databasePath)" }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }
}

/// A few tables about people and their counters.
let schema = [
    Migration(
        1,
        "people",
        [
            """
            CREATE TABLE people (
                id IDENTITY,
                name TEXT NOT NULL,
                email TEXT,
                picture BLOB,
                balance BIGINT NOT NULL DEFAULT 0 CONSTRAINT balance_not_negative CHECK (balance >= 0),
                friend_id BIGINT REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED,
                UNIQUE (name)
            )
            """,
            "CREATE TABLE cards (id IDENTITY, person_id BIGINT NOT NULL REFERENCES people (id), title TEXT NOT NULL)",
            "CREATE UNIQUE INDEX cards_title ON cards (person_id, title)",
            "CREATE UNIQUE INDEX cards_lower_title ON cards (lower(title))",
        ]
    )
]

/// A typed id, as the chapters of a program use them.
struct PersonID: RawRepresentable, Hashable, Sendable {
    let rawValue: Int
}

struct Mishap: Error, Equatable {
    var name = "mishap"
}

/// What a closure on another thread reports back to a test.
final class Recorder<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    func record(_ value: Value) {
        values.withLock { $0.append(value) }
    }

    var recorded: [Value] {
        values.withLock { $0 }
    }
}

/// A clock that moves on by one millisecond each time somebody looks.
final class TickingClock: Sendable {
    private let time = Mutex(1_000)

    func tick() -> Int {
        time.withLock { time in
            time += 1
            return time
        }
    }
}

/// Lets other tasks run until `condition` holds; what takes minutes does not come about any more, and is an issue.
func until(file: String = #fileID, line: Int = #line, _ condition: () -> Bool) async {
    let start = ContinuousClock.now
    while !condition(), !Task.isCancelled {
        guard start.duration(to: .now) < .seconds(120) else {
            Issue.record("what was waited for in line \(line) of \(file) did not come about")
            return
        }
        try? await Task.sleep(for: .milliseconds(1))
    }
}

/// Runs `body` while a write, which inserts the person "held", keeps the writer busy until `release` is called.
func whileWriterIsHeld<R>(
    _ database: Database,
    _ body: (_ release: () -> Void) async throws -> R
) async throws -> R {
    let isHeld = DispatchSemaphore(value: 0)
    let isReleased = DispatchSemaphore(value: 0)
    let holder = onThread {
        try await database.write { connection in
            isHeld.signal()
            isReleased.wait()
            try connection.execute("INSERT INTO people (name) VALUES ('held')")
        }
    }
    await until { isHeld.wait(timeout: .now()) == .success }
    do {
        let result = try await body { isReleased.signal() }
        _ = try await holder.value
        return result
    } catch {
        isReleased.signal()
        throw error
    }
}

/// Runs `body` on threads of its own, so that it may block them without keeping other tasks from running.
@discardableResult
func onThread<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) -> Task<T, any Error> {
    Task(executorPreference: OwnThreads(), operation: body)
}

private final class OwnThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
