import Database

/// What runners do with jobs: take them, record what became of them, take over those of a runner that died.
extension JobStore {
    // MARK: Taking

    /// The next jobs that may run at once, behind a place in the queue.
    ///
    /// Starting behind what was taken before matters on PostgreSQL: while some session holds an old snapshot, the index
    /// keeps an entry of every job that was ever taken, and whoever starts in front walks over all of them.
    func takeReady(after place: QueuePlace, limit: Int, for runner: Int) throws -> [ClaimedJob] {
        try take(
            """
            SELECT id, kind, payload, attempts, max_attempts, run_at
              FROM jobs
             WHERE lane = 'ready' AND (run_at, id) > (\(place.runAt), \(place.id))
               AND EXISTS (SELECT 1 FROM job_runners WHERE id = \(runner) AND ended_at IS NULL)
             ORDER BY run_at, id
             LIMIT \(limit) \(SQL.skipLocked)
            """,
            for: runner
        )
    }

    /// Jobs whose moment has come, or whose wait after a failure is over.
    ///
    /// No wait is longer than the longest back-off; what seems to be was begun before the clock was set back.
    func takeDue(limit: Int, for runner: Int) throws -> [ClaimedJob] {
        let now = connection.now
        let conditions: [SQL] = [
            "lane = 'retry' AND run_at <= \(now)",
            "lane = 'retry' AND run_at > \(now + BackOff.longest.milliseconds)",
            "lane = 'moment' AND run_at <= \(now)",
        ]
        var taken: [ClaimedJob] = []
        for condition in conditions where taken.count < limit {
            taken += try take(
                """
                SELECT id, kind, payload, attempts, max_attempts, run_at
                  FROM jobs
                 WHERE \(condition)
                   AND EXISTS (SELECT 1 FROM job_runners WHERE id = \(runner) AND ended_at IS NULL)
                 ORDER BY run_at, id
                 LIMIT \(limit - taken.count) \(SQL.skipLocked)
                """,
                for: runner
            )
        }
        return taken
    }

    /// The moment of the next job that waits for one; nil where none does.
    func nextMoment() throws -> Int? {
        let retry = try connection.value("SELECT min(run_at) FROM jobs WHERE lane = 'retry'")
        let moment = try connection.value("SELECT min(run_at) FROM jobs WHERE lane = 'moment'")
        return [retry, moment].compactMap { $0 }.min()
    }

    /// Two statements, because in one (`UPDATE … WHERE id IN (SELECT … LIMIT …)`) PostgreSQL's planner, which knows
    /// little about so short-lived rows, may read the whole table.
    private func take(_ query: SQL, for runner: Int) throws -> [ClaimedJob] {
        let jobs = try connection.all(query) { job($0, attempt: $0.int(3) + 1, of: runner) }
        guard !jobs.isEmpty else { return [] }
        try connection.execute(
            """
            UPDATE jobs
               SET state = 'running', lane = NULL, owner = \(runner), attempts = attempts + 1,
                   started_at = \(connection.now)
             WHERE id IN \(list: JobStore.padded(jobs.map(\.id)))
            """
        )
        return jobs
    }

    private func job(_ row: Row, attempt: Int, of runner: Int) -> ClaimedJob {
        ClaimedJob(
            id: row.int(0),
            kind: row.string(1),
            payload: row.string(2),
            attempt: attempt,
            maxAttempts: row.int(4),
            runAt: row.int(5),
            owner: runner
        )
    }

    /// Everything that a runner holds, says the database.
    func listHeld(by runner: Int) throws -> [ClaimedJob] {
        try connection.all(
            "SELECT id, kind, payload, attempts, max_attempts, run_at FROM jobs WHERE owner = \(runner)"
        ) { job($0, attempt: $0.int(3), of: runner) }
    }

    /// The same numbers, the last one repeated up to one of a few lengths, so that few statements have to be compiled.
    static func padded(_ ids: [Int]) -> [Int] {
        guard let last = ids.last, let length = lengths.first(where: { $0 >= ids.count }) else { return ids }
        return ids + repeatElement(last, count: length - ids.count)
    }

    private static let lengths = [1, 4, 16, 64, 256, 1024]

    // MARK: Recording

    /// True while the job is held by this runner in this attempt; nobody can take it over before the transaction ends.
    func hold(_ id: Int, attempt: Int, by runner: Int) throws -> Bool {
        try connection.change(
            "UPDATE jobs SET owner = owner WHERE id = \(id) AND owner + 0 = \(runner) AND attempts = \(attempt)"
        ) > 0
    }

    /// Marks jobs as done, all of the same attempt; returns how many were still held by this runner.
    ///
    /// `owner + 0` keeps planners from looking for the runner first: under an old snapshot its index entries are many.
    func finish(_ ids: [Int], attempt: Int, by runner: Int) throws -> Int {
        try connection.change(
            """
            UPDATE jobs
               SET state = 'done', owner = NULL, finished_at = \(connection.now)
             WHERE id IN \(list: JobStore.padded(ids)) AND owner + 0 = \(runner) AND attempts = \(attempt)
            """
        )
    }

    /// Ends a job as parked or cancelled; false where this runner holds it no more.
    func end(_ job: ClaimedJob, as state: JobState, because error: String?, by runner: Int) throws -> Bool {
        try connection.change(
            """
            UPDATE jobs
               SET state = \(state), owner = NULL, finished_at = \(connection.now),
                   last_error = coalesce(\(error.map(JobStore.stored)), last_error)
             WHERE id = \(job.id) AND owner + 0 = \(runner) AND attempts = \(job.attempt)
            """
        ) > 0
    }

    /// Lets a job wait for another attempt; false where this runner holds it no more.
    ///
    /// - Parameters:
    ///   - delay: milliseconds.
    ///   - isCounted: false where this attempt was none.
    func retry(
        _ job: ClaimedJob,
        after delay: Int,
        isCounted: Bool,
        because error: String?,
        by runner: Int
    ) throws
        -> Bool
    {
        let runAt = connection.now + min(max(delay, 0), BackOff.longest.milliseconds)
        let changed = try connection.change(
            """
            UPDATE jobs
               SET state = 'queued', lane = 'retry', owner = NULL, run_at = \(runAt),
                   attempts = attempts - \(isCounted ? 0 : 1),
                   last_error = coalesce(\(error.map(JobStore.stored)), last_error)
             WHERE id = \(job.id) AND owner + 0 = \(runner) AND attempts = \(job.attempt)
            """
        )
        if changed > 0 { try tell(.waiting(until: runAt)) }
        return changed > 0
    }

    /// Gives jobs back to whoever takes them next, all of the same attempt, which was none.
    ///
    /// - Returns: how many were still held by this runner.
    func handBack(_ jobs: [ClaimedJob], attempt: Int, by runner: Int) throws -> Int {
        let changed = try connection.change(
            """
            UPDATE jobs
               SET state = 'queued', lane = 'ready', owner = NULL, attempts = attempts - 1
             WHERE id IN \(list: JobStore.padded(jobs.map(\.id))) AND owner + 0 = \(runner) AND attempts = \(attempt)
            """
        )
        if let first = jobs.map(\.runAt).min(), changed > 0 { try tell(.ready(from: first)) }
        return changed
    }

    /// Those of the jobs that somebody wants cancelled.
    func cancelled(among ids: [Int]) throws -> [Int] {
        guard !ids.isEmpty else { return [] }
        return try connection.all(
            """
            SELECT id
              FROM jobs
             WHERE id IN \(list: JobStore.padded(ids)) AND cancel_requested_at IS NOT NULL
            """
        ) { $0.int(0) }
    }

    // MARK: Runners

    /// A runner as the others see it.
    struct Runner: Sendable {
        let id: Int
        let beats: Int
        let hasEnded: Bool
    }

    /// - Parameter name: machine and process, for people.
    func insertRunner(_ name: String) throws -> Int {
        try connection.insert(
            "INSERT INTO job_runners (name, started_at) VALUES (\(name), \(connection.now))"
        )
    }

    /// Says that a runner lives; false where the others have ended it.
    func beat(_ runner: Int) throws -> Bool {
        try connection.change(
            "UPDATE job_runners SET beats = beats + 1 WHERE id = \(runner) AND ended_at IS NULL"
        ) > 0
    }

    /// All runners but one, in a small number: one for each process, and those that ended within the hour.
    func listRunners(except runner: Int) throws -> [Runner] {
        try connection.all(
            "SELECT id, beats, ended_at FROM job_runners WHERE id <> \(runner) ORDER BY id LIMIT \(runnersSeen)"
        ) { Runner(id: $0.int(0), beats: $0.int(1), hasEnded: !$0.isNull(2)) }
    }

    /// Ends a runner that has been silent since it was seen; false where it has given a sign of life.
    func end(_ runner: Runner) throws -> Bool {
        try connection.change(
            """
            UPDATE job_runners
               SET ended_at = \(connection.now)
             WHERE id = \(runner.id) AND beats = \(runner.beats) AND ended_at IS NULL
            """
        ) > 0
    }

    /// Takes a runner off the list, unless it holds jobs: then it falls silent, and the others take them over.
    ///
    /// - Returns: false where it holds jobs.
    @discardableResult
    func deleteRunner(_ runner: Int) throws -> Bool {
        try connection.change(
            """
            DELETE FROM job_runners
             WHERE id = \(runner) AND NOT EXISTS (SELECT 1 FROM jobs WHERE owner = \(runner))
            """
        ) > 0
    }

    /// Owners of jobs that stand on no list, so that nobody would see them silent.
    func listLostOwners() throws -> [Int] {
        try connection.all(
            """
            SELECT DISTINCT j.owner
              FROM jobs j
             WHERE j.owner > 0 AND NOT EXISTS (SELECT 1 FROM job_runners r WHERE r.id = j.owner)
             LIMIT \(runnersSeen)
            """
        ) { $0.int(0) }
    }

    /// Lets others take what runners that ended had; an attempt that died with its process counts.
    ///
    /// - Returns: how many jobs there were.
    func takeOver(from runners: [Int]) throws -> Int {
        guard !runners.isEmpty else { return 0 }
        let moments = try connection.all(
            """
            UPDATE jobs
               SET state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
                                WHEN attempts >= max_attempts THEN 'parked'
                                ELSE 'queued' END,
                   lane = CASE WHEN cancel_requested_at IS NULL AND attempts < max_attempts THEN 'ready' END,
                   finished_at = CASE WHEN cancel_requested_at IS NOT NULL OR attempts >= max_attempts
                                      THEN \(connection.now) ELSE finished_at END,
                   owner = NULL, last_error = 'the process that ran it has ended'
             WHERE owner IN \(list: JobStore.padded(runners))
            RETURNING run_at
            """
        ) { $0.int(0) }
        if let first = moments.min() { try tell(.ready(from: first)) }
        return moments.count
    }
}

/// Runners that one of them looks at: more processes than an installation has, also while one starts anew and anew.
private let runnersSeen = 1000
