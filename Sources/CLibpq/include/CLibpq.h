#ifndef CLIBPQ_H
#define CLIBPQ_H

// PostgreSQL's client library, opened when it is first needed: it brings a dozen libraries with it (TLS, Kerberos,
// LDAP), which cost whoever runs on SQLite memory and a third of the time of a start.

#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

/// Opens libpq; to be called before any of its functions.
///
/// - Returns: null where it is open, otherwise why it can't be.
const char *libpq_open(void);

#endif
