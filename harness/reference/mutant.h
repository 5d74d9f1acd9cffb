/* mutant.h - the reference implementation, wrong in one thing on purpose.
 *
 * To write one: a hook or two (seam.h) and a row, both in a mutants_*.c. The row says which clause
 * it breaks and in what words; `data` lets rows share a hook, which finds it in call->data. A mutant
 * keeps what it has to remember in call->memory, never in variables of its own. */
#ifndef REFERENCE_MUTANT_H
#define REFERENCE_MUTANT_H

#include "reference/seam.h"

#include <stddef.h>

struct mutant {
    const char *name;   /* lower case, hyphens; underscores inside a part */
    const char *clause; /* the one it breaks: "CORE-01" */
    const char *says;   /* "answers 201 when a connection is created" */
    bool rare;          /* breaks it only on an unlikely occasion */
    bool should; /* breaks no more than a should inside a must: a warning is what catches it */
    struct seam seam;
    const void *data;
};

const struct mutant *mutant_find(const char *name); /* NULL when there is none */
const struct mutant *mutant_list(size_t *count);    /* all, in the order of their files */

/* One a file, each listed in mutant.c. */
const struct mutant *mutants_core(size_t *count);
const struct mutant *mutants_core_write(size_t *count);
const struct mutant *mutants_core_values(size_t *count);
const struct mutant *mutants_core_required(size_t *count);
const struct mutant *mutants_core_patch(size_t *count);
const struct mutant *mutants_core_ipsec(size_t *count);
const struct mutant *mutants_core_gateways_shown(size_t *count);
const struct mutant *mutants_core_gateways(size_t *count);
const struct mutant *mutants_core_types(size_t *count);
const struct mutant *mutants_core_names(size_t *count);
const struct mutant *mutants_core_shown(size_t *count);
const struct mutant *mutants_core_text(size_t *count);
const struct mutant *mutants_core_refusal(size_t *count);
const struct mutant *mutants_core_separate(size_t *count);
const struct mutant *mutants_core_each(size_t *count);
const struct mutant *mutants_family_connection(size_t *count);
const struct mutant *mutants_family_ids(size_t *count);
const struct mutant *mutants_family_key(size_t *count);
const struct mutant *mutants_family_reset(size_t *count);
const struct mutant *mutants_family_recreated(size_t *count);
const struct mutant *mutants_family_lists(size_t *count);
const struct mutant *mutants_family_lists_kept(size_t *count);
const struct mutant *mutants_family_gateways(size_t *count);
const struct mutant *mutants_family_after(size_t *count);
const struct mutant *mutants_platform_errors(size_t *count);
const struct mutant *mutants_platform_body(size_t *count);
const struct mutant *mutants_platform_members(size_t *count);
const struct mutant *mutants_platform_entry(size_t *count);
const struct mutant *mutants_platform_token(size_t *count);
const struct mutant *mutants_platform_missing(size_t *count);
const struct mutant *mutants_platform_patch(size_t *count);
const struct mutant *mutants_platform_names(size_t *count);
const struct mutant *mutants_platform_etag(size_t *count);
const struct mutant *mutants_platform_match(size_t *count);
const struct mutant *mutants_platform_writes(size_t *count);
const struct mutant *mutants_platform_spelling(size_t *count);
const struct mutant *mutants_platform_bounds(size_t *count);
const struct mutant *mutants_platform_after(size_t *count);
const struct mutant *mutants_platform_match_after(size_t *count);
const struct mutant *mutants_platform_free(size_t *count);
const struct mutant *mutants_robust_json(size_t *count);
const struct mutant *mutants_robust_twice(size_t *count);
const struct mutant *mutants_robust_bytes(size_t *count);
const struct mutant *mutants_robust_size(size_t *count);
const struct mutant *mutants_robust_numbers(size_t *count);
const struct mutant *mutants_robust_ipsec(size_t *count);
const struct mutant *mutants_robust_names(size_t *count);
const struct mutant *mutants_robust_heads(size_t *count);
const struct mutant *mutants_robust_time(size_t *count);
const struct mutant *mutants_robust_strings(size_t *count);
const struct mutant *mutants_robust_next(size_t *count);

/* Counters for hooks, kept in call->memory, apart for each connection (without case) and each word.
 * seam_bump adds one and gives the new count. */
unsigned seam_bump(struct call *c, const char *word);
unsigned seam_count(const struct call *c, const char *word);

#endif
