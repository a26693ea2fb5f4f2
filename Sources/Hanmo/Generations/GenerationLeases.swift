import Database
import Logging
import ServiceLifecycle

/// Keeps this process's generations its own, and gives back what other processes left when they died.
///
/// Where one process has the database to itself there is nothing to do: it looks once, before it serves.
struct GenerationLeases: Service {
    let generations: Generations
    let logger: Logger

    /// A third of a lease, so that two renewals may be lost.
    private static let pause = Duration.seconds(10)

    func run() async throws {
        guard generations.database.isShared else {
            try? await gracefulShutdown()
            return
        }
        // Until all is done that was begun: a process that is to stop still works for a while.
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: GenerationLeases.pause)
            }
        }
    }

    /// One round; a database that does not answer is tried again at the next one.
    func look() async {
        do {
            try await generations.renewLeases()
            let orphans = try await generations.recover()
            if orphans > 0 { logger.notice("refunded \(orphans) generations that another process left unfinished") }
        } catch {
            logger.warning("could not renew the leases of generations: \(error)")
        }
    }
}
