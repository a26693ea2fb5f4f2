import CLibpq

/// Why a command failed, and what may help.
struct PostgresFailure: Error {
    enum Remedy {
        case none
        /// The transaction lost against another one, or against a change of the schema: run it again.
        case again
        /// The connection is lost, or leads to a server that takes no writes any more: run it again on another one.
        case reconnect
        /// A read turned out to have more than one statement: run it again on a snapshot.
        case snapshot
    }

    let error: DatabaseError
    let remedy: Remedy

    static func lost(_ message: String) -> PostgresFailure {
        PostgresFailure(error: .lost(message), remedy: .reconnect)
    }

    /// The same failure of something that must not run again.
    var withoutRemedy: PostgresFailure {
        PostgresFailure(error: error, remedy: .none)
    }

    static let endedByClosure = PostgresFailure(
        error: .sql(message: "a closure ended the transaction it was given", statement: ""),
        remedy: .none
    )

    static let needsSnapshot = PostgresFailure(error: .busy, remedy: .snapshot)
}

extension PostgresRows {
    var isFailure: Bool {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: false
        default: true
        }
    }

    /// True where the server itself says what happened, and not libpq that nothing came from it, or a pooler (class 08)
    /// that it has lost the server, maybe after a commit.
    var isSaidByServer: Bool {
        let state = field(.state)
        return !state.isEmpty && !state.hasPrefix("08")
    }

    /// True for what COMMIT and ROLLBACK are answered.
    var hasEndedTransaction: Bool {
        let tag = PQcmdStatus(result).map { String(cString: $0) }
        return tag == "COMMIT" || tag == "ROLLBACK"
    }

    /// The index, key or check that refused a row.
    var constraint: String {
        field(.constraint)
    }

    var isUniqueViolation: Bool {
        field(.state) == "23505"
    }

    /// The failure in words that hold for every engine.
    ///
    /// Only the server's first line is taken: its details quote the values, which may be somebody's secrets.
    ///
    /// - Parameter isWriting: Whether the transaction was begun as one that writes.
    func failure(of statement: String, isWriting: Bool) -> PostgresFailure {
        let state = field(.state)
        let message = message
        func plain(_ error: DatabaseError) -> PostgresFailure {
            PostgresFailure(error: error, remedy: .none)
        }
        switch state {
        case "23505":
            return plain(.unique(columns: [constraint]))
        case "23503":
            return plain(.foreignKey)
        case "23502":
            return plain(.notNull(column: "\(field(.table)).\(field(.column))"))
        case "23514":
            return plain(.check(constraint))
        case "40001", "40P01":
            return PostgresFailure(error: .busy, remedy: .again)
        case "55P03":
            return plain(.busy)
        case "57014":
            return plain(.timedOut(statement: statement))
        case "25006":
            // Where we asked for a transaction that writes, the server has become one that only follows another.
            return isWriting ? .lost(message) : plain(.readOnly)
        case "53100":
            return plain(.full(message))
        case "0A000" where field(.function) == "RevalidateCachedQuery":
            return PostgresFailure(error: .sql(message: message, statement: statement), remedy: .again)
        case "":
            // Not the server but libpq says so.
            return .lost(message)
        default:
            switch state.prefix(2) {
            case "08": return .lost(message)
            case "57" where state.hasPrefix("57P"): return .lost(message)
            case "58", "XX": return plain(.io("\(message) (\(state))"))
            default: return plain(.sql(message: message, statement: statement))
            }
        }
    }

    /// What happened, in the server's words or, where they are libpq's own, in its.
    var message: String {
        let said = field(.message)
        guard said.isEmpty else { return said }
        return String(cString: PQresultErrorMessage(result)).split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    private func field(_ field: Field) -> String {
        PQresultErrorField(result, field.rawValue).map { String(cString: $0) } ?? ""
    }

    /// What the server says of an error, by the letters of its protocol (protocol-error-fields.html).
    private enum Field: Int32 {
        case state = 67  // C
        case message = 77  // M
        case table = 116  // t
        case column = 99  // c
        case constraint = 110  // n
        case function = 82  // R
    }
}
