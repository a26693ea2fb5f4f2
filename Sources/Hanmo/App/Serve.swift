import AsyncHTTPClient
import Database
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Providers
import ServiceLifecycle
import UnixSignals

/// Threads for what may take long: password hashing, the compression of large replies.
///
/// Half of the machine, so that the rest goes on serving.
private let threadCount = max(1, System.coreCount / 2)

/// An installation that is open in this process.
public struct Installation: Sendable {
    let services: Services
    /// What answers requests.
    let server: ExchangeServer
    /// Nil on PostgreSQL, which any number of processes may serve.
    let lock: DataFolder.Lock?
    let httpClient: HTTPClient
    let threads: NIOThreadPool

    /// Opens the installation that the environment describes.
    ///
    /// - Errors: ``Settings/Fault``, ``DataFolder/Fault`` and whatever the database says; each reads as one clear line.
    static func open(_ recognition: Recognition = .first) async throws -> Installation {
        var settings = try Settings.load()
        let folder = try DataFolder(settings.dataFolder)
        let lock = try DataFolder.lock(settings.databaseURL)
        if settings.secret.isEmpty { settings.secret = try folder.secret() }
        let threads = NIOThreadPool(numberOfThreads: threadCount)
        threads.start()
        let httpClient = HTTP.client(on: MultiThreadedEventLoopGroup.singleton)
        let logger = Log.make(level: settings.logLevel, asJSON: settings.logsJSON)
        let services: Services
        do {
            services = try await Services(settings, httpClient: httpClient, threads: threads, logger: logger)
        } catch {
            try? await httpClient.shutdown()
            try? await threads.shutdownGracefully()
            throw error
        }
        let installation = Installation(
            services: services,
            // Now, while the database is brought up to date.
            server: buildServer(services),
            lock: lock,
            httpClient: httpClient,
            threads: threads
        )
        do {
            try await services.waitForMigration()
            try await recognition.recognise(settings.secret, in: services.database)
        } catch {
            try? await installation.close()
            throw error
        }
        return installation
    }

    /// Closes what there is to close, whatever fails.
    ///
    /// - Errors: what the database says where its log could not be copied back; what was answered is safe even then.
    func close() async throws {
        let ending: Result<Void, any Error>
        do {
            ending = .success(try await services.database.close())
        } catch {
            ending = .failure(error)
        }
        try? await httpClient.shutdown()
        try? await threads.shutdownGracefully()
        lock?.release()
        try ending.get()
    }
}

/// `hanmo serve`: opens the installation, answers requests until told to stop, and closes it in order.
public func serve() async throws {
    raiseFileLimit()
    let installation = try await Installation.open()
    let services = installation.services
    do {
        try await services.prepare()
        services.logger.info("\(services.database.engineDescription)")
        services.tellOfSettings()
        let logger = quiet(services.logger)
        let requests = installation.server.server(
            configuration: ServerConfiguration(
                address: .hostname(services.settings.host, port: services.settings.port)
            ),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? services.settings.port
                let host = services.settings.host.contains(":") ? "[\(services.settings.host)]" : services.settings.host
                installation.lock?.announce("http://\(host):\(port)")
                print("Hanmo is ready at \(services.settings.publicURL) (listening on \(host):\(port))")
                flushOutput()
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            // They stop in reverse: first no new requests, then the jobs, then what was begun. Each has a name, since
            // the library would otherwise spell out everything that is in it, which takes a tenth of a start.
            services: [
                .init(
                    service: GenerationLeases(generations: services.generations, logger: services.logger),
                    serviceName: "leases"
                ),
                .init(service: services.generations.running, serviceName: "generations"),
            ]
                + (services.settings.workers > 0
                    ? [.init(service: services.jobRunner(places: services.settings.workers), serviceName: "jobs")] : [])
                + [
                    .init(service: services.events, serviceName: "events"),
                    .init(
                        service: requests,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        serviceName: "requests"
                    ),
                    .init(
                        service: services.stuckStop,
                        successTerminationBehavior: .ignore,
                        serviceName: "end of a stop"
                    ),
                ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = stopPatience
        try await ServiceGroup(configuration: configuration).run()
    } catch is CancellationError {
        services.logger.notice("stopped before all was done; generations that were left are refunded at the next start")
    } catch {
        try? await installation.close()
        throw ListenFailure(host: services.settings.host, port: services.settings.port, cause: error) ?? error
    }
    try await installation.close()
}
