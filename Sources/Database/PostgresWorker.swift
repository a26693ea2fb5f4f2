#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs closures in transactions of one connection, again where that helps.
struct PostgresWorker {
    private let connection: PostgresConnection
    private let options: Database.Options

    init(_ connection: PostgresConnection, _ options: Database.Options) {
        self.connection = connection
        self.options = options
    }

    /// To be called before the thread sleeps: sends what has only waited for company.
    func settle() {
        connection.sendEnd()
    }

    /// Runs a closure and answers it, exactly once.
    func serve(_ request: PostgresPool.Request) {
        var attempt = 1
        while true {
            do {
                try connection.connect(until: request.deadline)
            } catch {
                request.job.refuse(error)
                return
            }
            guard let remedy = attemptOnce(request, isLast: attempt == attemptsAtMost) else { return }
            if remedy == .again {
                pause(after: attempt)
            }
            attempt += 1
        }
    }

    /// Runs a closure once and answers it; returns what may help where it has to run again, unanswered.
    private func attemptOnce(_ request: PostgresPool.Request, isLast: Bool) -> PostgresFailure.Remedy? {
        connection.begin(request.mode)
        let thrown = connection.lend(now: options.clock()) { request.job.run(in: $0) }
        if let failure = connection.failure {
            connection.rollBack()
            if mayRunAgain(request, isLast: isLast, failure.remedy) { return failure.remedy }
            // A closure that kept the failure to itself has not done what it says.
            request.job.refuse(thrown ?? failure.error)
            return nil
        }
        switch request.mode {
        case .read:
            connection.endReading()
            request.job.answer(thrown)
        case .write where thrown != nil:
            connection.rollBack()
            request.job.answer(thrown)
        case .write:
            do {
                try connection.commit()
                options.onWrite(request.job.waitedNanoseconds)
                request.job.answer(nil)
            } catch {
                connection.rollBack()
                if mayRunAgain(request, isLast: isLast, error.remedy) { return error.remedy }
                request.job.refuse(error.error)
            }
        }
        return nil
    }

    private func mayRunAgain(
        _ request: PostgresPool.Request,
        isLast: Bool,
        _ remedy: PostgresFailure.Remedy
    ) -> Bool {
        remedy != .none && !isLast && request.job.waitedNanoseconds < runsAgainNanoseconds
    }

    /// Some milliseconds, by chance, so that those who met do not meet again.
    private func pause(after attempt: Int) {
        usleep(.random(in: 0...min(UInt32(1_000) << UInt32(attempt), pauseAtMostMicroseconds)))
    }
}

/// How often a closure is run at most before whoever asked gets the failure.
private let attemptsAtMost = 10

/// After that a closure is not run again: each time it meets a server that hangs costs the longest wait for an answer.
private let runsAgainNanoseconds = 60_000_000_000

/// Between two attempts.
private let pauseAtMostMicroseconds: UInt32 = 50_000
