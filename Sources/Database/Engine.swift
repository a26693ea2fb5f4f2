import Dispatch

/// What a database engine does for ``Database``; each keeps its own connections and threads.
protocol Engine: AnyObject, Sendable {
    /// The engine, its version and mode, for the start-up log.
    var description: String { get }
    var dialect: Dialect { get }
    /// True where other processes may work on the same database.
    var isShared: Bool { get }
    /// What is in use at this moment, and who waits for it.
    var load: Database.Load { get }
    /// Runs `body` on a read-only snapshot, on the calling thread where that is cheaper than a hop.
    nonisolated(nonsending) func read<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T
    /// Runs `body` on a read-only snapshot, on another thread.
    func readLong<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T
    /// Runs `job` in a transaction some time soon and answers it exactly once, when the commit is durable.
    func write(_ job: TransactionJob)
    /// Runs one statement and answers when its commit is durable.
    func writeOne<Answer>(_ write: SingleWrite<Answer>) async throws -> Answer
    /// What is notified on a channel from now on, until the engine closes.
    func notifications(
        on channel: StaticString,
        where isWanted: @escaping @Sendable (String) -> Bool
    ) -> AsyncStream<Database.Notification>
    func queryPlan(_ sql: String) async throws -> [String]
    /// Finishes the writes that wait, lets go of everything, then calls `done`; a second call does the same.
    func close(_ done: @escaping @Sendable (Result<Void, any Error>) -> Void)
}

/// A closure that waits to be run in a transaction, together with whoever waits for its answer.
struct TransactionJob: Sendable {
    /// Since when it waits, in nanoseconds of the machine's uptime.
    let askedAt = DispatchTime.now().uptimeNanoseconds
    /// What came of running a job; nobody knows of it until `answer` is called.
    struct Outcome {
        let threw: Bool
        let answer: () -> Void
    }

    /// Runs the closure and keeps its result back.
    let run: @Sendable (Connection) -> Outcome
    /// Answers with an error instead of a result; used where `Outcome.answer` is not.
    let refuse: @Sendable (any Error) -> Void

    /// How long it has waited.
    var waitedNanoseconds: Int {
        Int(DispatchTime.now().uptimeNanoseconds - askedAt)
    }

    init<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        answering continuation: CheckedContinuation<T, any Error>
    ) {
        run = { connection in
            let result = Result { try body(connection) }
            let threw = if case .failure = result { true } else { false }
            return Outcome(threw: threw, answer: { continuation.resume(with: result) })
        }
        refuse = { continuation.resume(throwing: $0) }
    }
}
