/* Mutants of the platform clauses: PATCH of a connection that is not there. */
#include "base/json.h"
#include "reference/mutants_family_tools.h"

#include <stdio.h>
#include <string.h>

#define MISSING .when = is_patch, .code = "ConnectionNotFound"

static bool patches_missing(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_patch(c) && !c->existed;
}

static bool is_patch_of_deleted(const struct call *c)
{
    return patches_missing(c) && seam_count(c, "deleted") > 0;
}

static bool count_deleted(struct call *c)
{
    if (is_delete(c))
        seam_bump(c, "deleted");
    return true;
}

static bool is_patch_again(const struct call *c)
{
    return patches_missing(c) && seam_count(c, "refused") > 0;
}

static bool count_refused(struct call *c)
{
    if (patches_missing(c))
        seam_bump(c, "refused");
    return false;
}

/* Answered 404, but what was sent is stored. */
static bool store_sent(struct call *c)
{
    if (!patches_missing(c) || c->answer.status != 404)
        return false;
    c->after = json_read((struct bytes){c->request->body, c->request->body_len}, NULL, NULL);
    if (!cJSON_IsObject(c->after)) {
        cJSON_Delete(c->after);
        c->after = NULL;
        return false;
    }
    tool_put(c->after, "name", cJSON_CreateString(c->uri.name));
    snprintf(c->etag, sizeof c->etag, "W/\"00000000-0000-4000-8000-%012lx\"", c->serial);
    return true;
}

static void answer_fine(struct call *c)
{
    const struct twist *t = c->data;
    if (!patches_missing(c) || c->answer.status != 404)
        return;
    cJSON_Delete(c->answer.body);
    c->answer.status = t->status;
    c->answer.body = t->status == 204 ? NULL : cJSON_CreateObject();
}

static const struct mutant table[] = {
    {.name = "patch-missing-creates",
     .clause = "PLAT-05",
     .says = "creates a connection by PATCH",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MISSING)},
    {.name = "patch-missing-400",
     .clause = "PLAT-05",
     .says = "answers 400 to PATCH of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(MISSING, .status = 400)},
    {.name = "patch-missing-405",
     .clause = "PLAT-05",
     .says = "answers 405 to PATCH of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(MISSING, .status = 405)},
    {.name = "patch-missing-200",
     .clause = "PLAT-05",
     .says = "answers 200 to PATCH of a missing connection and does nothing",
     .seam = {.on_answer = answer_fine},
     .data = TWIST(.status = 200)},
    {.name = "patch-missing-204",
     .clause = "PLAT-05",
     .says = "answers 204 to PATCH of a missing connection",
     .seam = {.on_answer = answer_fine},
     .data = TWIST(.status = 204)},
    {.name = "patch-missing-stored",
     .clause = "PLAT-05",
     .says = "answers 404 to PATCH of a missing connection and stores what was sent",
     .rare = true,
     .seam = {.on_refused = store_sent}},
    {.name = "patch-deleted-creates",
     .clause = "PLAT-05",
     .says = "creates a connection by PATCH when it was deleted before",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_store = count_deleted},
     .data = TWIST(.when = is_patch_of_deleted, .code = "ConnectionNotFound")},
    {.name = "patch-missing-again-creates",
     .clause = "PLAT-05",
     .says = "creates a connection by the second PATCH",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_refused = count_refused},
     .data = TWIST(.when = is_patch_again, .code = "ConnectionNotFound")},
};

const struct mutant *mutants_platform_missing(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
