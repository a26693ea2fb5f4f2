import Database
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// How long requests in flight may take to finish once the process was told to stop.
let stopPatience = Duration.seconds(30)

/// What answers requests: the dispatcher over the route table, and what each connection is allowed.
func buildServer(_ services: Services) -> ExchangeServer {
    let table = RouteTable(routes(services))
    return ExchangeServer(
        dispatcher: Dispatcher(
            table: table,
            accounts: services.accounts,
            limiter: services.limiter,
            clock: services.clock,
            threads: services.threads,
            meter: services.metrics.meter(table),
            logger: services.logger
        ),
        proxies: TrustedProxies(networks: services.settings.trustedProxies),
        clock: services.clock
    )
}

/// The application, for `serve` and for tests alike.
func buildApplication(
    _ services: Services,
    onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in },
    adjusting adjust: (inout ExchangeServer) -> Void = { _ in }
) -> Application<DispatcherResponder> {
    var server = buildServer(services)
    adjust(&server)
    return Application(
        responder: DispatcherResponder(server: server),
        server: HTTPServerBuilder { [server] _ in server },
        configuration: ApplicationConfiguration(
            address: .hostname(services.settings.host, port: services.settings.port),
            serverName: nil
        ),
        services: [services.events],
        onServerRunning: onRunning,
        logger: quiet(services.logger)
    )
}

/// A logger for the frameworks, whose own words about their start and stop matter to developers of them.
func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
}
