import Database

/// The SQL of accounts as administrators see them.
extension AccountStore {
    /// When somebody signed in last, and what finds the few among the many: those who are or were members, and those
    /// who may not sign in.
    ///
    /// None of it changes with a balance, so that nothing that takes credits pays for it.
    static let administration = [
        "ALTER TABLE users ADD COLUMN last_login_at BIGINT",
        """
        CREATE INDEX users_members ON users (id, membership_end_at)
         WHERE membership_end_at IS NOT NULL
        """,
        "CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL",
    ]

    /// What finds accounts by the domain of their address: what follows its last `@`, with that.
    ///
    /// Neither engine has a word for it that the other one knows; so what is no `@` is trimmed off the end.
    static let byDomain = [
        """
        CREATE INDEX users_domain
            ON users (substr(email_key, length(rtrim(email_key, replace(email_key, '@', '')))), id)
        """
    ]

    /// As the index has it.
    private static let domain: SQL = "substr(u.email_key, length(rtrim(u.email_key, replace(u.email_key, '@', ''))))"

    /// Behind every name and every address that begins with a text: no character comes later, and none has this one.
    private static let last = "\u{10FFFF}"

    private static let accountColumns: SQL = "\(columns), u.created_at, u.disabled_at, u.last_login_at"

    private func account(_ row: Row) -> Account {
        Account(user: user(row), createdAt: row.int(8), disabledAt: row.intOrNil(9), lastLoginAt: row.intOrNil(10))
    }

    func findAccount(_ id: Int) throws -> Account? {
        try connection.first("SELECT \(AccountStore.accountColumns) FROM users u WHERE u.id = \(id)", account)
    }

    /// The account, and nobody else changes it until the transaction ends.
    func holdAccount(_ id: Int) throws -> Account? {
        try connection.first(
            "SELECT \(AccountStore.accountColumns) FROM users u WHERE u.id = \(id) \(SQL.forUpdate)",
            account
        )
    }

    /// Who has referred somebody; nil where nobody has.
    func findReferrer(of user: Int) throws -> (id: Int, username: String)? {
        try connection.first(
            "SELECT r.id, r.username FROM users u JOIN users r ON r.id = u.referrer_id WHERE u.id = \(user)"
        ) { ($0.int(0), $0.string(1)) }
    }

    /// How many somebody has referred, ``PageStore/limit`` at most.
    func countReferred(by user: Int) throws -> Int {
        try connection.value(
            """
            SELECT count(*)
              FROM (SELECT 1 FROM users WHERE referrer_id = \(user) LIMIT \(PageStore.limit)) AS counted
            """
        ) ?? 0
    }

    /// Accounts, newest first.
    func list(_ filter: AccountFilter, _ page: PageRequest) throws -> Page<Account> {
        var chosen: SQL = "u.id > 0"
        if let search = filter.search {
            guard search.hasPrefix("@") else { return try find(search, filter, page) }
            // No name and no address begins like this.
            chosen = "\(AccountStore.domain) = \(Identity.key(search))"
        }
        return try PageStore(connection).list(
            page,
            AccountStore.accountColumns,
            from: "users u",
            where: "\(chosen)\(condition(filter))",
            newest: "u.id DESC",
            account
        )
    }

    /// Collects what each index finds, since the order of names is not that of ids.
    ///
    /// A text with which more than ``PageStore/limit`` names begin finds so many of them, whichever.
    private func find(_ search: String, _ filter: AccountFilter, _ page: PageRequest) throws -> Page<Account> {
        let key = Identity.key(search)
        let end = key + AccountStore.last
        var matches: [SQL] = [
            "u.username_key >= \(key) AND u.username_key < \(end)", "u.email_key >= \(key) AND u.email_key < \(end)",
        ]
        if let id = Int(search), id > 0 { matches.append("u.id = \(id)") }
        var found: Set<Int> = []
        for match in matches {
            found.formUnion(
                try connection.all(
                    "SELECT u.id FROM users u WHERE \(match)\(condition(filter)) LIMIT \(PageStore.limit + 1)"
                ) { $0.int(0) }
            )
        }
        let ids = found.sorted(by: >).prefix(PageStore.limit)
        let items = try ids.dropFirst(page.offset).prefix(page.size).compactMap { try findAccount($0) }
        return Page(request: page, total: try PageStore.total(found.count, for: page), items: items)
    }

    /// What a filter asks beside its search, to be added to another condition.
    ///
    /// Words in the place of values, where a partial index is to be seen to fit.
    private func condition(_ filter: AccountFilter) -> SQL {
        var condition: SQL = ""
        switch filter.role {
        case nil: break
        case .admin: condition += " AND u.role = 'admin'"
        case .user: condition += " AND u.role = 'user'"
        }
        switch filter.membership {
        case nil: break
        case .active: condition += " AND u.membership_end_at > \(connection.now)"
        case .ended: condition += " AND u.membership_end_at <= \(connection.now)"
        case .never: condition += " AND u.membership_end_at IS NULL"
        }
        switch filter.isDisabled {
        case nil: break
        case true?: condition += " AND u.disabled_at IS NOT NULL"
        case false?: condition += " AND u.disabled_at IS NULL"
        }
        return condition
    }

    /// Forbids somebody to sign in, or allows it again.
    func update(_ user: Int, disabledAt moment: Int?) throws {
        try connection.execute("UPDATE users SET disabled_at = \(moment) WHERE id = \(user)")
    }

    func isDisabled(_ user: Int) throws -> Bool {
        try connection.value("SELECT disabled_at FROM users WHERE id = \(user)") != nil
    }
}
