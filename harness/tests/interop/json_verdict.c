/* json_verdict FILE... - for each file a line: "accepted" or "refused", and its path. What the strict
 * checker says of it (json.h), at the depth and size that an answer of a server is read with. */
#include "base/file.h"
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

#define SIZE_LIMIT ((size_t)16 << 20)

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *data;
        size_t len;
        struct err err;
        struct json_problem problem;
        if (file_read(argv[i], SIZE_LIMIT, &data, &len, &err)) {
            fprintf(stderr, "json_verdict: %s\n", err.text);
            return 1;
        }
        bool fine = json_check((struct bytes){data, len}, NULL, &problem);
        printf("%s %s\n", fine ? "accepted" : "refused", argv[i]);
        free(data);
    }
    return 0;
}
