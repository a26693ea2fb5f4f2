import GRDBSQLite

/// What SQLite says of itself (sqlite.org/pragma.html).
extension SQLiteConnection {
    func tables() throws -> [Table] {
        // Shadow tables belong to a virtual one and are written through it.
        try texts(
            """
            SELECT name
              FROM pragma_table_list
             WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite@_%' ESCAPE '@'
             ORDER BY name
            """
        ).map { name in
            let key = try texts("SELECT name FROM pragma_table_info(\(name)) WHERE pk = 1")
            let numbersItself = try !texts(
                """
                SELECT name
                  FROM sqlite_schema
                 WHERE type = 'table' AND name = \(name) AND sql LIKE '%AUTOINCREMENT%'
                """
            ).isEmpty
            return Table(
                name: name,
                columns: try texts("SELECT name FROM pragma_table_xinfo(\(name)) WHERE hidden = 0 ORDER BY cid"),
                identity: numbersItself ? key.first : nil,
                references: try texts(
                    #"SELECT DISTINCT "table" FROM pragma_foreign_key_list(\#(name)) ORDER BY "table""#
                ).map { Table.Reference(table: name, referred: $0, name: "") }
            )
        }
    }

    /// SQLite reads on as rows are asked for.
    func stream(_ query: SQL, _ onRow: (Row) throws -> Void) throws {
        try self.query(query) { row in
            try onRow(row)
            return true
        }
    }

    func lastNumber(of table: String, _ identity: String) throws -> Int? {
        var number: Int?
        try query("SELECT seq FROM sqlite_sequence WHERE name = \(table)") { row in
            number = row.intOrNil(0)
            return false
        }
        return number
    }

    func goOn(after number: Int, in table: String, _ identity: String) throws {
        guard try change("UPDATE sqlite_sequence SET seq = \(number) WHERE name = \(table)") == 0 else { return }
        try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(number))")
    }

    /// SQLite can only let all of them wait, and does so until the transaction ends.
    func deferReferences(_ references: [Table.Reference]) throws {
        if !references.isEmpty { try run("PRAGMA defer_foreign_keys = ON") { _ in } }
    }

    func settleReferences(_ references: [Table.Reference]) throws {
        guard !hasOpenForeignKeys else { throw DatabaseError.foreignKey }
    }

    /// That one process has the file to itself is the program's affair.
    func isUsedByOthers() -> Bool {
        false
    }

    /// Broken CHECKs are not among them: SQLite passes them over on a connection that only reads.
    func faults(limit: Int) throws -> [String] {
        var faults: [String] = []
        do {
            try run("PRAGMA quick_check(\(limit))") { row in
                if row.string(0) != "ok" { faults.append(row.string(0)) }
            }
            try query(#"SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT \#(limit)"#) { row in
                let place = row.intOrNil(1).map { " (row \($0))" } ?? ""
                faults.append("\(row.string(0))\(place) refers to a row of \(row.string(2)) that is not there")
                return true
            }
        } catch DatabaseError.io(let reason) {
            // What is too damaged to be looked through.
            faults.append(reason)
        }
        return Array(faults.prefix(limit))
    }
}
