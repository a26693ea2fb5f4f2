#include "COpenAPI.h"

// As an array in Swift's source a file of this size takes minutes to compile.
static const unsigned char document[] = {
#embed "openapi.json"
};

const unsigned char *openapi_bytes(void) { return document; }

size_t openapi_size(void) { return sizeof document; }
