// A disk that a test can fill while a program runs: as long as the first byte of DISK_IS_FULL_FILE is not zero, there is no
// room for what is written to a database, whichever thread writes. (A tracer that lets calls fail counts them for each
// thread by itself, and leaves those that it is just changing with an error of its own when it goes.)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const volatile char *is_full;
static ssize_t (*real)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void open_flag(void) {
    int file = open(getenv("DISK_IS_FULL_FILE"), O_RDONLY | O_CLOEXEC);
    void *page = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || page == MAP_FAILED) abort();
    close(file);
    is_full = page;
    real = dlsym(RTLD_NEXT, "pwrite64");
}

// A database or its log. What they share in memory is a file as well, which hardly ever grows.
static bool is_database(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return false;
    path[length] = 0;
    return strstr(path, "/hanmo.db") && !strstr(path, "-shm");
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
    if (*is_full && is_database(file)) {
        errno = ENOSPC;
        return -1;
    }
    return real(file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return pwrite64(file, bytes, count, offset);
}
