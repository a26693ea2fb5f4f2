#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What PostgreSQL says of itself, of the schema in which the installation lies.
extension PostgresConnection {
    func tables() throws -> [Table] {
        try texts(
            """
            SELECT relname
              FROM pg_class
             WHERE relkind IN ('r', 'p') AND NOT relispartition
               AND relnamespace = current_schema()::regnamespace
             ORDER BY relname
            """
        ).map { name in
            Table(
                name: name,
                columns: try texts(
                    """
                    SELECT a.attname
                      FROM pg_attribute a
                      JOIN pg_class c ON c.oid = a.attrelid
                     WHERE c.relname = \(name) AND c.relnamespace = current_schema()::regnamespace
                       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                     ORDER BY a.attnum
                    """
                ),
                identity: try texts(
                    """
                    SELECT a.attname
                      FROM pg_attribute a
                      JOIN pg_class c ON c.oid = a.attrelid
                     WHERE c.relname = \(name) AND c.relnamespace = current_schema()::regnamespace
                       AND a.attnum > 0 AND a.attidentity <> ''
                    """
                ).first,
                references: try references(of: name)
            )
        }
    }

    private func references(of table: String) throws -> [Table.Reference] {
        var references: [Table.Reference] = []
        try query(
            """
            SELECT r.relname, k.conname
              FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid
              JOIN pg_class r ON r.oid = k.confrelid
             WHERE k.contype = 'f' AND c.relname = \(table) AND c.relnamespace = current_schema()::regnamespace
               AND r.relnamespace = c.relnamespace
             ORDER BY k.conname
            """
        ) { row in
            references.append(Table.Reference(table: table, referred: row.string(0), name: row.string(1)))
            return true
        }
        return references
    }

    /// By a cursor: libpq would otherwise hold the whole answer.
    func stream(_ query: SQL, _ onRow: (Row) throws -> Void) throws {
        try run("DECLARE every_row NO SCROLL CURSOR FOR \(text(of: query))") { _ in }
        var count = 0
        repeat {
            count = 0
            try run("FETCH FORWARD \(rowsFetched) FROM every_row") { row in
                count += 1
                try onRow(row)
            }
        } while count == rowsFetched
        try run("CLOSE every_row") { _ in }
    }

    func lastNumber(of table: String, _ identity: String) throws -> Int? {
        var number: Int?
        try query(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(quote_ident(\(table)), \(identity))::regclass)"
        ) { row in
            number = row.intOrNil(0)
            return false
        }
        return number
    }

    func goOn(after number: Int, in table: String, _ identity: String) throws {
        // A sequence can't stand at 0: the next number is then the first one.
        try query(
            """
            SELECT setval(pg_get_serial_sequence(quote_ident(\(table)), \(identity))::regclass, \(max(number, 1)),
                          \(number > 0 ? 1 : 0) = 1)
            """
        ) { _ in false }
    }

    func deferReferences(_ references: [Table.Reference]) throws {
        for reference in try own(references) {
            try alter(reference, "DEFERRABLE INITIALLY DEFERRED")
        }
        if !references.isEmpty { try run("SET CONSTRAINTS ALL DEFERRED") { _ in } }
    }

    func settleReferences(_ references: [Table.Reference]) throws {
        guard !references.isEmpty else { return }
        try run("SET CONSTRAINTS ALL IMMEDIATE") { _ in }
        for reference in references where altered.contains(reference) {
            try alter(reference, "NOT DEFERRABLE")
        }
        altered = []
    }

    /// Those that can't wait by themselves; they are remembered as ours to change back.
    private func own(_ references: [Table.Reference]) throws -> [Table.Reference] {
        altered = Set(
            try references.filter { reference in
                try !texts(
                    """
                    SELECT k.conname
                      FROM pg_constraint k
                      JOIN pg_class c ON c.oid = k.conrelid
                     WHERE k.conname = \(reference.name) AND c.relname = \(reference.table)
                       AND c.relnamespace = current_schema()::regnamespace AND NOT k.condeferrable
                    """
                ).isEmpty
            }
        )
        return references.filter(altered.contains)
    }

    private func alter(_ reference: Table.Reference, _ how: StaticString) throws {
        let table = SQL.quoted(reference.table)
        try run("ALTER TABLE \(table) ALTER CONSTRAINT \(SQL.quoted(reference.name)) \(how)") { _ in }
    }

    func isUsedByOthers() throws -> Bool {
        var isFree = false
        for look in 0..<looksForOthers where !isFree {
            if look > 0 { usleep(pauseForOthersMicroseconds) }
            try query("SELECT pg_try_advisory_xact_lock(\(server.lockNumber(PostgresServer.presence)))") { row in
                isFree = row.bool(0)
                return false
            }
        }
        return !isFree
    }

    /// PostgreSQL looks after its pages itself; what an interrupted change of the schema leaves behind is seen here.
    func faults(limit: Int) throws -> [String] {
        try texts(
            """
            SELECT 'the index ' || x.relname || ' is not valid'
              FROM pg_index i
              JOIN pg_class x ON x.oid = i.indexrelid
             WHERE NOT i.indisvalid AND x.relnamespace = current_schema()::regnamespace
            UNION ALL
            SELECT 'the foreign key or check ' || conname || ' is not validated'
              FROM pg_constraint
             WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
             LIMIT \(limit)
            """
        )
    }

    private func text(of sql: SQL) -> String {
        sql.text(in: .postgres) { "$\($0)" }
    }
}

/// How many rows are in memory at once.
private let rowsFetched = 64

/// Two seconds in all: the server takes a moment to notice that a process has ended.
private let looksForOthers = 20
private let pauseForOthersMicroseconds: UInt32 = 100_000
