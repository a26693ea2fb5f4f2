import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How the library talks to gateways: one pool of connections, and the limits that every exchange keeps.
public struct GatewayHTTP: Sendable {
    /// What is read and waited for at most.
    public struct Limits: Sendable {
        /// A whole answer; a query with every discount spelled out takes some 10 KiB.
        public var answerBytes = 256 << 10
        /// One attempt, from the connection to the answer's last byte; WeChat Pay's own library waits 10 seconds.
        public var attemptTimeout = Duration.seconds(8)
        /// All attempts together: somebody waits for the code to scan.
        public var requestTimeout = Duration.seconds(20)

        public init() {}
    }

    /// Five seconds, as elsewhere: a connection that takes longer is lost.
    public static let connectTimeout = Duration.seconds(5)
    /// Connections to one gateway; orders and questions are short, so few serve many.
    private static let connectionsPerHost = 64

    /// What one attempt may take where many wait behind it, and whoever asks will ask again.
    private static let hurry = Duration.seconds(5)

    let client: HTTPClient
    let limits: Limits
    let retry: RetryPolicy
    /// The present moment in UTC milliseconds; signatures depend on it.
    let clock: @Sendable () -> Int

    /// - Parameter client: made by ``client(on:connectTimeout:)``; it stays its maker's to shut down.
    public init(
        client: HTTPClient,
        limits: Limits = Limits(),
        retry: RetryPolicy = RetryPolicy(),
        clock: @escaping @Sendable () -> Int = GatewayHTTP.systemClock
    ) {
        self.client = client
        self.limits = limits
        self.retry = retry
        self.clock = clock
    }

    /// The same with little patience: one short attempt at each address, and no other.
    func hurried(addresses: Int = 1) -> GatewayHTTP {
        var (limits, retry) = (self.limits, self.retry)
        limits.attemptTimeout = min(limits.attemptTimeout, GatewayHTTP.hurry)
        limits.requestTimeout = min(limits.requestTimeout, GatewayHTTP.hurry * addresses)
        retry.attempts = min(retry.attempts, addresses)
        return GatewayHTTP(client: client, limits: limits, retry: retry, clock: clock)
    }

    /// Makes a client with the settings this library relies on; shut it down when the process ends.
    ///
    /// Redirects are refused, since a signature holds for one address. A failed connection is reported at once instead
    /// of being tried again behind our back. Nothing is unpacked, since signatures count the bytes sent.
    public static func client(
        on group: any EventLoopGroup = HTTPClient.defaultEventLoopGroup,
        connectTimeout: Duration = connectTimeout
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            decompression: .disabled
        )
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        configuration.connectionPool.retryConnectionEstablishment = false
        // Spans that nobody collects take a tenth of what a request costs.
        configuration.tracing.tracer = nil
        return HTTPClient(eventLoopGroup: group, configuration: configuration)
    }

    public static let systemClock: @Sendable () -> Int = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
    }

    /// Sends a request once and reads its answer whole, whatever its status.
    ///
    /// - Parameter service: what the gateway is called, for messages.
    func send(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: HTTPHeaders,
        _ body: String,
        to service: String,
        before deadline: NIODeadline
    ) async throws(GatewayError) -> Answer {
        do {
            try Task.checkCancellation()
            let request = try HTTPClient.Request(
                url: url,
                method: method,
                headers: headers,
                body: body.isEmpty ? nil : .string(body)
            )
            // A delegate, since its deadline covers the whole answer and not its head alone.
            let delegate = ResponseAccumulator(request: request, maxBodySize: limits.answerBytes)
            let soonest = min(deadline, .now() + TimeAmount(limits.attemptTimeout))
            let task = client.execute(request: request, delegate: delegate, deadline: soonest)
            let response = try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
            return Answer(
                status: Int(response.status.code),
                headers: response.headers,
                body: response.body ?? ByteBuffer()
            )
        } catch {
            throw GatewayError(transport: error, service)
        }
    }
}

/// What came back for a request.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: ByteBuffer

    var isSuccess: Bool { 200..<300 ~= status }
}
