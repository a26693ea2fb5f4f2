/// A table as the database itself describes it.
///
/// Whatever goes through a whole database asks for these instead of keeping a list, so that no table is ever forgotten.
struct Table: Sendable {
    /// A foreign key.
    struct Reference: Hashable, Sendable {
        let table: String
        let referred: String
        /// Of the foreign key; empty on SQLite, where none has a name.
        let name: String
    }

    /// The book of migrations, which each database keeps for itself.
    static let migrations = "schema_migrations"

    let name: String
    /// In their order; without those that are computed.
    let columns: [String]
    /// The column that numbers itself.
    let identity: String?
    let references: [Reference]
}

extension [Table] {
    /// The tables such that each comes after those that it refers to, and the foreign keys with which that can't be:
    /// of a table to itself, and one in each circle.
    var ordered: (tables: [Table], late: [Table.Reference]) {
        var waiting = self
        var ordered: [Table] = []
        var late: [Table.Reference] = []
        while !waiting.isEmpty {
            func missing(_ table: Table) -> [Table.Reference] {
                table.references.filter { reference in
                    reference.referred != table.name && waiting.contains { $0.name == reference.referred }
                }
            }
            let next = waiting.firstIndex { missing($0).isEmpty } ?? waiting.startIndex
            let table = waiting[next]
            late += missing(table) + table.references.filter { $0.referred == table.name }
            ordered.append(waiting.remove(at: next))
        }
        return (ordered, late)
    }
}
