import NIOHTTP1

/// The whole route table: every URL, who may call it, how often.
func routes(_ services: Services) -> [Route] {
    let service = ServiceRoutes(database: services.database, files: services.files)
    let metrics = MetricsRoutes(
        metrics: services.metrics,
        database: services.database,
        jobs: services.jobs,
        jobKinds: jobHandlers(services).map(\.kind.name),
        events: services.events,
        token: services.settings.metricsToken
    )
    let accounts = AccountRoutes(
        accounts: services.accounts,
        activities: services.activities,
        referrals: services.referrals,
        clock: services.clock
    )
    let credits = CreditRoutes(credits: services.credits, clock: services.clock)
    let users = AdminUserRoutes(accounts: services.accounts, credits: services.credits, clock: services.clock)
    let lookedAtUsers = UserRoutes(users: services.users, accounts: services.accounts, clock: services.clock)
    let audit = AuditRoutes(audit: services.audit)
    let redemptions = RedemptionRoutes(redemptions: services.redemptions, clock: services.clock)
    let models = ModelRoutes(models: services.models)
    let payments = PaymentRoutes(payments: services.payments, clock: services.clock)
    let coupons = CouponRoutes(coupons: services.coupons)
    let adminPayments = AdminPaymentRoutes(payments: services.payments)
    let orders = OrderRoutes(payments: services.payments)
    let notifications = NotificationRoutes(payments: services.payments)
    let cashier = CashierRoutes(payments: services.payments, callback: payments.callback, clock: services.clock)
    let activities = ActivityRoutes(activities: services.activities)
    let referrals = ReferralRoutes(referrals: services.referrals)
    let adminReferrals = AdminReferralRoutes(referrals: services.referrals)
    let writing = WritingRoutes(writing: services.writing, pulse: services.streamPulse, logger: services.logger)
    let statistics = StatisticsRoutes(statistics: services.statistics, clock: services.clock)
    let jobs = JobRoutes(jobs: services.jobs)
    let events = EventRoutes(events: services.events)
    let files = FileRoutes(files: services.files)
    let creations = CreationRoutes(
        creations: services.creations,
        producer: services.settings.aigcProducer,
        toolTypes: services.writing.tools.all.map(\.type)
    )

    return [
        // The service itself
        .open(.GET, "/health", .none, service.health),
        .open(.GET, "/ready", .none, service.ready),
        .open(.GET, "/metrics", .none, metrics.show),
        .open(.GET, "/openapi.json", .none, service.openAPI),
        .open(.GET, "/docs", .none, service.docs),
        .open(.GET, "/docs/{file}", .none, service.docsFile),
        .open(.GET, "/", .none, service.root),
        .open(.GET, "/register", .none, referrals.invitation),

        // Accounts
        .open(.POST, "/api/v1/auth/register", .auth, accounts.register),
        .open(.POST, "/api/v1/auth/login", .auth, accounts.login),
        .open(.POST, "/api/v1/auth/refresh", .auth, accounts.refresh),
        .user(.GET, "/api/v1/auth/me", .query, accounts.me),
        .user(.PUT, "/api/v1/auth/me", .other, accounts.change),
        .user(.POST, "/api/v1/auth/logout", .other, accounts.logout),
        .user(.POST, "/api/v1/auth/password", .other, accounts.changePassword),
        .admin(.POST, "/api/v1/admin/users", .other, users.create),
        .admin(.PUT, "/api/v1/admin/users/{id}", .other, users.change),

        // Users, as administrators see them
        .admin(.GET, "/api/v1/admin/users", .query, lookedAtUsers.list),
        .admin(.GET, "/api/v1/admin/users/{id}", .query, lookedAtUsers.get),
        .admin(.GET, "/api/v1/admin/users/{id}/transactions", .query, lookedAtUsers.transactions),
        .admin(.GET, "/api/v1/admin/users/{id}/orders", .query, lookedAtUsers.orders),
        .admin(.GET, "/api/v1/admin/users/{id}/generations", .query, lookedAtUsers.generations),
        .admin(.POST, "/api/v1/admin/users/{id}/disable", .other, users.disable),
        .admin(.POST, "/api/v1/admin/users/{id}/enable", .other, users.enable),

        // What administrators do
        .admin(.GET, "/api/v1/admin/audit", .query, audit.list),

        // Jobs
        .admin(.GET, "/api/v1/admin/jobs", .query, jobs.list),
        .admin(.POST, "/api/v1/admin/jobs/{id}/retry", .other, jobs.retry),
        .admin(.POST, "/api/v1/admin/jobs/{id}/cancel", .other, jobs.cancel),

        // Credits
        .user(.GET, "/api/v1/credit/balance", .query, credits.balance),
        .user(.GET, "/api/v1/credit/transactions", .query, credits.transactions),
        .admin(.POST, "/api/v1/admin/users/{id}/credits", .other, credits.adjust),

        // Payments
        .user(.POST, "/api/v1/credit/recharge", .other, payments.recharge),
        .user(.POST, "/api/v1/credit/membership", .other, payments.membership),
        .user(.GET, "/api/v1/credit/quote", .query, payments.quote),
        .user(.GET, "/api/v1/credit/recharge/orders", .query, payments.rechargeOrders),
        .user(.GET, "/api/v1/credit/membership/orders", .query, payments.membershipOrders),
        .user(.GET, "/api/v1/credit/orders/{order_id}", .query, payments.order),
        .admin(.GET, "/api/v1/admin/orders", .query, orders.list),
        .admin(.GET, "/api/v1/admin/orders/{order_id}", .query, orders.get),
        .admin(.POST, "/api/v1/admin/orders/{order_id}/refund", .other, adminPayments.refund),
        .admin(.GET, "/api/v1/admin/refunds", .query, adminPayments.refunds),
        .admin(.POST, "/api/v1/admin/refunds/{refund_id}/settle", .other, adminPayments.settle),
        .admin(.GET, "/api/v1/admin/reconciliation", .query, adminPayments.differences),
        .admin(.POST, "/api/v1/admin/reconciliation/{id}/resolve", .other, adminPayments.resolve),
        .admin(.GET, "/api/v1/admin/payment-notices", .query, adminPayments.notices),
        .open(.POST, "/api/v1/credit/payment/callback", .none, payments.callback),
        .open(.POST, "/api/v1/credit/payment/notify/alipay", .none, notifications.alipay),
        .open(.POST, "/api/v1/credit/payment/notify/wechat", .none, notifications.wechat),
        .open(.GET, "/cashier/{order_id}", .query, cashier.page),
        .open(.POST, "/cashier/{order_id}/{outcome}", .other, cashier.act),

        // Operation
        .admin(.GET, "/api/v1/operation/statistics", .query, statistics.overview),
        .admin(.GET, "/api/v1/operation/statistics/daily", .query, statistics.daily),
        .admin(.GET, "/api/v1/operation/statistics/tools", .query, statistics.tools),
        .admin(.GET, "/api/v1/operation/statistics/models", .query, statistics.models),

        // Redemption codes
        .user(.POST, "/api/v1/operation/redeem", .other, redemptions.redeem),
        .user(.GET, "/api/v1/operation/redemptions", .query, redemptions.mine),
        .admin(.GET, "/api/v1/admin/redemption-batches", .query, redemptions.list),
        .admin(.POST, "/api/v1/admin/redemption-batches", .other, redemptions.create),
        .admin(.GET, "/api/v1/admin/redemption-batches/{id}", .query, redemptions.get),
        .admin(.POST, "/api/v1/admin/redemption-batches/{id}/revoke", .other, redemptions.revoke),
        .admin(.GET, "/api/v1/admin/redemption-batches/{id}/codes", .query, redemptions.codes),
        .admin(.POST, "/api/v1/admin/redemption-codes/find", .other, redemptions.find),

        // Coupons
        .admin(.POST, "/api/v1/operation/coupons", .other, coupons.create),
        .user(.GET, "/api/v1/operation/coupons", .query, coupons.list),
        .user(.GET, "/api/v1/operation/coupons/{coupon_id}", .query, coupons.get),
        .admin(.PUT, "/api/v1/operation/coupons/{coupon_id}", .other, coupons.change),
        .admin(.POST, "/api/v1/operation/coupons/{coupon_id}/disable", .other, coupons.disable),
        .admin(.POST, "/api/v1/operation/coupons/{coupon_id}/enable", .other, coupons.enable),
        .admin(.GET, "/api/v1/operation/coupons/{coupon_id}/claims", .query, coupons.claims),
        .user(.POST, "/api/v1/operation/coupons/{coupon_id}/claim", .other, coupons.claim),
        .user(.GET, "/api/v1/operation/my-coupons", .query, coupons.mine),

        // Activities
        .user(.GET, "/api/v1/operation/activities", .query, activities.list),
        .admin(.POST, "/api/v1/operation/activities", .other, activities.create),
        .user(.GET, "/api/v1/operation/activities/{id}", .query, activities.get),
        .admin(.PUT, "/api/v1/operation/activities/{id}", .other, activities.change),
        .admin(.POST, "/api/v1/operation/activities/{id}/end", .other, activities.end),
        .admin(.GET, "/api/v1/operation/activities/{id}/participants", .query, activities.participants),
        .user(.POST, "/api/v1/operation/activities/{id}/participate", .other, activities.participate),

        // Referrals
        .user(.POST, "/api/v1/operation/referral/generate", .other, referrals.generate),
        .user(.GET, "/api/v1/operation/referral/records", .query, referrals.records),
        .admin(.GET, "/api/v1/admin/referrals", .query, adminReferrals.list),
        .admin(.POST, "/api/v1/admin/referrals/{id}/approve", .other, adminReferrals.approve),
        .admin(.POST, "/api/v1/admin/referrals/{id}/reject", .other, adminReferrals.reject),

        // Models
        .user(.GET, "/api/v1/models", .query, models.list),
        .admin(.POST, "/api/v1/models", .other, models.create),
        .admin(.PUT, "/api/v1/models/{id}", .other, models.change),
        .admin(.DELETE, "/api/v1/models/{id}", .other, models.delete),
        .admin(.POST, "/api/v1/models/{id}/test", .other, models.test),

        // Writing
        .open(.GET, "/api/v1/writing/tools", .query, writing.tools),
        .user(.POST, "/api/v1/writing/{tool_type}/generate", .generation, writing.generate),

        // Creations
        .user(.GET, "/api/v1/creations", .query, creations.list),
        .user(.GET, "/api/v1/creations/{id}", .query, creations.get),
        .user(.PUT, "/api/v1/creations/{id}", .other, creations.change),
        .user(.DELETE, "/api/v1/creations/{id}", .other, creations.delete),
        .user(.GET, "/api/v1/creations/{id}/export", .query, creations.export),
        .open(.GET, "/files/{kind}/{shard}/{name}", .none, files.get),

        // Events
        .user(.GET, "/api/v1/events", .query, events.stream).takingTokenInQuery(),
        .user(.GET, "/api/v1/ws", .query, events.socket).takingTokenInQuery(),
    ]
}
