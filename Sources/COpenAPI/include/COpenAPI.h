#ifndef COPENAPI_H
#define COPENAPI_H

#include <stddef.h>

/// The description of the API, which stands in the executable: `openapi.json`, ``openapi_size()`` bytes of JSON.
const unsigned char *openapi_bytes(void);

size_t openapi_size(void);

#endif
