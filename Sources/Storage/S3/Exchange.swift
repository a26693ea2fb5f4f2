import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One request and its answer, read piece by piece and no faster than somebody takes it.
///
/// AsyncHTTPClient's delegates are used rather than its `async` calls: they let a deadline cover the whole answer, and
/// let silence be measured only while a piece is waited for, so that a slow reader is not taken for a silent service.
/// At most one piece is held; the next one is read from the connection once it was taken.
final class Exchange: HTTPClientResponseDelegate {
    typealias Response = Void

    private struct State {
        var head: HTTPResponseHead?
        var piece: ByteBuffer?
        /// What the client waits for before it reads on, as long as `piece` was not taken.
        var taken: EventLoopPromise<Void>?
        var ending: Result<Void, any Error>?
        var isAbandoned = false
        /// Whether something changed since somebody looked.
        var hasNews = false
        /// Whoever waits for something to change; one at a time.
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let task = Mutex<HTTPClient.Task<Void>?>(nil)

    /// Sends a request.
    ///
    /// - Parameter deadline: when its answer has to be read to the end.
    static func start(_ request: HTTPClient.Request, on client: HTTPClient, before deadline: NIODeadline) -> Exchange {
        let exchange = Exchange()
        let task = client.execute(request: request, delegate: exchange, deadline: deadline)
        exchange.task.withLock { $0 = task }
        task.futureResult.whenComplete { result in
            exchange.change { $0.ending = result }
            // The client holds the exchange until here; holding the client's task any longer would be a cycle.
            exchange.task.withLock { $0 = nil }
        }
        return exchange
    }

    /// The head of the answer.
    ///
    /// - Errors: what the connection failed with, as the client has it; ``Silence`` when nothing came in time.
    func head(within limit: Duration) async throws -> HTTPResponseHead {
        try await wait(limit) { state in state.head }
    }

    /// The next piece of the body, or nil after the last one.
    ///
    /// - Errors: as ``head(within:)``; a body that broke off fails, it does not end.
    func next(within limit: Duration) async throws -> ByteBuffer? {
        let (piece, taken) = try await wait(limit) { state -> (ByteBuffer?, EventLoopPromise<Void>?)? in
            if let piece = state.piece.take() { return (piece, state.taken.take()) }
            if case .success = state.ending { return (nil, nil) }
            return nil
        }
        taken?.succeed()
        return piece
    }

    /// Whether a piece is there that nobody has taken; for tests.
    var hasPiece: Bool { state.withLock { $0.piece != nil } }

    /// Ends the exchange where it stands; the connection is closed unless all was read.
    func abandon() {
        let taken = state.withLock { state in
            state.isAbandoned = true
            state.piece = nil
            return state.taken.take()
        }
        task.withLock { $0 }?.cancel()
        // The client looks at a cancellation only when it goes on.
        taken?.fail(CancellationError())
    }

    /// Waits until `found` finds something or the exchange has failed.
    private func wait<Value>(_ limit: Duration, _ found: (inout State) -> Value?) async throws -> Value {
        if Task.isCancelled { abandon() }
        if let result = look(found) { return try result.get() }
        let running = task.withLock { $0 }
        // The alarm's own thread tells the exchange; the one that waits need not be interrupted.
        let alarm = running?.eventLoop.scheduleTask(in: TimeAmount(limit)) { running?.fail(reason: Silence()) }
        defer { alarm?.cancel() }
        return try await withTaskCancellationHandler {
            while true {
                if let result = look(found) { return try result.get() }
                await withCheckedContinuation { continuation in
                    let hasChanged = state.withLock { state in
                        if state.hasNews { return true }
                        state.waiter = continuation
                        return false
                    }
                    if hasChanged { continuation.resume() }
                }
            }
        } onCancel: {
            abandon()
        }
    }

    private func look<Value>(_ found: (inout State) -> Value?) -> Result<Value, any Error>? {
        state.withLock { state in
            state.hasNews = false
            if let value = found(&state) { return .success(value) }
            switch state.ending {
            case nil: return nil
            case .failure(let error): return .failure(error)
            // An answer without a head has not ended well, whatever the client says.
            case .success: return .failure(HTTPClientError.remoteConnectionClosed)
            }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            state.hasNews = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    // MARK: What the client reports

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        change { $0.head = head }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        guard part.readableBytes > 0 else { return task.eventLoop.makeSucceededVoidFuture() }
        let taken = task.eventLoop.makePromise(of: Void.self)
        change { state in
            if state.isAbandoned {
                taken.fail(CancellationError())
            } else {
                state.piece = part
                state.taken = taken
            }
        }
        return taken.futureResult
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}

/// Nothing came for as long as is waited; never leaves this library.
struct Silence: Error {}
