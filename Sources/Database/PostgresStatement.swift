import CLibpq

/// A statement that the server has prepared, or will with its first use.
final class PostgresStatement {
    let name: String
    let text: String
    /// Of each value; unknown where only NULL has stood there so far.
    let types: [Oid]
    var isPrepared = false
    /// When the cache last handed it out, counted in statements.
    var lastUse = 0

    private var hasReadAlone = false
    private var hasHadCompany = false

    init(name: String, text: String, types: [Oid]) {
        self.name = name
        self.text = text
        self.types = types
    }

    /// True where every read so far that began with this statement had no other one.
    var readsAlone: Bool {
        hasReadAlone && !hasHadCompany
    }

    /// Learns from a read that began with this statement.
    func noteRead(ranAlone: Bool) {
        if ranAlone {
            hasReadAlone = true
        } else {
            hasHadCompany = true
        }
    }

    /// True where these values fit the types with which the statement was prepared.
    func fits(_ parts: [SQL.Part]) -> Bool {
        var index = 0
        for case .value(let value) in parts {
            let type = PostgresType.of(value)
            guard type == types[index] || type == PostgresType.unknown else { return false }
            index += 1
        }
        return true
    }

    /// The types that fit the values and, where they are NULL, what was there before.
    func types(with parts: [SQL.Part]) -> [Oid] {
        zip(parts.types, types).map { $0 == PostgresType.unknown ? $1 : $0 }
    }
}

/// The statements of one connection.
struct PostgresStatements {
    private var known: [SQLTemplate: PostgresStatement] = [:]
    private var handedOut = 0
    private var named = 0
    private var forgotten: [String] = []

    /// The statement of `sql`, whose types fit its values.
    mutating func statement(of sql: SQL) -> PostgresStatement {
        handedOut += 1
        let template = SQLTemplate(sql)
        let old = known[template]
        if let old, old.fits(sql.parts) {
            old.lastUse = handedOut
            return old
        }
        named += 1
        let new = PostgresStatement(
            name: "s\(named)",
            text: old?.text ?? sql.text(in: .postgres) { "$\($0)" },
            types: old?.types(with: sql.parts) ?? sql.parts.types
        )
        new.lastUse = handedOut
        if let old {
            forget(old)
        } else if known.count >= statementsKept, let stalest = known.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            known[stalest.key] = nil
            forget(stalest.value)
        }
        known[template.withoutValues] = new
        return new
    }

    /// The names of statements that the server need not know any more.
    mutating func takeForgotten() -> [String] {
        guard !forgotten.isEmpty else { return [] }
        defer { forgotten = [] }
        return forgotten
    }

    mutating func forgetAll() {
        known.values.forEach { forget($0) }
        known = [:]
    }

    private mutating func forget(_ statement: PostgresStatement) {
        if statement.isPrepared {
            forgotten.append(statement.name)
        }
    }
}

extension [SQL.Part] {
    fileprivate var types: [Oid] {
        compactMap { part in
            if case .value(let value) = part { PostgresType.of(value) } else { nil }
        }
    }
}

/// How many statements a connection has prepared at once; each takes some ten KiB on the server.
private let statementsKept = 200
