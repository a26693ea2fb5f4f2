#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Asks the caches for what the hot paths use of the program's code and static data; waits for nothing.
///
/// Does nothing where there is no list of it: in a debug build, and on machines other than x86-64 with Linux.
void prefetch_hot_lines(void);

#endif
