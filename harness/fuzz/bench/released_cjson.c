/* cJSON as it was released (scripts/cjson-source released), reading a body that ends where its memory ends:
 * how many executions until CVE-2023-53154, for scripts/bench-cve. */
#include "fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <string.h>

const enum mutate_kind fuzz_kind = MUTATE_PUT;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *exact = malloc(size ? size : 1);
    must(exact, "no memory");
    if (size)
        memcpy(exact, data, size);
    cJSON_Delete(cJSON_ParseWithLength(exact, size));
    free(exact);
    return 0;
}
