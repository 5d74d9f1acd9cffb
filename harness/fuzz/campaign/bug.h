/* bug.h - one bug that a campaign has found: what it is, and where it is kept.
 *
 * A finding is a folder: `input`, the smallest that does it; `original`, what the fuzzer found; `report.txt`,
 * what the replay of the input prints; `finding.json`, the rest. It comes to be under its name in one step
 * (rename), whole or not at all, and never in place of another. */
#ifndef CAMPAIGN_BUG_H
#define CAMPAIGN_BUG_H

#include "base/err.h"
#include "fuzz/campaign/crash.h"

#include <cjson/cJSON.h>

enum bug_status {
    BUG_NEW,   /* found for the first time by this campaign, or back after it was fixed */
    BUG_KNOWN, /* found by an earlier one, and still there */
    BUG_FIXED, /* its input comes through now */
};

struct bug {
    char *name; /* of its folder */
    struct crash crash;
    enum bug_status status;
    char *harness, *engine;       /* "sequence", "libfuzzer" */
    char *first_seen, *last_seen; /* RFC 3339, UTC */
    char *campaign;               /* the one that found it */
    char *program;                /* that does it again, given the input */
    unsigned long long seed;      /* the engine's; 0: none is known */
    unsigned long long count;     /* inputs that did it, in all campaigns */
    unsigned tries, again; /* replays of the input, and how many of them did it: less is flaky */
    size_t bytes, original_bytes;
    bool minimised; /* else the input is the original */
};

struct bugs {
    char *folder;
    const char *campaign;   /* this one; borrowed */
    const char *shown_with; /* before commands that people are told, or NULL; borrowed */
    struct bug *list;
    size_t count, capacity;
};

/* Reads what earlier campaigns left in the folder, which is made when it is not there. A finding whose
 * finding.json cannot be read is an error: nothing is overwritten. Those of this campaign, which then goes on,
 * are as new as they were. */
int bugs_open(struct bugs *all, const char *folder, const char *campaign, struct err *err);
void bugs_close(struct bugs *all);

/* The one that is this bug of this harness, or NULL. */
struct bug *bugs_same(const struct bugs *all, const char *harness, const struct crash *c);

/* Stores a new one and adds it. Its texts are taken over; name is chosen here. -1: nothing was stored
 * (a full disk), and the caller still has the input. */
int bugs_add(struct bugs *all, struct bug *f, struct bytes input, struct bytes original,
             struct bytes report, struct err *err);
/* Puts a smaller input in the place of the one it has, of b->bytes, with what its replay prints. */
int bugs_shrink(const struct bugs *all, const struct bug *b, struct bytes input,
                struct bytes report, struct err *err);
/* Writes finding.json anew. */
int bugs_update(const struct bugs *all, const struct bug *f, struct err *err);

char *bug_command(const struct bugs *all, const struct bug *f); /* that shows it again; to free() */
cJSON *bug_json(const struct bugs *all, const struct bug *f);   /* for cJSON_Delete */
const char *bug_status_name(enum bug_status s);
char *bug_file(const struct bugs *all, const struct bug *f, const char *name); /* free() */

void bug_forget(struct bug *f); /* its texts */

char *time_now(void); /* RFC 3339 in UTC, to free() */

#endif
