import Database
import JSON

/// What is not the API itself: whether we are alive, what the API is, and how to read about it.
struct ServiceRoutes: Sendable {
    let database: Database
    let files: Files

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
        Document.description.reply(to: request)
    }

    /// Answers the page that shows it.
    ///
    /// `GET /docs` · anyone · not limited
    func docs(_ request: Request) -> Reply {
        Document.page.reply(to: request)
    }

    /// Answers a file that page is made of.
    ///
    /// `GET /docs/{file}` · anyone · not limited
    ///
    /// - Errors: 404 it has no such file.
    func docsFile(_ request: Request) throws -> Reply {
        guard let document = Document.files[String(request.parameters[0])] else { throw Failure.notFound }
        return document.reply(to: request)
    }

    /// Leads to the API's pages.
    ///
    /// They are named relative to this address: a proxy may serve all of it under a path of its own.
    ///
    /// `GET /` · anyone · not limited
    func root(_ request: Request) -> Reply {
        Reply(status: 302, contentType: "text/html; charset=utf-8", headers: [("Location", "docs")], body: .empty)
    }

    private struct Status: WireValue {
        let name: String

        func write(to json: inout JSONWriter) {
            json.object { $0.field("status", name) }
        }
    }
}
