/// Every kind of job there is, and the rule that does it.
func jobHandlers(_ services: Services) -> [JobHandler] {
    [
        JobHandler(SessionSweep.self) { _, _ in try await SessionSweep.run(in: services.accounts) },
        JobHandler(IdempotencySweep.self) { _, _ in try await IdempotencySweep.run(in: services.database) },
        JobHandler(EventSweep.self) { _, _ in try await services.events.sweep() },
        JobHandler(FileDeletion.self) { job, _ in try await services.files.delete(job.keys) },
        JobHandler(OrderExpiry.self) { job, _ in try await services.payments.expire(job) },
        JobHandler(OrderLooks.self) { job, _ in try await services.payments.look(job) },
        JobHandler(RefundPursuit.self) { job, _ in try await services.payments.pursue(job) },
        JobHandler(PaymentComparison.self) { _, _ in try await services.payments.compare() },
        JobHandler(NoticeSweep.self) { _, _ in try await NoticeSweep.run(in: services.payments) },
        JobHandler(MembershipEnd.self) { job, _ in try await services.memberships.end(job) },
        JobHandler(DaySums.self) { _, context in try await services.statistics.addUp(context) },
        JobHandler(ReferralPayout.self) { _, _ in try await services.referrals.payOut() },
        JobHandler(NetworkSweep.self) { _, _ in try await NetworkSweep.run(in: services.referrals) },
        JobHandler(JobSweep.self) { _, _ in try await services.jobs.sweep() },
    ]
}
