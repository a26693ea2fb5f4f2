import NIOHTTP1
import Wire

/// The trace that a call belongs to, as services hand it on to each other: whoever watches several of them finds with
/// it what belongs together.
///
/// - Source: W3C, "Trace Context", Recommendation of 23 November 2021.
public struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits in lower case, not all of them 0.
    public let traceID: String
    /// Whether somebody before us keeps a record of this trace, and so may we.
    public let isSampled: Bool
    /// What other services' tools keep for themselves (`tracestate`); empty where there is nothing.
    public let state: String

    /// A trace that begins here.
    ///
    /// - Parameter id: 16 bytes, not all of them 0; chance, or what looks like it.
    public init(id: [UInt8]) {
        traceID = String(hex: id)
        isSampled = false
        state = ""
    }

    /// The trace of a request that came with these headers.
    ///
    /// - Parameters:
    ///   - traceparent: `00-<trace>-<parent>-<flags>`; a later version may have more behind that.
    ///   - tracestate: of each such header, in their order.
    /// - Returns: nil where `traceparent` can't be read: the trace then begins anew.
    public init?(traceparent: String, tracestate: [String] = []) {
        let text = Array(traceparent.utf8)
        let fields = text.prefix(TraceContext.headBytes).split(separator: dash, omittingEmptySubsequences: false)
        guard fields.map(\.count) == [2, 32, 16, 2], fields.joined().allSatisfy(\.isLowerCaseHex),
            let version = fields[0].number, version != 0xFF,
            // Version 00 ends here; what is to come in later ones stands behind another dash.
            text.count == TraceContext.headBytes || (version > 0 && text[TraceContext.headBytes] == dash),
            !fields[1].allSatisfy(\.isZeroDigit), !fields[2].allSatisfy(\.isZeroDigit),
            let flags = fields[3].number
        else { return nil }
        traceID = String(decoding: fields[1], as: UTF8.self)
        // The others are for versions to come: whoever does not know them sends 0.
        isSampled = flags & 1 == 1
        state = TraceState(tracestate).text
    }

    /// What tells the next service of the trace: each call is a step of its own.
    var headers: HTTPHeaders {
        let step = withUnsafeBytes(of: UInt64.random(in: 1...UInt64.max)) { String(hex: $0) }
        var headers: HTTPHeaders = ["traceparent": "00-\(traceID)-\(step)-\(isSampled ? "01" : "00")"]
        if !state.isEmpty { headers.add(name: "tracestate", value: state) }
        return headers
    }

    /// Bytes of version 00, and of what each later one begins with.
    private static let headBytes = 55
}

extension Endpoint {
    /// The same for one more call of a trace.
    func within(_ trace: TraceContext?) -> Endpoint {
        trace.map { adding($0.headers) } ?? self
    }
}

/// The list of a `tracestate`: handed on as it came, unless it is no such list or too long.
private struct TraceState {
    /// What every service has to hand on at least.
    private static let textBytes = 512
    private static let memberCount = 32
    /// Members beyond this are the first to go where the whole is too long.
    private static let longMemberBytes = 128

    let text: String

    init(_ headers: [String]) {
        let whole = headers.joined(separator: ",")
        var members = whole.utf8.split(separator: UInt8(ascii: ",")).map(TraceState.trimmed).filter { !$0.isEmpty }
        guard members.count <= TraceState.memberCount, members.allSatisfy(TraceState.isMember) else {
            text = ""
            return
        }
        guard whole.utf8.count > TraceState.textBytes else {
            text = whole
            return
        }
        func bytes() -> Int { members.reduce(members.count - 1) { $0 + $1.count } }
        if bytes() > TraceState.textBytes { members.removeAll { $0.count > TraceState.longMemberBytes } }
        while bytes() > TraceState.textBytes { members.removeLast() }
        text = members.map { String(Substring($0)) }.joined(separator: ",")
    }

    private static func trimmed(_ member: Substring.UTF8View) -> Substring.UTF8View {
        var member = member
        while let first = member.first, first == 0x20 || first == 0x09 { member.removeFirst() }
        while let last = member.last, last == 0x20 || last == 0x09 { member.removeLast() }
        return member
    }

    /// `key=value`: letters, digits and `_-*/@` on the left, visible ASCII and spaces on the right.
    private static func isMember(_ member: Substring.UTF8View) -> Bool {
        let parts = member.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...256).contains(parts[0].count), (1...256).contains(parts[1].count) else {
            return false
        }
        return parts[0].allSatisfy(\.isKeyOfState) && parts[1].allSatisfy { 0x20...0x7E ~= $0 }
    }
}

private let dash = UInt8(ascii: "-")

extension UInt8 {
    fileprivate var isLowerCaseHex: Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= self || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self
    }

    fileprivate var isZeroDigit: Bool { self == UInt8(ascii: "0") }

    fileprivate var isKeyOfState: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
            || "_-*/@".utf8.contains(self)
    }
}

extension ArraySlice<UInt8> {
    /// The number that hexadecimal digits write.
    fileprivate var number: UInt8? { UInt8(String(decoding: self, as: UTF8.self), radix: 16) }
}
