/* schema_run.h - one check under way; for schema_*.c alone. */
#ifndef CONTRACT_SCHEMA_RUN_H
#define CONTRACT_SCHEMA_RUN_H

#include "contract/schema_parts.h"
#include "contract/schema_words.h"

#define SCHEMA_STEPS ((size_t)5000000)
#define SCHEMA_DEPTH 512
#define SCHEMA_POINTER_MAX ((size_t)4096) /* an error's pointer is cut to whole parts within this */

enum place { SAME_VALUE, MEMBER, ITEM, MEMBER_NAME }; /* how a frame's value is reached */

struct frame {
    struct frame *up;
    const struct node *node;
    const struct rule *rule; /* the one being checked; NULL for a boolean schema */
    const cJSON *instance;
    enum place place;
    const char *key;
    size_t index;
    size_t depth;       /* of the instance */
    const char *clause; /* the innermost so far */
    bool naming;        /* inside propertyNames */
};

/* Where errors and clauses go. The outermost log is the result; the others belong to branches that
 * may turn out not to be asserted. */
struct log {
    struct log *outer;
    bool mute;  /* nobody reads the errors */
    bool quiet; /* nor the clauses */
    struct schema_errors errors;
    const char **clauses;
    size_t clause_count, clause_cap;
    size_t nearness; /* of the least near error: see schema_log.c */
};

struct schema_run {
    const struct schema *schema;
    const struct schema_options *options;
    struct frame *frame;
    struct log *log;
    size_t left, depth; /* steps and frames */
    bool stopped;       /* a bound was reached: `stop` is the error that says so */
    struct schema_error stop;
    size_t failures; /* counted, whether or not they were logged */
    char **kept;     /* clauses that schema_applies was given */
    size_t kept_count;
    struct buf at;
};

/* Applying a node; false when the value is not valid, or a bound was reached. */
bool run_apply(struct schema_run *run, const struct node *node);
bool run_member(struct schema_run *run, const struct node *node, const cJSON *member);
bool run_item(struct schema_run *run, const struct node *node, const cJSON *item, size_t index);
bool run_name(struct schema_run *run, const struct node *node, const cJSON *member);

/* Charges steps. False when they are used up; everything returns false from then on. */
bool run_step(struct schema_run *run, size_t steps);
bool run_stop(struct schema_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* false */

/* True when going on can change nothing any more. */
bool run_settled(const struct schema_run *run, bool ok);

/* Looks for the pattern in the text. False when the check ended there. */
bool run_matches(struct schema_run *run, const struct regex *regex, const char *pattern,
                 const char *text, bool *matches);

/* Makes `name`, a sibling of the rule being checked, the one that errors point to. */
void run_blame(struct schema_run *run, const char *name);

/* Errors about the frame's value (schema_fail.c). All return false. */
struct words run_expected(const struct schema_run *run); /* to add to, and to give to run_report */
bool run_report(struct schema_run *run, struct words *expected);
bool run_fail(struct schema_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool run_missing(struct schema_run *run, const char *clause, struct words *expected);
bool run_false(struct schema_run *run); /* the value meets the schema `false` */

/* Branches (schema_log.c): everything between open and close goes to the log. */
void log_open(struct schema_run *run, struct log *log, bool mute, bool quiet);
void log_close(struct schema_run *run, struct log *log);
void log_clause(struct schema_run *run, const char *clause);
void log_accept(struct schema_run *run, struct log *log); /* clauses only, to the log now open */
void log_errors(struct schema_run *run, struct log *log); /* errors only; leaves it without */
void log_free(struct log *log);
struct schema_error *log_add(struct schema_run *run); /* NULL: not to be collected */
void schema_error_clear(struct schema_error *e);
bool log_wants_errors(const struct schema_run *run);
void log_near(struct schema_run *run, size_t depth, bool shape);

#endif
