import JSON
import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A JSON body being read field by field; every fault is kept, and ``check()`` throws them together.
///
/// Texts are trimmed, unknown fields are ignored, and NUL is refused (it ends strings in too many places downstream).
struct Form {
    private let body: JSON
    /// What stands before the names of its fields in a fault, such as `config.`.
    private let place: String
    private var faults: [FieldFault] = []

    init(_ request: Request) throws(Failure) {
        try self.init(body: request.body.readableBytesView)
    }

    init(body bytes: some Collection<UInt8>) throws(Failure) {
        do {
            self.body = try JSON(parsing: bytes)
        } catch {
            throw Form.failure(error, isEmpty: bytes.isEmpty)
        }
        place = ""
        guard case .object = self.body else {
            throw .invalid("body", "应为 JSON 对象", "should be a JSON object")
        }
    }

    private init(_ object: JSON, at place: String) {
        body = object
        self.place = place
    }

    private static func failure(_ error: JSONError, isEmpty: Bool) -> Failure {
        if isEmpty { return .invalid("body", "不能为空", "must not be empty") }
        return switch error {
        case .malformed(let place):
            .invalid("body", "不是有效的 JSON（第 \(place) 字节）", "is not valid JSON (byte \(place))")
        case .notUTF8: .invalid("body", "不是有效的 UTF-8", "is not valid UTF-8")
        case .tooDeep: .invalid("body", "嵌套过深", "is nested too deeply")
        case .numberOutOfRange(let place):
            .invalid("body", "数字超出范围（第 \(place) 字节）", "has a number out of range (byte \(place))")
        }
    }

    /// Throws what was found wrong, all of it at once.
    func check() throws(Failure) {
        if !faults.isEmpty { throw .invalid(faults) }
    }

    mutating func fault(_ field: String, _ chinese: String, _ english: String) {
        faults.append(FieldFault(field: place + field, message: Message(chinese, english)))
    }

    func has(_ field: String) -> Bool {
        body[field].map { !$0.isNull } ?? false
    }

    /// A fault where the field is not there.
    mutating func require(_ field: String) {
        if !has(field) { fault(field, "不能为空", "is required") }
    }

    /// True where the field is there and `null`, which takes away what may be absent.
    func isNull(_ field: String) -> Bool {
        body[field]?.isNull ?? false
    }

    // MARK: Texts

    /// A text that has to be there: at most `length` Unicode scalars as sent, at least `length` after trimming.
    mutating func text(_ field: String, _ length: ClosedRange<Int>, trimmed: Bool = true) -> String {
        guard has(field) else {
            fault(field, "不能为空", "is required")
            return ""
        }
        return optionalText(field, length, trimmed: trimmed) ?? ""
    }

    /// A text that may be absent or null.
    mutating func optionalText(_ field: String, _ length: ClosedRange<Int>, trimmed: Bool = true) -> String? {
        guard let value = body[field], !value.isNull else { return nil }
        guard case .string(let raw) = value else {
            fault(field, "应为字符串", "should be a string")
            return nil
        }
        return accept(raw, field, length, trimmed: trimmed)
    }

    private mutating func accept(_ raw: String, _ field: String, _ length: ClosedRange<Int>, trimmed: Bool) -> String? {
        let text = trimmed ? raw.trimmed : raw
        if text.contains(byte: 0) {
            fault(field, "不能包含空字符", "must not contain NUL")
        } else if text.isEmpty, length.lowerBound > 0 {
            fault(field, "不能为空", "must not be empty")
        } else if text.unicodeScalars.count < length.lowerBound || raw.unicodeScalars.count > length.upperBound {
            fault(
                field,
                "长度应为 \(length.lowerBound)–\(length.upperBound) 个字符",
                "should have \(length.lowerBound) to \(length.upperBound) characters"
            )
        } else {
            return text
        }
        return nil
    }

    /// A list of texts that may be absent or null.
    mutating func texts(_ field: String, atMost count: Int, each length: ClosedRange<Int>) -> [String] {
        guard let value = body[field], !value.isNull else { return [] }
        guard case .array(let elements) = value else {
            fault(field, "应为字符串数组", "should be an array of strings")
            return []
        }
        guard elements.count <= count else {
            fault(field, "最多 \(count) 项", "has at most \(count) items")
            return []
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let raw) = element else {
                fault("\(field)[\(index)]", "应为字符串", "should be a string")
                continue
            }
            if let text = accept(raw, "\(field)[\(index)]", length, trimmed: true) { texts.append(text) }
        }
        return texts
    }

    /// One of the words that an enumeration knows.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ field: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        choice(field, among: Array(type.allCases))
    }

    /// One of some of the words that an enumeration knows.
    mutating func choice<Choice: RawRepresentable>(_ field: String, among choices: [Choice]) -> Choice?
    where Choice.RawValue == String {
        guard let value = body[field], !value.isNull else { return nil }
        if case .string(let raw) = value {
            let word = raw.trimmed
            if let choice = choices.first(where: { $0.rawValue == word }) { return choice }
        }
        let words = choices.map(\.rawValue).joined(separator: ", ")
        fault(field, "应为以下之一：\(words)", "should be one of: \(words)")
        return nil
    }

    /// Some of the words that an enumeration knows, one at least and each once; nil where they are absent.
    mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ field: String,
        of type: Choice.Type
    ) -> [Choice]? where Choice.RawValue == String {
        guard let value = body[field], !value.isNull else { return nil }
        let elements = value.array ?? []
        let choices = elements.compactMap { $0.string.flatMap { Choice(rawValue: $0.trimmed) } }
        if choices.isEmpty || choices.count < elements.count || Set(choices).count < choices.count {
            let words = type.allCases.map(\.rawValue).joined(separator: ", ")
            fault(field, "应为数组，包含以下各项且不重复：\(words)", "should be an array of these, each once: \(words)")
        }
        return choices
    }

    // MARK: Numbers and the rest

    mutating func integer(_ field: String, _ range: ClosedRange<Int>) -> Int {
        guard has(field) else {
            fault(field, "不能为空", "is required")
            return range.lowerBound
        }
        return optionalInteger(field, range) ?? range.lowerBound
    }

    mutating func optionalInteger(_ field: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = body[field], !value.isNull else { return nil }
        guard let number = value.int else {
            let isNumber = value.double != nil
            fault(field, isNumber ? "应为整数" : "应为数字", isNumber ? "should be an integer" : "should be a number")
            return nil
        }
        guard range.contains(number) else {
            fault(
                field,
                "应在 \(range.lowerBound) 与 \(range.upperBound) 之间",
                "should be between \(range.lowerBound) and \(range.upperBound)"
            )
            return nil
        }
        return number
    }

    /// A number of any sort; what it may be is the caller's to judge.
    mutating func optionalNumber(_ field: String) -> Double? {
        guard let value = body[field], !value.isNull else { return nil }
        if value.double == nil { fault(field, "应为数字", "should be a number") }
        return value.double
    }

    mutating func optionalBool(_ field: String) -> Bool? {
        guard let value = body[field], !value.isNull else { return nil }
        guard let bool = value.bool else {
            fault(field, "应为布尔值", "should be true or false")
            return nil
        }
        return bool
    }

    /// An object whose inside the caller reads itself.
    mutating func optionalObject(_ field: String) -> JSON? {
        guard let value = body[field], !value.isNull else { return nil }
        guard case .object = value else {
            fault(field, "应为对象", "should be an object")
            return nil
        }
        return value
    }

    // MARK: Objects inside

    /// Reads an object inside this body as a form of its own; its faults name the place: `config.credits`.
    ///
    /// - Returns: nil where it is absent or null, or is no object.
    mutating func object<Value>(_ field: String, _ read: (inout Form) -> Value) -> Value? {
        guard let object = optionalObject(field) else { return nil }
        var form = Form(object, at: "\(place)\(field).")
        let value = read(&form)
        faults += form.faults
        return value
    }

    /// A fault for each field that is none of these: for objects in which a slip of the pen would be costly.
    mutating func refuseFields(beside known: [String]) {
        for member in body.members ?? [] where !known.contains(member.name) {
            fault(String(member.name.prefix(Form.shownNameLength)), "不是可用的字段", "is no field of it")
        }
    }

    /// Characters of an unknown field's name that a fault repeats.
    private static let shownNameLength = 40
}

extension String {
    /// Looks through the bytes as they lie in memory, many at a time; `utf8.contains` walks them by index.
    func contains(byte: UInt8) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
        } ?? utf8.contains(byte)
    }

    /// Without the white space at both ends; the four ASCII separators count as white space, as in most languages.
    var trimmed: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || 0x1C...0x1F ~= scalar.value
        }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return self }
        return String(scalars[first...last])
    }
}
