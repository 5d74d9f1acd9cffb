#include "base/assets.h"
#include "fuzz/mutate.h"

#define OPENAPI "harness/contract/2015-05-01-preview/openapi.json"

struct mutator *mutator_open(enum mutate_kind kind, struct err *err)
{
    struct assets assets;
    struct bytes openapi;
    struct mutator *m = NULL;
    if (assets_open(&assets, NULL, err))
        return NULL;
    if (assets_get(&assets, OPENAPI, &openapi))
        m = mutator_new(kind, openapi.ptr, openapi.len, err);
    else
        err_set(err, "%s is not embedded", OPENAPI);
    assets_close(&assets);
    return m;
}
