#include "CRuntime.h"

#include <stdlib.h>

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

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

void heap_limit_arenas(int count) {
#ifdef M_ARENA_MAX
    if (!getenv("MALLOC_ARENA_MAX")) mallopt(M_ARENA_MAX, count);
#else
    (void)count;
#endif
}
