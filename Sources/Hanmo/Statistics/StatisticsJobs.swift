/// Adds up the generations of days that are over.
struct DaySums: Job {
    /// The first run of a long history reads all of it.
    static let kind = JobKind("statistics.days", timeLimit: .seconds(1800), every: .seconds(3600))
}
