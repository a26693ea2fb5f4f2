#pragma once
#include <sys/types.h>
#include <sys/xattr.h>

/* Extended attributes of an open file. Swift's own module of the C library leaves them out, and Darwin's functions take
   two arguments more than Linux's. Both answer -1 and set errno where it did not work. */

static inline ssize_t hanmo_get_attribute(int file, const char *name, void *value, size_t size) {
#ifdef __APPLE__
    return fgetxattr(file, name, value, size, 0, 0);
#else
    return fgetxattr(file, name, value, size);
#endif
}

static inline int hanmo_set_attribute(int file, const char *name, const void *value, size_t size) {
#ifdef __APPLE__
    return fsetxattr(file, name, value, size, 0, 0);
#else
    return fsetxattr(file, name, value, size, 0);
#endif
}
