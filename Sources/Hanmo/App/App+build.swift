import Database
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

/// A logger for the frameworks, whose own words about their start and stop matter to developers of them.
func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
}
