import Database
import Logging
import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Ends a stop in time although the database hangs: whoever waits for it can't be interrupted, and nothing could be
/// brought to its end anyway.
///
/// The process ends as if it were killed, which loses nothing that was answered.
struct StuckStop: Service {
    /// How long the database may take to answer, near the end of a stop.
    private static let patience = Duration.seconds(3)
    /// Between two questions.
    private static let pause = Duration.seconds(1)

    let database: Database
    let logger: Logger

    /// To be the last of its group: it is told first, and the others stop when it has returned.
    func run() async throws {
        // What SQLite waits for is this machine's own disk.
        guard (try? await gracefulShutdown()) != nil, database.isShared else { return }
        Task.detached { await endWhenStuck() }
    }

    private func endWhenStuck() async {
        try? await Task.sleep(for: stopPatience - StuckStop.patience - StuckStop.pause)
        do {
            while true {
                try await database.ping(within: StuckStop.patience)
                try await Task.sleep(for: StuckStop.pause)
            }
        } catch DatabaseError.closed {
            // The process is about to end by itself.
            try? await Task.sleep(for: StuckStop.patience)
        } catch {}
        logger.error("stopped before all was done: the database does not answer; what was left is seen to at a start")
        _exit(EXIT_SUCCESS)
    }
}
