import JSON

/// `/api/v1/admin/jobs`: what is done in the background, as the people who run the site see it.
struct JobRoutes: Sendable {
    let jobs: Jobs

    /// Lists jobs, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/jobs` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `state`, `kind`.
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let state = query.choice("state", of: JobState.self)
        let kind = query.text("kind", atMost: JobRoutes.kindLength)
        try query.check()
        return request.success(try await jobs.list(state: state, kind: kind, page), capacity: 4096)
    }

    /// Has a parked or cancelled job tried again from the beginning.
    ///
    /// `POST /admin/jobs/{id}/retry` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 404 no such job; 400 it is neither parked nor cancelled, or the same job is open.
    func retry(_ request: Request, admin: User) async throws -> Reply {
        request.success(try await jobs.retry(request.idParameter(), by: Administrator(admin, in: request)))
    }

    /// Cancels a queued job at once; asks a running one to end.
    ///
    /// `POST /admin/jobs/{id}/cancel` · administrators · 60 a minute (Beyond)
    ///
    /// - Errors: 404 no such job; 400 it has ended.
    func cancel(_ request: Request, admin: User) async throws -> Reply {
        request.success(try await jobs.cancel(request.idParameter(), by: Administrator(admin, in: request)))
    }

    /// Characters that the name of a kind has at most, with much to spare.
    private static let kindLength = 100
}

extension JobRecord: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("kind", kind)
            json.field("key", key)
            json.key("payload")
            json.raw(json: payload.utf8)
            json.field("state", state.rawValue)
            json.field("cancel_requested", isCancelRequested && state == .running)
            json.field("attempts", attempts)
            json.field("max_attempts", maxAttempts)
            json.field("last_error", lastError)
            json.field("run_at", WireTime.text(runAt))
            json.field("created_at", WireTime.text(createdAt))
            json.field("started_at", startedAt.map(WireTime.text))
            json.field("finished_at", finishedAt.map(WireTime.text))
        }
    }
}
