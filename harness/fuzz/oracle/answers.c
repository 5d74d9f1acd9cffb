#include "fuzz/oracle/answers.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/judge.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* --- every answer --- */

static void status_holds(const struct play *p, const struct told *t, const char *clause)
{
    int status = t->response.status;
    char actual[16];
    snprintf(actual, sizeof actual, "%d", status);
    struct broken b = {.clause = "ROB-01",
                       .message = "The answer's status is none that the contract has.",
                       .where = "status",
                       .expected = "200 or 4xx",
                       .actual = actual};
    if (status == 200 || status / 100 == 4 || status == 501)
        return;
    if (status / 100 == 2) {
        b.clause = clause;
        b.expected = "200";
        b.message = "The answer says that it worked, but not with 200.";
    }
    play_broken(p, &b, t);
}

static bool is_must(const struct contract *c, const char *clause)
{
    int index = clause_find(c, clause);
    return index >= 0 && c->clauses.list[index].must;
}

static void shape_holds(const struct play *p, const struct told *t, const char *respells)
{
    struct findings found = {0};
    struct exchange x = {.request = &t->request,
                         .response = &t->response,
                         .prefix = "",
                         .respells = respells,
                         .sent = t->sent,
                         .answer = t->answer};
    judge_exchange(play_contract(p), &x, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct finding *f = &found.list[i];
        if (!is_must(play_contract(p), f->clause))
            continue;
        struct broken b = {f->clause, f->message, f->where, f->expected, f->actual};
        play_broken(p, &b, t);
    }
    findings_free(&found);
}

void answer_holds(const struct play *p, const struct told *t, const char *clause,
                  const char *respells)
{
    status_holds(p, t, clause);
    shape_holds(p, t, respells);
}

/* --- what must be refused --- */

/* Bytes that no reading of RFC 8259 takes for JSON; where implementations are free, nothing is said: a
 * byte order mark, duplicates, bad UTF-8, lone surrogates, numbers that are too large, depth. */
static bool is_malformed(const struct told *t, const char **says)
{
    struct json_problem problem;
    static const struct json_limits deep = {.max_depth = 1000000};
    if (json_check((struct bytes){t->request.body, t->request.body_len}, &deep, &problem))
        return false;
    *says = json_fault_name(problem.fault);
    switch (problem.fault) {
    case JSON_EMPTY:
    case JSON_SYNTAX:
    case JSON_TRUNCATED:
    case JSON_TRAILING:
    case JSON_NUMBER:
    case JSON_ESCAPE:
    case JSON_CONTROL:
        return true;
    default:
        return false;
    }
}

#define IPSEC "/properties/ipsecParameters"

static bool below_ipsec(const char *pointer)
{
    return strncmp(pointer, IPSEC, sizeof IPSEC - 1) == 0;
}

/* What E7, E9 and E11 leave open: what type a name has, what a gateway is that is no object, and what is in
 * the ipsec parameters of a connection that has no use for them. */
static bool is_open(const cJSON *whole, const char *pointer)
{
    const char *type = cJSON_GetStringValue(pointer_get(whole, "/properties/connectionType"));
    return strcmp(pointer, "/name") == 0 || strcmp(pointer, "/properties/gateway1") == 0 ||
           strcmp(pointer, "/properties/gateway2") == 0 ||
           (below_ipsec(pointer) && !(type && strcmp(type, "SiteToSite") == 0));
}

static const char *clause_of(const struct schema_error *e)
{
    const char *keyword = strrchr(e->schema, '/');
    keyword = keyword ? keyword + 1 : "";
    bool ipsec = below_ipsec(e->instance);
    if (strcmp(keyword, "required") == 0)
        return ipsec || strstr(e->schema, "/then/") ? "CORE-31" : "CORE-30";
    return strcmp(keyword, "enum") == 0   ? "CORE-32"
           : strcmp(keyword, "type") == 0 ? "CORE-33"
                                          : NULL;
}

static bool by_another_case(const struct schema_error *e)
{
    static const char *const allowed[] = {"SiteToSite", "PointToSite", "Dedicated", "Connected",
                                          "Disconnected"};
    size_t len = strlen(e->found);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (len == strlen(allowed[i]) + 2 && strncasecmp(e->found + 1, allowed[i], len - 2) == 0)
            return true;
    return false;
}

/* The members' rules, by the contract's own schema of a whole connection. */
static void schema_holds(const struct play *p, const struct told *t, const cJSON *whole)
{
    static const char schema[] = "/components/schemas/ConnectionRequest";
    struct schema_errors errors = {0};
    if (schema_check(play_contract(p)->schemas, schema, whole, NULL, &errors))
        return;
    for (size_t i = 0; i < errors.count; i++) {
        const struct schema_error *e = &errors.list[i];
        const char *clause = clause_of(e);
        if (!clause || is_open(whole, e->instance) || by_another_case(e))
            continue;
        struct broken b = {clause, "A body that must be refused is accepted.", e->instance,
                           e->expected, e->found};
        play_broken(p, &b, t);
    }
    schema_errors_free(&errors);
}

static void gateway_holds(const struct play *p, const struct told *t, const cJSON *whole,
                          const char *pointer, const char *clause)
{
    const char *name = cJSON_GetStringValue(pointer_get(whole, pointer));
    if (!name || strcasecmp(name, "firstgateway") == 0 || strcasecmp(name, "secondgateway") == 0)
        return;
    struct broken b = {clause, "A connection to a gateway that does not exist is accepted.",
                       pointer, "a refusal", name};
    play_broken(p, &b, t);
}

void refusal_holds(const struct play *p, const struct told *t, const cJSON *whole)
{
    const char *says;
    if (!told_accepted(t))
        return;
    if (is_malformed(t, &says)) {
        struct broken b = {"ROB-01", "A body that is no JSON is accepted.", "body", "a refusal",
                           says};
        play_broken(p, &b, t);
    }
    if (!whole)
        return; /* not JSON in a way that is free */
    bool put = strcmp(t->request.method, "PUT") == 0;
    schema_holds(p, t, whole);
    gateway_holds(p, t, whole, "/properties/gateway1/name", put ? "CORE-05" : "CORE-08");
    gateway_holds(p, t, whole, "/properties/gateway2/name", put ? "CORE-06" : "CORE-08");
}

/* --- what must be accepted --- */

#define LOCATION_MAX 32
#define TAGS_MAX 15
#define TAG_MAX 64

/* Letters and digits, and blanks between them. */
static bool is_plain(const cJSON *value, size_t max)
{
    const char *text = cJSON_GetStringValue(value);
    size_t len = text ? strlen(text) : 0;
    if (!len || len > max || text[0] == ' ' || text[len - 1] == ' ')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'z') ||
              (text[i] >= 'A' && text[i] <= 'Z') || text[i] == ' '))
            return false;
    return true;
}

static bool plain_tags(const cJSON *tags)
{
    const cJSON *tag;
    if (cJSON_GetArraySize(tags) > TAGS_MAX)
        return false;
    cJSON_ArrayForEach(tag, tags)
    {
        const cJSON name = {.type = cJSON_String, .valuestring = tag->string};
        if (!is_plain(tag, TAG_MAX) || !is_plain(&name, TAG_MAX))
            return false;
    }
    return true;
}

/* Every member of `value` is one that the example has at the same place, of the same kind. */
static bool only_known(const cJSON *value, const cJSON *example)
{
    const cJSON *m;
    if (cJSON_IsObject(value) != cJSON_IsObject(example) ||
        cJSON_IsString(value) != cJSON_IsString(example))
        return false;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *there = cJSON_GetObjectItemCaseSensitive(example, m->string);
        if (!there || (strcmp(m->string, "tags") != 0 && !only_known(m, there)))
            return false;
    }
    return true;
}

static bool same_at(const cJSON *a, const cJSON *b, const char *pointer)
{
    return json_equal(pointer_get(a, pointer), pointer_get(b, pointer));
}

/* Two gateways that exist, one each; and ipsec parameters, where there are any, as the page has them. */
static bool plain_properties(const cJSON *whole, const cJSON *example)
{
    const char *first = cJSON_GetStringValue(pointer_get(whole, "/properties/gateway1/name"));
    const char *second = cJSON_GetStringValue(pointer_get(whole, "/properties/gateway2/name"));
    bool either = first && second && strcmp(first, second) != 0;
    const char *const both[] = {first, second};
    for (size_t i = 0; i < 2; i++)
        either = either &&
                 (strcmp(both[i], "firstgateway") == 0 || strcmp(both[i], "secondgateway") == 0);
    return either && (!pointer_get(whole, IPSEC) || same_at(whole, example, IPSEC));
}

static bool plainly_good(const struct play *p, const cJSON *whole)
{
    struct bytes text = play_example(p, "SiteToSite");
    cJSON *example = cJSON_ParseWithLength(text.ptr, text.len);
    const cJSON *tags = pointer_get(whole, "/tags");
    bool good = schema_check(play_contract(p)->schemas, "/components/schemas/ConnectionRequest",
                             whole, NULL, NULL) &&
                only_known(whole, example) && plain_properties(whole, example) &&
                is_plain(pointer_get(whole, "/location"), LOCATION_MAX) &&
                (!tags || plain_tags(tags));
    cJSON_Delete(example);
    return good;
}

static bool is_unknown(const char *name)
{
    const cJSON text = {.type = cJSON_String, .valuestring = (char *)name};
    return name && is_plain(&text, LOCATION_MAX) && strcasecmp(name, "firstgateway") != 0 &&
           strcasecmp(name, "secondgateway") != 0;
}

/* Wrong in nothing but gateways that do not exist. */
static bool only_gateways_missing(const struct play *p, const cJSON *whole)
{
    static const char *const pointers[] = {"/properties/gateway1/name",
                                           "/properties/gateway2/name"};
    static const char *const known[] = {"firstgateway", "secondgateway"};
    cJSON *copy = cJSON_Duplicate(whole, true);
    unsigned missing = 0;
    for (size_t i = 0; i < 2; i++) {
        if (!is_unknown(cJSON_GetStringValue(pointer_get(copy, pointers[i]))))
            continue;
        missing++;
        const char *other = cJSON_GetStringValue(pointer_get(copy, pointers[1 - i]));
        size_t use = other && strcmp(other, known[i]) == 0 ? 1 - i : i;
        pointer_set(copy, pointers[i], cJSON_CreateString(known[use]));
    }
    bool only = missing && plainly_good(p, copy);
    cJSON_Delete(copy);
    return only;
}

/* CORE-05 to CORE-08: that is 400. */
static void gateway_status_holds(const struct play *p, const struct told *t, const cJSON *whole,
                                 const char *clause)
{
    char actual[16];
    snprintf(actual, sizeof actual, "%d", t->response.status);
    struct broken b = {clause, "A gateway that does not exist is refused, but not with 400.",
                       "status", "400", actual};
    if (t->response.status != 400 && only_gateways_missing(p, whole))
        play_broken(p, &b, t);
}

void acceptance_holds(const struct play *p, const struct told *t, const cJSON *whole,
                      const char *clause)
{
    struct broken b = {clause, "A body that is plainly good is refused.", "status", "200", NULL};
    if (told_accepted(t) || !whole)
        return;
    if (plainly_good(p, whole))
        play_broken(p, &b, t);
    gateway_status_holds(p, t, whole, strcmp(clause, "CORE-01") == 0 ? "CORE-05" : "CORE-08");
}
