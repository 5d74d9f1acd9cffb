/* options.h - what the user asked for.
 *
 * Each setting can be an option (--resource-group G), a variable of the environment
 * (CONNSPEC_RESOURCE_GROUP=G) or a member of the JSON file given with --target
 * ({"resource-group": "G"}); the option wins over the environment, and that over the file. A
 * repeatable one is an array in the file and comma-separated in the environment; the strongest
 * place that has it replaces the others. */
#ifndef CONFORMANCE_OPTIONS_H
#define CONFORMANCE_OPTIONS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct strings {
    char **list; /* NULL-ended, so that it can be passed on as it is; NULL when empty */
    size_t count;
};

struct skip {
    char *glob, *reason;
};

struct options {
    char *url;
    char *subscription, *resource_group;
    struct strings gateways; /* at least two */
    char *missing_gateway;
    bool provision_gateways;
    char *api_version;
    char *token_env, *token_file;
    char *token; /* read from one of these; never printed */
    struct strings headers;
    char *cacert;
    bool insecure;
    int level; /* an enum level, or LEVELS for all */
    struct strings only;
    struct skip *skips;
    size_t skip_count;
    unsigned jobs;
    unsigned timeout_ms, max_time_ms; /* max_time_ms 0: no limit */
    double rate;                      /* requests a second; 0: as fast as they are answered */
    unsigned long seed;
    char *restart_command;                     /* NULL: none */
    char *baseline;                            /* NULL: none */
    char *certificate, *product, *signing_key; /* a folder and files; NULL: none */
    char *report_dir, *suite, *target_file;
    bool keep, verbose, dry_run;
};

/* Reads `certify`'s arguments (argv[0] is the command's name), environment and target file, vets
 * them and fills in the defaults. -1 and err with what is wrong and what would be right. *out is for
 * options_free either way. */
int options_read(struct options *out, int argc, char **argv, struct err *err);
void options_free(struct options *o);

void options_help(void); /* one line an option, on standard output */

#endif
