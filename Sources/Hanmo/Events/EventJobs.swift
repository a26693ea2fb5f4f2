/// Drops events that are older than a day.
struct EventSweep: Job {
    static let kind = JobKind("events.sweep", every: .seconds(3600))
}
