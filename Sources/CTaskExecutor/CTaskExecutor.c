#include "CTaskExecutor.h"

// The hook of Swift's concurrency runtime (swift/Runtime/Concurrency.h). It is named here and not looked up while the
// program runs, because a statically linked runtime does not tell its symbols to dlsym.
typedef __attribute__((swiftcall)) void (*enqueue_hook)(void *job, void *original);
extern enqueue_hook swift_task_enqueueGlobal_hook;

static task_executor_enqueue installed;

static __attribute__((swiftcall)) void forward(void *job, void *original) {
    (void)original;
    installed(job);
}

void task_executor_install(task_executor_enqueue enqueue) {
    installed = enqueue;
    swift_task_enqueueGlobal_hook = forward;
}
