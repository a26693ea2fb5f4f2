/// `/api/v1/models`: which AI services there are.
struct ModelRoutes: Sendable {
    let models: Models

    /// Lists models: users see the active ones, administrators all.
    ///
    /// `GET /models` · any user · 100 a minute
    ///
    /// - Query: `provider`, `is_active`, `kind` (Beyond).
    /// - Source: API document, "models".
    func list(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let provider = query.text("provider", atMost: ModelDraft.providerLength.upperBound)
        var isActive = query.bool("is_active")
        let kind = query.choice("kind", of: AIModel.Kind.self)
        try query.check()
        if user.role != .admin {
            if isActive == false { return request.success([AIModel]()) }
            isActive = true
        }
        let found = try await models.list(provider: provider, isActive: isActive, kind: kind)
        return request.success(user.role == .admin ? found : found.map(\.shownToUsers))
    }

    /// Adds a model.
    ///
    /// `POST /models` · administrators · 60 a minute
    ///
    /// - Body: `name`, `provider`, `model_name`, `credits_cost`; optional `kind`, `api_key`, `api_base`, `config`,
    ///   `is_active`.
    /// - Errors: 400 a field is missing or not valid.
    /// - Source: API document, "models".
    func create(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let draft = form.modelDraft(isNew: true)
        try form.check()
        return request.success(try await models.create(draft, by: Administrator(admin, in: request)))
    }

    /// Changes the fields that are given.
    ///
    /// `PUT /models/{id}` · administrators · 60 a minute
    ///
    /// - Body: as for a new one, each optional; `null` takes `api_key` or `api_base` away.
    /// - Errors: 400 a field is not valid; 404 no such model.
    /// - Source: API document, "models/{id}".
    func change(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let draft = form.modelDraft(isNew: false)
        try form.check()
        return request.success(try await models.change(id, to: draft, by: Administrator(admin, in: request)))
    }

    /// Takes a model out of use for good; what was made with it stays.
    ///
    /// `DELETE /models/{id}` · administrators · 60 a minute
    ///
    /// - Errors: 404 no such model.
    /// - Source: API document, "models/{id}".
    func delete(_ request: Request, admin: User) async throws -> Reply {
        try await models.delete(try request.idParameter(), by: Administrator(admin, in: request))
        return request.success(Nothing())
    }

    /// Makes one tiny call to the model's provider and tells how it went.
    ///
    /// `POST /models/{id}/test` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 400 it makes no texts; 404 no such model.
    func test(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        return request.success(try await models.test(id, by: Administrator(admin, in: request), for: request))
    }
}
