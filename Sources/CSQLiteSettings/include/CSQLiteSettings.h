#ifndef CSQLITESETTINGS_H
#define CSQLITESETTINGS_H

/// Stops SQLite from keeping statistics of its memory, which take a lock of the whole process at every allocation.
///
/// To be called before the first connection is opened; later it changes nothing.
void sqlite_settings_keep_no_memory_statistics(void);

#endif
