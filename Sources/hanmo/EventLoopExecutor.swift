import CTaskExecutor
import NIOCore
import NIOPosix

/// Runs Swift's tasks on the threads that hold the connections, so that a short request never changes threads.
///
/// NIO has the same for itself, but finds the runtime's hook by name while the program runs, and a release is linked
/// with a static runtime, which has no names to be found.
enum EventLoopExecutor {
    /// To be called before anything else in the program.
    static func install() {
        task_executor_install { job in
            guard let job else { return }
            // A job is a pointer on both sides of the hook. `any()` is the calling thread's own loop where it has one.
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            loop.executor.enqueue(ExecutorJob(unsafeBitCast(job, to: UnownedJob.self)))
        }
    }
}
