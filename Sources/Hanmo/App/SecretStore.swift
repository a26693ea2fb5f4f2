import Database

/// The SQL of what an installation knows of its secret, which is in no database itself.
struct SecretStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// One row at most; none until the first process has worked on the installation.
    static let schema = [
        """
        CREATE TABLE installation_secrets (
            id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
            fingerprint TEXT NOT NULL,
            noted_at BIGINT NOT NULL
        )
        """
    ]

    /// ``Secrets/fingerprint`` of the secret that the installation goes by.
    func fingerprint() throws -> String? {
        try connection.string("SELECT fingerprint FROM installation_secrets WHERE id = 1")
    }

    /// Notes the first one.
    ///
    /// - Returns: the one that is noted now; another process may have been first.
    func note(_ fingerprint: String) throws -> String? {
        try connection.execute(
            """
            INSERT INTO installation_secrets (id, fingerprint, noted_at)
            VALUES (1, \(fingerprint), \(connection.now))
            ON CONFLICT (id) DO NOTHING
            """
        )
        return try self.fingerprint()
    }

    /// Notes another one.
    func replace(with fingerprint: String) throws {
        try connection.execute(
            """
            INSERT INTO installation_secrets (id, fingerprint, noted_at)
            VALUES (1, \(fingerprint), \(connection.now))
            ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, noted_at = excluded.noted_at
            """
        )
    }
}
