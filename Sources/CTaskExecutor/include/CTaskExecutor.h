#ifndef CTASKEXECUTOR_H
#define CTASKEXECUTOR_H

/// Receives every job that Swift's concurrency would give to its global pool of threads.
typedef void (*task_executor_enqueue)(void *job);

/// Makes `enqueue` the global executor of Swift's tasks; to be called before the first task.
void task_executor_install(task_executor_enqueue enqueue);

#endif
