#include "conformance/settings.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define TARGET_FILE_MAX ((size_t)1 << 20)

const struct setting settings[SETTINGS] = {
    [TARGET] = {"target", TEXT, "FILE", NULL,
                "settings as a JSON object, members named like these options"},
    [SUBSCRIPTION] = {"subscription", TEXT, "ID", "00000000-0000-0000-0000-000000000000",
                      "subscription in each URI"},
    [RESOURCE_GROUP] = {"resource-group", TEXT, "NAME", "myrg1", "resource group in each URI"},
    [GATEWAY] = {"gateway", LIST, "NAME", "firstgateway,secondgateway",
                 "a gateway that exists on the target; give at least two"},
    [MISSING_GATEWAY] = {"missing-gateway", TEXT, "NAME", "nosuchgateway",
                         "a gateway that does not exist there"},
    [PROVISION_GATEWAYS] = {"provision-gateways", FLAG, NULL, NULL,
                            "create the gateways first, by PUT"},
    [API_VERSION] = {"api-version", TEXT, "VERSION", "2015-05-01-preview",
                     "the contract to certify for"},
    [TOKEN_ENV] = {"token-env", TEXT, "VAR", NULL,
                   "the bearer token is in this variable of the environment"},
    [TOKEN_FILE] = {"token-file", TEXT, "FILE", NULL,
                    "the bearer token is in this file (- is standard input)"},
    [HEADER] = {"header", LIST, "'NAME: VALUE'", NULL,
                "add a header to every request; its value is kept secret"},
    [CACERT] = {"cacert", TEXT, "FILE", NULL, "trust the certificates in this PEM file"},
    [INSECURE] = {"insecure", FLAG, NULL, NULL, "do not verify TLS; allow a token over plain HTTP"},
    [LEVEL] = {"level", TEXT, "LEVEL", "all", "core, family, platform, robust or all"},
    [ONLY] = {"only", LIST, "GLOB", NULL,
              "run only checks whose id, case, scenario or clause matches"},
    [SKIP] = {"skip", LIST, "GLOB=REASON", NULL, "leave out checks that match, and say why"},
    [JOBS] = {"jobs", TEXT, "N", "4", "cases under way at once, 1 to 64"},
    [TIMEOUT] = {"timeout", TEXT, "SECONDS", "30",
                 "for one request, from connecting to the whole answer"},
    [MAX_TIME] = {"max-time", TEXT, "SECONDS", "0",
                  "for the whole run; then it ends, incomplete (0: no limit)"},
    [RATE] = {"rate", TEXT, "N", "0", "requests a second at most (0: no limit)"},
    [RESTART_COMMAND] = {"restart-command", TEXT, "CMD", NULL,
                         "brings a target back that a hostile request has killed (sh -c)"},
    [SEED] = {"seed", TEXT, "N", "0", "the order of the cases (0: by name)"},
    [BASELINE] = {"baseline", TEXT, "FILE", NULL,
                  "failures that are known, with reasons: exit status 6 when there are no others"},
    [CERTIFICATE] = {"certificate", TEXT, "DIR", NULL,
                     "leave a certificate there that connspec verify checks offline"},
    [PRODUCT] = {"product", TEXT, "FILE", NULL,
                 "what is certified, in its certificate: a JSON object with name and version"},
    [SIGNING_KEY] = {"signing-key", TEXT, "FILE", NULL,
                     "sign the certificate with this Ed25519 key (PEM)"},
    [REPORT_DIR] = {"report-dir", TEXT, "DIR", "reports/out", "where the reports go"},
    [SUITE] = {"suite", TEXT, "DIR", NULL,
               "read contract, scenarios and corpus from this checkout"},
    [KEEP] = {"keep", FLAG, NULL, NULL, "leave the connections on the target"},
    [VERBOSE] = {"verbose", FLAG, NULL, NULL, "show the traffic"},
    [DRY_RUN] = {"dry-run", FLAG, NULL, NULL, "list the checks that would run, send nothing"},
};

void strings_add(struct strings *s, const char *text, size_t len)
{
    s->list = mem_grow(s->list, s->count + 2, sizeof *s->list);
    s->list[s->count++] = mem_copy(text, len);
    s->list[s->count] = NULL;
}

void strings_free(struct strings *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i]);
    free(s->list);
    *s = (struct strings){0};
}

void strings_split(struct strings *s, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, ",");
        if (len)
            strings_add(s, text, len);
        if (!text[len])
            return;
        text += len + 1;
    }
}

static int find_setting(const char *name, size_t len)
{
    for (int i = 0; i < SETTINGS; i++)
        if (strlen(settings[i].name) == len && memcmp(settings[i].name, name, len) == 0)
            return i;
    return -1;
}

/* --- the command line --- */

static int read_option(struct said *said, int argc, char **argv, int *at, struct err *err)
{
    const char *arg = argv[*at] + 2;
    const char *value = strchr(arg, '=');
    int i = find_setting(arg, value ? (size_t)(value - arg) : strlen(arg));
    if (i < 0)
        return err_set(err, "unknown option '%s'; connspec certify --help lists them", argv[*at]);
    if (settings[i].kind == FLAG) {
        if (value)
            return err_set(err, "--%s takes no value", settings[i].name);
        value = "true";
    } else if (value) {
        value++;
    } else if (++*at < argc) {
        value = argv[*at];
    } else {
        return err_set(err, "--%s needs a value: --%s %s", settings[i].name, settings[i].name,
                       settings[i].argument);
    }
    if (settings[i].kind != LIST)
        strings_free(&said[i].values);
    strings_add(&said[i].values, value, strlen(value));
    return 0;
}

static int read_arguments(struct options *o, struct said *said, int argc, char **argv,
                          struct err *err)
{
    bool options_end = false;
    for (int at = 1; at < argc; at++) {
        if (!options_end && strcmp(argv[at], "--") == 0)
            options_end = true;
        else if (!options_end && strncmp(argv[at], "--", 2) == 0) {
            if (read_option(said, argc, argv, &at, err))
                return -1;
        } else if (!options_end && argv[at][0] == '-' && argv[at][1])
            return err_set(err, "unknown option '%s'; options are written --NAME", argv[at]);
        else if (o->url)
            return err_set(err, "one URL at a time: '%s' after '%s'", argv[at], o->url);
        else
            o->url = mem_string(argv[at]);
    }
    return 0;
}

/* --- the environment --- */

static void read_environment(struct said *said)
{
    for (int i = 0; i < SETTINGS; i++) {
        char name[64] = "CONNSPEC_";
        size_t at = strlen(name);
        for (const char *c = settings[i].name; *c; c++)
            name[at++] = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
        name[at] = '\0';
        const char *value = getenv(name);
        if (!value || !*value || said[i].values.count)
            continue;
        if (settings[i].kind == LIST)
            strings_split(&said[i].values, value);
        else
            strings_add(&said[i].values, value, strlen(value));
    }
}

/* --- the target file --- */

static int add_json(struct said *said, const struct setting *s, const cJSON *value,
                    const char *file, struct err *err)
{
    if (cJSON_IsString(value)) {
        strings_add(&said->values, value->valuestring, strlen(value->valuestring));
    } else if (cJSON_IsNumber(value) && s->kind == TEXT) {
        char *text = json_print(value, false);
        strings_add(&said->values, text, strlen(text));
        free(text);
    } else if (cJSON_IsBool(value) && s->kind == FLAG) {
        const char *text = cJSON_IsTrue(value) ? "true" : "false";
        strings_add(&said->values, text, strlen(text));
    } else {
        return err_set(err, "%s: member \"%s\" takes %s", file, s->name,
                       s->kind == FLAG   ? "true or false"
                       : s->kind == LIST ? "an array of strings"
                                         : "a string or a number");
    }
    return 0;
}

static int read_member(struct said *said, const cJSON *member, const char *file, struct err *err)
{
    int i = find_setting(member->string, strlen(member->string));
    if (i < 0 || i == TARGET)
        return err_set(err, "%s: unknown member \"%s\"; members are named like the options", file,
                       member->string);
    if (said[i].values.count)
        return 0;
    if (settings[i].kind != LIST || !cJSON_IsArray(member))
        return add_json(&said[i], &settings[i], member, file, err);
    const cJSON *item;
    cJSON_ArrayForEach(item,
                       member) if (add_json(&said[i], &settings[i], item, file, err)) return -1;
    return 0;
}

static int read_target_file(struct options *o, struct said *said, struct err *err)
{
    if (!said[TARGET].values.count)
        return 0;
    const char *file = said[TARGET].values.list[0];
    char *data = NULL;
    size_t len;
    cJSON *root = NULL;
    int result = -1;
    if (file_read(file, TARGET_FILE_MAX, &data, &len, err))
        goto out;
    root = json_read_named(file, (struct bytes){data, len}, err);
    if (!root)
        goto out;
    if (!cJSON_IsObject(root)) {
        err_set(err, "%s: not a JSON object", file);
        goto out;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, root)
    {
        if (strcmp(member->string, "url") == 0 && cJSON_IsString(member)) {
            if (!o->url)
                o->url = mem_string(member->valuestring);
        } else if (read_member(said, member, file, err)) {
            goto out;
        }
    }
    result = 0;
out:
    cJSON_Delete(root);
    free(data);
    return result;
}

int options_read(struct options *out, int argc, char **argv, struct err *err)
{
    struct said said[SETTINGS] = {0};
    *out = (struct options){0};
    int result = read_arguments(out, said, argc, argv, err);
    if (!result) {
        read_environment(said);
        result = read_target_file(out, said, err);
    }
    if (!result)
        result = options_settle(out, said, err);
    if (!result && !out->url && !out->dry_run)
        result = err_set(err, "which endpoint? connspec certify URL, for example "
                              "connspec certify http://127.0.0.1:8080");
    for (int i = 0; i < SETTINGS; i++)
        strings_free(&said[i].values);
    return result;
}

void options_help(void)
{
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting *s = &settings[i];
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", s->name, s->argument ? " " : "",
                 s->argument ? s->argument : "");
        printf("  %-26s %s%s", left, s->help, s->kind == LIST ? "; repeatable" : "");
        if (s->fallback)
            printf(" [%s]", s->fallback);
        putchar('\n');
    }
}
