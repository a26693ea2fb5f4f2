import Database
import JSON

/// The rules of jobs: enqueued with the act they belong to, and afterwards done once, parked or cancelled.
package struct Jobs: Sendable {
    let database: Database

    /// Where it is told that a job is ready, is to be cancelled, or waits for a moment.
    static let channel: StaticString = "jobs"
    /// How long finished jobs are kept to look at.
    private static let memory: [(state: JobState, days: Int)] = [(.done, 7), (.cancelled, 30), (.parked, 90)]
    /// How long runners that have ended are remembered: as long as a transaction of theirs could still be on its way.
    private static let runnerMemoryMilliseconds = 3_600_000
    /// Jobs looked at in one transaction of a sweep.
    private static let sweepBatch = 500

    static let notRetryable = Failure(
        400,
        "只有已搁置或已取消的任务可以重试",
        "Only a parked or cancelled job can be retried"
    )
    static let notCancellable = Failure(
        400,
        "只有等待中或运行中的任务可以取消",
        "Only a queued or running job can be cancelled"
    )
    static let alreadyOpen = Failure(
        400,
        "相同的任务已在等待或运行",
        "The same job is queued or running already"
    )

    package init(database: Database) {
        self.database = database
    }

    /// Enqueues a job in the transaction of the act it belongs to: it runs if, and only if, that is committed.
    ///
    /// - Parameters:
    ///   - moment: when it may run, in UTC milliseconds; at once where none is given.
    ///   - key: while a job of this kind and key is queued or running, no second one is enqueued.
    /// - Returns: the number of the new job; nil where there is one of that key.
    @discardableResult
    package func enqueue<Payload: Job>(
        _ job: Payload,
        at moment: Int? = nil,
        key: String? = nil,
        in connection: Connection
    ) throws -> Int? {
        try JobStore(connection).insert(Payload.kind, payload: job.encoded(), key: key, at: moment)
    }

    /// What queued and running jobs of a kind are to do, in the order of their numbers.
    ///
    /// - Parameter id: the number of the last one that was listed before.
    static func listOpenPayloads<Payload: Job>(
        of type: Payload.Type,
        after id: Int,
        limit: Int,
        in connection: Connection
    ) throws -> [(id: Int, payload: Payload)] {
        try JobStore(connection).listOpenPayloads(of: Payload.kind, after: id, limit: limit).map {
            ($0.id, try Payload.decoded($0.payload))
        }
    }

    func list(state: JobState?, kind: String?, _ page: PageRequest) async throws -> Page<JobRecord> {
        try await database.read { try JobStore($0).list(state: state, kind: kind, page) }
    }

    /// How much waits, runs and was given up; of the whole installation.
    ///
    /// Those that are done or cancelled are not counted: what is kept of them may be millions.
    func figures(of kinds: [String], within patience: Duration) async throws -> JobFigures {
        try await database.readLong(within: patience) { connection in
            let store = JobStore(connection)
            let counts = try kinds.flatMap { kind in
                try [JobState.queued, .running, .parked].map { (kind, $0, try store.count(kind, $0)) }
            }
            let oldest = try store.oldestReady() ?? connection.now
            return JobFigures(counts: counts, oldestReadyMilliseconds: connection.now - oldest)
        }
    }

    /// Has a job tried again from the beginning, as often as one that is new.
    ///
    /// - Errors: 404 no such job; 400 it is neither parked nor cancelled, or one of its key is open.
    func retry(_ id: Int, by administrator: Administrator) async throws -> JobRecord {
        do {
            return try await database.write { connection in
                let store = JobStore(connection)
                guard let job = try store.find(id) else { throw Failure.notFound }
                guard try store.requeue(job) else { throw Jobs.notRetryable }
                try note(.retryJob, job, by: administrator, in: connection)
                return try store.find(id) ?? job
            }
        } catch DatabaseError.unique {
            throw Jobs.alreadyOpen
        }
    }

    /// Cancels a job: a queued one at once, a running one as soon as its runner hears of it.
    ///
    /// - Errors: 404 no such job; 400 it has ended.
    @discardableResult
    func cancel(_ id: Int, by administrator: Administrator) async throws -> JobRecord {
        try await database.write { connection in
            let store = JobStore(connection)
            guard let job = try store.find(id) else { throw Failure.notFound }
            guard try store.cancel(job) else { throw Jobs.notCancellable }
            try note(.cancelJob, job, by: administrator, in: connection)
            return try store.find(id) ?? job
        }
    }

    private func note(
        _ act: AuditAct,
        _ job: JobRecord,
        by administrator: Administrator,
        in connection: Connection
    ) throws {
        let kind: AuditDetails = ["kind": .string(job.kind)]
        try Audit.record(act, AuditTarget(.job, job.id), by: administrator, kind, in: connection)
    }

    /// Forgets jobs that have ended long ago; what failed is kept longest.
    func sweep() async throws {
        for (state, days) in Jobs.memory {
            try await Sweep.inBatches(of: Jobs.sweepBatch) { limit in
                try await database.write { connection in
                    let end = connection.now - days * WireTime.dayMilliseconds
                    return try JobStore(connection).delete(state, finishedBefore: end, limit: limit)
                }
            }
        }
        try await database.write { connection in
            try JobStore(connection).deleteRunners(endedBefore: connection.now - Jobs.runnerMemoryMilliseconds)
        }
    }
}
