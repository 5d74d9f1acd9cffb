#include "conformance/head.h"

#include <time.h>

static void add_text(cJSON *to, const char *name, const char *value)
{
    if (value)
        cJSON_AddStringToObject(to, name, value);
}

static cJSON *configuration_of(const struct options *o)
{
    cJSON *c = cJSON_CreateObject();
    add_text(c, "subscription", o->subscription);
    add_text(c, "resource-group", o->resource_group);
    cJSON_AddItemToObject(
        c, "gateway",
        cJSON_CreateStringArray((const char *const *)o->gateways.list, (int)o->gateways.count));
    add_text(c, "missing-gateway", o->missing_gateway);
    add_text(c, "token-env", o->token_env);
    add_text(c, "token-file", o->token_file);
    add_text(c, "cacert", o->cacert);
    cJSON_AddBoolToObject(c, "provision-gateways", o->provision_gateways);
    cJSON_AddBoolToObject(c, "insecure", o->insecure);
    cJSON_AddNumberToObject(c, "headers", (double)o->headers.count);
    cJSON_AddNumberToObject(c, "jobs", o->jobs);
    cJSON_AddNumberToObject(c, "timeout", o->timeout_ms / 1000.0);
    cJSON_AddNumberToObject(c, "rate", o->rate);
    cJSON_AddNumberToObject(c, "seed", (double)o->seed);
    return c;
}

static cJSON *selection_of(const struct options *o)
{
    cJSON *s = cJSON_CreateObject();
    cJSON_AddItemToObject(
        s, "only", cJSON_CreateStringArray((const char *const *)o->only.list, (int)o->only.count));
    cJSON *skips = cJSON_AddArrayToObject(s, "skip");
    for (size_t i = 0; i < o->skip_count; i++) {
        cJSON *skip = cJSON_CreateObject();
        add_text(skip, "glob", o->skips[i].glob);
        add_text(skip, "reason", o->skips[i].reason);
        cJSON_AddItemToArray(skips, skip);
    }
    return s;
}

void head_add_options(cJSON *head, const struct options *o)
{
    cJSON_AddItemToObject(head, "configuration", configuration_of(o));
    cJSON_AddItemToObject(head, "selection", selection_of(o));
}

static void add_digest(cJSON *head, const char *name, const char *digest)
{
    add_text(cJSON_AddObjectToObject(head, name), "digest", digest);
}

cJSON *head_new(const struct loaded *loaded, const char *run, const char *target, const char *level)
{
    char suite[65], started[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    assets_digest(&loaded->assets, "", suite);
    cJSON *head = cJSON_CreateObject(), *tool = cJSON_AddObjectToObject(head, "tool");
    add_text(tool, "name", "connspec");
    add_text(tool, "version", CONNSPEC_VERSION);
    add_text(head, "run", run);
    add_text(head, "started", started);
    add_text(head, "target", target);
    add_text(head, "apiVersion", loaded->contract->api_version);
    add_text(head, "level", level);
    add_digest(head, "suite", suite);
    add_digest(head, "contract", loaded->contract->digest);
    return head;
}
