#ifndef CRUNTIME_H
#define CRUNTIME_H

/// Receives every job that Swift's concurrency would give to its global pool of threads.
typedef void (*task_executor_enqueue)(void *job);

/// Makes `enqueue` the global executor of Swift's tasks; to be called before the first task.
void task_executor_install(task_executor_enqueue enqueue);

/// Lets all threads take memory from that many pools (arenas) of glibc; to be called before there is a second thread.
///
/// Does nothing with another C library, or where the environment says how many (`MALLOC_ARENA_MAX`).
void heap_limit_arenas(int count);

#endif
