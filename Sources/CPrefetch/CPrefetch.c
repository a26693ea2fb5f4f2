#include "CPrefetch.h"

#include <stddef.h>
#include <stdint.h>

// Neighbouring lines of the program; hot-lines.S has the list.
struct hot_lines {
    const char *first;
    uint64_t count;
};

#if defined(__linux__) && defined(__x86_64__) && !defined(DEBUG)

extern const struct hot_lines hot_lines_begin[] __attribute__((visibility("hidden")));
extern const struct hot_lines hot_lines_end[] __attribute__((visibility("hidden")));

// A name that the program no longer has is an address close to zero.
static const uintptr_t least_address = 1 << 20;

static const uint64_t line_bytes = 64;

void prefetch_hot_lines(void) {
    for (const struct hot_lines *lines = hot_lines_begin; lines < hot_lines_end; lines++) {
        if ((uintptr_t)lines->first < least_address) continue;
        for (uint64_t line = 0; line < lines->count; line++) __builtin_prefetch(lines->first + line_bytes * line, 0, 2);
    }
}

#else

void prefetch_hot_lines(void) {}

#endif
