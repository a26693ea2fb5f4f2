/// `/api/v1/admin/users`: accounts, as the people who run the site keep them.
struct AdminUserRoutes: Sendable {
    let accounts: Accounts
    let credits: Credits
    let clock: Clock

    /// Creates an account of any role, with credits to begin with.
    ///
    /// `POST /admin/users` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `username`, `email`, `password`; optional `role`, `credits`.
    /// - Errors: 400 a field is not valid or taken.
    func create(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let identity = Identity(username: form.username(), email: form.email())
        let password = form.password()
        let role = form.choice("role", of: Role.self) ?? .user
        let gift = form.optionalInteger("credits", 0...Credits.adjustmentLimit) ?? 0
        try form.check()
        let user = try await accounts.create(
            identity,
            password: password,
            role: role,
            credits: gift,
            by: Administrator(admin, in: request)
        ) { user, connection in
            try credits.give(gift, to: user, because: "开户赠送", by: admin.id, in: connection)
        }
        return request.success(UserReceipt(user: user, fields: .me, now: clock.now))
    }

    /// Changes what an account may do, or its password.
    ///
    /// `PUT /admin/users/{id}` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `role`, `password`, each optional; a new password ends every session of that user.
    /// - Errors: 404 no such user; 400 the last administrator would lose that role.
    func change(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let role = form.choice("role", of: Role.self)
        let password = form.optionalText("password", Form.passwordLength, trimmed: false)
        try form.check()
        let changed = try await accounts.change(
            id,
            role: role,
            password: password,
            by: Administrator(admin, in: request)
        )
        return request.success(UserReceipt(user: changed, fields: .me, now: clock.now))
    }

    /// Ends every session of a user and forbids them to sign in.
    ///
    /// `POST /admin/users/{id}/disable` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `reason` (1–200 characters, for the audit log).
    /// - Errors: 404 no such user; 400 oneself, or the last administrator.
    func disable(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        let reason = try reason(request)
        let account = try await accounts.disable(id, because: reason, by: Administrator(admin, in: request))
        return request.success(AccountReceipt(account: account, now: clock.now))
    }

    /// Lets a user sign in again.
    ///
    /// `POST /admin/users/{id}/enable` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `reason` (1–200 characters, for the audit log).
    /// - Errors: 404 no such user.
    func enable(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        let reason = try reason(request)
        let account = try await accounts.enable(id, because: reason, by: Administrator(admin, in: request))
        return request.success(AccountReceipt(account: account, now: clock.now))
    }

    private func reason(_ request: Request) throws -> String {
        var form = try Form(request)
        let reason = form.text("reason", Audit.reasonLength)
        try form.check()
        return reason
    }
}
