import Database

extension JobStore {
    /// Running jobs whose runner is gone or was ended, so that no look of another one will find them; the first so
    /// many.
    func listOwnerless(limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT j.id
              FROM jobs j
              LEFT JOIN job_runners r ON r.id = j.owner
             WHERE j.owner IS NOT NULL AND (r.id IS NULL OR r.ended_at IS NOT NULL)
             ORDER BY j.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// Runners that have not ended and hold jobs.
    func listHolders(limit: Int) throws -> [Runner] {
        try connection.all(
            """
            SELECT id, beats
              FROM job_runners
             WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM jobs WHERE owner = job_runners.id)
             ORDER BY id
             LIMIT \(limit)
            """
        ) { Runner(id: $0.int(0), beats: $0.int(1), hasEnded: false) }
    }

    func countRunning() throws -> Int {
        try connection.value("SELECT count(*) FROM jobs WHERE owner IS NOT NULL") ?? 0
    }

    /// What open jobs of a kind have to do, a batch at a time in the order of their ids.
    func listOpenPayloads(of kind: JobKind, after id: Int, limit: Int) throws -> [(id: Int, payload: String)] {
        try connection.all(
            """
            SELECT id, payload
              FROM jobs
             WHERE kind = \(kind.name) AND state IN ('queued', 'running') AND id > \(id)
             ORDER BY id
             LIMIT \(limit)
            """
        ) { ($0.int(0), $0.string(1)) }
    }
}
