import NIOCore
import NIOHTTP1

/// A whole request: head, address and body, read before any chapter sees it.
struct Request: Sendable {
    /// Sent back as `X-Request-Id` and written to the log.
    let id: String
    let method: HTTPMethod
    /// Without the query, as it stood on the request line.
    let path: Substring
    /// What stands behind the `?`, still percent-encoded.
    let query: Substring
    let headers: HTTPHeaders
    let body: ByteBuffer
    /// The client's address, behind trusted proxies.
    let address: String
    let language: Language
    /// What the route's `{…}` stood for, in their order.
    var parameters: [Substring] = []
    /// What a generation is taken from; nil where there is no limit.
    var allowance: GenerationAllowance?

    init(id: String, method: HTTPMethod, uri: String, headers: HTTPHeaders, body: ByteBuffer, address: String) {
        self.id = id
        self.method = method
        let uri = Request.target(of: uri)
        if let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = uri[..<mark]
            query = uri[uri.utf8.index(after: mark)...]
        } else {
            path = uri[...]
            query = ""
        }
        self.headers = headers
        self.body = body
        self.address = address
        language = Language(acceptLanguage: headers.first(name: "accept-language"))
    }

    /// What is asked for, without the scheme and host that a proxy's client puts before it (RFC 9112, 3.2.2).
    private static func target(of uri: String) -> String {
        guard uri.utf8.first != UInt8(ascii: "/"), let slashes = uri.firstRange(of: "://") else { return uri }
        let rest = uri[slashes.upperBound...].drop { $0 != "/" && $0 != "?" }
        return rest.first == "/" ? String(rest) : "/" + rest
    }

    /// The route's only number, such as the `{id}` of `/creations/{id}`.
    ///
    /// - Errors: 404 where it is no number that could be an id.
    func idParameter() throws(Failure) -> Int {
        guard let text = parameters.first, let id = Int(text), id > 0, !text.hasPrefix("+") else { throw .notFound }
        return id
    }

    /// The token of `?token=`, from a client that can't set headers.
    var queryToken: Substring? { Query(self).text("token").map { $0[...] } }

    /// The token of `Authorization: Bearer …`.
    var bearerToken: Substring? {
        guard let value = headers.first(name: "authorization"), value.utf8.count > 7 else { return nil }
        let scheme = value.utf8.prefix(7)
        guard scheme.elementsEqual("Bearer ".utf8) || Substring(scheme).lowercased() == "bearer " else { return nil }
        var token = value.dropFirst(7)
        while let end = token.utf8.last, end == UInt8(ascii: " ") || end == UInt8(ascii: "\t") { token.removeLast() }
        return token
    }
}
