import Providers
import Synchronization

/// A service that writes what it is told to, fails in every way that providers have, or waits for the test.
final class FakeProvider: TextProvider {
    private enum Plan: Sendable {
        case answer(String, reason: String?)
        case failure(ProviderError)
        case work(HeldWork)
    }

    private struct State {
        var plans: [Plan] = []
        var held: [HeldWork] = []
        var requests: [TextRequest] = []
    }

    private let state = Mutex(State())

    /// What a failing provider says; no user may ever read it.
    static let innerWords = "upstream-host 10.1.2.3 said: key sk-inner-words is over quota"
    /// Tokens that every answer reports.
    static let tokens = (input: 120, output: 345)

    // MARK: What will happen

    /// The next call fails, for the reason given.
    func failNext(_ kind: ProviderError.Kind, saying message: String = FakeProvider.innerWords) {
        plan(.failure(ProviderError(kind, status: 503, code: "InnerCode", message: message)))
    }

    /// The next call answers this text.
    ///
    /// - Parameter reason: why it stops there, in a provider's words.
    func answerNext(_ text: String, because reason: String? = nil) {
        plan(.answer(text, reason: reason))
    }

    /// The next call waits until the test lets it go on.
    func holdNext() -> HeldWork {
        let work = HeldWork()
        state.withLock { state in
            state.plans.append(.work(work))
            state.held.append(work)
        }
        return work
    }

    private func plan(_ plan: Plan) {
        state.withLock { $0.plans.append(plan) }
    }

    // MARK: What has happened

    /// What was asked of it, in order.
    var requests: [TextRequest] { state.withLock { $0.requests } }

    var heldWorkCount: Int { state.withLock { $0.held.count { !$0.isOver } } }

    /// Ends what a story left waiting.
    func dropHeldWork() {
        for work in state.withLock({ $0.held }) { work.fail(.cancelled) }
    }

    // MARK: The service

    func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        try await answer(request) { _ in }
    }

    func stream(
        _ request: TextRequest,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        try await answer(request, onDelta)
    }

    private func answer(
        _ request: TextRequest,
        _ onDelta: @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        let plan = state.withLock { state in
            state.requests.append(request)
            return state.plans.isEmpty ? nil : state.plans.removeFirst()
        }
        switch plan {
        case nil:
            return say(["写好了", "一篇文章。"], onDelta)
        case .answer(let text, let reason):
            var result = say([text], onDelta)
            result.finishReason = reason
            return result
        case .failure(let error):
            throw error
        case .work(let work):
            return FakeProvider.result(try await work.perform(onDelta))
        }
    }

    private func say(_ pieces: [String], _ onDelta: (String) -> Void) -> TextResult {
        for piece in pieces { onDelta(piece) }
        return FakeProvider.result(pieces.joined())
    }

    private static func result(_ text: String) -> TextResult {
        TextResult(text: text, inputTokens: tokens.input, outputTokens: tokens.output, model: "fake-1")
    }
}

/// One call of a provider that the test conducts: it begins, speaks piece by piece, and ends.
final class HeldWork: Sendable {
    private enum Step: Sendable {
        case piece(String)
        case failure(ProviderError)
    }

    private let steps: AsyncStream<Step>
    private let feed: AsyncStream<Step>.Continuation
    private let beginning: AsyncStream<Void>
    private let begin: AsyncStream<Void>.Continuation
    private let over = Mutex(false)

    init() {
        (steps, feed) = AsyncStream.makeStream()
        (beginning, begin) = AsyncStream.makeStream()
    }

    var isOver: Bool { over.withLock { $0 } }

    /// Returns once the provider has been called.
    func hasBegun() async {
        for await _ in beginning {}
    }

    func say(_ piece: String) {
        feed.yield(.piece(piece))
    }

    /// Lets the call answer what has been said.
    func finish() {
        end()
    }

    func fail(_ kind: ProviderError.Kind) {
        feed.yield(.failure(ProviderError(kind, message: FakeProvider.innerWords)))
        end()
    }

    private func end() {
        over.withLock { $0 = true }
        feed.finish()
    }

    /// Part of the provider: what was said, once the test lets it end.
    ///
    /// A task that is cancelled stops here, as a call over the network would.
    fileprivate func perform(_ onDelta: (String) -> Void) async throws(ProviderError) -> String {
        begin.finish()
        var text = ""
        for await step in steps {
            switch step {
            case .piece(let piece):
                text += piece
                onDelta(piece)
            case .failure(let error):
                throw error
            }
        }
        if Task.isCancelled { throw ProviderError(.cancelled, message: "cancelled") }
        return text
    }
}
