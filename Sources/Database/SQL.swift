/// A piece of SQL whose text can only come from literals and whose values are always bound.
///
/// `"SELECT title FROM creations WHERE id = \(id)"` binds `id`; an interpolated `SQL` splices its text and values;
/// `\(list: ids)` renders `(?, ?, …)`. Because a literal is a `StaticString`, a string made at run time cannot become
/// SQL text: the compiler refuses it. Write portable SQL; placeholders are rendered for the engine at hand.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
        case text(StaticString)
        case value(SQLValue)
        /// Words in which the engines differ.
        case word(SQLWord)
        /// A table or column that the database itself has named, in quotation marks; made inside this module only.
        case name(String)
    }

    private(set) var parts: [Part]

    public init(stringLiteral text: StaticString) {
        parts = [.text(text)]
    }

    public init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    init(parts: [Part]) {
        self.parts = parts
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(parts: left.parts + right.parts)
    }

    public static func += (left: inout SQL, right: SQL) {
        left.parts += right.parts
    }

    /// `FOR UPDATE SKIP LOCKED`, at the end of a SELECT.
    ///
    /// Rows that another transaction holds are passed over, and the others are held until this one ends. Nothing on
    /// SQLite, where one transaction at a time writes.
    public static var skipLocked: SQL { SQL(parts: [.word(.skipLocked)]) }

    /// The function that finds a text in another, `position(whole, part)`: counted from 1, and 0 where it is not there.
    ///
    /// It takes each letter as it is, and at its worst a fraction of the time that a pattern takes at its worst.
    public static var position: SQL { SQL(parts: [.word(.position)]) }

    /// The present moment by the database's own clock, in UTC milliseconds: the same one for every process.
    public static var serverNow: SQL { SQL(parts: [.word(.serverNow)]) }

    /// A lock of rows, at the end of a SELECT.
    ///
    /// Waits for transactions that hold these rows, and holds them until this one ends. Nothing on SQLite, where one
    /// transaction at a time writes.
    public static var forUpdate: SQL { SQL(parts: [.word(.forUpdate)]) }

    /// The text with each word as the engine has it, and each value replaced by what `placeholder` makes of its number,
    /// counted from 1.
    func text(in dialect: Dialect, placeholder: (Int) -> String) -> String {
        var text = ""
        var number = 0
        for part in parts {
            switch part {
            case .text(let literal):
                literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
            case .value:
                number += 1
                text += placeholder(number)
            case .word(let word):
                text += dialect.word(word)
            case .name(let name):
                text += SQL.quoted(name)
            }
        }
        return text
    }

    /// A name that the database's own catalog has told.
    static func name(_ name: String) -> SQL { SQL(parts: [.name(name)]) }

    /// A name as both engines quote it.
    static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }

    /// Collects the literals and values of one interpolated statement; the compiler calls it.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 {
                parts.append(.text(literal))
            }
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            parts.append(.value(value.sqlValue))
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        /// Binds the raw value of a typed id or an enum.
        public mutating func appendInterpolation<Raw: RawRepresentable>(_ value: Raw) where Raw.RawValue: SQLBindable {
            parts.append(.value(value.rawValue.sqlValue))
        }

        /// Binds the raw value of a typed id or an enum, or NULL.
        public mutating func appendInterpolation<Raw: RawRepresentable>(_ value: Raw?) where Raw.RawValue: SQLBindable {
            parts.append(.value(value?.rawValue.sqlValue ?? .null))
        }

        /// Splices another piece of SQL with its values.
        public mutating func appendInterpolation(_ fragment: SQL) {
            parts += fragment.parts
        }

        /// Binds each value of a list, as `(?, ?)`; no value at all gives `(NULL)`, which no row is in.
        public mutating func appendInterpolation(list values: some Collection<some SQLBindable>) {
            appendList(values.map(\.sqlValue))
        }

        /// Binds each raw value of a list, as `(?, ?)`; no value at all gives `(NULL)`, which no row is in.
        public mutating func appendInterpolation<Raw: RawRepresentable>(
            list values: some Collection<Raw>
        ) where Raw.RawValue: SQLBindable {
            appendList(values.map(\.rawValue.sqlValue))
        }

        private mutating func appendList(_ values: [SQLValue]) {
            guard let first = values.first else {
                parts.append(.text("(NULL)"))
                return
            }
            parts.append(.text("("))
            parts.append(.value(first))
            for value in values.dropFirst() {
                parts.append(.text(", "))
                parts.append(.value(value))
            }
            parts.append(.text(")"))
        }
    }
}

extension Sequence<SQL> {
    /// The pieces one after another with `separator` between them, as in `conditions.joined(separator: " AND ")`.
    public func joined(separator: SQL) -> SQL {
        var joined: [SQL.Part] = []
        for (index, piece) in enumerated() {
            if index > 0 {
                joined += separator.parts
            }
            joined += piece.parts
        }
        return SQL(parts: joined)
    }
}

/// Words of statements in which the engines differ; each has a name in ``SQL``.
enum SQLWord: Sendable {
    case forUpdate
    case position
    case serverNow
    case skipLocked
}

/// What a statement is, whatever its values: the key of a statement cache.
///
/// Literals are compared by address, which costs a few nanoseconds where comparing text would cost hundreds. A literal
/// never moves; the same text written at two places merely gives two templates.
struct SQLTemplate: Hashable {
    private let parts: [SQL.Part]

    init(_ sql: SQL) {
        parts = sql.parts
    }

    /// The same template without the values, so that a cache does not keep them alive.
    var withoutValues: SQLTemplate {
        let bare = parts.map { part in
            if case .value = part { SQL.Part.value(.null) } else { part }
        }
        return SQLTemplate(SQL(parts: bare))
    }

    static func == (left: SQLTemplate, right: SQLTemplate) -> Bool {
        guard left.parts.count == right.parts.count else { return false }
        for index in left.parts.indices {
            switch (left.parts[index], right.parts[index]) {
            case (.value, .value):
                continue
            case (.word(let one), .word(let other)):
                guard one == other else { return false }
            case (.name(let one), .name(let other)):
                guard one == other else { return false }
            case (.text(let one), .text(let other)):
                guard one.utf8Start == other.utf8Start, one.utf8CodeUnitCount == other.utf8CodeUnitCount else {
                    return false
                }
            default:
                return false
            }
        }
        return true
    }

    func hash(into hasher: inout Hasher) {
        for part in parts {
            switch part {
            case .text(let literal):
                hasher.combine(UInt(bitPattern: literal.utf8Start))
            case .value:
                hasher.combine(UInt(0))
            case .word(let word):
                hasher.combine(word)
            case .name(let name):
                hasher.combine(name)
            }
        }
    }
}
