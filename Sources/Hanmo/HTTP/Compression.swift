import CZlib
import NIOHTTP1

/// gzip for replies that are worth it.
enum Compression {
    /// Below one packet nothing is gained.
    static let minimumBytes = 1400
    /// Above it the work leaves the event loop.
    static let largeBytes = 64 << 10
    /// zlib's fast level: most of the gain at a quarter of the cost of the default.
    private static let level: Int32 = 3

    static func isWanted(_ reply: Reply, by request: Request) -> Bool {
        guard case .bytes(let bytes) = reply.body, bytes.count >= minimumBytes, reply.status == 200,
            let encodings = request.headers.first(name: "accept-encoding"), accepts(encodings)
        else { return false }
        return !reply.headers.contains { $0.name == "Content-Encoding" }
    }

    private static func accepts(_ encodings: String) -> Bool {
        let ranges = encodings.split(separator: ",").map { range in
            range.split(separator: ";").map { String($0).trimmed.lowercased() }
        }
        // What names gzip decides before what means all.
        let range = ranges.first { $0.first == "gzip" } ?? ranges.first { $0.first == "*" }
        return range.map { !$0.contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 } } ?? false
    }

    static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 more to ask for a gzip head.
        guard
            deflateInit2_(
                &stream,
                level,
                Z_DEFLATED,
                15 + 16,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input in
            var isComplete = false
            let output = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = isComplete ? Int(stream.total_out) : 0
            }
            return isComplete ? output : nil
        }
    }
}

extension Reply {
    /// Puts what gzip made of a body in its place; nil leaves it as it is.
    mutating func pack(_ packed: [UInt8]?) {
        guard let packed else { return }
        body = .bytes(packed)
        headers.append(("Content-Encoding", "gzip"))
        if !headers.contains(where: { $0.name == "Vary" }) { headers.append(("Vary", "Accept-Encoding")) }
    }
}
