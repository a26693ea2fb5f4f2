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
    case let error as SocketAddressError: "HANMO_HTTP_HOST: \(error)"
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
    let cause: IOError

    var description: String {
        switch cause.errnoCode {
        case EADDRINUSE:
            "port \(port) is taken by another process; set HANMO_HTTP_PORT (and HANMO_PUBLIC_URL) to another"
        case EACCES: "port \(port) may not be listened on; set HANMO_HTTP_PORT to one above 1023"
        case EADDRNOTAVAIL: "\(host) is no address of this machine; set HANMO_HTTP_HOST to one that is"
        default: "cannot listen on \(host):\(port): \(cause)"
        }
    }
}
