import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension ProviderError {
    /// Reads what the connection failed with.
    ///
    /// - Parameter hadHead: whether a status had arrived; an answer that began and broke is cut, not unreachable.
    init(transport error: any Error, hadHead: Bool, address: String) {
        switch error {
        case let error as ProviderError:
            self = error
        case let error as HTTPClientError:
            self.init(client: error, hadHead: hadHead, address: address)
        case is CancellationError:
            self.init(.cancelled, message: "cancelled")
        case let error as HTTPParserError where error != .invalidEOFState:
            self.init(.badResponse, message: "\(address) does not answer in HTTP")
        default:
            self.init(
                hadHead ? .truncatedStream : .unreachable,
                message: hadHead
                    ? "the answer broke off: \(error.plainWords)" : "no connection to \(address): \(error.plainWords)"
            )
        }
    }

    private init(client error: HTTPClientError, hadHead: Bool, address: String) {
        switch error {
        case .cancelled:
            self.init(.cancelled, message: "cancelled")
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            self.init(.timedOut, message: "no answer from \(address) in time")
        case .invalidURL, .emptyHost, .emptyScheme:
            self.init(.invalidRequest, message: "\(address) is no address of a provider")
        default:
            self.init(
                hadHead ? .truncatedStream : .unreachable,
                message: hadHead
                    ? "the answer broke off: \(error.shortDescription)"
                    : "no connection to \(address): \(error.shortDescription)"
            )
        }
    }
}

extension Error {
    /// What the system says of a failed connection, without the call and the number that it failed with.
    fileprivate var plainWords: String {
        switch self {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            error.connectionErrors.first?.error.plainWords ?? "the name \(error.host) is not known"
        default: "\(self)"
        }
    }
}
