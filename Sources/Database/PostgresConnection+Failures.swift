/// What a statement that failed, or a connection that was lost, means for the transaction.
extension PostgresConnection {
    func fail(_ new: PostgresFailure) -> PostgresFailure {
        if failure == nil {
            failure = new
        }
        return new
    }

    /// Gives the connection up.
    func lose(_ link: PostgresLink, because answer: PostgresRows? = nil) -> PostgresFailure {
        let said = answer.map(\.message) ?? link.lastMessage
        let message = said.isEmpty ? "the connection was lost" : said
        drop()
        phase = .idle
        return fail(.lost(message))
    }

    func explain(_ answer: PostgresRows, _ text: String) -> PostgresFailure {
        var failure = answer.failure(of: text, isWriting: isWriting)
        if failure.remedy == .reconnect {
            drop()
            phase = .idle
        } else if answer.isUniqueViolation {
            failure = PostgresFailure(error: .unique(columns: columns(ofIndex: answer.constraint)), remedy: .none)
        } else if failure.remedy == .again {
            // Plans that a change of the schema has overtaken go with the others.
            statements.forgetAll()
        }
        return fail(failure)
    }

    var isWriting: Bool {
        switch phase {
        case .wanted(.write), .open(.write), .single: true
        default: false
        }
    }

    /// The columns of a unique index; its name where it is on expressions.
    ///
    /// The first time each index is asked for, the transaction is undone, since it has failed anyway.
    private func columns(ofIndex name: String) -> [String] {
        if let known = server.columns(ofIndex: name) {
            return known
        }
        rollBack()
        let sql = indexColumns(name)
        guard let rows = try? run(statements.statement(of: sql), sql) else {
            failure = nil
            return [name]
        }
        var columns: [String] = []
        while rows.next() {
            guard !rows.isNull(1) else {
                columns = [name]
                break
            }
            let row = Row(source: rows)
            columns.append("\(row.string(0)).\(row.string(1))")
        }
        server.remember(columns, ofIndex: name)
        return columns
    }

    private func indexColumns(_ name: String) -> SQL {
        """
        SELECT t.relname, a.attname
          FROM pg_index i
          JOIN pg_class x ON x.oid = i.indexrelid
          JOIN pg_class t ON t.oid = i.indrelid
         CROSS JOIN generate_series(0, i.indnkeyatts - 1) AS place
          LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[place] AND a.attnum > 0
         WHERE x.relname = \(name) AND x.relnamespace = current_schema()::regnamespace
         ORDER BY place
        """
    }
}
