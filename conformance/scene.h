/* scene.h - one case under way: its names, its variables, and every exchange so far. */
#ifndef CONFORMANCE_SCENE_H
#define CONFORMANCE_SCENE_H

#include "conformance/client.h"
#include "conformance/scenario.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct trace {
    char *label;  /* NULL without one */
    char *owner;  /* which of the case's names it went to; NULL for none of them */
    char *target; /* as in the step: "{group}/providers/microsoft.network/connections/{other}" */
    enum method method;
    bool reads;    /* reads back, be it by PATCH */
    size_t beside; /* of a `together`: which of the scene's traces its first is, from 1; else 0 */
    struct seen seen;
};

struct scene {
    struct client *client;
    const struct test_case *tc;
    cJSON *names;  /* as in struct script, variables replaced */
    cJSON *values; /* variable -> value */
    struct trace **traces;
    size_t count;
    bool exact;    /* requests go out byte for byte, on a connection of their own */
    char *lacking; /* what a step wanted of an earlier answer that is not in it; NULL: nothing */
};

int scene_open(struct scene *out, struct client *client, const struct test_case *tc,
               const cJSON *names, struct err *err);
void scene_close(struct scene *s);

/* A copy of a step with every variable replaced but those of its target. Where an earlier answer has
 * not got what {label:/pointer} asks for, s->lacking says so. */
cJSON *scene_step(struct scene *s, const cJSON *step, struct err *err);

/* The method of a step and its target as written; false for `read`. Not for `together`. */
bool step_method(const cJSON *step, enum method *method, const char **target);

/* How a request is built; `step` may be a step or a twin. */
struct draft {
    enum method method;
    const char *target; /* "{connection}/sharedkey" */
    const cJSON *body;  /* as in a step; NULL: none */
    const cJSON *bytes; /* instead of body, or at `at` inside it */
    const char *at;     /* a pointer; NULL without one */
    size_t chunked;     /* bytes a chunk; 0: not chunked */
    const cJSON *without, *with, *headers;
    const char *verb;     /* of METHOD_OTHER */
    const char *respells; /* the pointer of what is another spelling; NULL */
    const char *segments; /* "upper", "lower": how the path's fixed segments are written; NULL */
};
struct draft draft_of(const cJSON *step, enum method method, const char *target);
/* The body as a tree, corpus file read in, not yet edited; for cJSON_Delete. */
cJSON *scene_body(const struct scene *s, const struct draft *d, struct err *err);

/* Sends it; the trace is the scene's. NULL and err if nothing could even be tried. */
const struct trace *scene_send(struct scene *s, const struct draft *d, const char *label,
                               enum role role, struct err *err);

/* The two halves of scene_send, for requests that are sent side by side: scene_prepare makes the
 * request, somebody else sends it, and scene_keep takes the trace over. */
struct trace *scene_prepare(struct scene *s, const struct draft *d, const char *label,
                            struct err *err);
void scene_keep(struct scene *s, struct trace *t);
void trace_free(struct trace *t);

/* The earlier exchange of this case that sent the very same request and was answered 2xx; NULL when
 * there is none. -1 and err if the request cannot be built. */
int scene_accepted(const struct scene *s, const struct draft *d, const struct trace **out,
                   struct err *err);

/* (read_back.c) Reads a connection back: GET where the target has it, else a PATCH that changes nothing. */
const struct trace *scene_read(struct scene *s, const char *target, const char *label,
                               enum role role, struct err *err);

/* Of whom a target speaks: "connection" of "{connection}/sharedkey"; NULL for {group}. To free().
 */
char *scene_owner(const struct scene *s, const char *target);

bool trace_speaks_of(const struct trace *t, const char *owner);

/* A connection of that name may be there: a write that was not refused has it in its target, as the one it
 * goes to or in a path of the step's own. */
bool scene_written(const struct scene *s, const char *name);

/* For struct expect_context. */
const struct seen *scene_labelled(void *scene, const char *label);
const struct seen *scene_before(void *scene, const char *label);

/* Takes away what the case left on the target, where DELETE works and the user does not keep it. */
int scene_clean(struct scene *s, struct err *err);

#endif
