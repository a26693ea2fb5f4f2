import Foundation
import PostgresForTests

/// A database that outlives the installation that is opened on it.
func withLastingDatabase(_ body: (_ url: String) async throws -> Void) async throws {
    if let server = TestServer.shared { return try await server.withSchema(body) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hanmo-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body("sqlite:\(folder.path)/hanmo.db")
}
