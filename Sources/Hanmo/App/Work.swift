import Database
import Logging
import ServiceLifecycle
import UnixSignals

/// `hanmo worker`: runs jobs, serves nothing, until told to stop.
public func work() async throws {
    let settings = try Settings.load()
    guard !settings.databaseURL.hasPrefix("sqlite:") else {
        throw Settings.Fault(
            variable: "HANMO_DATABASE_URL",
            problem: "should name a PostgreSQL server for workers of their own: on SQLite one process does everything, "
                + "and hanmo serve runs the jobs itself, HANMO_WORKERS of them at once"
        )
    }
    // Where processes share their settings, 0 keeps jobs out of the servers; a worker is there for nothing else.
    let places = settings.workers > 0 ? settings.workers : Settings.usualWorkers
    let installation = try await Installation.open()
    let services = installation.services
    do {
        services.logger.info("\(services.database.engineDescription)")
        let runner = services.jobRunner(places: places) {
            print("Hanmo's worker is ready (jobs at once: \(places))")
            flushOutput()
        }
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: runner, serviceName: "jobs"),
                .init(
                    service: services.stuckStop,
                    successTerminationBehavior: .ignore,
                    serviceName: "end of a stop"
                ),
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
