import CRuntime
import NIOCore
import NIOPosix

/// Runs Swift's tasks on the threads that hold the connections, so that a short request never changes threads.
///
/// NIO has the same for itself, but finds the runtime's hook by name while the program runs, and a release is linked
/// with a static runtime, which has no names to be found.
enum EventLoopExecutor {
    /// To be called before anything else in the program.
    static func install() {
        // Glibc gives each thread a pool of its own, and lets all but the first grow a page at a time, with a system
        // call each; a start makes hundreds of them. Whoever has set `MALLOC_ARENA_MAX` is left alone.
        heap_limit_arenas(CInt(max(1, System.coreCount / 2)))
        // One core is left to the thread that writes to the database: with a loop on every core, a machine of two
        // changes threads so often that a generation costs a sixth more.
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount - 1)
        task_executor_install { job in
            guard let job else { return }
            // A job is a pointer on both sides of the hook. `any()` is the calling thread's own loop where it has one.
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            loop.executor.enqueue(ExecutorJob(unsafeBitCast(job, to: UnownedJob.self)))
        }
    }
}
