/// `/api/v1/operation/activities`: what the site offers for a while.
struct ActivityRoutes: Sendable {
    let activities: Activities

    /// Lists activities, newest first.
    ///
    /// `GET /operation/activities` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status`, `type`. Only administrators see those that are switched off.
    /// - Source: API document, "operation/activities".
    func list(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let kind = query.choice("type", of: Activity.Kind.self)
        let status = query.choice("status", of: Activity.Status.self)
        try query.check()
        return request.success(try await activities.list(kind, status, for: user, page))
    }

    /// Answers one activity.
    ///
    /// `GET /operation/activities/{id}` (Beyond) · any user · 100 a minute
    ///
    /// - Errors: 404 no such activity, or it is switched off.
    func get(_ request: Request, user: User) async throws -> Reply {
        request.success(try await activities.fetch(try request.idParameter(), for: user))
    }

    /// Takes part.
    ///
    /// `POST /operation/activities/{id}/participate` · any user · 60 a minute
    ///
    /// - Errors: 404 no such activity; 40010 it is over, has not begun or is full; 400 it applies by itself, or a
    ///   repeat.
    /// - Source: API document, "operation/activities"; what it answers is our choice, since the document leaves it
    ///   open.
    func participate(_ request: Request, user: User) async throws -> Reply {
        let id = try request.idParameter()
        let key = try IdempotencyKey(request, by: user)
        let reply = try await activities.participate(in: id, by: user, key) {
            request.successEnvelope($0, Message("参与成功", "You have taken part"))
        }
        return Reply(reply)
    }

    // MARK: For administrators

    /// Creates an activity.
    ///
    /// `POST /operation/activities` · administrators · 60 a minute
    ///
    /// - Body: `name`, `type`, `config`, `start_time`, `end_time` (the last second in which it runs), `description`.
    /// - Errors: 400 a field is not valid, such as a `config` that does not fit the type, or an end before the start or
    ///   in the past.
    /// - Source: API document, "operation/activities".
    func create(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let draft = try form.activityDraft()
        return request.success(
            try await activities.create(draft, by: Administrator(admin, in: request)),
            Message("活动创建成功", "Activity created")
        )
    }

    /// Changes the fields that are given.
    ///
    /// `PUT /operation/activities/{id}` (Beyond) · administrators · 60 a minute
    ///
    /// - Body: `name`, `description`, `config`, `start_time`, `end_time`, `is_active`, each optional.
    /// - Errors: 404 no such activity; 400 it is over, it has begun (`start_time`), somebody has taken part (`config`),
    ///   it would end in the past (`end_time`).
    func change(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        let form = try Form(request)
        return request.success(
            try await activities.change(id, by: Administrator(admin, in: request)) { kind in
                var form = form
                return try form.activityChange(of: kind)
            }
        )
    }

    /// Ends an activity for good, at once.
    ///
    /// `POST /operation/activities/{id}/end` (Beyond) · administrators · 60 a minute
    ///
    /// - Errors: 404 no such activity; 400 it has not begun.
    func end(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        return request.success(try await activities.end(id, by: Administrator(admin, in: request)))
    }

    /// Lists whoever has got something of an activity, the last one first.
    ///
    /// `GET /operation/activities/{id}/participants` (Beyond) · administrators · 100 a minute
    ///
    /// - Query: `page`, `page_size`.
    /// - Errors: 404 no such activity.
    func participants(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var query = Query(request)
        let page = query.page()
        try query.check()
        return request.success(try await activities.listParticipants(of: id, page))
    }
}
