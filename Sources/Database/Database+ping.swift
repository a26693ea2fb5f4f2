extension Database {
    /// Asks the engine whether it answers.
    ///
    /// - Parameter patience: How long the answer may take. The question is given up when any other one would be.
    /// - Errors: ``DatabaseError/unreachable(_:)`` where no answer has come, and whatever the engine says.
    public func ping(within patience: Duration) async throws {
        _ = try await answer(within: patience) { [self] in try await read { try $0.value("SELECT 1") } }
    }

    /// Does what ``readLong(_:)`` does, for whoever would rather know nothing than wait.
    ///
    /// - Parameter patience: How long the answer may take. The read is given up when any other one would be.
    /// - Errors: ``DatabaseError/unreachable(_:)`` where no answer has come, and whatever the engine or `body` says.
    public func readLong<T: Sendable>(
        within patience: Duration,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await answer(within: patience) { [self] in try await readLong(body) }
    }

    private func answer<T: Sendable>(
        within patience: Duration,
        to question: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let (answers, first) = AsyncStream<Result<T, any Error>>.makeStream(bufferingPolicy: .bufferingOldest(1))
        // Not a child, since nobody waits for it in the end.
        Task {
            do {
                first.yield(.success(try await question()))
            } catch {
                first.yield(.failure(error))
            }
        }
        let alarm = Task {
            try await Task.sleep(for: patience)
            first.yield(.failure(DatabaseError.unreachable("no answer within \(patience)")))
        }
        defer { alarm.cancel() }
        for await answer in answers { return try answer.get() }
        throw CancellationError()
    }
}
