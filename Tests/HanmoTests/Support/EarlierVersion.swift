import Database
import Foundation
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// A database that outlives the installation that is opened on it.
func withDatabase(_ body: (_ url: String) async throws -> Void) async throws {
    if let server = TestServer.shared { return try await server.withSchema(body) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hanmo-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body("sqlite:\(folder.path)/hanmo.db")
}

extension TestApp {
    /// Signs somebody in whose password nobody knows: the administrator sets another.
    func takeOver(_ username: String) async throws -> Person {
        let id = try #require(try await services.accounts.findID(username: username))
        try await admin().put("/admin/users/\(id)", ["password": "set by wang"])
        return try await login(username, password: "set by wang")
    }
}
