import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// How long requests in flight may take to finish once the process was told to stop.
let stopPatience = Duration.seconds(30)

/// What answers requests: the dispatcher over the route table, and what each connection is allowed.
func buildServer(_ services: Services) -> ExchangeServer {
    ExchangeServer(
        dispatcher: Dispatcher(
            table: RouteTable(routes(services)),
            accounts: services.accounts,
            limiter: services.settings.hasRateLimits ? RateLimiter() : nil,
            clock: services.clock,
            threads: services.threads,
            logger: services.logger
        ),
        proxies: TrustedProxies(networks: services.settings.trustedProxies),
        clock: services.clock
    )
}

/// The application, for `serve` and for tests alike.
func buildApplication(
    _ services: Services,
    onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) -> Application<DispatcherResponder> {
    let server = buildServer(services)
    // The framework's own words about its start and stop matter to developers of it.
    var logger = services.logger
    logger.logLevel = max(logger.logLevel, .warning)
    return Application(
        responder: DispatcherResponder(server: server),
        server: HTTPServerBuilder { _ in server },
        configuration: ApplicationConfiguration(
            address: .hostname(services.settings.host, port: services.settings.port),
            serverName: nil
        ),
        onServerRunning: onRunning,
        logger: logger
    )
}
