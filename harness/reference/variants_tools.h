/* variants_tools.h - what several files of variants share. */
#ifndef REFERENCE_VARIANTS_TOOLS_H
#define REFERENCE_VARIANTS_TOOLS_H

#include "reference/mutants_family_tools.h"
#include "reference/variants.h"

/* The request's body, where it is a JSON object, as `edit` makes it. */
void variant_edit_body(struct request *request, void (*edit)(cJSON *body));

/* Which resource a request is about, before the service has looked: for on_request. */
enum resource variant_resource(const struct request *request);

void variant_set_path(struct request *request, char *path); /* takes the path */
void variant_lead_nowhere(struct request *request);         /* to what is no resource: 404 */

/* The answer's body, in place of the old one; NULL is none. Takes the body. */
void variant_show(struct call *c, cJSON *body);
void variant_set_text(struct response *rs, char *text);

void variant_close(struct response *rs); /* the connection ends with this answer */

/* Members in the opposite order, at every level; arrays keep theirs. */
void variant_reverse(cJSON *value);

/* An id's fixed segments, /subscriptions/s/resourceGroups/g/providers/microsoft.network/...: their
 * first letters by `first`, the others by `rest`. Does nothing to what is no string. */
typedef char letter(char c);
letter variant_upper, variant_same;
void variant_spell_id(cJSON *id, letter *first, letter *rest);

/* Operations that there are not: in the path of one of these resources (1u << RESOURCE_...) and by
 * one of these methods (divided by spaces; NULL: all). With `allow` the answer is 405, else 404. */
struct lack {
    unsigned resources;
    const char *methods, *allow;
};
void variant_lack_request(struct call *c, struct request *request);
void variant_lack_answer(struct call *c);
/* clang-format off */
#define LACK {.on_request = variant_lack_request, .on_answer = variant_lack_answer}
/* clang-format on */

#endif
