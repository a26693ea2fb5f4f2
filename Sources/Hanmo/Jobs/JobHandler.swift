import Database

/// What does the jobs of one kind.
package struct JobHandler: Sendable {
    let kind: JobKind
    let run: @Sendable (_ payload: String, _ context: JobContext) async throws -> Void

    /// - Parameter body: called once an attempt. Its task is cancelled when the job is, when its time is over, when the
    ///   process stops, and when the lease was lost; it should end soon then, with any error.
    package init<Payload: Job>(
        _ type: Payload.Type,
        _ body: @escaping @Sendable (_ job: Payload, _ context: JobContext) async throws -> Void
    ) {
        kind = Payload.kind
        run = { payload, context in
            let job: Payload
            do {
                job = try Payload.decoded(payload)
            } catch {
                throw JobFailure.permanent("the payload can't be read: \(error)")
            }
            try await body(job, context)
        }
    }
}

/// One attempt at a job, as its handler sees it.
package struct JobContext: Sendable {
    package let id: Int
    /// Counted from 1.
    package let attempt: Int
    /// True where a failure would park the job, so that a handler can give back what it holds.
    package let isLastAttempt: Bool

    let owner: Int
    let database: Database

    /// Does what `Database.write` does while this process still holds the job; once another one has taken it over,
    /// nothing is written.
    ///
    /// - Errors: `CancellationError` where the job is held no more.
    package func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await database.write { connection in
            guard try JobStore(connection).hold(id, attempt: attempt, by: owner) else { throw CancellationError() }
            return try body(connection)
        }
    }
}
