/* A campaign's findings as SARIF 2.1.0 (OASIS), for code scanning: a rule a fault, a result a finding, with
 * where it happens and whether it is new. */
#include "base/json.h"
#include "reports/line.h"
#include "reports/render.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static cJSON *text_object(const char *text)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "text", *text ? text : "(no text)");
    return object;
}

/* What a clause says, or what the sanitizer calls it. */
static const char *rule_text(const struct contract *c, const char *fault)
{
    int index = clause_find(c, fault);
    return index >= 0 ? c->clauses.list[index].text : fault;
}

static bool has_rule(const cJSON *rules, const char *id)
{
    const cJSON *rule;
    cJSON_ArrayForEach(rule, rules) if (strcmp(line_text(rule, "id"), id) == 0) return true;
    return false;
}

static cJSON *rules_of(const struct campaign *all, const struct contract *c)
{
    cJSON *rules = cJSON_CreateArray();
    for (size_t i = 0; i < all->finding_count; i++) {
        const char *fault = line_text(all->findings[i], "fault");
        if (has_rule(rules, fault))
            continue;
        cJSON *rule = cJSON_CreateObject();
        cJSON_AddStringToObject(rule, "id", fault);
        cJSON_AddItemToObject(rule, "shortDescription", text_object(rule_text(c, fault)));
        cJSON_AddItemToArray(rules, rule);
    }
    return rules;
}

/* RFC 3986: what is no unreserved character goes as %XX. To free(). */
static char *uri_of_path(const char *path)
{
    struct buf uri = buf_new(1000);
    for (const char *p = path; *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || ((*p | 32) >= 'a' && (*p | 32) <= 'z') ||
                     strchr("-._~/", *p);
        if (plain)
            buf_byte(&uri, *p);
        else
            buf_format(&uri, "%%%02X", (unsigned char)*p);
    }
    return buf_take(&uri);
}

static cJSON *location_of(const cJSON *frame)
{
    cJSON *location = cJSON_CreateObject();
    if (line_has(frame, "file")) {
        cJSON *physical = cJSON_AddObjectToObject(location, "physicalLocation");
        cJSON *artifact = cJSON_AddObjectToObject(physical, "artifactLocation");
        char *uri = uri_of_path(line_text(frame, "file"));
        cJSON_AddStringToObject(artifact, "uri", uri);
        free(uri);
        unsigned line = line_number(frame, "line");
        if (line)
            cJSON_AddNumberToObject(cJSON_AddObjectToObject(physical, "region"), "startLine", line);
    }
    cJSON *logical = cJSON_CreateObject();
    cJSON_AddStringToObject(logical, "name", line_text(frame, "function"));
    cJSON_AddStringToObject(logical, "kind", "function");
    cJSON_AddItemToArray(cJSON_AddArrayToObject(location, "logicalLocations"), logical);
    return location;
}

/* "unchanged", "new" and "absent" as the standard has them (3.27.24). */
static const char *baseline_of(const cJSON *finding)
{
    const char *status = line_text(finding, "status");
    return strcmp(status, "new") == 0     ? "new"
           : strcmp(status, "fixed") == 0 ? "absent"
                                          : "unchanged";
}

static cJSON *result_of(const cJSON *finding)
{
    static const char *const kept[] = {"harness",  "engine", "command",      "firstSeen",
                                       "lastSeen", "flaky",  "seed",         "where",
                                       "bytes",    "count",  "originalBytes"};
    cJSON *result = cJSON_CreateObject();
    cJSON_AddStringToObject(result, "ruleId", line_text(finding, "fault"));
    cJSON_AddStringToObject(result, "level", "error");
    cJSON_AddStringToObject(result, "baselineState", baseline_of(finding));
    cJSON_AddItemToObject(result, "message", text_object(line_text(finding, "says")));
    cJSON *fingerprints = cJSON_AddObjectToObject(result, "partialFingerprints");
    cJSON_AddStringToObject(fingerprints, "connspecFinding/v1", line_text(finding, "name"));
    const cJSON *frames = line_member(finding, "frames");
    if (cJSON_GetArraySize(frames))
        cJSON_AddItemToArray(cJSON_AddArrayToObject(result, "locations"),
                             location_of(cJSON_GetArrayItem(frames, 0)));
    cJSON *properties = cJSON_AddObjectToObject(result, "properties");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (line_member(finding, kept[i]))
            cJSON_AddItemToObject(properties, kept[i],
                                  cJSON_Duplicate(line_member(finding, kept[i]), true));
    return result;
}

void render_sarif(const struct campaign *all, const struct contract *c, struct buf *out)
{
    cJSON *log = cJSON_CreateObject();
    cJSON_AddStringToObject(log, "$schema", SCHEMA);
    cJSON_AddStringToObject(log, "version", "2.1.0");
    cJSON *run = cJSON_CreateObject();
    cJSON_AddItemToArray(cJSON_AddArrayToObject(log, "runs"), run);
    cJSON *driver = cJSON_AddObjectToObject(cJSON_AddObjectToObject(run, "tool"), "driver");
    cJSON_AddStringToObject(driver, "name", "connspec");
    cJSON_AddStringToObject(driver, "version", CONNSPEC_VERSION);
    cJSON_AddItemToObject(driver, "rules", rules_of(all, c));
    cJSON *details = cJSON_AddObjectToObject(run, "automationDetails");
    cJSON_AddStringToObject(details, "id", line_text(all->head, "target"));
    cJSON *results = cJSON_AddArrayToObject(run, "results");
    for (size_t i = 0; i < all->finding_count; i++)
        cJSON_AddItemToArray(results, result_of(all->findings[i]));
    char *text = json_print(log, true);
    buf_text(out, text);
    buf_byte(out, '\n');
    free(text);
    cJSON_Delete(log);
}
