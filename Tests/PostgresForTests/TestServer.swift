import Database
import Foundation

/// The PostgreSQL server that the tests were given, if any; see `scripts/with-postgres`.
public struct TestServer: Sendable {
    public static let shared: TestServer? = ProcessInfo.processInfo.environment["HANMO_TEST_DATABASE_URL"]
        .flatMap { url in url.isEmpty ? nil : try! TestServer(url) }

    public static var isPostgres: Bool { shared != nil }

    /// Connections that one test should have at most, so that all together do not want more than the server has.
    public static let connections = 10

    /// A database on it, in which every test makes a schema.
    public let url: String
    private let turns = Turns(testsAtOnce)
    /// What makes, empties and drops schemas.
    private let keeper: Database

    private init(_ url: String) throws {
        self.url = url
        var options = Database.Options()
        options.connections = testsAtOnce
        options.connectionPatience = .seconds(300)
        keeper = try Database(url, options: options)
    }

    /// Runs `body` with the URL of a schema of its own, which is dropped afterwards.
    public func withSchema<R>(_ body: (_ url: String) async throws -> R) async throws -> R {
        try await turns.inTurn {
            let schema = try await make()
            let result = await outcome(schema, body)
            try await drop(schema)
            return try result.get()
        }
    }

    /// Runs `body` with the URL of a schema that has what `fill` makes of an empty one, tables without rows: mostly one
    /// that an earlier test has left, since making forty tables takes many times as long as most tests do.
    ///
    /// - Parameter areNew: whether no test may have had them before; the server remembers of a table that was full.
    public func withTables<R>(
        areNew: Bool = false,
        _ fill: (_ url: String) async throws -> Void,
        _ body: (_ url: String) async throws -> R
    ) async throws -> R {
        try await turns.inTurn {
            let kept: Kept
            if !areNew, let left = await turns.takeKept() {
                kept = left
            } else {
                let schema = try await make()
                try await fill(address(of: schema))
                kept = Kept(schema: schema, shape: try await shape(of: schema))
            }
            let result = await outcome(kept.schema, body)
            // A test may have renamed a column, or worse.
            if let shape = try? await shape(of: kept.schema), shape == kept.shape,
                (try? await keeper.write { try TestServer.empty(kept.schema, $0) }) != nil
            {
                await turns.keep(kept)
            } else {
                try? await drop(kept.schema)
            }
            return try result.get()
        }
    }

    private func outcome<R>(
        _ schema: String,
        _ body: (_ url: String) async throws -> R
    ) async -> Result<R, any Error> {
        do {
            return .success(try await body(address(of: schema)))
        } catch {
            return .failure(error)
        }
    }

    private func address(of schema: String) -> String {
        "\(url)&options=-csearch_path%3D\(schema)"
    }

    private func make() async throws -> String {
        let schema = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try await keeper.write { connection in
            try TestServer.choose(schema, connection)
            try connection.execute(
                "DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_setting('hanmo.schema')); END $$"
            )
        }
        return schema
    }

    private func drop(_ schema: String) async throws {
        try await keeper.write { connection in
            try TestServer.choose(schema, connection)
            try connection.execute(
                "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_setting('hanmo.schema')); END $$"
            )
        }
    }

    /// Something that differs once a table, a column, an index, a constraint or a trigger has come, gone or been
    /// renamed, or a migration has been noted.
    private func shape(of schema: String) async throws -> String? {
        try await keeper.read { connection in
            _ = try connection.string("SELECT set_config('search_path', \(schema), true)")
            return try connection.string(
                """
                SELECT md5(string_agg(line, ',' ORDER BY line))
                  FROM (SELECT c.relname || '.' || a.attname || a.attnotnull AS line
                          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
                         WHERE c.relnamespace = current_schema()::regnamespace
                        UNION ALL
                        SELECT conname::text || convalidated FROM pg_constraint
                         WHERE connamespace = current_schema()::regnamespace
                        UNION ALL
                        SELECT number::text FROM schema_migrations
                        UNION ALL
                        SELECT c.relname || ' ' || t.tgname || t.tgenabled::text
                          FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
                         WHERE c.relnamespace = current_schema()::regnamespace) lines
                """
            )
        }
    }

    /// Takes out every row, and lets numbers begin anew.
    private static func empty(_ schema: String, _ connection: Connection) throws {
        try choose(schema, connection)
        try connection.execute(
            """
            DO $$
            DECLARE
                place regnamespace := current_setting('hanmo.schema')::regnamespace;
                thing regclass;
            BEGIN
                -- Whatever refers to whatever.
                SET LOCAL session_replication_role = replica;
                FOR thing IN SELECT oid FROM pg_class
                              WHERE relnamespace = place AND relkind = 'r' AND relname <> 'schema_migrations'
                LOOP
                    EXECUTE 'DELETE FROM ' || thing;
                END LOOP;
                FOR thing IN SELECT oid FROM pg_class WHERE relnamespace = place AND relkind = 'S' LOOP
                    PERFORM setval(thing, 1, false);
                END LOOP;
            END $$
            """
        )
    }

    private static func choose(_ schema: String, _ connection: Connection) throws {
        _ = try connection.string("SELECT set_config('hanmo.schema', \(schema), true)")
    }
}

/// A schema that a test has left to the next one.
private struct Kept: Sendable {
    let schema: String
    let shape: String?
}

/// Lets a few in at once.
private actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var kept: [Kept] = []

    init(_ count: Int) {
        free = count
    }

    nonisolated func inTurn<R>(_ body: () async throws -> R) async throws -> R {
        await take()
        do {
            let result = try await body()
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    func takeKept() -> Kept? { kept.popLast() }

    func keep(_ schema: Kept) { kept.append(schema) }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// With ten connections each and some to make schemas, far from the 400 that the server has.
private let testsAtOnce = 12
