import Database

extension FileStore {
    /// A row without what only its creation needs to know.
    struct Entry: Equatable, Sendable {
        let key: String
        let sizeBytes: Int
    }

    /// Files in the order of their keys' bytes, a batch at a time.
    func list(after key: String, limit: Int) throws -> [Entry] {
        try connection.all(
            """
            SELECT object_key, size_bytes
              FROM files
             WHERE object_key > \(key)
             ORDER BY object_key
             LIMIT \(limit)
            """
        ) { Entry(key: $0.string(0), sizeBytes: $0.int(1)) }
    }

    func find(_ key: String) throws -> Entry? {
        try connection.first("SELECT object_key, size_bytes FROM files WHERE object_key = \(key)") { row in
            Entry(key: row.string(0), sizeBytes: row.int(1))
        }
    }
}
