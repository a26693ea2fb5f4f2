/// What a database engine does for ``Database``; each keeps its own connections and threads.
protocol Engine: AnyObject, Sendable {
    /// The engine, its version and mode, for the start-up log.
    var description: String { get }
    var dialect: Dialect { get }
    /// True where other processes may work on the same database.
    var isShared: Bool { get }
    /// What is in use at this moment, and who waits for it.
    var load: Database.Load { get }
    /// Runs `body` on a read-only snapshot, on the calling thread where that is cheaper than a hop; see
    /// ``Database/read(isBrief:_:)``.
    nonisolated(nonsending) func read<T: Sendable>(
        isBrief: Bool,
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
