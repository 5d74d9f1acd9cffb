/* Mutants of the platform clauses: If-Match and If-None-Match. */
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <string.h>

#define FAILED .code = "PreconditionFailed"
#define WANTED .code = "PreconditionFailed", .where = "If-Match"
#define UNWANTED .code = "PreconditionFailed", .where = "If-None-Match"

static const char *wanted(const struct call *c)
{
    return rule_asked(c, "If-Match");
}

static bool has_star(const struct call *c)
{
    return strcmp(wanted(c), "*") == 0;
}

static bool has_list(const struct call *c)
{
    return strchr(wanted(c), ',') != NULL;
}

static bool has_strong(const struct call *c)
{
    return *wanted(c) == '"';
}

static bool is_of_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name;
}

static bool is_star_on_missing(const struct call *c)
{
    return is_of_connection(c) && is_create(c) && has_star(c);
}

static bool is_star(const struct call *c)
{
    return is_of_connection(c) && c->existed && has_star(c) && !is_get(c);
}

static bool is_star_in_patch(const struct call *c)
{
    return is_star(c) && is_patch(c);
}

static bool is_star_in_delete(const struct call *c)
{
    return is_star(c) && is_delete(c);
}

static bool is_upper_name(const struct call *c)
{
    return is_of_connection(c) && name_has_upper(c);
}

static bool is_of_dedicated(const struct call *c)
{
    return strcmp(tool_text(c->before, "/properties/connectionType"), "Dedicated") == 0;
}

static bool is_update_of_it(const struct call *c)
{
    return is_of_connection(c) && is_update(c);
}

/* Every etag that a connection ever had. */
static void note_etag(struct call *c)
{
    bool shows = c->answer.status == 200 && is_of_connection(c);
    const char *etag = shows ? tool_text(c->answer.body, "/etag") : "";
    if (!*etag)
        return;
    const cJSON *old = rule_kept(c, "etags");
    cJSON *etags = old ? cJSON_Duplicate(old, true) : cJSON_CreateObject();
    if (!tool_has(etags, etag))
        cJSON_AddTrueToObject(etags, etag);
    rule_keep(c, "etags", etags);
}

static bool is_former(const struct call *c)
{
    const cJSON *etags = is_of_connection(c) ? rule_kept(c, "etags") : NULL;
    return etags && tool_has(etags, wanted(c));
}

static bool is_first_ever(const struct call *c)
{
    const cJSON *etags = is_of_connection(c) ? rule_kept(c, "etags") : NULL;
    return etags && etags->child && strcmp(etags->child->string, wanted(c)) == 0;
}

static bool is_of_other(const struct call *c)
{
    return is_of_connection(c) && !is_former(c);
}

static bool is_failed(const struct call *c)
{
    return c->answer.status == 412 && *wanted(c);
}

static bool is_tried_again(const struct call *c)
{
    return is_of_connection(c) && seam_count(c, "failed") > 0;
}

static bool count_failed(struct call *c)
{
    if (is_of_connection(c) && c->answer.status == 412)
        seam_bump(c, "failed");
    return false;
}

/* Carried out, and then answered 412. */
static bool overlook_first(struct call *c, struct fault *fault)
{
    if (!rule_overlook(c, fault))
        return false;
    tool_put(c->memory, "failed", cJSON_CreateNumber((double)c->serial));
    return true;
}

static void answer_failed(struct call *c)
{
    const cJSON *failed = cJSON_GetObjectItemCaseSensitive(c->memory, "failed");
    if (failed && failed->valuedouble == (double)c->serial)
        rule_error(c, 412, "PreconditionFailed");
}

/* Refused, but the tags are taken. */
static bool store_tags(struct call *c)
{
    if (!is_failed(c) || !c->existed || !is_of_connection(c))
        return false;
    cJSON *sent = cJSON_ParseWithLength(c->request->body, c->request->body_len);
    const cJSON *tags = cJSON_IsObject(sent) ? pointer_get(sent, "/tags") : NULL;
    bool found = tags != NULL;
    if (tags) {
        c->after = cJSON_Duplicate(c->before, true);
        tool_move(c->after, "/tags", tags);
        memcpy(c->etag, c->etag_before, sizeof c->etag);
    }
    cJSON_Delete(sent);
    return found;
}

/* --- If-None-Match --- */

static bool is_guarded_create(const struct call *c)
{
    return is_of_connection(c) && is_create(c) && *rule_asked(c, "If-None-Match");
}

static bool was_deleted(const struct call *c)
{
    return is_guarded_create(c) && seam_count(c, "deleted") > 0;
}

static bool count_deleted_too(struct call *c)
{
    if (is_delete(c))
        seam_bump(c, "deleted");
    return rule_refuse_store(c);
}

static bool is_in_other_case(const struct call *c)
{
    return is_of_connection(c) && c->existed &&
           strcmp(c->uri.name, tool_text(c->before, "/name")) != 0;
}

static bool was_patched(const struct call *c)
{
    return is_of_connection(c) && seam_count(c, "patched") > 0;
}

static bool count_patched(struct call *c)
{
    if (is_of_connection(c) && is_patch(c))
        seam_bump(c, "patched");
    return true;
}

#define ROW(NAME, CLAUSE, SAYS) .name = NAME, .clause = CLAUSE, .says = SAYS

static const struct mutant table[] = {
    {ROW("if-match-ignored", "PLAT-09", "does not look at If-Match"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED)},
    {ROW("if-match-ignored-in-put", "PLAT-09", "does not look at If-Match in PUT"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED, .when = is_put)},
    {ROW("if-match-ignored-in-patch", "PLAT-09", "does not look at If-Match in PATCH"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED, .when = is_patch)},
    {ROW("if-match-ignored-in-delete", "PLAT-09", "does not look at If-Match in DELETE"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED, .when = is_delete)},
    {ROW("if-match-ignored-of-upper", "PLAT-09",
         "does not look at If-Match where the name has upper case"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(WANTED, .when = is_upper_name)},
    {ROW("if-match-ignored-of-dedicated", "PLAT-09",
         "does not look at If-Match of a Dedicated connection"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(WANTED, .when = is_of_dedicated)},
    {ROW("if-match-list-unread", "PLAT-09", "does not look at an If-Match with several tags"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED, .when = has_list)},
    {ROW("if-match-strong-unread", "PLAT-09", "does not look at an If-Match without W/"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(WANTED, .when = has_strong)},
    {ROW("if-match-former", "PLAT-09", "accepts any etag the connection ever had in If-Match"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_answer = note_etag},
     .data = TWIST(WANTED, .when = is_former)},
    {ROW("if-match-first", "PLAT-09", "accepts the first etag of a connection in If-Match"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_answer = note_etag},
     .data = TWIST(WANTED, .when = is_first_ever)},
    {ROW("if-match-of-others", "PLAT-09", "accepts etags that it never gave in If-Match"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_answer = note_etag},
     .data = TWIST(WANTED, .when = is_of_other)},
    {ROW("if-match-again", "PLAT-09", "carries the second try of a stale If-Match out"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_refused = count_failed},
     .data = TWIST(WANTED, .when = is_tried_again)},
    {ROW("if-match-400", "PLAT-09", "answers 400 to a stale If-Match"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(WANTED, .status = 400)},
    {ROW("if-match-409", "PLAT-09", "answers 409 to a stale If-Match"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(WANTED, .status = 409)},
    {ROW("if-match-428-in-delete", "PLAT-09", "answers 428 to a stale If-Match in DELETE"),
     .rare = true, .seam = {.on_fault = rule_restate},
     .data = TWIST(WANTED, .when = is_delete, .status = 428)},
    {ROW("if-match-too-late", "PLAT-09", "carries a request out before it answers 412"),
     .seam = {.on_fault = overlook_first, .on_answer = answer_failed}, .data = TWIST(WANTED)},
    {ROW("if-match-too-late-in-delete", "PLAT-09", "carries a DELETE out before it answers 412"),
     .rare = true, .seam = {.on_fault = overlook_first, .on_answer = answer_failed},
     .data = TWIST(WANTED, .when = is_delete)},
    {ROW("if-match-too-late-in-patch", "PLAT-09", "carries a PATCH out before it answers 412"),
     .rare = true, .seam = {.on_fault = overlook_first, .on_answer = answer_failed},
     .data = TWIST(WANTED, .when = is_patch)},
    {ROW("if-match-takes-tags", "PLAT-09", "answers 412 and takes the tags of the request"),
     .rare = true, .seam = {.on_refused = store_tags}},
    {ROW("if-match-star-creates", "PLAT-09", "creates a connection by PUT with If-Match *"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(WANTED, .when = is_star_on_missing)},
    {ROW("if-match-star-404", "PLAT-09", "answers 404 to PUT of a missing one with If-Match *"),
     .rare = true, .seam = {.on_fault = rule_restate},
     .data = TWIST(WANTED, .when = is_star_on_missing, .status = 404)},
    {ROW("if-match-star-fails", "PLAT-09", "answers 412 to If-Match *"), .seam = REFUSE,
     .data = TWIST(FAILED, .when = is_star, .status = 412)},
    {ROW("if-match-star-400", "PLAT-09", "answers 400 to If-Match *"), .seam = REFUSE,
     .data = TWIST(.when = is_star, .status = 400)},
    {ROW("if-match-star-fails-in-patch", "PLAT-09", "answers 412 to PATCH with If-Match *"),
     .rare = true, .seam = REFUSE, .data = TWIST(FAILED, .when = is_star_in_patch, .status = 412)},
    {ROW("if-match-star-fails-in-delete", "PLAT-09", "answers 412 to DELETE with If-Match *"),
     .rare = true, .seam = REFUSE, .data = TWIST(FAILED, .when = is_star_in_delete, .status = 412)},
    {ROW("if-none-match-ignored", "PLAT-10", "does not look at If-None-Match"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(UNWANTED)},
    {ROW("if-none-match-304", "PLAT-10", "answers 304 to PUT with If-None-Match *"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(UNWANTED, .status = 304)},
    {ROW("if-none-match-409", "PLAT-10", "answers 409 to PUT with If-None-Match *"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(UNWANTED, .status = 409)},
    {ROW("if-none-match-fails", "PLAT-10", "answers 412 to If-None-Match * on a new name, too"),
     .seam = REFUSE, .data = TWIST(FAILED, .when = is_guarded_create, .status = 412)},
    {ROW("if-none-match-fails-of-deleted", "PLAT-10",
         "answers 412 to If-None-Match * on the name of a deleted connection"),
     .rare = true, .seam = {.on_store = count_deleted_too, .on_answer = rule_refuse_answer},
     .data = TWIST(FAILED, .when = was_deleted, .status = 412)},
    {ROW("if-none-match-201", "PLAT-10", "answers 201 to If-None-Match * on a new name"),
     .rare = true, .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_guarded_create, .status = 201)},
    {ROW("if-none-match-too-late", "PLAT-10", "replaces a connection before it answers 412"),
     .seam = {.on_fault = overlook_first, .on_answer = answer_failed},
     .data = TWIST(UNWANTED, .when = is_update_of_it)},
    {ROW("if-none-match-again", "PLAT-10", "carries the second try of If-None-Match * out"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_refused = count_failed},
     .data = TWIST(UNWANTED, .when = is_tried_again)},
    {ROW("if-none-match-other-case", "PLAT-10",
         "replaces a connection in spite of If-None-Match * by its name in another case"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(UNWANTED, .when = is_in_other_case)},
    {ROW("if-none-match-of-patched", "PLAT-10",
         "replaces a patched connection in spite of If-None-Match *"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_store = count_patched},
     .data = TWIST(UNWANTED, .when = was_patched)},
};

const struct mutant *mutants_platform_match(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
