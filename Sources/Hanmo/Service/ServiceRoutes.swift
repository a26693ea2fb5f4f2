import COpenAPI
import Database
import JSON

/// What is not the API itself: whether we are alive, what the API is, and how to read about it.
struct ServiceRoutes: Sendable {
    let database: Database
    let files: Files

    private static let description = [UInt8](
        UnsafeBufferPointer(start: openapi_bytes(), count: openapi_size())
    )

    /// How long the database may take to answer: shorter than the timeouts of those who ask.
    private static let readyPatience = Duration.seconds(4)

    /// Says that the process lives.
    ///
    /// `GET /health` · anyone · not limited
    func health(_ request: Request) -> Reply {
        request.success(Status(name: "ok"))
    }

    /// Says that requests can be served: the database and the storage answer.
    ///
    /// `GET /ready` · anyone · not limited
    ///
    /// - Errors: 500 one of them does not.
    func ready(_ request: Request) async throws -> Reply {
        try await database.ping(within: ServiceRoutes.readyPatience)
        try await files.ping()
        return request.success(Status(name: "ready"))
    }

    /// Answers the description of the API.
    ///
    /// `GET /openapi.json` · anyone · not limited
    func openAPI(_ request: Request) -> Reply {
        file(ServiceRoutes.description, "application/json; charset=utf-8")
    }

    /// Answers the page that shows it.
    ///
    /// `GET /docs` · anyone · not limited
    func docs(_ request: Request) -> Reply {
        file(PackageResources.docs_html, "text/html; charset=utf-8")
    }

    /// Answers a file that page is made of.
    ///
    /// `GET /docs/{file}` · anyone · not limited
    ///
    /// - Errors: 404 it has no such file.
    func docsFile(_ request: Request) throws -> Reply {
        switch request.parameters[0] {
        case "docs.css": file(PackageResources.docs_css, "text/css; charset=utf-8")
        case "docs.js": script(PackageResources.docs_js)
        case "docs-description.js": script(PackageResources.docs_description_js)
        case "docs-elements.js": script(PackageResources.docs_elements_js)
        case "docs-operation.js": script(PackageResources.docs_operation_js)
        case "docs-words.js": script(PackageResources.docs_words_js)
        default: throw Failure.notFound
        }
    }

    /// Leads to the API's pages.
    ///
    /// `GET /` · anyone · not limited
    func root(_ request: Request) -> Reply {
        Reply(status: 302, contentType: "text/html; charset=utf-8", headers: [("Location", "/docs")], body: .empty)
    }

    private func script(_ bytes: [UInt8]) -> Reply {
        file(bytes, "text/javascript; charset=utf-8")
    }

    private func file(_ bytes: [UInt8], _ contentType: String) -> Reply {
        Reply(
            contentType: contentType,
            headers: [
                ("Cache-Control", "public, max-age=300"),
                ("Content-Security-Policy", "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
            ],
            body: .bytes(bytes)
        )
    }

    private struct Status: WireValue {
        let name: String

        func write(to json: inout JSONWriter) {
            json.object { $0.field("status", name) }
        }
    }
}
