import Database
import JSON
import Testing

@testable import Hanmo

extension TestApp {
    /// Writes a history down, or what it has more than it had.
    func store(_ history: SiteHistory, after known: SiteHistory? = nil) async throws {
        try await services.database.write { connection in
            for user in history.users.dropFirst(known?.users.count ?? 1) {
                let name = "user\(user.id)"
                try connection.execute(
                    """
                    INSERT INTO users (id, username, username_key, email, email_key, password_hash, role, referral_code,
                                       created_at)
                    VALUES (\(user.id), \(name), \(name), \(name), \(name), '', 'user', \(name), \(user.madeAt))
                    """
                )
            }
            for order in history.orders.dropFirst(known?.orders.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO orders (id, number, kind, user_id, original_fen, amount_fen, credits, membership_type,
                                        method, status, created_at, paid_at, reduced_by, reduced_by_id, reduced_by_name,
                                        bonus_credits)
                    VALUES (\(order.id), \("O\(order.id)"), \(order.credits > 0 ? "recharge" : "membership"),
                            \(order.user), \(order.fen + order.cutFen), \(order.fen), \(order.credits),
                            \(order.credits > 0 ? nil : "monthly"), \(order.method),
                            \(order.paidAt == nil ? "closed" : "paid"), 0, \(order.paidAt), \(order.reducedBy),
                            \(order.reducedBy == nil ? nil : 1), \(order.reducedBy), \(order.bonus))
                    """
                )
            }
            for period in history.periods.dropFirst(known?.periods.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO membership_periods (user_id, order_id, type, starts_at, ends_at)
                    VALUES (\(period.user), \(period.order), 'monthly', \(period.startsAt), \(period.endsAt))
                    """
                )
            }
            for (index, order) in history.orders.enumerated() {
                guard let refund = order.refund else { continue }
                guard index >= known?.orders.count ?? 0 || known?.orders[index].refund == nil else { continue }
                try connection.execute(
                    """
                    INSERT INTO payment_refunds (number, order_id, gateway, amount_fen, credits, state, reason, actor_id,
                                                 created_at, ended_at)
                    VALUES (\("F\(order.id)"), \(order.id), \(order.method), \(order.fen), \(refund.credits),
                            \(refund.state), '', 1, 0, \(refund.state == "pending" ? nil : refund.endedAt))
                    """
                )
                try connection.execute("UPDATE orders SET status = 'refunded' WHERE id = \(order.id)")
            }
            try store(history.gifts, after: known?.gifts ?? [], in: connection)
            for generation in history.generations.dropFirst(known?.generations.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO generations (id, user_id, kind, tool_type, model_id, state, cost, failure_code,
                                             failure_kind, started_at, finished_at)
                    VALUES (\(generation.id), \(generation.user), \(generation.kind), \(generation.tool),
                            \(generation.model), \(generation.failure == nil ? "completed" : "failed"),
                            \(generation.cost), \(generation.failure == nil ? nil : 40006), \(generation.failure),
                            \(generation.startedAt), \(generation.endsAt))
                    """
                )
            }
        }
    }

    private func store(_ gifts: [SiteHistory.Gift], after known: [SiteHistory.Gift], in connection: Connection) throws {
        func enter(_ type: String, _ amount: Int, of user: Int, by actor: Int?, at moment: Int) throws -> Int {
            try connection.insert(
                """
                INSERT INTO credit_entries (user_id, type, amount, balance_after, description, actor_id, created_at)
                VALUES (\(user), \(type), \(amount), 0, '', \(actor), \(moment))
                """
            )
        }
        for gift in gifts.dropFirst(known.count) {
            switch gift.source {
            case "redemption_credits": _ = try enter("gift", gift.amount, of: gift.user, by: gift.user, at: gift.at)
            case "administrator_credits":
                let type = gift.id % 2 == 0 ? "gift" : "adjustment"
                _ = try enter(type, gift.amount, of: gift.user, by: 1, at: gift.at)
            default:
                let isReferral = gift.source == "referral_credits"
                let entry = try enter(
                    isReferral ? "referral" : "gift",
                    gift.amount,
                    of: gift.user,
                    by: nil,
                    at: gift.at
                )
                if let referred = gift.referred {
                    try connection.execute(
                        """
                        INSERT INTO referrals (id, referrer_id, referred_id, state, reward, entry_id, created_at, paid_at)
                        VALUES (\(gift.id), \(gift.user), \(referred), 'paid', \(gift.amount), \(entry), \(gift.at),
                                \(gift.at))
                        """
                    )
                    continue
                }
                let type = isReferral ? "referral_bonus" : gift.source.hasPrefix("a") ? "credit_gift" : "first_purchase"
                try connection.execute(
                    """
                    INSERT INTO activities (id, name, type, description, config, starts_at, ends_at, created_at)
                    VALUES (\(gift.id), '', \(type), '', '{}', 0, 1, 0)
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO activity_grants (activity_id, user_id, credits, entry_id, created_at)
                    VALUES (\(gift.id), \(gift.user), \(gift.amount), \(entry), \(gift.at))
                    """
                )
            }
        }
        for (index, gift) in gifts.enumerated() {
            guard let taken = gift.taken, index >= known.count || known[index].taken == nil else { continue }
            let entry = try enter("refund", -taken.amount, of: gift.user, by: nil, at: taken.at)
            let book: SQL = gift.referred == nil ? "activity_grants" : "referrals"
            let place: SQL = gift.referred == nil ? "activity_id" : "id"
            try connection.execute(
                """
                UPDATE \(book)
                   SET taken_back = \(taken.amount), taken_entry_id = \(entry)
                 WHERE \(place) = \(gift.id)
                """
            )
        }
    }

    /// Compares every report over ranges of several lengths with the simplest count.
    func expectReports(of history: SiteHistory) async throws {
        let admin = try await admin()
        for (first, last) in [
            ("2026-01-12", "2026-03-02"), ("2026-02-01", "2026-02-28"), ("2026-02-14", "2026-02-14"),
            ("2026-03-02", "2026-03-02"), ("2026-02-25", "2026-04-30"), ("2025-11-01", "2025-12-31"),
        ] {
            let end = try TestClock.milliseconds(of: "\(last)T23:59:59") + 999
            let overview = try await admin.statistics("", first, last)
            #expect(overview == history.overview(first, last, membersAt: min(end, clock.now)))

            for day in try await admin.statistics("/daily", first, last)["items"]?.array ?? [] {
                #expect(day == history.daily(day["date"]?.string ?? ""))
            }

            let tools = try await admin.statistics("/tools", first, last)["items"]?.array ?? []
            let byName = tools.map { ("\($0["kind"]?.string ?? "") \($0["tool_type"]?.string ?? "")", $0) }
            #expect(Dictionary(uniqueKeysWithValues: byName) == history.tools(first, last))
            #expect(tools.isSorted { $0["generations"]?.int ?? 0 })

            let models = try await admin.statistics("/models", first, last)["items"]?.array ?? []
            let byNumber = models.map { model in
                (model["model_id"]?.int ?? 0, model.without("name", "provider", "kind"))
            }
            #expect(Dictionary(uniqueKeysWithValues: byNumber) == history.models(first, last))
            #expect(models.isSorted { $0["generations"]?.int ?? 0 })
        }
    }
}

extension JSON {
    fileprivate func without(_ names: String...) -> JSON {
        .object((members ?? []).filter { !names.contains($0.name) })
    }
}

extension [JSON] {
    /// Whether no element has more than the one before it.
    fileprivate func isSorted(_ value: (JSON) -> Int) -> Bool {
        zip(self, dropFirst()).allSatisfy { value($0) >= value($1) }
    }
}
