// A clock that a test can set while a program runs: loaded before the C library, it adds what CLOCK_OFFSET_FILE holds
// (nanoseconds, eight bytes) to the time of day. Time that only passes, CLOCK_MONOTONIC, is left alone, as it is when
// somebody sets a real clock. (libfaketime would do, but it moves the environment, beside which Swift looks for the
// program's arguments.)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const int64_t second = 1000000000;
static const volatile int64_t *offset;

__attribute__((constructor)) static void open_offset(void) {
    int file = open(getenv("CLOCK_OFFSET_FILE"), O_RDONLY | O_CLOEXEC);
    void *page = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || page == MAP_FAILED) abort();
    close(file);
    offset = page;
}

static void move(struct timespec *time, int64_t by) {
    int64_t moved = time->tv_sec * second + time->tv_nsec + by;
    time->tv_sec = moved / second;
    time->tv_nsec = moved % second;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    if (result == 0 && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) move(now, *offset);
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *copy) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (copy) *copy = precise.tv_sec;
    return precise.tv_sec;
}

// A deadline by the time of day: the kernel knows only the real one.
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "pthread_cond_clockwait");
    struct timespec moved = *deadline;
    move(&moved, -*offset);
    return real(condition, mutex, CLOCK_REALTIME, &moved);
}
