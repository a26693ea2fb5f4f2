import COpenAPI

/// What this program shows of itself; packed once, since anybody may ask for it as often as they like.
struct Document: Sendable {
    private let contentType: String
    private let bytes: [UInt8]
    private let packed: [UInt8]?

    private init(_ bytes: [UInt8], _ contentType: String) {
        self.bytes = bytes
        self.contentType = "\(contentType); charset=utf-8"
        packed = Compression.gzip(bytes)
    }

    /// `/openapi.json`.
    static let description = Document(
        [UInt8](UnsafeBufferPointer(start: openapi_bytes(), count: openapi_size())),
        "application/json"
    )
    /// `/docs`.
    static let page = Document(PackageResources.docs_html, "text/html")
    /// What that page is made of, by the last part of its path.
    static let files = [
        "docs.css": Document(PackageResources.docs_css, "text/css"),
        "docs.js": script(PackageResources.docs_js),
        "docs-description.js": script(PackageResources.docs_description_js),
        "docs-elements.js": script(PackageResources.docs_elements_js),
        "docs-operation.js": script(PackageResources.docs_operation_js),
        "docs-words.js": script(PackageResources.docs_words_js),
    ]

    private static func script(_ bytes: [UInt8]) -> Document {
        Document(bytes, "text/javascript")
    }

    func reply(to request: Request) -> Reply {
        var reply = Reply(
            contentType: contentType,
            headers: [
                ("Cache-Control", "public, max-age=300"),
                // What is sent depends on both, and others keep it.
                ("Vary", "Accept-Encoding, Origin"),
                (
                    "Content-Security-Policy",
                    "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
                ),
            ],
            body: .bytes(bytes)
        )
        if Compression.isWanted(reply, by: request) { reply.pack(packed) }
        return reply
    }
}
