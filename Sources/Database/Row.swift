/// One row of an answer, read by column index from left to right, counted from 0.
///
/// Valid only inside the closure it is given to. Reading NULL as something that can't be nil is a programming error:
/// debug builds stop there, release builds read 0, "" or [].
public struct Row {
    let source: any RowSource

    public func isNull(_ column: Int) -> Bool {
        source.isNull(column)
    }

    public func int(_ column: Int) -> Int {
        assert(!source.isNull(column), "column \(column) is NULL")
        return source.int(column)
    }

    public func intOrNil(_ column: Int) -> Int? {
        source.isNull(column) ? nil : source.int(column)
    }

    /// True where the column holds anything but 0.
    public func bool(_ column: Int) -> Bool {
        int(column) != 0
    }

    public func string(_ column: Int) -> String {
        assert(!source.isNull(column), "column \(column) is NULL")
        return String(decoding: source.utf8(column), as: UTF8.self)
    }

    public func stringOrNil(_ column: Int) -> String? {
        source.isNull(column) ? nil : String(decoding: source.utf8(column), as: UTF8.self)
    }

    public func bytes(_ column: Int) -> [UInt8] {
        assert(!source.isNull(column), "column \(column) is NULL")
        return [UInt8](source.blob(column))
    }

    public func bytesOrNil(_ column: Int) -> [UInt8]? {
        source.isNull(column) ? nil : [UInt8](source.blob(column))
    }

    /// What the column holds, whatever that is.
    ///
    /// - Errors: ``DatabaseError/sql(message:statement:)`` where that is nothing this program ever writes.
    func value(_ column: Int) throws -> SQLValue {
        try source.value(column)
    }

    /// Lends the bytes of a text column without making a String of them, so that hot paths copy once; NULL is empty.
    public func withUTF8<R>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try body(source.utf8(column))
    }
}

/// Where a row's columns come from: an engine's statement standing on that row.
protocol RowSource: AnyObject {
    func isNull(_ column: Int) -> Bool
    func int(_ column: Int) -> Int
    /// The buffer is valid until another column is read or the statement moves on.
    func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8>
    /// The buffer is valid until another column is read or the statement moves on.
    func blob(_ column: Int) -> UnsafeBufferPointer<UInt8>
    /// The value by what it is, not by what somebody wants it to be.
    func value(_ column: Int) throws -> SQLValue
}

extension RowSource {
    /// A text as it is, not as it could be repaired.
    func wholeText(_ column: Int) throws -> SQLValue {
        guard let text = String(validating: utf8(column), as: UTF8.self) else {
            throw DatabaseError.sql(message: "column \(column + 1) holds a text that is not UTF-8", statement: "")
        }
        return .text(text)
    }
}
