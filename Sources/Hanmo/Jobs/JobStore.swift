import Database

/// The SQL of jobs: what is enqueued, looked at and swept.
///
/// `JobStore+Runners.swift` has what runners do with it.
struct JobStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Jobs, and the processes that run them.
    ///
    /// `lane` says which queue an open job stands in: `ready`, `retry` (waits after a failure) or `moment` (waits for
    /// the time it was enqueued for). It stands apart from `state` so that the index that jobs are taken by has open
    /// jobs only, and no planner prefers the index of all jobs by state.
    ///
    /// A runner is one process. Its `beats` say that it lives; they are compared by change, not by time, so no clock
    /// matters. One row a process is renewed, however many jobs it runs.
    static let schema = [
        """
        CREATE TABLE job_runners (
            id IDENTITY,
            name TEXT NOT NULL,
            beats BIGINT NOT NULL DEFAULT 0,
            started_at BIGINT NOT NULL,
            ended_at BIGINT
        )
        """,
        """
        CREATE TABLE jobs (
            id IDENTITY,
            kind TEXT NOT NULL,
            unique_key TEXT,
            payload TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'parked', 'cancelled')),
            lane TEXT CHECK (lane IN ('ready', 'retry', 'moment')),
            run_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            max_attempts BIGINT NOT NULL,
            owner BIGINT,
            cancel_requested_at BIGINT,
            last_error TEXT,
            created_at BIGINT NOT NULL,
            started_at BIGINT,
            finished_at BIGINT,
            CHECK ((state = 'queued') = (lane IS NOT NULL)),
            CHECK ((state = 'running') = (owner IS NOT NULL))
        )
        """,
        "CREATE INDEX jobs_lane ON jobs (lane, run_at, id) WHERE lane IS NOT NULL",
        "CREATE INDEX jobs_owner ON jobs (owner) WHERE owner IS NOT NULL",
        """
        CREATE UNIQUE INDEX jobs_open_key ON jobs (kind, unique_key)
         WHERE unique_key IS NOT NULL AND state IN ('queued', 'running')
        """,
        "CREATE INDEX jobs_state ON jobs (state, created_at, id)",
        "CREATE INDEX jobs_kind ON jobs (kind, state, created_at, id)",
    ]

    /// Bytes of an error that are kept.
    private static let errorBytes = 2_000

    private static let columns: SQL = """
        id, kind, unique_key, payload, state, attempts, max_attempts, last_error, cancel_requested_at, run_at,
        created_at, started_at, finished_at
        """

    private func job(_ row: Row) -> JobRecord {
        JobRecord(
            id: row.int(0),
            kind: row.string(1),
            key: row.stringOrNil(2),
            payload: row.string(3),
            state: JobState(rawValue: row.string(4)) ?? .parked,
            attempts: row.int(5),
            maxAttempts: row.int(6),
            lastError: row.stringOrNil(7),
            isCancelRequested: !row.isNull(8),
            runAt: row.int(9),
            createdAt: row.int(10),
            startedAt: row.intOrNil(11),
            finishedAt: row.intOrNil(12)
        )
    }

    /// Enqueues a job and tells the runners; nil where one of its kind and key is open.
    func insert(_ kind: JobKind, payload: String, key: String?, at moment: Int?) throws -> Int? {
        let runAt = max(moment ?? connection.now, connection.now)
        let lane = runAt > connection.now ? "moment" : "ready"
        let id = try connection.value(
            """
            INSERT INTO jobs (kind, unique_key, payload, state, lane, run_at, max_attempts, created_at)
            VALUES (\(kind.name), \(key), \(payload), 'queued', \(lane), \(runAt), \(kind.attempts), \(connection.now))
            ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('queued', 'running') DO NOTHING
            RETURNING id
            """
        )
        if id != nil { try tell(runAt > connection.now ? .waiting(until: runAt) : .ready(from: runAt)) }
        return id
    }

    func find(_ id: Int) throws -> JobRecord? {
        try connection.first("SELECT \(JobStore.columns) FROM jobs WHERE id = \(id)", job)
    }

    /// Puts a parked or cancelled job back into the queue; false where it is neither.
    ///
    /// - Errors: `DatabaseError.unique` where another one of its key is open.
    func requeue(_ job: JobRecord) throws -> Bool {
        let changed = try connection.change(
            """
            UPDATE jobs
               SET state = 'queued', lane = 'ready', run_at = \(connection.now), attempts = 0,
                   cancel_requested_at = NULL, finished_at = NULL
             WHERE id = \(job.id) AND state IN ('parked', 'cancelled')
            """
        )
        if changed > 0 { try tell(.ready(from: connection.now)) }
        return changed > 0
    }

    /// Cancels a queued job, or asks the runner of a running one to; false where it has ended.
    func cancel(_ job: JobRecord) throws -> Bool {
        let isQueued = try connection.change(
            """
            UPDATE jobs
               SET state = 'cancelled', lane = NULL, cancel_requested_at = \(connection.now),
                   finished_at = \(connection.now)
             WHERE id = \(job.id) AND lane IS NOT NULL
            """
        )
        if isQueued > 0 { return true }
        let isRunning = try connection.change(
            "UPDATE jobs SET cancel_requested_at = \(connection.now) WHERE id = \(job.id) AND owner IS NOT NULL"
        )
        if isRunning > 0 { try tell(.cancel(job.id)) }
        return isRunning > 0
    }

    /// Jobs, newest first, ``PageStore/limit`` of them at most.
    ///
    /// Each state (of each kind) is a range of an index; the newest of them all are among the newest of each. Sorting
    /// by `created_at` and not by `id` alone keeps planners from going through the primary key instead.
    func list(state: JobState?, kind: String?, _ page: PageRequest) throws -> Page<JobRecord> {
        let end = min(page.offset + page.size, PageStore.limit)
        var newest: [(createdAt: Int, id: Int)] = []
        var found = 0
        for state in state.map({ [$0] }) ?? JobState.allCases {
            var condition: SQL = "state = \(state)"
            if let kind { condition += " AND kind = \(kind)" }
            newest += try connection.all(
                """
                SELECT created_at, id
                  FROM jobs
                 WHERE \(condition)
                 ORDER BY created_at DESC, id DESC
                 LIMIT \(end)
                """
            ) { ($0.int(0), $0.int(1)) }
            found +=
                try connection.value(
                    """
                    SELECT count(*)
                      FROM (SELECT 1 FROM jobs WHERE \(condition) LIMIT \(PageStore.limit + 1)) AS counted
                    """
                ) ?? 0
        }
        newest.sort { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
        let items = try newest.prefix(end).dropFirst(page.offset).compactMap { try find($0.id) }
        return Page(request: page, total: try PageStore.total(found, for: page), items: items)
    }

    /// How many jobs of a kind are in a state; ``PageStore/limit`` means that many or more.
    func count(_ kind: String, _ state: JobState) throws -> Int {
        try connection.value(
            """
            SELECT count(*)
              FROM (SELECT 1 FROM jobs WHERE kind = \(kind) AND state = \(state) LIMIT \(PageStore.limit)) AS counted
            """
        ) ?? 0
    }

    /// Since when the job has been ready that has waited longest, in UTC milliseconds; nil where none waits.
    func oldestReady() throws -> Int? {
        try ["ready", "retry", "moment"].compactMap { lane in
            try connection.value(
                """
                SELECT run_at
                  FROM jobs
                 WHERE lane = \(lane) AND run_at <= \(connection.now)
                 ORDER BY run_at, id
                 LIMIT 1
                """
            )
        }.min()
    }

    /// Deletes jobs of a state that ended before a moment; returns how many there were.
    ///
    /// What ended before it was made before it, too: that is the range of the index.
    func delete(_ state: JobState, finishedBefore moment: Int, limit: Int) throws -> Int {
        let ids = try connection.all(
            """
            SELECT id
              FROM jobs
             WHERE state = \(state) AND created_at < \(moment) AND finished_at < \(moment)
             ORDER BY created_at, id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
        guard !ids.isEmpty else { return 0 }
        return try connection.change("DELETE FROM jobs WHERE id IN \(list: JobStore.padded(ids))")
    }

    func deleteRunners(endedBefore moment: Int) throws {
        try connection.execute("DELETE FROM job_runners WHERE ended_at < \(moment)")
    }

    /// An error as it is stored: bounded, and without NUL, which PostgreSQL refuses.
    static func stored(_ error: String) -> String {
        let bytes = error.utf8.lazy.filter { $0 != 0 }.prefix(errorBytes)
        return String(decoding: Array(bytes), as: UTF8.self)
    }

    func tell(_ signal: JobSignal) throws {
        try connection.notify(Jobs.channel, signal.text)
    }
}

/// What runners are told once a transaction is committed.
enum JobSignal: Sendable, Equatable {
    /// A job may run at once; its place in the queue begins with this moment.
    case ready(from: Int)
    /// A job waits until this moment.
    case waiting(until: Int)
    case cancel(Int)

    var text: String {
        switch self {
        case .ready(let moment): "ready \(moment)"
        case .waiting(let moment): "waiting \(moment)"
        case .cancel(let id): "cancel \(id)"
        }
    }

    /// Nil for what a later version might say.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let number = Int(words[1]) else { return nil }
        switch words[0] {
        case "ready": self = .ready(from: number)
        case "waiting": self = .waiting(until: number)
        case "cancel": self = .cancel(number)
        default: return nil
        }
    }
}
