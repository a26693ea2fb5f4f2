import NIOCore
import NIOPosix
import Synchronization

/// Threads that may wait for a disk.
struct Workers: Sendable {
    private let pool: NIOThreadPool

    init(_ pool: NIOThreadPool) {
        self.pool = pool
    }

    /// Runs `work` on one of the threads; once begun it is finished, also when the task is cancelled.
    ///
    /// - Errors: those of `work`; `closed` when the threads are gone.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            submit(work) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Runs `work` and waits for it no longer than the limit; a disk that hangs then keeps its thread, not the caller.
    ///
    /// - Errors: also `timeout`.
    func run<Value: Sendable>(
        within limit: Duration,
        _ work: @escaping @Sendable () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            let answer = Once(continuation)
            let alarm = NIOSingletons.posixEventLoopGroup.any().scheduleTask(in: TimeAmount(limit)) {
                answer.give(.failure(.timeout("the disk did not answer within \(limit)")))
            }
            submit(work) { result in
                alarm.cancel()
                answer.give(result)
            }
        }
        return try result.get()
    }

    private func submit<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StorageError) -> Value,
        _ answer: @escaping @Sendable (Result<Value, StorageError>) -> Void
    ) {
        pool.submit { state in
            guard state == .active else { return answer(.failure(.closed)) }
            do throws(StorageError) {
                answer(.success(try work()))
            } catch {
                answer(.failure(error))
            }
        }
    }
}

/// Whoever waits for the first of several answers.
private final class Once<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Result<Value, StorageError>, Never>?>

    init(_ continuation: CheckedContinuation<Result<Value, StorageError>, Never>) {
        waiting = Mutex(continuation)
    }

    func give(_ result: Result<Value, StorageError>) {
        waiting.withLock { $0.take() }?.resume(returning: result)
    }
}
