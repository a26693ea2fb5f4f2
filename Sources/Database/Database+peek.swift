extension Database {
    /// Looks into a database that another process serves: one connection that only reads, closed again at once.
    ///
    /// - Parameter url: of a database that exists.
    /// - Parameter now: UTC milliseconds, for the connection's `now`.
    public static func peek<T>(at url: String, now: Int, _ body: (Connection) throws -> T) throws -> T {
        let database = try DirectDatabase(url, as: .reader, clock: { now })
        let result = Result { try database.read(body) }
        try database.close()
        return try result.get()
    }
}
