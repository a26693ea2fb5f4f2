import NIOCore
import Wire

/// The head of a response as bytes.
///
/// Writing it ourselves spares the two conversions of header lists that a general encoder makes, which cost more than
/// most of our handlers.
struct ResponseHead {
    let status: Int
    let requestID: String
    let contentType: String
    let headers: [(name: String, value: String)]
    /// Nil where the length is not known beforehand.
    let contentLength: Int?
    let isChunked: Bool
    let isCrossOrigin: Bool
    let closes: Bool

    /// Sent with every response: no sniffing, no framing, no referrer.
    private static let always: StaticString = """
        X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n
        """
    private static let crossOrigin: StaticString = """
        Access-Control-Allow-Origin: *\r\n\
        Access-Control-Expose-Headers: X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, \
        Retry-After, Content-Disposition, Content-Range, ETag\r\n
        """

    func write(to buffer: inout ByteBuffer, date: String) {
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(ResponseHead.statusLine(status))
        buffer.writeStaticString("\r\nDate: ")
        buffer.writeString(date)
        buffer.writeStaticString("\r\nX-Request-Id: ")
        buffer.writeString(requestID)
        buffer.writeStaticString("\r\n")
        buffer.writeStaticString(ResponseHead.always)
        if isCrossOrigin { buffer.writeStaticString(ResponseHead.crossOrigin) }
        if hasBody { write("Content-Type", contentType, to: &buffer) }
        for header in headers { write(header.name, header.value, to: &buffer) }
        if !headers.contains(where: { $0.name == "Cache-Control" }) {
            buffer.writeStaticString("Cache-Control: no-store\r\n")
        }
        if !hasBody {
            // Neither a length nor chunks may be announced (RFC 9112, 6).
        } else if let contentLength {
            write("Content-Length", String(contentLength), to: &buffer)
        } else if isChunked {
            buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        }
        if closes { buffer.writeStaticString("Connection: close\r\n") }
        buffer.writeStaticString("\r\n")
    }

    private var hasBody: Bool { ![101, 204, 304].contains(status) }

    private func write(_ name: String, _ value: String, to buffer: inout ByteBuffer) {
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        buffer.writeString(value)
        buffer.writeStaticString("\r\n")
    }

    private static func statusLine(_ status: Int) -> String {
        switch status {
        case 101: "101 Switching Protocols"
        case 200: "200 OK"
        case 204: "204 No Content"
        case 206: "206 Partial Content"
        case 302: "302 Found"
        case 304: "304 Not Modified"
        case 400: "400 Bad Request"
        case 401: "401 Unauthorized"
        case 403: "403 Forbidden"
        case 404: "404 Not Found"
        case 405: "405 Method Not Allowed"
        case 408: "408 Request Timeout"
        case 413: "413 Content Too Large"
        case 416: "416 Range Not Satisfiable"
        case 426: "426 Upgrade Required"
        case 429: "429 Too Many Requests"
        case 500: "500 Internal Server Error"
        case 503: "503 Service Unavailable"
        default: "\(status) Status"
        }
    }
}

/// The `Date` header's text, made once a second.
struct HTTPDate {
    private var second = -1
    private var text = ""

    mutating func text(at now: Int) -> String {
        let second = now.floorDivided(by: 1000)
        if second != self.second {
            self.second = second
            text = HTTPDate.format(second)
        }
        return text
    }

    /// `Thu, 22 Jan 2026 02:00:00 GMT` (RFC 9110, 5.6.7).
    static func format(_ second: Int) -> String {
        let days = second.floorDivided(by: 86_400)
        let rest = second - days * 86_400
        let date = CivilDate(days: days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7 + 7) % 7]
        let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        return "\(weekday), \(two(date.day)) \(name) \(date.year) \(time) GMT"
    }
}
