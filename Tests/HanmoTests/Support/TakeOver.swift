import HTTPTypes
import JSON
import Testing

@testable import Hanmo

extension TestApp {
    /// Signs somebody in whose password nobody knows: the administrator sets another.
    func takeOver(_ username: String) async throws -> Person {
        let id = try #require(try await services.accounts.findID(username: username))
        try await admin().put("/admin/users/\(id)", ["password": "set by wang"])
        return try await login(username, password: "set by wang")
    }
}
