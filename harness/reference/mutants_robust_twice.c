/* Mutants of the robust clauses: members that are there twice. One copy is checked, the other one is
 * stored; the reference refuses both. */
#include "base/json.h"
#include "base/mem.h"
#include "reference/mutants_core_tools.h"
#include "reference/mutants_robust_sights.h"
#include "reference/patch.h"
#include "reference/shape.h"

#include <stdio.h>
#include <stdlib.h>

#define LARGE ((size_t)64 << 10) /* copies of many members are compared in pairs: not beyond this */

struct twice {
    bool first;       /* the first copy is checked, the last one stored; else the other way */
    const char *only; /* JSON pointer of the member that is there twice; NULL: any */
    sight *when;      /* NULL: always */
};

static bool is_there(const cJSON *from, const cJSON *until, const char *name)
{
    for (; from && from != until; from = from->next)
        if (strcmp(from->string, name) == 0)
            return true;
    return false;
}

/* Of each member the copy that is checked, or the one that is stored. */
static cJSON *one_copy(const cJSON *value, const struct twice *t, const char *path, bool stored)
{
    if (!cJSON_IsObject(value))
        return cJSON_Duplicate(value, true);
    cJSON *made = cJSON_CreateObject();
    for (const cJSON *item = value->child; item; item = item->next) {
        char *here = mem_format("%s/%s", path, item->string);
        bool first = (!t->only || strcmp(t->only, here) == 0) && t->first != stored;
        if (first ? !is_there(value->child, item, item->string)
                  : !is_there(item->next, NULL, item->string))
            cJSON_AddItemToObject(made, item->string, one_copy(item, t, here, stored));
        free(here);
    }
    return made;
}

static void part(struct call *c, struct request *rq)
{
    const struct twice *t = c->data;
    if (rq->body_len > LARGE || !sees_duplicate(c) || (t->when && !t->when(c)))
        return;
    cJSON *both = cJSON_ParseWithLength(rq->body, rq->body_len);
    cJSON *checked = one_copy(both, t, "", false), *stored = one_copy(both, t, "", true);
    if (cJSON_IsObject(both) && !json_equal(checked, stored)) {
        char *text = json_print(checked, false);
        request_body(rq, text, strlen(text));
        free(text);
        tool_put(c->memory, "twin", stored);
        stored = NULL;
    }
    cJSON_Delete(both);
    cJSON_Delete(checked);
    cJSON_Delete(stored);
}

static bool store_twin(struct call *c)
{
    const cJSON *twin = cJSON_GetObjectItemCaseSensitive(c->memory, "twin");
    if (!twin || !c->after || !harm_on_connection(c))
        return true;
    cJSON *shaped = shape_copy(twin, shape_connection());
    cJSON_Delete(c->after);
    c->after = sees_patch(c) && c->before ? patch_connection(c->before, shaped)
                                          : cJSON_Duplicate(shaped, true);
    tool_put(c->after, "name", cJSON_CreateString(c->uri.name));
    cJSON_Delete(shaped);
    return true;
}

static void forget_twin(struct call *c)
{
    cJSON_DeleteItemFromObjectCaseSensitive(c->memory, "twin");
}

static bool sees_escaped_spelling(const struct call *c)
{
    return sights_has(c, "\\u00");
}

/* clang-format off */
#define PARTS {.on_request = part, .on_store = store_twin, .on_answer = forget_twin}
/* clang-format on */
#define TWICE(...) (&(const struct twice){.first = __VA_ARGS__})

static const struct mutant table[] = {
    {.name = "twice-first-checked",
     .clause = "ROB-02",
     .says = "checks the first copy of a member and stores the last one",
     .seam = PARTS,
     .data = TWICE(true)},
    {.name = "twice-last-checked",
     .clause = "ROB-02",
     .says = "checks the last copy of a member and stores the first one",
     .seam = PARTS,
     .data = TWICE(false)},
    {.name = "twice-gateway1-name",
     .clause = "ROB-02",
     .says = "checks the last name of gateway1 and stores the first one",
     .rare = true,
     .seam = PARTS,
     .data = TWICE(false, "/properties/gateway1/name")},
    {.name = "twice-gateway2",
     .clause = "ROB-02",
     .says = "checks the first gateway2 and stores the last one",
     .rare = true,
     .seam = PARTS,
     .data = TWICE(true, "/properties/gateway2")},
    {.name = "twice-properties",
     .clause = "ROB-02",
     .says = "checks the first properties and stores the last ones",
     .rare = true,
     .seam = PARTS,
     .data = TWICE(true, "/properties")},
    {.name = "twice-gateway1-in-patch",
     .clause = "ROB-02",
     .says = "checks the last gateway1 of a PATCH and stores the first one",
     .rare = true,
     .seam = PARTS,
     .data = TWICE(false, "/properties/gateway1", sees_patch)},
    {.name = "twice-escaped-spelling",
     .clause = "ROB-02",
     .says = "checks the last copy of a member with an escape in its name and stores the first one",
     .rare = true,
     .seam = PARTS,
     .data = TWICE(false, NULL, sees_escaped_spelling)},
    {.name = "twice-500",
     .clause = "ROB-02",
     .says = "answers 500 to a member that is there twice",
     .seam = FAILS,
     .data = HARM(sees_duplicate)},
    {.name = "twice-in-patch-dropped",
     .clause = "ROB-02",
     .says = "closes the connection on a PATCH with a member that is there twice",
     .rare = true,
     .seam = DROPS,
     .data = HARM(sees_duplicate, sees_patch)},
    {.name = "twice-spoils",
     .clause = "ROB-02",
     .says = "drops the tags for a member that is there twice, which it refuses",
     .seam = {.on_refused = harm_spoil_tags},
     .data = HARM(sees_duplicate)},
};

const struct mutant *mutants_robust_twice(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
