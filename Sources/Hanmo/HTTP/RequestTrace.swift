import Crypto
import NIOHTTP1
import Providers

extension Request {
    /// The trace that this request belongs to: the one that it came with, or one that begins here where it came with
    /// none that can be read.
    ///
    /// Worked out where it is wanted, since most requests neither fail nor ask a provider. One that begins here is
    /// drawn from the request's id, so that it is the same each time, and can be found by whoever has the
    /// `X-Request-Id`.
    var trace: TraceContext {
        let parents = headers["traceparent"]
        if parents.count == 1,
            let trace = TraceContext(traceparent: parents[0], tracestate: headers["tracestate"])
        {
            return trace
        }
        let hash = SHA256.hash(data: Array(id.utf8))
        return TraceContext(id: hash.withUnsafeBytes { Array($0.prefix(Request.traceBytes)) })
    }

    private static let traceBytes = 16
}
