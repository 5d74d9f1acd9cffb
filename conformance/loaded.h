/* loaded.h - the suite in memory: files, contract, cases, checks and the frozen list. */
#ifndef CONFORMANCE_LOADED_H
#define CONFORMANCE_LOADED_H

#include "conformance/suite.h"

struct loaded {
    struct assets assets;
    struct contract *contract;
    struct plan *plan;
    struct suite suite;
    struct required required;
};

/* `folder` as for assets_open: what is embedded was vetted when it was built, a folder is vetted now.
 * `frozen`: read the frozen list too. */
int loaded_open(struct loaded *out, const char *folder, const char *api_version, bool frozen,
                struct err *err);
/* The contract and the frozen list alone. */
int loaded_open_contract(struct loaded *out, const char *folder, const char *api_version,
                         struct err *err);
void loaded_close(struct loaded *l);
void loaded_close_suite(struct loaded *l); /* cases, checks and the frozen list alone */

#endif
