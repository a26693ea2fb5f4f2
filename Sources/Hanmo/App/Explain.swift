import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One clear line about an error that ended a command.
///
/// Errors of the operating system say what to change; everything else speaks for itself.
public func explain(_ error: any Error) -> String {
    switch error {
    case let failure as Failure: failure.message.english
    case let error as IOError where error.errnoCode == EADDRINUSE:
        "the port is taken by another process; set HANMO_HTTP_PORT (and HANMO_PUBLIC_URL) to another"
    case let error as IOError where error.errnoCode == EACCES:
        "this port may not be listened on; set HANMO_HTTP_PORT to one above 1023"
    case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
        "HANMO_HTTP_HOST is no address of this machine"
    default: String(describing: error)
    }
}
