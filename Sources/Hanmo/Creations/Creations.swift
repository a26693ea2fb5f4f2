import Database

/// The rules of creations: each belongs to one user, and to nobody else does it exist.
struct Creations: Sendable {
    let database: Database

    static let titleLength = 1...200
    static let contentLength = 0...200_000

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

    func list(of user: User, _ filter: CreationFilter, _ page: PageRequest) throws -> CreationList {
        try database.readNow { try CreationStore($0).list(of: user.id, filter, page) }
    }

    /// - Errors: 404 where there is none of that number that is theirs.
    func fetch(_ id: Int, of user: User) throws -> Creation {
        guard let creation = try database.readNow({ try CreationStore($0).find(id, of: user.id) }) else {
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

    func delete(_ id: Int, of user: User) async throws {
        guard try await database.write({ try CreationStore($0).delete(id, of: user.id) }) else {
            throw Failure.notFound
        }
    }
}
