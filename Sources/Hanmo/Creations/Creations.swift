import Database

/// The rules of creations: each belongs to one user, and to nobody else does it exist.
final class Creations: Sendable {
    let database: Database
    let files: Files
    private let searches: Searches

    static let titleLength = 1...200
    static let contentLength = 0...200_000
    /// Characters of what is looked for.
    static let keywordLimit = 100

    /// - Parameter searchLimit: how many searches a user has under way at most; nil for any number.
    init(database: Database, files: Files, searchLimit: Int?) {
        self.database = database
        self.files = files
        searches = Searches(limit: searchLimit)
    }

    /// Part of a generation's settlement, in its transaction.
    func insert(
        _ order: GenerationOrder,
        _ product: Product,
        creditsUsed: Int,
        generation: Int,
        in connection: Connection
    ) throws -> Int {
        try CreationStore(connection).insert(order, product, creditsUsed: creditsUsed, generation: generation)
    }

    /// How many bytes of a page are made while others wait: some milliseconds' worth, and far more than most have.
    private static let briefPageBytes = 1 << 20

    /// A page of a user's creations.
    ///
    /// - Errors: 429 where the user has as many searches under way as anybody may have.
    func list(of user: User, _ filter: CreationFilter, _ page: PageRequest) async throws -> CreationList {
        if filter.keyword != nil {
            // It reads all of a user's texts.
            guard searches.begin(by: user.id) else { throw Failure.tooManyRequests(retryAfterSeconds: 1) }
            defer { searches.end(by: user.id) }
            return try await database.readLong { try CreationStore($0).list(of: user.id, filter, page) }
        }
        guard !database.isShared else {
            return try await database.read { try CreationStore($0).list(of: user.id, filter, page) }
        }
        do {
            return try await database.read {
                try CreationStore($0).list(of: user.id, filter, page, atMost: Creations.briefPageBytes)
            }
        } catch is CreationStore.LongPage {
            // It is begun anew where nobody waits for it but who has asked.
            return try await database.readLong { try CreationStore($0).list(of: user.id, filter, page) }
        }
    }

    func count(of user: Int) async throws -> Int {
        try await database.read { try CreationStore($0).count(of: user) }
    }

    /// The generations that a user's creations come from, newest first, so many at most of each sort.
    func listGenerations(of user: Int, limit: Int, in connection: Connection) throws -> [Int] {
        try CreationStore(connection).listGenerations(of: user, limit: limit)
    }

    /// - Errors: 404 where there is none of that number that is theirs.
    func fetch(_ id: Int, of user: User) async throws -> Creation {
        guard let creation = try await database.read({ try CreationStore($0).find(id, of: user.id) }) else {
            throw Failure.notFound
        }
        return creation
    }

    func change(_ id: Int, of user: User, title: String?, content: String?) async throws -> Creation {
        try await database.write { connection in
            let store = CreationStore(connection)
            guard try store.update(id, of: user.id, title: title, content: content),
                let creation = try store.find(id, of: user.id)
            else { throw Failure.notFound }
            return creation
        }
    }

    /// Deletes a creation, and after the commit its files.
    ///
    /// - Errors: 404 where there is none of that number that is theirs.
    func delete(_ id: Int, of user: User) async throws {
        try await database.write { [files] connection in
            try files.deleteLater(of: id, by: user.id, in: connection)
            guard try CreationStore(connection).delete(id, of: user.id) else { throw Failure.notFound }
        }
    }
}
