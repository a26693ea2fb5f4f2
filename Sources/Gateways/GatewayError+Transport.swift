import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension GatewayError {
    /// Reads what the connection failed with.
    ///
    /// - Parameter service: what the gateway is called, for the message.
    init(transport error: any Error, _ service: String) {
        switch error {
        case let error as GatewayError:
            self = error
        case is CancellationError:
            self.init(.cancelled, message: "cancelled")
        case is ResponseAccumulator.ResponseTooBigError:
            self.init(.tooLarge, message: "\(service)'s answer is longer than what is accepted")
        case let error as HTTPClientError:
            self.init(client: error, service)
        case let error as HTTPParserError where error != .invalidEOFState:
            self.init(.badResponse, message: "\(service) does not answer in HTTP")
        default:
            self.init(.unreachable, message: "no answer from \(service): \(error)")
        }
    }

    private init(client error: HTTPClientError, _ service: String) {
        switch error {
        case .cancelled:
            self.init(.cancelled, message: "cancelled")
        case .alreadyShutdown, .shutdownUnsupported:
            self.init(.closed, message: "the HTTP client was shut down")
        case .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(.timedOut, message: "no answer from \(service) in time")
        case .invalidURL, .emptyHost, .emptyScheme:
            self.init(.misconfigured, message: "\(service)'s address is none")
        default:
            self.init(.unreachable, message: "no connection to \(service): \(error.shortDescription)")
        }
    }
}
