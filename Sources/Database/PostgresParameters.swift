import CLibpq

/// The values of one statement in PostgreSQL's binary form, in memory that is used again for the next statement.
final class PostgresParameters {
    private(set) var count = 0
    private var bytes: UnsafeMutableRawPointer
    private var capacity = 4_096
    private var used = 0
    /// Where in `bytes` each value begins; nil is NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    init() {
        bytes = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit {
        bytes.deallocate()
    }

    /// Takes the values of a statement, in the order of their placeholders.
    func fill(_ parts: [SQL.Part]) {
        count = 0
        used = 0
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        if capacity > capacityKept {
            bytes.deallocate()
            capacity = capacityKept
            bytes = .allocate(byteCount: capacity, alignment: 8)
        }
        for case .value(let value) in parts {
            append(value)
        }
        while formats.count < count {
            formats.append(1)
        }
    }

    private func append(_ value: SQLValue) {
        count += 1
        offsets.append(used)
        switch value {
        case .null:
            offsets[count - 1] = nil
            lengths.append(0)
        case .integer(let number):
            room(for: 8).storeBytes(of: Int64(number).bigEndian, as: Int64.self)
            lengths.append(8)
        case .text(var text):
            text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
        case .blob(let blob):
            blob.withUnsafeBytes { append($0) }
        }
    }

    private func append(_ value: UnsafeRawBufferPointer) {
        let place = room(for: value.count)
        if let start = value.baseAddress {
            place.copyMemory(from: start, byteCount: value.count)
        }
        lengths.append(Int32(value.count))
    }

    private func room(for size: Int) -> UnsafeMutableRawPointer {
        if used + size > capacity {
            let larger = max(2 * capacity, used + size)
            let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
            moved.copyMemory(from: bytes, byteCount: used)
            bytes.deallocate()
            bytes = moved
            capacity = larger
        }
        defer { used += (size + 7) & ~7 }
        return bytes + used
    }

    /// Lends what libpq wants to see: addresses, lengths and formats.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> R
    ) -> R {
        pointers.removeAll(keepingCapacity: true)
        for offset in offsets {
            pointers.append(offset.map { UnsafePointer((bytes + $0).assumingMemoryBound(to: CChar.self)) })
        }
        return pointers.withUnsafeBufferPointer { pointers in
            lengths.withUnsafeBufferPointer { lengths in
                formats.withUnsafeBufferPointer { formats in
                    body(pointers.baseAddress!, lengths.baseAddress!, formats.baseAddress!)
                }
            }
        }
    }
}

/// How many bytes stay for the next statement; a long text gives the rest back.
private let capacityKept = 1 << 20

/// The types in which values are bound, by PostgreSQL's own numbers (pg_type.dat).
enum PostgresType {
    static let bool: Oid = 16
    static let bytes: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    /// The server finds it out by where the value stands.
    static let unknown: Oid = 0

    static func of(_ value: SQLValue) -> Oid {
        switch value {
        case .null: unknown
        case .integer: int8
        case .text: text
        case .blob: bytes
        }
    }
}
