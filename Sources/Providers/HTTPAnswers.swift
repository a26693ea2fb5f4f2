import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects an answer on its connection's event loop, for the task that waits for it.
protocol AnswerDelegate: HTTPClientResponseDelegate where Response == Void {
    /// Whether a status arrived.
    var hasHead: Bool { get }
    /// Whether all that is needed was read, so that it does not matter how the connection ended.
    var isComplete: Bool { get }
}

/// Thrown to stop reading when enough was read; never leaves this library.
struct EnoughRead: Error {}

/// The status and the body of an answer, under the limits.
private struct Collected {
    let limits: HTTP.Limits
    var head: HTTPResponseHead?
    var body = ByteBuffer()
    /// Whether an error's body went on beyond what is read of it.
    var isCut = false

    var isSuccess: Bool { head.map { 200..<300 ~= $0.status.code } ?? false }

    var answer: Answer {
        Answer(status: Int(head?.status.code ?? 0), headers: head?.headers ?? [:], body: body)
    }

    mutating func add(_ part: ByteBuffer) throws {
        let limitBytes = isSuccess ? limits.answerBytes : limits.errorBytes
        let roomBytes = limitBytes - body.readableBytes
        if part.readableBytes <= roomBytes {
            if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
        } else if isSuccess {
            throw ProviderError(.tooLarge, message: "the answer is longer than \(limitBytes) bytes")
        } else {
            body.writeBytes(part.readableBytesView.prefix(roomBytes))
            isCut = true
            throw EnoughRead()
        }
    }
}

/// An answer that is read whole.
final class WholeAnswer: AnswerDelegate {
    private let state: Mutex<Collected>

    init(limits: HTTP.Limits) {
        state = Mutex(Collected(limits: limits))
    }

    var hasHead: Bool { state.withLock { $0.head != nil } }
    var isComplete: Bool { state.withLock { $0.isCut } }

    /// The answer; to be called once it is there.
    func take() -> Answer {
        state.withLock { $0.answer }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { $0.head = head }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        do {
            try state.withLock { try $0.add(part) }
            return task.eventLoop.makeSucceededVoidFuture()
        } catch {
            return task.eventLoop.makeFailedFuture(error)
        }
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}

/// Reads the events of one streamed answer and knows when it is whole.
protocol StreamReader: Sendable {
    /// Takes in one event and returns the text that it adds; an empty one where the provider has begun to think.
    ///
    /// - Errors: what the event reports, or `badResponse` where it makes no sense.
    mutating func read(_ event: ServerSentEvent) throws(ProviderError) -> String?
    /// Whether the provider said that the text is finished.
    var isFinished: Bool { get }
}

/// An answer that is read event by event; one that is no stream after all is collected whole.
final class StreamedAnswer<Reader: StreamReader>: AnswerDelegate {
    private enum Form { case unknown, events, whole }

    private struct State {
        var collected: Collected
        var form = Form.unknown
        var parser: ServerSentEventParser
        var reader: Reader
        var readBytes = 0
        var lastReadAt = NIODeadline.now()
        var alarm: Scheduled<Void>?
        var isEnding = false
    }

    /// What a provider gets after the text's end, for the tokens used and for the connection to be of use again.
    private static var endPatience: TimeAmount { .seconds(2) }

    private let limits: HTTP.Limits
    private let onDelta: @Sendable (String) -> Void
    private let state: Mutex<State>

    init(_ reader: Reader, limits: HTTP.Limits, _ onDelta: @escaping @Sendable (String) -> Void) {
        self.limits = limits
        self.onDelta = onDelta
        state = Mutex(
            State(
                collected: Collected(limits: limits),
                parser: ServerSentEventParser(limitBytes: limits.eventBytes),
                reader: reader
            )
        )
    }

    var hasHead: Bool { state.withLock { $0.collected.head != nil } }
    var isComplete: Bool { state.withLock { $0.collected.isCut || $0.reader.isFinished } }

    /// The reader and the answer; to be called once all is there.
    func take() -> (Reader, Answer) {
        state.withLock { ($0.reader, $0.collected.answer) }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { state in
            state.collected.head = head
            state.lastReadAt = .now()
            if !state.collected.isSuccess { state.form = .whole }
        }
        listen(for: TimeAmount(limits.silence), task)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        var deltas: [String] = []
        let problem: (any Error)? = state.withLock { state in
            state.lastReadAt = .now()
            do {
                try take(part, &state, &deltas)
                return nil
            } catch {
                return error
            }
        }
        // Outside the lock: what the caller does with a piece is not ours to hold up.
        for delta in deltas { onDelta(delta) }
        endSoon(task)
        if let problem { return task.eventLoop.makeFailedFuture(problem) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        state.withLock { $0.alarm.take() }?.cancel()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        var deltas: [String] = []
        defer { for delta in deltas { onDelta(delta) } }
        let (alarm, problem) = state.withLock { state -> (Scheduled<Void>?, ProviderError?) in
            do throws(ProviderError) {
                try state.parser.finish { event throws(ProviderError) in
                    if let delta = try state.reader.read(event) { deltas.append(delta) }
                }
                return (state.alarm.take(), nil)
            } catch {
                return (state.alarm.take(), error)
            }
        }
        alarm?.cancel()
        if let problem { throw problem }
    }

    private func take(_ part: ByteBuffer, _ state: inout State, _ deltas: inout [String]) throws {
        state.readBytes += part.readableBytes
        // Told by the first byte, not by the content type, which gateways get wrong both ways: no event begins like
        // this.
        if state.form == .unknown, let first = part.readableBytesView.first(where: { !$0.isJSONSpace }) {
            state.form =
                first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
                ? .whole : .events
        }
        switch state.form {
        case .unknown:
            break
        case .whole:
            try state.collected.add(part)
        case .events:
            guard state.readBytes <= limits.streamBytes else {
                throw ProviderError(.tooLarge, message: "the stream is longer than \(limits.streamBytes) bytes")
            }
            try state.parser.read(part) { event throws(ProviderError) in
                if let delta = try state.reader.read(event) { deltas.append(delta) }
            }
        }
    }

    /// Once the text is whole, ends the exchange where the provider doesn't.
    private func endSoon(_ task: HTTPClient.Task<Void>) {
        let isNew = state.withLock { state in
            defer { state.isEnding = state.reader.isFinished }
            return state.reader.isFinished && !state.isEnding
        }
        guard isNew else { return }
        let end = task.eventLoop.scheduleTask(in: StreamedAnswer.endPatience) { task.fail(reason: EnoughRead()) }
        state.withLock { state in
            state.alarm?.cancel()
            state.alarm = end
        }
    }

    /// Ends the exchange when nothing was read for the longest silence allowed.
    private func listen(for wait: TimeAmount, _ task: HTTPClient.Task<Void>) {
        let alarm = task.eventLoop.scheduleTask(in: wait) { [self] in
            let silence = NIODeadline.now() - state.withLock { $0.lastReadAt }
            let rest = TimeAmount(limits.silence) - silence
            if rest > .zero {
                listen(for: rest, task)
            } else {
                task.fail(reason: ProviderError(.timedOut, message: "the stream fell silent"))
            }
        }
        state.withLock { $0.alarm = alarm }
    }
}

extension UInt8 {
    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
