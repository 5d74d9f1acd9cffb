#include "contract/derive.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/derive_values.h"
#include "contract/place.h"
#include "contract/surface.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64
#define LENGTH_MAX 65536.0 /* of a string that a row holds, in characters */

/* The annotations on the way to a schema, the nearest first. */
struct scope {
    const cJSON *annotation;
    const struct scope *outer;
};

/* The clause of a keyword, or of one way to break it ("type/string"); NULL when there is none. */
static const char *clause_of(const struct scope *s, const char *keyword, const char *way)
{
    char *special = mem_format("%s/%s", keyword, way ? way : "");
    const cJSON *found = NULL;
    for (; s && !found && !cJSON_IsFalse(s->annotation); s = s->outer) {
        found = cJSON_GetObjectItemCaseSensitive(s->annotation, special);
        if (!found)
            found = cJSON_GetObjectItemCaseSensitive(s->annotation, keyword);
    }
    free(special);
    return cJSON_GetStringValue(found);
}

struct walk {
    const struct contract *contract;
    const struct derivation *asked;
    const cJSON *body;
    cJSON *rows;
    size_t depth;
    struct err *err;
};

/* A member under way. */
struct spot {
    const char *at;
    const cJSON *good;
    const struct scope *scope;
};

static const cJSON *keyword_of(const cJSON *schema, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(schema, name);
}

/* --- rows --- */

/* "/properties/gateway1/name" as "properties.gateway1.name"; what a case's name cannot hold is "_". */
static char *row_name(const char *at, const char *how)
{
    char *name = how ? mem_format("%s/%s", at + 1, how) : mem_string(at + 1);
    for (size_t i = 0; i + 1 < strlen(at); i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '-')
            name[i] = name[i] == '/' ? '.' : '_';
    return name;
}

static cJSON *row_add(struct walk *w, const struct spot *spot, const char *how)
{
    cJSON *row = cJSON_CreateObject();
    char *name = row_name(spot->at, how);
    cJSON_AddStringToObject(row, "case", name);
    cJSON_AddStringToObject(row, "at", spot->at);
    cJSON_AddItemToObject(row, "good", cJSON_Duplicate(spot->good, true));
    cJSON_AddItemToArray(w->rows, row);
    free(name);
    return row;
}

static bool is_asked(const struct walk *w, const struct spot *spot, const char *keyword,
                     const char *way)
{
    if (strcmp(w->asked->keyword, keyword) != 0)
        return false;
    const char *clause = clause_of(spot->scope, keyword, way);
    return clause && strcmp(clause, w->asked->clause) == 0;
}

struct row_maker {
    struct walk *walk;
    const struct spot *spot;
};

/* A value_seen. */
static void add_value(void *context, const char *how, cJSON *wrong, cJSON *other)
{
    const struct row_maker *m = context;
    if (is_asked(m->walk, m->spot, m->walk->asked->keyword, how)) {
        cJSON *row = row_add(m->walk, m->spot, how);
        cJSON_AddItemToObject(row, "wrong", cJSON_Duplicate(wrong, true));
        cJSON_AddItemToObject(row, "empty", cJSON_Duplicate(other ? other : wrong, true));
    }
    cJSON_Delete(wrong);
    cJSON_Delete(other);
}

static int add_length(struct walk *w, const struct spot *spot, const cJSON *limit, int beyond)
{
    if (!limit || !is_asked(w, spot, limit->string, NULL) || limit->valuedouble + beyond < 0)
        return 0;
    if (limit->valuedouble > LENGTH_MAX)
        return err_set(w->err, "%s: %s is more than a case can send", spot->at, limit->string);
    size_t length = (size_t)limit->valuedouble;
    cJSON *row = row_add(w, spot, NULL);
    cJSON_AddItemToObject(row, "fits", value_of_length(spot->good, length));
    cJSON_AddItemToObject(row, "wrong",
                          value_of_length(spot->good, beyond < 0 ? length - 1 : length + 1));
    return 0;
}

static int add_values(struct walk *w, const cJSON *schema, const struct spot *spot)
{
    struct row_maker maker = {w, spot};
    const cJSON *type = keyword_of(schema, "type"), *list = keyword_of(schema, "enum");
    if (type && strcmp(w->asked->keyword, "type") == 0) {
        values_of_other_types(type, spot->good, add_value, &maker);
        if (!type_lists(type, "null"))
            add_value(&maker, "null", cJSON_CreateNull(), NULL);
    }
    if (list && strcmp(w->asked->keyword, "enum") == 0)
        values_beside(list, add_value, &maker);
    return add_length(w, spot, keyword_of(schema, "maxLength"), 1) ||
                   add_length(w, spot, keyword_of(schema, "minLength"), -1)
               ? -1
               : 0;
}

/* --- the way down --- */

static int visit(struct walk *w, const cJSON *schema, const struct spot *spot);

static bool lists(const cJSON *names, const char *name)
{
    const cJSON *listed;
    cJSON_ArrayForEach(listed, names)
    {
        if (cJSON_IsString(listed) && strcmp(listed->valuestring, name) == 0)
            return true;
    }
    return false;
}

static char *below(const char *at, const char *member)
{
    struct buf pointer = buf_new(4096);
    buf_text(&pointer, at);
    pointer_add(&pointer, member);
    return buf_take(&pointer);
}

/* Whether the service looks at this member at all in a body like this one. */
static bool applies(const struct walk *w, const cJSON *schema)
{
    const cJSON *when = keyword_of(keyword_of(schema, "x-connspec-stored"), "when"), *is;
    cJSON_ArrayForEach(is, when)
    {
        const cJSON *value = pointer_get(w->body, is->string);
        if (!value || !json_equal(value, is))
            return false;
    }
    return true;
}

static const cJSON *example_of(const cJSON *schema)
{
    const cJSON *example = cJSON_GetArrayItem(keyword_of(schema, "examples"), 0);
    return example ? example : cJSON_GetArrayItem(keyword_of(schema, "enum"), 0);
}

static int visit_member(struct walk *w, const cJSON *schema, const cJSON *value, const char *at,
                        const struct scope *scope)
{
    const cJSON *target = place_follow(w->contract->openapi, schema, NULL);
    const cJSON *good = value ? value : example_of(target);
    if (!applies(w, schema) || !cJSON_IsObject(target))
        return 0;
    if (!good)
        return err_set(w->err, "%s: the schema has no \"examples\" and the body no such member",
                       at);
    struct spot spot = {at, good, scope};
    return visit(w, schema, &spot);
}

/* The member's presence: what `required` says of it, if anything. */
static void visit_presence(struct walk *w, const cJSON *object, const char *name,
                           const struct spot *spot)
{
    const cJSON *schema = keyword_of(keyword_of(object, "properties"), name);
    struct scope own = {keyword_of(schema, DERIVE_KEYWORD), spot->scope};
    struct spot inner = {spot->at, spot->good, own.annotation ? &own : spot->scope};
    bool required = lists(keyword_of(object, "required"), name);
    if (required && is_asked(w, spot, "required", NULL))
        row_add(w, spot, NULL);
    if (!required && schema && applies(w, schema) && is_asked(w, &inner, "optional", NULL))
        row_add(w, &inner, NULL);
}

static int visit_members(struct walk *w, const cJSON *object, const struct spot *spot)
{
    const cJSON *properties = keyword_of(object, "properties"), *rest, *m;
    rest = keyword_of(object, "additionalProperties");
    cJSON_ArrayForEach(m, spot->good)
    {
        char *at = below(spot->at, m->string);
        struct spot member = {at, m, spot->scope};
        visit_presence(w, object, m->string, &member);
        int failed = !keyword_of(properties, m->string) && cJSON_IsObject(rest) &&
                     visit_member(w, rest, m, at, spot->scope);
        free(at);
        if (failed)
            return -1;
    }
    cJSON_ArrayForEach(m, properties)
    {
        char *at = below(spot->at, m->string);
        int failed = cJSON_IsObject(m) &&
                     visit_member(w, m, keyword_of(spot->good, m->string), at, spot->scope);
        free(at);
        if (failed)
            return -1;
    }
    return 0;
}

/* Whether the object meets an `if` of the one form that is understood here. */
static int meets(struct walk *w, const cJSON *condition, const cJSON *object, bool *out)
{
    const cJSON *p;
    *out = true;
    cJSON_ArrayForEach(p, keyword_of(condition, "properties"))
    {
        const cJSON *is = keyword_of(p, "const"), *value = keyword_of(object, p->string);
        if (!is)
            return err_set(w->err, "derive: an \"if\" may only have \"const\" in its properties");
        *out = *out && value && json_equal(value, is);
    }
    return 0;
}

static int visit_branch(struct walk *w, const cJSON *schema, const struct spot *spot)
{
    const cJSON *condition = keyword_of(schema, "if");
    bool met;
    if (!condition)
        return 0;
    if (meets(w, condition, spot->good, &met))
        return -1;
    const cJSON *branch = keyword_of(schema, met ? "then" : "else");
    return branch ? visit(w, branch, spot) : 0;
}

static int visit_all(struct walk *w, const cJSON *schema, const struct spot *spot)
{
    const cJSON *part;
    cJSON_ArrayForEach(part, keyword_of(schema, "allOf")) if (visit(w, part, spot)) return -1;
    return 0;
}

static int visit(struct walk *w, const cJSON *schema, const struct spot *spot)
{
    const cJSON *target = place_follow(w->contract->openapi, schema, NULL);
    struct scope beside = {keyword_of(schema, DERIVE_KEYWORD), spot->scope};
    const struct scope *scope = beside.annotation ? &beside : spot->scope;
    struct scope own = {target == schema ? NULL : keyword_of(target, DERIVE_KEYWORD), scope};
    struct spot here = {spot->at, spot->good, own.annotation ? &own : scope};
    if (w->depth++ == DEPTH_MAX)
        return err_set(w->err, "%s: the schema nests deeper than %d", spot->at, DEPTH_MAX);
    int failed = (*here.at && add_values(w, target, &here)) ||
                 (cJSON_IsObject(here.good) && visit_members(w, target, &here)) ||
                 visit_all(w, target, &here) || visit_branch(w, target, &here);
    w->depth--;
    return failed ? -1 : 0;
}

/* --- operations --- */

struct search {
    const cJSON *document;
    const char *operation;
    const cJSON *schema;
};

static int find_operation(void *context, const char *path, const struct place *at)
{
    struct search *s = context;
    const char *id = cJSON_GetStringValue(keyword_of(at->node, "operationId"));
    (void)path;
    if (!id || strcmp(id, s->operation) != 0)
        return 0;
    s->schema = operation_request(s->document, at);
    return 1;
}

cJSON *derive_rows(const struct contract *c, const struct derivation *d, const cJSON *body,
                   struct err *err)
{
    struct search search = {c->openapi, d->operation, NULL};
    struct walk w = {.contract = c, .asked = d, .body = body, .err = err};
    struct spot root = {"", body, NULL};
    each_operation(c->openapi, find_operation, &search);
    if (!search.schema) {
        err_set(err, "there is no operation \"%s\" that takes JSON", d->operation);
        return NULL;
    }
    w.rows = cJSON_CreateArray();
    int failed = visit(&w, search.schema, &root);
    if (!failed && !w.rows->child)
        failed = err_set(err, "the contract derives nothing for %s from \"%s\" of \"%s\"",
                         d->clause, d->keyword, d->operation);
    if (!failed)
        return w.rows;
    cJSON_Delete(w.rows);
    return NULL;
}
