import Database

extension GenerationStore {
    /// A lease that ended so long ago belongs to nobody: where several processes share the database one of them refunds
    /// what is left within a minute; on SQLite, where leases are not renewed, no provider is waited for so long.
    static let strayMilliseconds = 3_600_000

    /// Running generations that nobody works on, the first so many.
    func listStray(limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT id
              FROM generations
             WHERE state = 'running' AND lease_until < \(SQL.serverNow) - \(GenerationStore.strayMilliseconds)
             ORDER BY id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    func countRunning() throws -> Int {
        try connection.value("SELECT count(*) FROM generations WHERE state = 'running'") ?? 0
    }
}
