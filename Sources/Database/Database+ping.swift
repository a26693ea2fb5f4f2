extension Database {
    /// Asks the engine whether it answers.
    public func ping() async throws {
        _ = try await read { try $0.value("SELECT 1") }
    }
}
