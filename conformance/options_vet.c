#include "conformance/settings.h"

#include "base/file.h"
#include "base/mem.h"
#include "contract/contract.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#define TOKEN_MAX ((size_t)64 << 10)

static char *text_of(const struct said *said, int i)
{
    if (said[i].values.count)
        return mem_string(said[i].values.list[0]);
    return mem_string(settings[i].fallback);
}

static int number_of(const struct said *said, int i, double low, double high, double *out,
                     struct err *err)
{
    char *text = text_of(said, i), *end;
    errno = 0;
    *out = strtod(text, &end);
    bool ok = *text && !*end && !errno && isfinite(*out) && *out >= low && *out <= high;
    if (!ok)
        err_set(err, "--%s %s: not a number from %g to %g", settings[i].name, text, low, high);
    free(text);
    return ok ? 0 : -1;
}

static int flag_of(const struct said *said, int i, bool *out, struct err *err)
{
    const char *text = said[i].values.count ? said[i].values.list[0] : "false";
    *out = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
    if (!*out && strcmp(text, "false") != 0 && strcmp(text, "0") != 0)
        return err_set(err, "%s: '%s' is not true or false", settings[i].name, text);
    return 0;
}

static void list_of(const struct said *said, int i, struct strings *out)
{
    for (size_t k = 0; k < said[i].values.count; k++)
        strings_add(out, said[i].values.list[k], strlen(said[i].values.list[k]));
    if (!out->count && settings[i].fallback)
        strings_split(out, settings[i].fallback);
}

static int read_numbers(struct options *o, const struct said *said, struct err *err)
{
    double jobs, timeout, max_time, seed;
    if (number_of(said, JOBS, 1, 64, &jobs, err) ||
        number_of(said, TIMEOUT, 0.1, 3600, &timeout, err) ||
        number_of(said, MAX_TIME, 0, 1e6, &max_time, err) ||
        number_of(said, RATE, 0, 1e6, &o->rate, err) ||
        number_of(said, SEED, 0, 9007199254740991.0, &seed, err))
        return -1;
    if (jobs != floor(jobs) || seed != floor(seed))
        return err_set(err, "--jobs and --seed take whole numbers");
    o->jobs = (unsigned)jobs;
    o->timeout_ms = (unsigned)(timeout * 1000);
    o->max_time_ms = (unsigned)(max_time * 1000);
    o->seed = (unsigned long)seed;
    return 0;
}

static int read_skips(struct options *o, const struct said *said, struct err *err)
{
    for (size_t i = 0; i < said[SKIP].values.count; i++) {
        const char *text = said[SKIP].values.list[i], *equals = strchr(text, '=');
        if (!equals || equals == text || !equals[1])
            return err_set(err, "--skip %s: give the reason too, as in --skip '%.*s=REASON'", text,
                           equals ? (int)(equals - text) : (int)strlen(text), text);
        o->skips = mem_grow(o->skips, o->skip_count + 1, sizeof *o->skips);
        o->skips[o->skip_count++] =
            (struct skip){mem_copy(text, (size_t)(equals - text)), mem_string(equals + 1)};
    }
    return 0;
}

static int vet_token(char *token, const char *from, struct err *err)
{
    size_t len = strlen(token);
    while (len && isspace((unsigned char)token[len - 1]))
        token[--len] = '\0';
    if (!len)
        return err_set(err, "the token from %s is empty", from);
    for (size_t i = 0; i < len; i++)
        if (token[i] <= 0x20 || token[i] == 0x7f)
            return err_set(err, "the token from %s has white space or control characters in it",
                           from);
    return 0;
}

static int read_token(struct options *o, struct err *err)
{
    if (o->token_env && o->token_file)
        return err_set(err, "give --token-env or --token-file, not both");
    if (o->token_env) {
        o->token = mem_string(getenv(o->token_env));
        if (!o->token)
            return err_set(err, "--token-env %s: there is no such variable", o->token_env);
        return vet_token(o->token, o->token_env, err);
    }
    size_t len;
    if (!o->token_file)
        return 0;
    if (file_read(o->token_file, TOKEN_MAX, &o->token, &len, err))
        return -1;
    return vet_token(o->token, o->token_file, err);
}

static int vet_headers(const struct options *o, struct err *err)
{
    for (size_t i = 0; i < o->headers.count; i++) {
        const char *header = o->headers.list[i], *colon = strchr(header, ':');
        if (!colon || colon == header || strpbrk(header, "\r\n"))
            return err_set(err, "--header takes 'NAME: VALUE' (number %zu is not)", i + 1);
        if (strncasecmp(header, "authorization:", 14) == 0)
            return err_set(err, "--header Authorization: use --token-env or --token-file");
    }
    return 0;
}

static int vet(struct options *o, const struct said *said, struct err *err)
{
    char *level = text_of(said, LEVEL);
    enum level found;
    o->level = LEVELS;
    if (strcmp(level, "all") != 0) {
        bool known = level_parse(level, &found);
        o->level = (int)found;
        if (!known) {
            err_set(err, "--level %s: not core, family, platform, robust or all", level);
            free(level);
            return -1;
        }
    }
    free(level);
    if (o->gateways.count < 2)
        return err_set(err, "--gateway: give two gateways that exist on the target");
    if (strcasecmp(o->gateways.list[0], o->gateways.list[1]) == 0)
        return err_set(err, "--gateway: the first two must differ");
    for (size_t i = 0; i < o->gateways.count; i++)
        if (strcasecmp(o->gateways.list[i], o->missing_gateway) == 0)
            return err_set(err, "--missing-gateway %s: that one is given as existing",
                           o->missing_gateway);
    if (vet_headers(o, err) || read_numbers(o, said, err) || read_skips(o, said, err))
        return -1;
    if (!o->certificate && (o->product || o->signing_key))
        return err_set(err, "--%s is for a certificate: --certificate DIR",
                       o->product ? "product" : "signing-key");
    return read_token(o, err);
}

int options_settle(struct options *o, const struct said *said, struct err *err)
{
    o->restart_command = text_of(said, RESTART_COMMAND);
    o->baseline = text_of(said, BASELINE);
    o->certificate = text_of(said, CERTIFICATE);
    o->product = text_of(said, PRODUCT);
    o->signing_key = text_of(said, SIGNING_KEY);
    o->target_file = text_of(said, TARGET);
    o->subscription = text_of(said, SUBSCRIPTION);
    o->resource_group = text_of(said, RESOURCE_GROUP);
    list_of(said, GATEWAY, &o->gateways);
    o->missing_gateway = text_of(said, MISSING_GATEWAY);
    o->api_version = text_of(said, API_VERSION);
    o->token_env = text_of(said, TOKEN_ENV);
    o->token_file = text_of(said, TOKEN_FILE);
    list_of(said, HEADER, &o->headers);
    o->cacert = text_of(said, CACERT);
    list_of(said, ONLY, &o->only);
    o->report_dir = text_of(said, REPORT_DIR);
    o->suite = text_of(said, SUITE);
    if (flag_of(said, PROVISION_GATEWAYS, &o->provision_gateways, err) ||
        flag_of(said, INSECURE, &o->insecure, err) || flag_of(said, KEEP, &o->keep, err) ||
        flag_of(said, VERBOSE, &o->verbose, err) || flag_of(said, DRY_RUN, &o->dry_run, err))
        return -1;
    return vet(o, said, err);
}

void options_free(struct options *o)
{
    char *texts[] = {
        o->url,       o->subscription, o->resource_group,  o->missing_gateway, o->api_version,
        o->token_env, o->token_file,   o->token,           o->cacert,          o->report_dir,
        o->suite,     o->target_file,  o->restart_command, o->baseline,        o->certificate,
        o->product,   o->signing_key};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (size_t i = 0; i < o->skip_count; i++) {
        free(o->skips[i].glob);
        free(o->skips[i].reason);
    }
    free(o->skips);
    strings_free(&o->gateways);
    strings_free(&o->headers);
    strings_free(&o->only);
    *o = (struct options){0};
}
