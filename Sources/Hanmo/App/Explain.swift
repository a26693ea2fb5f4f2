import Database
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One clear line about an error that ended a command.
public func explain(_ error: any Error) -> String {
    switch error {
    case let failure as Failure: failure.message.english
    case DatabaseError.unreachable(let reason): "cannot use the database that HANMO_DATABASE_URL names: \(reason)"
    case DatabaseError.io(let reason): "cannot use the database: \(reason)"
    case DatabaseError.full(let reason): "there is no room left: \(reason)"
    default: String(describing: error)
    }
}

/// What a command that ended with an error answers to whoever started it.
///
/// - Returns: `EX_CONFIG` of sysexits.h where a start with the same settings and the same program can only end in the
///   same way, so that a supervisor need not try; else 1.
public func exitStatus(of error: any Error) -> Int32 {
    switch error {
    case is Settings.Fault, DatabaseError.newer: 78
    default: 1
    }
}

/// Why the server can't listen, and which setting changes that.
struct ListenFailure: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let cause: any Error

    /// Nil where an error is of something else.
    init?(host: String, port: Int, cause: any Error) {
        let isOfAddress = cause is SocketAddressError || cause is SocketAddressError.UnknownHost
        guard cause is IOError || isOfAddress else { return nil }
        self.host = host
        self.port = port
        self.cause = cause
    }

    /// Whether there is no such address here; it may come, with the network.
    private var isOfTheHost: Bool {
        guard let cause = cause as? IOError else { return true }
        return cause.errnoCode == EADDRNOTAVAIL
    }

    var description: String {
        if isOfTheHost { return "\(host) is no address of this machine; set HANMO_HTTP_HOST to one that is" }
        return switch (cause as? IOError)?.errnoCode {
        case EADDRINUSE:
            "port \(port) is taken by another process; set HANMO_HTTP_PORT (and HANMO_PUBLIC_URL) to another"
        case EACCES: "port \(port) may not be listened on; set HANMO_HTTP_PORT to one above 1023"
        default: "cannot listen on \(host):\(port): \(cause)"
        }
    }
}
