/* mutants_family_tools.h - hooks that many mutants of the family and platform clauses share.
 *
 * Like those of mutants_core_tools.h they find a struct twist in call->data and do nothing when its
 * occasion has not come, but they look at every resource: the occasion says which one is meant. */
#ifndef REFERENCE_MUTANTS_FAMILY_TOOLS_H
#define REFERENCE_MUTANTS_FAMILY_TOOLS_H

#include "reference/mutants_core_tools.h"

/* clang-format off */
#define TWIST(...) &(const struct twist) { __VA_ARGS__ }
/* clang-format on */

/* Occasions: of a connection (GET is HEAD too), ... */
occasion is_get, is_delete, is_delete_connected;
/* ... of its key, a list of a gateway's connections, a gateway, ... */
occasion is_key, is_key_get, is_key_put, is_key_reset, is_list, is_gateway_put;
/* ... of any resource, once the answer is made. */
occasion is_error, is_not_found;

bool rule_twists(const struct call *c); /* the occasion has come */
bool rule_done(const struct call *c);   /* ... and the answer is 200 */

bool rule_overlook(struct call *c, struct fault *fault); /* faults of this code and place */
bool rule_restate(struct call *c, struct fault *fault);  /* answers them with `status` */
void rule_status(struct call *c);                        /* a success has `status` */
void rule_header(struct call *c); /* the header `where` is `value`; NULL: is not there */
bool rule_store_nothing(struct call *c);

/* Both together refuse what is fine, with `status`. */
bool rule_refuse_store(struct call *c);
void rule_refuse_answer(struct call *c);
/* clang-format off */
#define REFUSE {.on_store = rule_refuse_store, .on_answer = rule_refuse_answer}
/* clang-format on */

/* The answer becomes an error, or this body (NULL: none) with its etag in the header, too. */
void rule_error(struct call *c, int status, const char *code);
void rule_show(struct call *c, cJSON *body);

/* What a mutant remembers about the connection of the URI, by a word; NULL forgets. */
void rule_keep(struct call *c, const char *word, cJSON *value);
const cJSON *rule_kept(const struct call *c, const char *word);

/* The answer is a list of a gateway's connections. A choice says which of the items are meant; texts
 * are compared without case. */
#define LIST_GATEWAY1 "/properties/gateway1/name"
#define LIST_GATEWAY2 "/properties/gateway2/name"
typedef bool list_choice(const struct call *c, const cJSON *item);
list_choice list_by_gateway1, list_by_gateway2; /* those that name the gateway asked for so */
bool list_is_shown(const struct call *c);
bool list_item_has(const cJSON *item, const char *pointer, const char *text);
/* clang-format off */
#define LIST_CHOICE(function) &(list_choice *const) { function }
/* clang-format on */

const char *rule_asked(const struct call *c, const char *header); /* "" without one */

#endif
