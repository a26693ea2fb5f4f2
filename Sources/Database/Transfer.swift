/// Copies every row of a database into another one that has the same tables, whatever tables those are.
///
/// Both sides are read as they stand in their transactions, and nothing stays in the target unless its transaction is
/// committed. Ids stay what they are, and identities go on where the source's would have. A few dozen rows are in
/// memory at a time.
struct Transfer {
    let source: Connection
    let target: Connection

    /// Rows in one INSERT: enough that round trips do not count.
    private static let batchRows = 64
    /// Values in one statement, well below what SQLite (32,766) and PostgreSQL (65,535) take.
    private static let batchValues = 16_000

    /// Copies all tables, in an order in which no foreign key leads nowhere.
    ///
    /// - Errors: ``MoveError/otherTables(_:)``, ``MoveError/miscounted(table:source:target:)``, and whatever a
    ///   statement throws.
    func run() throws -> [Database.TableCount] {
        let tables = try matched()
        let (ordered, late) = tables.ordered
        // What migrations themselves have put there comes from the source, too.
        for table in ordered.reversed() {
            try target.execute("DELETE FROM \(SQL.name(table.name))")
        }
        try target.deferReferences(late)
        let counts = try ordered.map { table in
            Database.TableCount(name: table.name, rows: try copy(table))
        }
        try target.settleReferences(late)
        return counts.sorted { $0.name < $1.name }
    }

    /// The target's tables, once it is known that the source has the same ones.
    private func matched() throws -> [Table] {
        let here = try target.tables()
        let there = try source.tables()
        var differences: [String] = []
        for name in Set((here + there).map(\.name)).sorted() {
            let columns = here.first { $0.name == name }?.columns.sorted()
            let theirs = there.first { $0.name == name }?.columns.sorted()
            if columns != theirs { differences.append(name) }
        }
        guard differences.isEmpty else { throw MoveError.otherTables(differences) }
        return here
    }

    private func copy(_ table: Table) throws -> Int {
        let columns = table.columns
        let batchRows = max(1, min(Transfer.batchRows, Transfer.batchValues / max(columns.count, 1)))
        var batch: [[SQLValue]] = []
        try source.stream(table, columns) { row in
            batch.append(try columns.indices.map(row.value))
            guard batch.count == batchRows else { return }
            try insert(batch, into: table)
            batch = []
        }
        // One by one, so that there are two statements for a table and not one for each length of the rest.
        for row in batch { try insert([row], into: table) }
        let last = try [source.lastNumber(of: table), largest(table)].compactMap { $0 }.max()
        if let last { try target.goOn(after: last, in: table) }

        let counts = (source: try source.count(table), target: try target.count(table))
        guard counts.source == counts.target else {
            throw MoveError.miscounted(table: table.name, source: counts.source, target: counts.target)
        }
        return counts.target
    }

    /// The largest number in the identity's column: who writes ids by hand may be ahead of it.
    private func largest(_ table: Table) throws -> Int? {
        try table.identity.flatMap { identity in
            try source.value("SELECT max(\(SQL.name(identity))) FROM \(SQL.name(table.name))")
        }
    }

    private func insert(_ rows: [[SQLValue]], into table: Table) throws {
        let names = table.columns.map(SQL.name).joined(separator: ", ")
        let values: [SQL] = rows.map { row in
            "(" + row.map { SQL(parts: [.value($0)]) }.joined(separator: ", ") + ")"
        }
        // Not kept until the next one: these are long.
        _ = try target.change(
            "INSERT INTO \(SQL.name(table.name)) (\(names)) VALUES \(values.joined(separator: ", "))"
        )
    }
}
