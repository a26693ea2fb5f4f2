/// `/api/v1/auth`: signing up, signing in, and one's own account.
struct AccountRoutes: Sendable {
    let accounts: Accounts
    let activities: Activities
    let referrals: Referrals
    let clock: Clock

    /// Creates an account, with what running activities give to new users.
    ///
    /// `POST /auth/register` · anyone · 10 a minute per address
    ///
    /// - Body: `username`, `email`, `password`, `referral_code` (optional).
    /// - Errors: 400 a field is not valid, or the name or the address is taken.
    /// - Source: API document, "auth/register".
    func register(_ request: Request) async throws -> Reply {
        var form = try Form(request)
        let identity = Identity(username: form.username(), email: form.email())
        let password = form.password()
        let referralCode = form.optionalText("referral_code", Form.referralCodeLength)
        try form.check()
        let user = try await accounts.register(identity, password: password, referralCode: referralCode) {
            [activities, referrals] user, connection in
            try activities.welcome(user, in: connection)
            try referrals.begin(user, from: request.address, in: connection)
        }
        return request.success(
            UserReceipt(user: user, fields: .registered, now: clock.now),
            Message("注册成功", "Registered")
        )
    }

    /// Opens a session.
    ///
    /// `POST /auth/login` · anyone · 10 a minute per address
    ///
    /// - Body: `username` (the name or the e-mail address), `password`.
    /// - Errors: 401 the same for a wrong name and a wrong password.
    /// - Source: API document, "auth/login".
    func login(_ request: Request) async throws -> Reply {
        var form = try Form(request)
        let login = form.text("username", 1...Form.emailLength.upperBound)
        let password = form.text("password", 1...Form.passwordLength.upperBound, trimmed: false)
        try form.check()
        return request.success(
            try await accounts.login(login, password: password) { [referrals] user, connection in
                try referrals.see(user, from: request.address, in: connection)
            },
            Message("登录成功", "Signed in"),
            capacity: 1024
        )
    }

    /// Gives a new access token for the refresh token in `Authorization`.
    ///
    /// `POST /auth/refresh` · anyone with a refresh token · 10 a minute per address
    ///
    /// - Errors: 401 the token is no refresh token, has run out, or its session was ended.
    /// - Source: API document, "auth/refresh".
    func refresh(_ request: Request) async throws -> Reply {
        request.success(
            try await accounts.refresh(request.bearerToken),
            Message("Token刷新成功", "Token refreshed")
        )
    }

    /// Says who is asking.
    ///
    /// `GET /auth/me` · any user · 100 a minute
    ///
    /// - Source: API document, "auth/me".
    func me(_ request: Request, user: User) -> Reply {
        request.success(UserReceipt(user: user, fields: .me, now: clock.now))
    }

    /// Changes one's name or address.
    ///
    /// `PUT /auth/me` · any user · 60 a minute
    ///
    /// - Body: `username`, `email`, each optional.
    /// - Errors: 400 a field is not valid or taken.
    func change(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let username = form.optionalUsername()
        let email = form.optionalEmail()
        try form.check()
        let changed = try await accounts.change(user, username: username, email: email)
        return request.success(UserReceipt(user: changed, fields: .me, now: clock.now))
    }

    /// Ends the session whose token this is.
    ///
    /// `POST /auth/logout` · any user · 60 a minute
    func logout(_ request: Request, user: User) async throws -> Reply {
        try await accounts.logout(user)
        return request.success(Nothing())
    }

    /// Sets a new password and ends every session of this user.
    ///
    /// `POST /auth/password` · any user · 60 a minute
    ///
    /// - Body: `old_password`, `new_password`.
    /// - Errors: 400 the old password is wrong, or the new one too short or too long.
    func changePassword(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let old = form.text("old_password", 1...Form.passwordLength.upperBound, trimmed: false)
        let new = form.password("new_password")
        try form.check()
        try await accounts.changePassword(of: user, from: old, to: new)
        return request.success(Nothing())
    }
}
