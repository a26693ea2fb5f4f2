import Database
import Logging
import NIOHTTP1
import Providers

extension Logger {
    /// Writes down what went wrong with a request, once, where it is answered.
    ///
    /// What we did not expect is an error, a provider's failure a warning, the rest is the caller's affair. The query
    /// is left out: a token may stand there.
    func record(_ failure: Failure, of request: Request) {
        var level: Logger.Level = failure.code == 500 ? .error : failure.cause == nil ? .debug : .warning
        // Whoever waits when a stop has waited long enough: what they had begun is refunded.
        if case DatabaseError.closed? = failure.cause { level = .notice }
        log(
            level: level,
            "\(failure.message.chinese)",
            metadata: request.logFields.merging([
                "method": "\(request.method.rawValue)", "path": "\(request.path)", "code": "\(failure.code)",
                "cause": "\(failure.cause.map { String(describing: $0) } ?? "-")",
            ]) { $1 }
        )
    }
}

extension Request {
    /// What tells in each line about a request which one it is.
    var logFields: Logger.Metadata {
        ["request_id": "\(id)", "trace_id": "\(trace.traceID)"]
    }
}
