/// `/api/v1/admin/audit`: who did what for the site.
struct AuditRoutes: Sendable {
    let audit: Audit

    /// Lists the acts of administrators, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/audit` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `act`, `actor` (a user's id; 0 for commands and settings), `target`
    ///   (`user:5`), `from`, `to` (moments; both belong to the range).
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        var filter = AuditFilter()
        filter.act = query.choice("act", of: AuditAct.self)
        filter.actor = query.integer("actor", AuditRoutes.actors)
        filter.target = target(in: &query)
        (filter.from, filter.to) = query.moments()
        try query.check()
        return request.success(try await audit.list(filter, page), capacity: 4096)
    }

    private func target(in query: inout Query) -> AuditTarget? {
        guard let text = query.text("target", atMost: AuditRoutes.targetLength) else { return nil }
        let target = AuditTarget(text)
        if target == nil {
            let kinds = AuditTarget.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            query.fault("target", "应为 类型:编号，类型为 \(kinds) 之一", "should be TYPE:ID, with a type among \(kinds)")
        }
        return target
    }

    /// Ids as every JSON reader keeps them exact.
    private static let actors = 0...(1 << 53 - 1)

    /// Characters of a target, with much to spare.
    private static let targetLength = 100
}
