import Database
import Foundation

/// The PostgreSQL server that the tests were given, if any; see `scripts/with-postgres`.
public struct TestServer: Sendable {
    public static let shared: TestServer? = ProcessInfo.processInfo.environment["HANMO_TEST_DATABASE_URL"]
        .flatMap { url in url.isEmpty ? nil : TestServer(url: url) }

    public static var isPostgres: Bool { shared != nil }

    /// Connections that one test should have at most, so that all together do not want more than the server has.
    public static let connections = 10

    /// A database on it, in which every test makes a schema.
    public let url: String
    private let turns = Turns(testsAtOnce)

    /// Runs `body` with the URL of a schema of its own, which is dropped afterwards.
    public func withSchema<R>(_ body: (_ url: String) async throws -> R) async throws -> R {
        await turns.take()
        let result: Result<R, any Error>
        do {
            let name = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
            let keeper = try Database(url)
            try await keeper.write { connection in
                try TestServer.choose(name, connection)
                try connection.execute(
                    "DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_setting('hanmo.schema')); END $$"
                )
            }
            do {
                result = .success(try await body("\(url)&options=-csearch_path%3D\(name)"))
            } catch {
                result = .failure(error)
            }
            try await keeper.write { connection in
                try TestServer.choose(name, connection)
                try connection.execute(
                    "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_setting('hanmo.schema')); END $$"
                )
            }
            try await keeper.close()
        } catch {
            await turns.giveBack()
            throw error
        }
        await turns.giveBack()
        return try result.get()
    }

    private static func choose(_ schema: String, _ connection: Connection) throws {
        _ = try connection.string("SELECT set_config('hanmo.schema', \(schema), true)")
    }
}

/// Lets a few in at once.
private actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// With ten connections each and some to make schemas, far from the 400 that the server has.
private let testsAtOnce = 12
