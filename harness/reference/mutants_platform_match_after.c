/* Mutants of the platform clauses: preconditions, wrong only after something else, such as a refusal or
 * a deletion, or beside a neighbour. */
#include "reference/mutants_history.h"

#include <string.h>

#define WANTED .code = "PreconditionFailed", .where = "If-Match"
#define UNWANTED .code = "PreconditionFailed", .where = "If-None-Match"

static const char *wanted(const struct call *c)
{
    return rule_asked(c, "If-Match");
}

/* --- If-Match --- */

static bool is_star(const struct call *c)
{
    return strcmp(wanted(c), "*") == 0;
}

static bool is_etag_of_deleted(const struct call *c)
{
    return history_of_connection(c) && is_create(c) && history_was(c, "deleted") && !is_star(c);
}

static bool is_star_of_deleted(const struct call *c)
{
    return history_of_connection(c) && is_create(c) && history_was(c, "deleted") && is_star(c);
}

static bool is_star_of_dotted(const struct call *c)
{
    return is_create(c) && history_has_dot(c) && is_star(c);
}

static bool overlook_second_star(struct call *c, struct fault *fault)
{
    return history_of_connection(c) && strcmp(fault->where, "If-Match") == 0 && is_create(c) &&
           is_star(c) && seam_bump(c, "stars") >= 2;
}

static cJSON *body_of(const struct call *c)
{
    return cJSON_ParseWithLength(c->request->body, c->request->body_len);
}

static bool is_change_of_type(const struct call *c)
{
    cJSON *body = history_of_connection(c) && c->existed ? body_of(c) : NULL;
    const char *type = tool_text(body, "/properties/connectionType");
    bool changes = *type && strcmp(type, tool_text(c->before, "/properties/connectionType")) != 0;
    cJSON_Delete(body);
    return changes;
}

static bool note_last_etag(struct call *c)
{
    if (is_delete(c))
        rule_keep(c, "etag", cJSON_CreateString(c->etag_before));
    return true;
}

static bool is_etag_of_former(const struct call *c)
{
    const cJSON *etag = history_of_connection(c) && c->existed ? rule_kept(c, "etag") : NULL;
    return etag && strcmp(etag->valuestring, wanted(c)) == 0;
}

static bool is_current(const struct call *c)
{
    return history_of_connection(c) && c->existed && *wanted(c) && !is_star(c) && !is_get(c);
}

static bool note_failed(struct call *c)
{
    if (history_of_connection(c) && c->existed && c->answer.status == 412)
        rule_keep(c, "locked", cJSON_CreateTrue());
    return false;
}

static bool is_locked(const struct call *c)
{
    return history_writes(c) && !*wanted(c) && rule_kept(c, "locked");
}

/* --- If-None-Match --- */

static bool is_unwanted(const struct call *c)
{
    return history_of_connection(c) && is_put(c) && *rule_asked(c, "If-None-Match");
}

static bool note_refused_unwanted(struct call *c)
{
    return is_unwanted(c) && !c->existed ? history_refused(c) : false;
}

static bool note_refused_plain(struct call *c)
{
    return is_unwanted(c) ? false : history_refused(c);
}

static bool is_unwanted_refused(const struct call *c)
{
    return is_unwanted(c) && !c->existed && history_was(c, "refused");
}

static bool is_unwanted_beside(const struct call *c)
{
    return is_unwanted(c) && !c->existed && history_said_of_longer(c, "written", c->uri.name) > 0;
}

static bool store_unless_beside(struct call *c)
{
    bool stores = rule_refuse_store(c);
    return stores && history_say_written(c);
}

static bool is_unwanted_dotted(const struct call *c)
{
    return is_unwanted(c) && history_has_dot(c);
}

static bool note_group(struct call *c)
{
    if (history_of_connection(c) && is_create(c))
        rule_keep(c, "group", cJSON_CreateString(c->uri.group));
    return true;
}

static bool is_in_other_group_case(const struct call *c)
{
    const cJSON *group = is_unwanted(c) ? rule_kept(c, "group") : NULL;
    return group && strcmp(group->valuestring, c->uri.group) != 0;
}

#define ROW(called, of, text) .name = called, .clause = of, .says = text, .rare = true
#define REFUSE_AND(...)                                                                            \
    {                                                                                              \
        .on_store = rule_refuse_store, .on_answer = rule_refuse_answer, __VA_ARGS__                \
    }

static const struct mutant table[] = {
    {ROW("if-match-of-deleted-creates", "PLAT-09",
         "creates what was deleted by PUT with an etag in If-Match"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_etag_of_deleted, WANTED)},
    {ROW("if-match-star-of-deleted-creates", "PLAT-09",
         "creates what was deleted by PUT with If-Match *"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_star_of_deleted, WANTED)},
    {ROW("if-match-star-of-dotted-creates", "PLAT-09",
         "creates a connection with a dot in its name by PUT with If-Match *"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(.when = is_star_of_dotted, WANTED)},
    {ROW("if-match-star-again-creates", "PLAT-09",
         "creates a connection by the second PUT with If-Match *"),
     .seam = {.on_fault = overlook_second_star}},
    {ROW("if-match-ignored-with-type", "PLAT-09",
         "does not look at If-Match where the type changes"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(.when = is_change_of_type, WANTED)},
    {ROW("if-match-of-former", "PLAT-09",
         "accepts the last etag of a deleted connection for the one that is created again"),
     .seam = {.on_store = note_last_etag, .on_fault = rule_overlook},
     .data = TWIST(.when = is_etag_of_former, WANTED)},
    {ROW("if-match-current-nothing", "PLAT-09",
         "answers 200 to the current etag in If-Match and does nothing"),
     .should = true, .seam = {.on_store = rule_store_nothing}, .data = TWIST(.when = is_current)},
    {ROW("if-match-locks", "PLAT-09",
         "answers 423 to writes without If-Match after one has failed"),
     .seam = REFUSE_AND(.on_refused = note_failed),
     .data = TWIST(.when = is_locked, .status = 423)},
    {ROW("if-none-match-fails-of-refused", "PLAT-10",
         "answers 412 to If-None-Match * on a name that it refused to create"),
     .seam = REFUSE_AND(.on_refused = note_refused_plain),
     .data = TWIST(.when = is_unwanted_refused, .status = 412)},
    {ROW("if-none-match-fails-again", "PLAT-10",
         "answers 412 to If-None-Match * on a name that was refused with it before"),
     .seam = REFUSE_AND(.on_refused = note_refused_unwanted),
     .data = TWIST(.when = is_unwanted_refused, .status = 412)},
    {ROW("if-none-match-fails-beside", "PLAT-10",
         "answers 412 to If-None-Match * where the name of another begins with this one"),
     .seam = {.on_store = store_unless_beside, .on_answer = rule_refuse_answer},
     .data = TWIST(.when = is_unwanted_beside, .status = 412)},
    {ROW("if-none-match-ignored-of-dotted", "PLAT-10",
         "does not look at If-None-Match where the name has a dot"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(.when = is_unwanted_dotted, UNWANTED)},
    {ROW("if-none-match-ignored-in-other-group-case", "PLAT-10",
         "does not look at If-None-Match where the group is written in another case"),
     .seam = {.on_store = note_group, .on_fault = rule_overlook},
     .data = TWIST(.when = is_in_other_group_case, UNWANTED)},
};

const struct mutant *mutants_platform_match_after(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
