#include "CSQLiteSettings.h"
#include <sqlite3.h>

// A function of its own because Swift can't call one that takes a variable number of arguments.
void sqlite_settings_keep_no_memory_statistics(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
