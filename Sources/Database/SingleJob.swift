import Dispatch

/// A write of one statement that waits for its turn, together with whoever waits for its answer.
struct SingleJob: Sendable {
    /// Since when it waits, in nanoseconds of the machine's uptime.
    let askedAt = DispatchTime.now().uptimeNanoseconds
    let sql: SQL
    let notices: [Notice]
    /// Reads what the server has said and answers with it.
    let answer: @Sendable (PostgresRows) -> Void
    /// Answers with an error instead.
    let refuse: @Sendable (any Error) -> Void
    /// Until when it waits for a connection, by the same clock.
    var deadline: UInt64 = 0
    /// How often it was sent, or could not be.
    var attempts = 0

    /// How long it has waited.
    var waitedNanoseconds: Int {
        Int(DispatchTime.now().uptimeNanoseconds - askedAt)
    }

    init<Answer>(_ write: SingleWrite<Answer>, answering continuation: CheckedContinuation<Answer, any Error>) {
        sql = write.sql
        notices = write.notices
        answer = { rows in continuation.resume(with: Result { try write.read(rows) }) }
        refuse = { continuation.resume(throwing: $0) }
    }
}
