import Database
import Storage

/// The SQL of files: which stored object belongs to which creation.
struct FileStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE files (
            object_key TEXT NOT NULL PRIMARY KEY,
            creation_id BIGINT NOT NULL REFERENCES creations (id),
            user_id BIGINT NOT NULL REFERENCES users (id),
            size_bytes BIGINT NOT NULL,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX files_creation ON files (creation_id)",
        "CREATE INDEX files_user ON files (user_id)",
    ]

    func insert(_ file: ObjectInfo, of creation: Int, by user: Int) throws {
        try connection.execute(
            """
            INSERT INTO files (object_key, creation_id, user_id, size_bytes, created_at)
            VALUES (\(file.key.rawValue), \(creation), \(user), \(file.sizeBytes), \(connection.now))
            """
        )
    }

    /// Forgets a creation's files and returns their keys; nothing where the creation is somebody else's.
    func delete(of creation: Int, by user: Int) throws -> [String] {
        try connection.all(
            "DELETE FROM files WHERE creation_id = \(creation) AND user_id = \(user) RETURNING object_key"
        ) { $0.string(0) }
    }
}
