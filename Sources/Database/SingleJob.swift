import Dispatch

/// A write of one statement that waits for its turn, together with whoever waits for its answer.
///
/// `@unchecked Sendable` is sound: one thread has it at a time. Whoever asks leaves it in ``PostgresSingles``, whose
/// monitor orders that before the loop takes it from there; the loop lets go of it before it lends it.
final class SingleJob: @unchecked Sendable {
    /// Since when it waits, in nanoseconds of the machine's uptime.
    let askedAt = DispatchTime.now().uptimeNanoseconds
    let sql: SQL
    let notices: [Notice]
    private let continuation: CheckedContinuation<PostgresRows, any Error>
    /// Until when it waits for a connection, by the same clock.
    var deadline: UInt64 = 0
    /// How often it was sent, or could not be.
    var attempts = 0

    init(_ sql: SQL, telling notices: [Notice], answering continuation: CheckedContinuation<PostgresRows, any Error>) {
        self.sql = sql
        self.notices = notices
        self.continuation = continuation
    }

    /// Answers with what the server has said.
    func answer(_ rows: PostgresRows) {
        continuation.resume(returning: rows)
    }

    /// Answers with an error instead.
    func refuse(_ error: any Error) {
        continuation.resume(throwing: error)
    }

    /// How long it has waited.
    var waitedNanoseconds: Int {
        Int(DispatchTime.now().uptimeNanoseconds - askedAt)
    }
}
