import Database

/// Whether a process has the secret that its installation goes by.
///
/// With another one it would sign out whoever comes to it, be unable to read the keys of models, and take codes for
/// wrong ones, all without a word.
enum Recognition {
    /// Notes the secret where none is noted yet: processes that work on the installation.
    case first
    /// Notes nothing: a database that was only migrated is as good as an empty one.
    case compare
    /// Notes this one whatever is noted: the operator has said so.
    case replace

    /// - Errors: ``Settings/Fault`` naming `HANMO_SECRET` where another one is noted.
    func recognise(_ secret: [UInt8], in database: Database) async throws {
        let own = Secrets(secret).fingerprint
        if case .replace = self { return try await database.write { try SecretStore($0).replace(with: own) } }
        var noted = try await database.read { try SecretStore($0).fingerprint() }
        if noted == nil, case .first = self { noted = try await database.write { try SecretStore($0).note(own) } }
        guard noted == nil || noted == own else { throw Recognition.fault }
    }

    private static let fault = Settings.Fault(
        variable: "HANMO_SECRET",
        problem: "is not the one that this installation goes by (where it is not set, the file `secret` of the data"
            + " folder is); to go on with another one, see hanmo migrate --help"
    )
}
