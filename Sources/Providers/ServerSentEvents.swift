import NIOCore

/// One event of a `text/event-stream`.
struct ServerSentEvent: Sendable, Equatable {
    /// The `event` field; `error` where DashScope reports a failure.
    var name: String?
    /// The status that DashScope puts into a comment, as `:HTTP_STATUS/429`.
    var status: Int?
    /// The `data` lines, joined by line feeds.
    var data: [UInt8] = []
}

/// Cuts a stream of bytes into events, by the rules of the HTML standard ("server-sent events").
///
/// Lines end with LF, CR or both; one space after a field's colon is dropped; an event without data is none. Other than
/// the standard, an event that the end of the stream cuts off before its blank line still counts: whoever reads it
/// notices where it is half an event.
struct ServerSentEventParser: Sendable {
    private let limitBytes: Int
    private var event = ServerSentEvent()
    private var hasData = false
    /// The bytes of this event's lines so far.
    private var sizeBytes = 0
    /// The beginning of a line whose end has not arrived.
    private var line: [UInt8] = []
    private var endedInReturn = false
    private var isFirstLine = true

    /// - Parameter limitBytes: how long the lines of one event may be together.
    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// Takes in bytes as they arrived and hands out the events that they complete.
    mutating func read(
        _ part: ByteBuffer,
        _ emit: (ServerSentEvent) throws(ProviderError) -> Void
    ) throws(ProviderError) {
        let outcome = part.withUnsafeReadableBytes { bytes -> Result<Void, ProviderError> in
            do throws(ProviderError) {
                try read(bytes, emit)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }

    /// Hands out the event that the end of the stream leaves.
    mutating func finish(_ emit: (ServerSentEvent) throws(ProviderError) -> Void) throws(ProviderError) {
        if !line.isEmpty {
            let rest = line
            line = []
            try rest.withUnsafeBytes { bytes in Result { () throws(ProviderError) in try take(bytes, emit) } }.get()
        }
        try dispatch(emit)
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        _ emit: (ServerSentEvent) throws(ProviderError) -> Void
    ) throws(ProviderError) {
        var start = 0
        if endedInReturn, bytes.first == UInt8(ascii: "\n") { start = 1 }
        if !bytes.isEmpty { endedInReturn = false }
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                position += 1
                continue
            }
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
            if line.isEmpty {
                try take(piece, emit)
            } else {
                line.append(contentsOf: piece)
                let whole = line
                line.removeAll(keepingCapacity: true)
                try whole.withUnsafeBytes { bytes in Result { () throws(ProviderError) in try take(bytes, emit) } }
                    .get()
            }
            position += 1
            if byte == UInt8(ascii: "\r") {
                if position == bytes.count {
                    endedInReturn = true
                } else if bytes[position] == UInt8(ascii: "\n") {
                    position += 1
                }
            }
            start = position
        }
        line.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        try check()
    }

    private func check() throws(ProviderError) {
        if sizeBytes + line.count > limitBytes {
            throw ProviderError(.tooLarge, message: "one event of the stream is longer than \(limitBytes) bytes")
        }
    }

    private mutating func take(
        _ whole: UnsafeRawBufferPointer,
        _ emit: (ServerSentEvent) throws(ProviderError) -> Void
    ) throws(ProviderError) {
        var line = whole
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line[3...]) }
        }
        guard !line.isEmpty else {
            try dispatch(emit)
            return
        }
        sizeBytes += line.count
        try check()
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
        var value = line.dropFirst(colon + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let name = line.prefix(colon)
        if name.elementsEqual("data".utf8) {
            if hasData { event.data.append(UInt8(ascii: "\n")) }
            hasData = true
            event.data.append(contentsOf: value)
        } else if name.elementsEqual("event".utf8) {
            event.name = String(decoding: value, as: UTF8.self)
        } else if name.isEmpty, value.starts(with: "HTTP_STATUS/".utf8) {
            event.status = Int(String(decoding: value.dropFirst("HTTP_STATUS/".utf8.count), as: UTF8.self))
        }
    }

    private mutating func dispatch(_ emit: (ServerSentEvent) throws(ProviderError) -> Void) throws(ProviderError) {
        let finished = event
        let wasEvent = hasData
        event = ServerSentEvent()
        hasData = false
        sizeBytes = 0
        if wasEvent { try emit(finished) }
    }
}
