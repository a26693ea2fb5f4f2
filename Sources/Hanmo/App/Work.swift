import Database
import Logging
import ServiceLifecycle
import UnixSignals

/// `hanmo worker`: runs jobs, serves nothing, until told to stop.
public func work() async throws {
    let settings = try await Settings.load()
    guard !settings.databaseURL.hasPrefix("sqlite:") else {
        throw CommandFailure(
            "on SQLite one process does everything: hanmo serve runs the jobs itself, HANMO_WORKERS of them at once; "
                + "for workers of their own set HANMO_DATABASE_URL to a PostgreSQL server"
        )
    }
    guard settings.workers > 0 else {
        throw CommandFailure("HANMO_WORKERS: should be 1 or more for a worker")
    }
    let installation = try await Installation.open()
    let services = installation.services
    do {
        services.logger.info("\(services.database.engineDescription)")
        let runner = services.jobRunner(places: settings.workers) {
            print("Hanmo's worker is ready (jobs at once: \(settings.workers))")
            flushOutput()
        }
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: runner),
                .init(service: services.stopWatch, successTerminationBehavior: .ignore),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet(services.logger)
        )
        configuration.maximumGracefulShutdownDuration = stopPatience
        try await ServiceGroup(configuration: configuration).run()
    } catch {
        try? await installation.close()
        throw error
    }
    try await installation.close()
}
