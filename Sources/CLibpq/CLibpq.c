#include "CLibpq.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// Functions of libpq's names that call libpq's own. DEFINE writes one that returns something, DEFINE_VOID one that does
// not; LIST names all of them once more, to look them up.

#define DEFINE(type, name, parameters, arguments)                                                                      \
    static type(*real_##name) parameters;                                                                              \
    type name parameters { return real_##name arguments; }

#define DEFINE_VOID(name, parameters, arguments)                                                                       \
    static void(*real_##name) parameters;                                                                              \
    void name parameters { real_##name arguments; }

DEFINE(PQconninfoOption *, PQconninfoParse, (const char *info, char **message), (info, message))
DEFINE_VOID(PQconninfoFree, (PQconninfoOption * options), (options))
DEFINE(PGconn *, PQconnectdbParams, (const char *const *keys, const char *const *values, int expands),
       (keys, values, expands))
DEFINE_VOID(PQfinish, (PGconn * connection), (connection))
DEFINE(ConnStatusType, PQstatus, (const PGconn *connection), (connection))
DEFINE(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection))
DEFINE(char *, PQerrorMessage, (const PGconn *connection), (connection))
DEFINE(int, PQserverVersion, (const PGconn *connection), (connection))
DEFINE(int, PQsocket, (const PGconn *connection), (connection))
DEFINE(int, PQsslInUse, (PGconn * connection), (connection))
DEFINE(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn * connection, PQnoticeProcessor processor, void *argument),
       (connection, processor, argument))
DEFINE(PGresult *, PQexec, (PGconn * connection, const char *query), (connection, query))
DEFINE(int, PQsendQueryParams,
       (PGconn * connection, const char *command, int count, const Oid *types, const char *const *values,
        const int *lengths, const int *formats, int resultFormat),
       (connection, command, count, types, values, lengths, formats, resultFormat))
DEFINE(int, PQsendPrepare,
       (PGconn * connection, const char *name, const char *query, int count, const Oid *types),
       (connection, name, query, count, types))
DEFINE(int, PQsendQueryPrepared,
       (PGconn * connection, const char *name, int count, const char *const *values, const int *lengths,
        const int *formats, int resultFormat),
       (connection, name, count, values, lengths, formats, resultFormat))
DEFINE(int, PQenterPipelineMode, (PGconn * connection), (connection))
DEFINE(int, PQpipelineSync, (PGconn * connection), (connection))
DEFINE(int, PQconsumeInput, (PGconn * connection), (connection))
DEFINE(int, PQisBusy, (PGconn * connection), (connection))
DEFINE(int, PQsetnonblocking, (PGconn * connection, int isNonBlocking), (connection, isNonBlocking))
DEFINE(int, PQflush, (PGconn * connection), (connection))
DEFINE(PGresult *, PQgetResult, (PGconn * connection), (connection))
DEFINE(PGnotify *, PQnotifies, (PGconn * connection), (connection))
DEFINE(ExecStatusType, PQresultStatus, (const PGresult *result), (result))
DEFINE(char *, PQresultErrorMessage, (const PGresult *result), (result))
DEFINE(char *, PQresultErrorField, (const PGresult *result, int field), (result, field))
DEFINE(int, PQntuples, (const PGresult *result), (result))
DEFINE(Oid, PQftype, (const PGresult *result, int field), (result, field))
DEFINE(char *, PQcmdStatus, (PGresult * result), (result))
DEFINE(char *, PQcmdTuples, (PGresult * result), (result))
DEFINE(char *, PQgetvalue, (const PGresult *result, int row, int field), (result, row, field))
DEFINE(int, PQgetlength, (const PGresult *result, int row, int field), (result, row, field))
DEFINE(int, PQgetisnull, (const PGresult *result, int row, int field), (result, row, field))
DEFINE_VOID(PQclear, (PGresult * result), (result))
DEFINE_VOID(PQfreemem, (void *pointer), (pointer))

#define LIST(each)                                                                                                     \
    each(PQconninfoParse) each(PQconninfoFree) each(PQconnectdbParams) each(PQfinish) each(PQstatus)                   \
    each(PQtransactionStatus) each(PQerrorMessage) each(PQserverVersion) each(PQsocket) each(PQsslInUse)               \
    each(PQsetNoticeProcessor) each(PQexec) each(PQsendQueryParams) each(PQsendPrepare) each(PQsendQueryPrepared)      \
    each(PQenterPipelineMode) each(PQpipelineSync) each(PQconsumeInput) each(PQisBusy) each(PQsetnonblocking)          \
    each(PQflush) each(PQgetResult) each(PQnotifies) each(PQresultStatus) each(PQresultErrorMessage)                   \
    each(PQresultErrorField) each(PQntuples) each(PQftype) each(PQcmdStatus) each(PQcmdTuples) each(PQgetvalue)        \
    each(PQgetlength) each(PQgetisnull) each(PQclear) each(PQfreemem)

static pthread_once_t opening = PTHREAD_ONCE_INIT;
static const char *failure;

#define LOOK_UP(name)                                                                                                  \
    *(void **)&real_##name = dlsym(library, #name);                                                                    \
    if (real_##name == NULL) failure = "libpq lacks " #name ": version 14 or later is needed";

static void open_once(void) {
#ifdef __APPLE__
    void *library = dlopen("libpq.5.dylib", RTLD_NOW | RTLD_LOCAL);
#else
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
#endif
    if (library == NULL) {
        failure = "libpq, PostgreSQL's client library, is not installed (on Debian the package libpq5)";
        return;
    }
    LIST(LOOK_UP)
}

const char *libpq_open(void) {
    pthread_once(&opening, open_once);
    return failure;
}
