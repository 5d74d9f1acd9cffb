#include "contract/relations.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/echo.h"
#include "contract/percent.h"
#include "contract/utf8.h"

#include <stdlib.h>
#include <strings.h>

#define TEXT_MAX ((size_t)1 << 20)

static bool fail(struct schema_run *run, const char *clause, const char *expected,
                 const cJSON *found)
{
    char *text = found ? json_print(found, false) : mem_string("nothing");
    size_t cut = utf8_cut(bytes_of(text), 200);
    text[cut] = '\0';
    schema_fail(run, clause, expected, text);
    free(text);
    return false;
}

/* --- values that the URI gives --- */

static char *param_name(const char *braced)
{
    size_t len = strlen(braced);
    return len > 2 && braced[0] == '{' && braced[len - 1] == '}' ? mem_copy(braced + 1, len - 2)
                                                                 : NULL;
}

static int load_equals(const cJSON *value, struct err *err)
{
    char *name = cJSON_IsString(value) ? param_name(value->valuestring) : NULL;
    int result = name ? 0 : err_set(err, "x-connspec-equals must be \"{param}\"");
    free(name);
    return result;
}

/* What no JSON string can be (broken UTF-8, U+0000) is not compared. */
static bool comparable(const char *param)
{
    return param && utf8_valid(bytes_of(param));
}

static bool check_equals(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    const struct relations *r = schema_context(run);
    char *name = param_name(value->valuestring);
    const char *param = r ? route_param(r->route, name) : NULL;
    free(name);
    if (!cJSON_IsString(instance) || !comparable(param) ||
        strcasecmp(param, instance->valuestring) == 0)
        return true;
    char *expected = mem_format("the URI's \"%s\"", param);
    fail(run, NULL, expected, instance);
    free(expected);
    return false;
}

/* --- ids --- */

static int load_template(const cJSON *value, struct err *err)
{
    return cJSON_IsString(value) && value->valuestring[0] == '/'
               ? 0
               : err_set(err, "x-connspec-resource-id must be a path template");
}

/* Writes the template with its parameters filled in; one that the route lacks splits the text:
 * *hole is where. False when a parameter cannot be compared. */
static bool fill(const char *template, const struct route *route, struct buf *out, size_t *hole)
{
    for (const char *at = template; *at;) {
        size_t fixed = strcspn(at, "{");
        buf_add(out, at, fixed);
        at += fixed;
        if (!*at)
            break;
        size_t len = strcspn(at, "}");
        char *name = mem_copy(at + 1, len - 1);
        const char *param = route_param(route, name);
        free(name);
        if (param && !comparable(param))
            return false;
        if (param)
            buf_text(out, param);
        else
            *hole = out->len;
        at += len + (at[len] == '}');
    }
    return true;
}

static bool id_matches(const char *id, const char *filled, size_t hole)
{
    size_t len = strlen(id), all = strlen(filled), tail = all - hole;
    if (hole > all)
        return strcasecmp(id, filled) == 0;
    return len > all && strncasecmp(id, filled, hole) == 0 &&
           strcasecmp(id + len - tail, filled + hole) == 0 &&
           !memchr(id + hole, '/', len - tail - hole);
}

static bool check_resource_id(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    const struct relations *r = schema_context(run);
    struct buf filled = buf_new(TEXT_MAX);
    size_t hole = SIZE_MAX;
    bool ok = true;
    if (r && cJSON_IsString(instance) && fill(value->valuestring, r->route, &filled, &hole) &&
        !filled.failed && filled.data) {
        char *decoded = percent_decode(bytes_of(instance->valuestring));
        ok = id_matches(instance->valuestring, filled.data, hole) ||
             id_matches(decoded, filled.data, hole);
        free(decoded);
    }
    if (!ok) {
        char *expected = mem_format("\"%s\"", hole == SIZE_MAX ? filled.data : value->valuestring);
        fail(run, NULL, expected, instance);
        free(expected);
    }
    buf_free(&filled);
    return ok;
}

static int load_name(const cJSON *value, struct err *err)
{
    return cJSON_IsString(value) && value->valuestring[0]
               ? 0
               : err_set(err, "x-connspec-last-segment must be the name of a member");
}

static const cJSON *sibling(const struct relations *r, const char *pointer, const char *name)
{
    const char *slash = strrchr(pointer, '/');
    if (!slash)
        return NULL;
    char *parent = mem_copy(pointer, (size_t)(slash - pointer));
    const cJSON *object = pointer_get(r->answer, parent);
    free(parent);
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool ends_with_segment(const char *id, const char *name)
{
    size_t len = strlen(id), tail = strlen(name);
    return len >= tail && strcasecmp(id + len - tail, name) == 0 &&
           (len == tail || id[len - tail - 1] == '/');
}

static bool check_last_segment(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    const struct relations *r = schema_context(run);
    const cJSON *name = r ? sibling(r, schema_instance_pointer(run), value->valuestring) : NULL;
    if (!cJSON_IsString(instance) || !cJSON_IsString(name))
        return true;
    char *decoded = percent_decode(bytes_of(instance->valuestring));
    bool ok = ends_with_segment(instance->valuestring, name->valuestring) ||
              ends_with_segment(decoded, name->valuestring);
    free(decoded);
    if (ok)
        return true;
    char *expected = mem_format("an id whose last segment is \"%s\"", name->valuestring);
    fail(run, NULL, expected, instance);
    free(expected);
    return false;
}

/* --- keywords that assert nothing: contract_view, derivation and the judge's words use them --- */

static int load_stored(const cJSON *value, struct err *err)
{
    const cJSON *when = cJSON_GetObjectItemCaseSensitive(value, "when");
    if (cJSON_IsFalse(value) || (cJSON_IsObject(when) && cJSON_GetArraySize(value) == 1))
        return 0;
    return err_set(err, "x-connspec-stored must be false or {\"when\": {POINTER: VALUE}}");
}

static int load_expected(const cJSON *value, struct err *err)
{
    return cJSON_IsString(value) ? 0 : err_set(err, "x-connspec-expected must be a string");
}

static int load_derive(const cJSON *value, struct err *err)
{
    const cJSON *m;
    bool ok = cJSON_IsObject(value) || cJSON_IsFalse(value);
    cJSON_ArrayForEach(m, value) ok &= cJSON_IsString(m) || cJSON_IsFalse(m);
    return ok ? 0 : err_set(err, "x-connspec-derive must be false or {KEYWORD: CLAUSE or false}");
}

static bool no_check(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    (void)run;
    (void)value;
    (void)instance;
    return true;
}

/* --- the table --- */

const struct schema_keyword *relation_keywords(void)
{
    static const struct schema_keyword table[] = {
        {"x-connspec-equals", load_equals, check_equals},
        {"x-connspec-resource-id", load_template, check_resource_id},
        {"x-connspec-last-segment", load_name, check_last_segment},
        {"x-connspec-echo", echo_load, echo_check},
        {"x-connspec-expected", load_expected, no_check},
        {"x-connspec-stored", load_stored, no_check},
        {"x-connspec-derive", load_derive, no_check},
        {0}};
    return table;
}
