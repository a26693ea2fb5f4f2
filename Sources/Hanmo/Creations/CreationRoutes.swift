import NIOPosix

/// `/api/v1/creations`: what one has made.
struct CreationRoutes: Sendable {
    let creations: Creations
    /// Who the labels of exported files say has made them.
    let producer: String
    /// Whatever a creation's `tool_type` can be.
    let toolTypes: [String]
    /// For exports alone: on a connection's thread they would take too long, and where passwords are hashed, sign-ins
    /// would wait for them.
    ///
    /// They last as long as the process, so no stop waits for a text.
    private static let exportThreads = {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        return threads
    }()

    /// Lists one's creations, newest first.
    ///
    /// `GET /creations` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `type`; Beyond: `tool_type`, `keyword`.
    /// - Errors: 400 an unknown type or tool.
    /// - Source: API document, "creations".
    func list(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let filter = CreationFilter(
            kind: query.choice("type", of: Creation.Kind.self),
            toolType: query.choice("tool_type", among: toolTypes),
            keyword: query.text("keyword", atMost: Creations.keywordLimit)
        )
        try query.check()
        let list = try await creations.list(of: user, filter, page)
        return request.success(list, capacity: list.json.count + 64)
    }

    /// Answers one creation.
    ///
    /// `GET /creations/{id}` · any user · 100 a minute
    ///
    /// - Errors: 404 there is none of that number that is theirs.
    /// - Source: API document, "creations/{id}".
    func get(_ request: Request, user: User) async throws -> Reply {
        let creation = try await creations.fetch(try request.idParameter(), of: user)
        return request.success(creation, capacity: creation.content.utf8.count + 512)
    }

    /// Changes the title, the content, or both.
    ///
    /// `PUT /creations/{id}` · any user · 60 a minute
    ///
    /// - Body: `title` (1–200 characters), `content` (at most 200,000), each optional.
    /// - Errors: 400 a field is not valid; 404 there is none of that number that is theirs.
    /// - Source: API document, "creations/{id}".
    func change(_ request: Request, user: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let title = form.optionalText("title", Creations.titleLength)
        let content = form.optionalText("content", Creations.contentLength, trimmed: false)
        try form.check()
        return request.success(try await creations.change(id, of: user, title: title, content: content))
    }

    /// Deletes a creation and its files.
    ///
    /// `DELETE /creations/{id}` · any user · 60 a minute
    ///
    /// - Errors: 404 there is none of that number that is theirs.
    /// - Source: API document, "creations/{id}".
    func delete(_ request: Request, user: User) async throws -> Reply {
        try await creations.delete(try request.idParameter(), of: user)
        return request.success(Nothing())
    }

    /// Answers a text as a file.
    ///
    /// `GET /creations/{id}/export?format=md|txt|html` · any user · 100 a minute (Beyond)
    ///
    /// - Errors: 400 an unknown format; 404.
    func export(_ request: Request, user: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let format = query.choice("format", of: TextExport.Format.self) ?? .md
        try query.check()
        let creation = try await creations.fetch(id, of: user)
        let export = try await CreationRoutes.exportThreads.runIfActive { [producer] in
            TextExport(creation, format, producer: producer)
        }
        return Reply(
            contentType: export.contentType,
            headers: [("Content-Disposition", export.disposition)],
            body: .bytes(Array(export.text.utf8))
        )
    }
}
