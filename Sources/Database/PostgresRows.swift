import CLibpq

/// The answer to one command: a failure, or rows in PostgreSQL's binary form and how many were changed.
///
/// `@unchecked Sendable` is sound: libpq's result belongs to no connection any more, and whoever hands it on, as the
/// thread of single statements does to those who asked, does not touch it any more.
final class PostgresRows: RowSource, @unchecked Sendable {
    let result: OpaquePointer
    private let count: Int32
    private var row: Int32 = -1
    /// A number as text, where somebody reads it so.
    private var digits: UnsafeMutableBufferPointer<UInt8>?

    init(_ result: OpaquePointer) {
        self.result = result
        count = PQntuples(result)
    }

    deinit {
        PQclear(result)
        digits?.deallocate()
    }

    /// Moves to the next row; false at the end.
    func next() -> Bool {
        row += 1
        return row < count
    }

    /// Rows inserted, updated or deleted; 0 for whatever else the command did.
    var changed: Int {
        guard let tag = PQcmdStatus(result), !String(cString: tag).hasPrefix("SELECT") else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    // MARK: Columns

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, row, Int32(column)) == 1
    }

    func int(_ column: Int) -> Int {
        let bytes = blob(column)
        let raw = UnsafeRawPointer(bytes.baseAddress!)
        switch PQftype(result, Int32(column)) {
        case PostgresType.int8:
            return Int(Int64(bigEndian: raw.loadUnaligned(as: Int64.self)))
        case PostgresType.int4:
            return Int(Int32(bigEndian: raw.loadUnaligned(as: Int32.self)))
        case PostgresType.int2:
            return Int(Int16(bigEndian: raw.loadUnaligned(as: Int16.self)))
        case PostgresType.oid:
            return Int(UInt32(bigEndian: raw.loadUnaligned(as: UInt32.self)))
        case PostgresType.bool:
            return Int(bytes[0])
        case PostgresType.numeric:
            return PostgresRows.whole(raw)
        default:
            return Int(String(decoding: bytes, as: UTF8.self)) ?? 0
        }
    }

    func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        switch PQftype(result, Int32(column)) {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.oid, PostgresType.numeric,
            PostgresType.bool:
            let place = digits ?? .allocate(capacity: digitsOfInt64)
            digits = place
            let end = place.update(fromContentsOf: String(int(column)).utf8)
            return UnsafeBufferPointer(rebasing: place[..<end])
        default:
            return blob(column)
        }
    }

    func blob(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = UnsafeRawPointer(PQgetvalue(result, row, Int32(column)))!
        let count = Int(PQgetlength(result, row, Int32(column)))
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    func value(_ column: Int) throws -> SQLValue {
        guard !isNull(column) else { return .null }
        switch PQftype(result, Int32(column)) {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.bool:
            return .integer(int(column))
        case PostgresType.text, PostgresType.varchar:
            return try wholeText(column)
        case PostgresType.bytes:
            return .blob([UInt8](blob(column)))
        case let type:
            throw DatabaseError.sql(message: "column \(column + 1) has a foreign type (\(type))", statement: "")
        }
    }

    /// The whole part of a `numeric`, which is what PostgreSQL sums 64-bit numbers to.
    ///
    /// Its form (numeric.c, numeric_send): how many digits of base 10,000, the first one's weight, sign, scale, digits.
    private static func whole(_ raw: UnsafeRawPointer) -> Int {
        func field(_ index: Int) -> Int {
            Int(Int16(bigEndian: raw.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
        }
        let digits = field(0)
        let weight = field(1)
        let isNegative = field(2) == 0x4000
        guard weight >= 0 else { return 0 }
        var number = 0
        for index in 0...weight {
            // Kept negative, because the most negative number has no positive counterpart.
            number = number &* 10_000 &- (index < digits ? field(4 + index) : 0)
        }
        return isNegative ? number : -number
    }
}

/// The longest, with its sign.
private let digitsOfInt64 = 20
