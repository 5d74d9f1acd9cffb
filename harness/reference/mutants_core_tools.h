/* mutants_core_tools.h - hooks that many mutants of the core clauses share.
 *
 * Each hook finds a struct twist in call->data and does nothing when its occasion has not come. All
 * of them look at connections alone. */
#ifndef REFERENCE_MUTANTS_CORE_TOOLS_H
#define REFERENCE_MUTANTS_CORE_TOOLS_H

#include "reference/mutant.h"

typedef bool occasion(const struct call *c);

struct twist {
    occasion *when;    /* NULL: always */
    const char *code;  /* of a fault; NULL: any */
    const char *where; /* a JSON pointer, into the body or of a fault; NULL: any fault's */
    const char *value; /* JSON text */
    int status;
};

/* Occasions. They hold from on_fault to on_answer alike. */
occasion is_put, is_patch, is_create, is_update, is_change;
occasion is_site_to_site, is_point_to_site, is_dedicated, is_disconnected;
occasion is_third_update;  /* the third write to a connection that was there, or a later one */
occasion is_patch_of_tags; /* and of nothing else */
occasion name_has_upper, name_has_dot;

bool tool_twists(const struct call *c);  /* a connection is asked for, on the occasion */
bool tool_shows(const struct call *c);   /* ... and the answer is about to show it */
bool tool_refuses(const struct call *c); /* ... and the answer is a refusal */

const char *tool_text(const cJSON *root, const char *pointer); /* "" where there is no string */
void tool_put(cJSON *object, const char *name, cJSON *value);  /* in place of an old one */
bool tool_has(const cJSON *object, const char *name);
bool tool_set(cJSON *root, const char *pointer, const char *text);
void tool_move(cJSON *root, const char *pointer, const cJSON *from); /* copies; removes if NULL */
void tool_lower(cJSON *root, const char *pointer);                   /* a string's ASCII letters */

bool overlook(struct call *c, struct fault *fault); /* faults of this code and place */
bool restate(struct call *c, struct fault *fault);  /* answers them with `status` */
void answer_status(struct call *c);                 /* a success has `status` */
void answer_value(struct call *c);                  /* `value` at `where` */
void answer_without(struct call *c);                /* nothing at `where` */
void answer_lower(struct call *c);                  /* the string at `where` in lower case */
bool store_value(struct call *c);                   /* `value` at `where` */
bool store_without(struct call *c);
bool store_lower(struct call *c);
bool store_stale(struct call *c); /* `where` stays as it was, if the connection was there */
bool store_nothing(struct call *c);

/* Both together refuse what is fine, with `status`. */
bool reject_store(struct call *c);
void reject_answer(struct call *c);
/* clang-format off */
#define REJECT {.on_store = reject_store, .on_answer = reject_answer}
/* clang-format on */

#endif
