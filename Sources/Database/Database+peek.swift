extension Database {
    /// Looks into a database that another process serves: one connection that only reads, closed again at once.
    ///
    /// - Parameter url: `sqlite:PATH` of a file that exists.
    /// - Parameter now: UTC milliseconds, for the connection's `now`.
    public static func peek<T>(at url: String, now: Int, _ body: (Connection) throws -> T) throws -> T {
        let scheme = url.prefix { $0 != ":" }
        guard scheme == "sqlite" else { throw DatabaseError.unsupportedURL(scheme: String(scheme)) }
        let reader = try SQLiteConnection(String(url.dropFirst(scheme.count + 1)), as: .reader, onStatement: nil)
        let result = Result {
            try reader.begin()
            defer { reader.endReading() }
            return try reader.lend(now: now, body)
        }
        try reader.close()
        return try result.get()
    }
}
