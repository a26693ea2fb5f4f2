import Dispatch

/// A closure that waits to be run in a transaction, together with whoever waits for its answer.
///
/// It knows nothing of the type of a result, because generic code has the runtime find its types at each call: the
/// closure puts its result where ``result(of:submitting:)`` looks for it.
struct TransactionJob: Sendable {
    /// Since when it waits, in nanoseconds of the machine's uptime.
    let askedAt = DispatchTime.now().uptimeNanoseconds
    /// Whether whoever asks may run it on its own thread; see ``Database/write(isBrief:_:)``.
    let isBrief: Bool
    private let body: @Sendable (Connection) throws -> Void
    private let continuation: CheckedContinuation<Void, any Error>

    /// Waits until whoever takes the job has run `body` and answered.
    ///
    /// - Returns: What `body` returned when it ran last.
    nonisolated(nonsending) static func result<T: Sendable>(
        of body: @escaping @Sendable (Connection) throws -> T,
        isBrief: Bool = false,
        submitting submit: (TransactionJob) -> Void
    ) async throws -> T {
        let result = Result<T>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            submit(TransactionJob(isBrief: isBrief, body: { result.value = try body($0) }, continuation: continuation))
        }
        return result.value!
    }

    private init(
        isBrief: Bool,
        body: @escaping @Sendable (Connection) throws -> Void,
        continuation: CheckedContinuation<Void, any Error>
    ) {
        self.isBrief = isBrief
        self.body = body
        self.continuation = continuation
    }

    /// Runs the closure and says what it threw; nobody knows of it until ``answer(_:)`` is called.
    func run(in connection: Connection) -> (any Error)? {
        do {
            try body(connection)
            return nil
        } catch {
            return error
        }
    }

    /// Answers with the result, or with what the closure threw.
    func answer(_ failure: (any Error)?) {
        if let failure {
            continuation.resume(throwing: failure)
        } else {
            continuation.resume()
        }
    }

    /// Answers with an error instead of a result.
    func refuse(_ error: any Error) {
        continuation.resume(throwing: error)
    }

    /// How long it has waited.
    var waitedNanoseconds: Int {
        Int(DispatchTime.now().uptimeNanoseconds - askedAt)
    }

    /// `@unchecked Sendable` is sound: the thread that runs the closure writes it, before it answers; whoever waits for
    /// the answer reads it after that.
    private final class Result<T>: @unchecked Sendable {
        var value: T?
    }
}
