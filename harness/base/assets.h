/* assets.h - the suite's data files: inside the binary, or a folder given by --suite.
 *
 * A name is a path as in a checkout: "conformance/scenarios/core/put-creates.json". With a folder,
 * everything is read from that folder and nothing from the binary, so a run never mixes two
 * suites. */
#ifndef BASE_ASSETS_H
#define BASE_ASSETS_H

#include "base/bytes.h"
#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct asset {
    char *name;
    struct bytes data; /* the assets' own; valid until assets_close */
};

struct assets {
    char *folder; /* NULL: the binary's own */
    struct asset *list;
    size_t count;             /* sorted by name, bytewise */
    _Atomic(cJSON *) *bodies; /* one an asset: what assets_body has read so far */
};

#define ASSET_MAX ((size_t)4 << 20) /* bytes in one file */

/* `folder` NULL opens what is embedded. Only *.json below harness/contract, conformance and corpus
 * belongs to the suite, and each of the three must have one; names that begin with '.' are left
 * out, and a symbolic link may stand for a file but not for a folder. */
int assets_open(struct assets *out, const char *folder, struct err *err);
void assets_close(struct assets *a);

bool assets_get(const struct assets *a, const char *name, struct bytes *data);

/* A file below corpus as json_read has it, borrowed; NULL: there is none, or it is no strict JSON. Read
 * when it is asked for first, by whichever thread. */
const cJSON *assets_body(const struct assets *a, const char *name);

/* SHA-256 in hex over the names and contents of every asset below a folder, with or without its
 * last '/' ("" is all; a whole name is that file). */
void assets_digest(const struct assets *a, const char *prefix, char hex[65]);

#endif
