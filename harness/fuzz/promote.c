/* promote INPUT CLAUSE - a finding of a fuzzer (a body, or a sequence: oracle/sequence.h) as a scenario of the
 * conformance suite (conformance/SCENARIOS.md), on standard output. What must hold at each step is left
 * to its author: an answer that is no 5xx is all it asks for. */
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/utf8.h"
#include "fuzz/oracle/sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define INPUT_MAX ((size_t)1 << 20)

static const char *name_of(const struct operation *o)
{
    static const char *const names[] = {"connection", "b", "c", "d"};
    return names[o->name];
}

/* The number of the last step before `at` that wrote this connection, as labels have it; 0: none. */
static size_t last_write(const struct operation *list, size_t at, size_t back)
{
    unsigned name = list[at].name;
    while (at-- > 0) {
        bool writes = strcmp(list[at].method, "PUT") == 0 || strcmp(list[at].method, "PATCH") == 0;
        if (list[at].name == name && writes && !list[at].below.len && back-- == 0)
            return at + 1;
    }
    return 0;
}

static char *if_match(const struct operation *list, size_t at)
{
    size_t step = 0;
    if (list[at].if_match == MATCH_CURRENT)
        step = last_write(list, at, 0);
    if (list[at].if_match == MATCH_STALE)
        step = last_write(list, at, 1);
    return list[at].if_match == MATCH_STAR ? mem_string("*")
           : step                          ? mem_format("{s%zu:/etag}", step)
                  : mem_string("W/\"00000000-0000-0000-0000-00000000dead\"");
}

static void add_headers(cJSON *step, const struct operation *list, size_t at)
{
    if (list[at].if_match == MATCH_NONE && !list[at].if_none_match)
        return;
    cJSON *headers = cJSON_AddObjectToObject(step, "headers");
    if (list[at].if_match != MATCH_NONE) {
        char *value = if_match(list, at);
        cJSON_AddStringToObject(headers, "If-Match", value);
        free(value);
    }
    if (list[at].if_none_match)
        cJSON_AddStringToObject(headers, "If-None-Match", "*");
}

/* What is text is left readable; the rest is in hex, and variables are taken for none. */
static cJSON *parts_of(struct bytes body)
{
    cJSON *parts = cJSON_CreateArray();
    bool text =
        utf8_valid(body) && !memchr(body.ptr, '\0', body.len) && !memchr(body.ptr, '{', body.len);
    if (text) {
        char *copy = mem_copy(body.ptr, body.len);
        cJSON_AddItemToArray(parts, cJSON_CreateString(copy));
        free(copy);
        return parts;
    }
    struct buf hex = buf_new(3 * body.len + 1);
    for (size_t i = 0; i < body.len; i++)
        buf_format(&hex, i ? " %02x" : "%02x", (unsigned char)body.ptr[i]);
    char *all = buf_take(&hex);
    cJSON *part = cJSON_CreateObject();
    cJSON_AddStringToObject(part, "hex", all);
    cJSON_AddItemToArray(parts, part);
    free(all);
    return parts;
}

/* The names that harnesses give connections are the case's own there. */
static void rename_connection(cJSON *body)
{
    cJSON *name = cJSON_GetObjectItemCaseSensitive(body, "name");
    if (cJSON_IsString(name) && strncmp(name->valuestring, "cn", 2) == 0)
        cJSON_SetValuestring(name, "{connection}");
}

/* Whether a text in it would be taken for one with a variable. */
static bool has_brace(const cJSON *value)
{
    const cJSON *m;
    if (cJSON_IsString(value) && strchr(value->valuestring, '{'))
        return true;
    cJSON_ArrayForEach(m, value)
    {
        if ((m->string && strchr(m->string, '{')) || has_brace(m))
            return true;
    }
    return false;
}

static void add_body(cJSON *step, const struct operation *o)
{
    struct json_problem problem;
    cJSON *body = memchr(o->body.ptr, '{', o->body.len) ? json_read(o->body, NULL, &problem) : NULL;
    if (cJSON_IsObject(body) && !has_brace(body) && !strchr("GD", o->method[0])) {
        rename_connection(body);
        cJSON_AddItemToObject(step, "body", body);
        return;
    }
    cJSON_Delete(body);
    if (!strchr("GD", o->method[0]))
        cJSON_AddItemToObject(step, "bytes", parts_of(o->body));
}

static cJSON *step_of(const struct operation *list, size_t at)
{
    const struct operation *o = &list[at];
    cJSON *step = cJSON_CreateObject();
    char method[8] = "", *target, *label = mem_format("s%zu", at + 1);
    for (size_t i = 0; o->method[i]; i++)
        method[i] = (char)(o->method[i] | 0x20);
    target = o->list ? mem_string("{group}/providers/microsoft.network/virtualNetworkGateways/"
                                  "{gateway1}/connections")
                     : mem_format("{%s}%.*s", name_of(o), (int)o->below.len, o->below.ptr);
    cJSON_AddStringToObject(step, method, target);
    cJSON_AddStringToObject(step, "label", label);
    add_headers(step, list, at);
    add_body(step, o);
    cJSON *statuses = cJSON_AddArrayToObject(cJSON_AddObjectToObject(step, "expect"), "status");
    cJSON_AddItemToArray(statuses, cJSON_CreateString("2XX"));
    cJSON_AddItemToArray(statuses, cJSON_CreateString("4XX"));
    free(label);
    free(target);
    return step;
}

static cJSON *scenario_of(const struct operation *list, size_t count, const char *clause)
{
    cJSON *scenario = cJSON_CreateObject();
    cJSON_AddStringToObject(scenario, "says",
                            "TODO: one sentence that says what a right implementation does.");
    cJSON_AddItemToArray(cJSON_AddArrayToObject(scenario, "clauses"), cJSON_CreateString(clause));
    cJSON *names = cJSON_CreateObject();
    for (size_t i = 0; i < count; i++)
        if (list[i].name && !cJSON_GetObjectItemCaseSensitive(names, name_of(&list[i]))) {
            char *name = mem_format("{unique}-%s", name_of(&list[i]));
            cJSON_AddStringToObject(names, name_of(&list[i]), name);
            free(name);
        }
    if (names->child)
        cJSON_AddItemToObject(scenario, "names", names);
    else
        cJSON_Delete(names);
    cJSON *steps = cJSON_AddArrayToObject(scenario, "steps");
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(steps, step_of(list, i));
    return scenario;
}

int main(int argc, char **argv)
{
    struct err err;
    char *data;
    size_t len;
    if (argc != 3) {
        fprintf(stderr, "usage: promote INPUT CLAUSE\n");
        return 2;
    }
    if (file_read(argv[1], INPUT_MAX, &data, &len, &err)) {
        fprintf(stderr, "promote: %s\n", err.text);
        return 2;
    }
    struct operation list[SEQUENCE_MAX];
    cJSON *scenario = scenario_of(list, sequence_read((struct bytes){data, len}, list), argv[2]);
    char *text = json_print(scenario, true);
    puts(text);
    free(text);
    cJSON_Delete(scenario);
    free(data);
    return 0;
}
