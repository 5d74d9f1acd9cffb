/* settings.h - the settings there are, and what was said for each before it is vetted. For options.c
 * and options_vet.c only. */
#ifndef CONFORMANCE_SETTINGS_H
#define CONFORMANCE_SETTINGS_H

#include "conformance/options.h"

enum kind { TEXT, LIST, FLAG };

/* What was said for one setting, as text. */
struct said {
    struct strings values;
};

struct setting {
    const char *name;
    enum kind kind;
    const char *argument, *fallback, *help;
};

enum {
    TARGET,
    SUBSCRIPTION,
    RESOURCE_GROUP,
    GATEWAY,
    MISSING_GATEWAY,
    PROVISION_GATEWAYS,
    API_VERSION,
    TOKEN_ENV,
    TOKEN_FILE,
    HEADER,
    CACERT,
    INSECURE,
    LEVEL,
    ONLY,
    SKIP,
    JOBS,
    TIMEOUT,
    MAX_TIME,
    RATE,
    RESTART_COMMAND,
    SEED,
    BASELINE,
    CERTIFICATE,
    PRODUCT,
    SIGNING_KEY,
    REPORT_DIR,
    SUITE,
    KEEP,
    VERBOSE,
    DRY_RUN,
    SETTINGS
};

extern const struct setting settings[SETTINGS];

void strings_add(struct strings *s, const char *text, size_t len);
void strings_split(struct strings *s, const char *text); /* adds the parts between commas */
void strings_free(struct strings *s);

/* Fills in the options from what was said and the defaults; reads the token. */
int options_settle(struct options *o, const struct said *said, struct err *err);

#endif
