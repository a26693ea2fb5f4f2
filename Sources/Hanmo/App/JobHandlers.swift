/// Every kind of job there is, and the rule that does it.
func jobHandlers(_ services: Services) -> [JobHandler] {
    [
        JobHandler(SessionSweep.self) { _, _ in try await SessionSweep.run(in: services.accounts) },
        JobHandler(IdempotencySweep.self) { _, _ in try await IdempotencySweep.run(in: services.database) },
        JobHandler(EventSweep.self) { _, _ in try await services.events.sweep() },
        JobHandler(FileDeletion.self) { job, _ in try await services.files.delete(job.keys) },
        JobHandler(JobSweep.self) { _, _ in try await services.jobs.sweep() },
    ]
}
