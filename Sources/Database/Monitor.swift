import Foundation

/// State that several threads share, and on whose changes a thread can wait without spinning.
///
/// `@unchecked Sendable` is sound: `state` is only touched while the mutex is held, and the two pthread objects live at
/// fixed addresses from init to deinit.
final class Monitor<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State
    private var waiting = 0

    init(_ state: sending State) {
        self.state = state
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Looks at the state or changes it, waking nobody.
    func withLock<R>(_ body: (inout State) throws -> R) rethrows -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Changes the state, then lets one waiting thread, if any, look at it.
    func change<R>(_ body: (inout State) -> R) -> R {
        pthread_mutex_lock(mutex)
        let result = body(&state)
        let somebodyWaits = waiting > 0
        pthread_mutex_unlock(mutex)
        if somebodyWaits {
            pthread_cond_signal(condition)
        }
        return result
    }

    /// Lets one waiting thread, if any, look at the state.
    func wake() {
        change { _ in }
    }

    /// Changes the state, then lets every waiting thread look at it.
    func changeForAll<R>(_ body: (inout State) -> R) -> R {
        let result = withLock(body)
        pthread_cond_broadcast(condition)
        return result
    }

    /// How many threads are blocked in ``wait(until:)``.
    var waiters: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return waiting
    }

    /// Blocks the thread until `body` finds in the state what it looks for.
    func wait<R>(until body: (inout State) -> R?) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) {
                return result
            }
            waiting += 1
            pthread_cond_wait(condition, mutex)
            waiting -= 1
        }
    }
}
