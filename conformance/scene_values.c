#include "conformance/scene_parts.h"

#include "base/mem.h"
#include "base/pointer.h"

#include <ctype.h>
#include <stdlib.h>

#define CAPTURE_MAX ((size_t)4 << 10)

/* What goes into a request must not end a header field, whoever wrote it. */
static bool is_plain(const cJSON *value)
{
    if (!cJSON_IsString(value) || strlen(value->valuestring) > CAPTURE_MAX)
        return false;
    for (const unsigned char *c = (const unsigned char *)value->valuestring; *c; c++)
        if (*c < 0x20 || *c == 0x7f)
            return false;
    return true;
}

/* Of "label:/pointer": the string that the labelled answer has there. */
static const cJSON *captured(struct scene *s, const char *word)
{
    static const cJSON nothing = {.type = cJSON_String, .valuestring = ""};
    const char *colon = strchr(word, ':');
    char *label = mem_copy(word, (size_t)(colon - word));
    const struct seen *x = scene_labelled(s, label);
    const cJSON *value = x ? pointer_get(x->answer, colon + 1) : NULL;
    bool plain = value && is_plain(value);
    if (!plain && !s->lacking)
        s->lacking = mem_format("The answer of the step \"%s\" has no string at %s that could be "
                                "sent, which this step needs.",
                                label, colon + 1);
    free(label);
    return plain ? value : &nothing;
}

const cJSON *scene_lookup(void *scene, const char *word)
{
    const struct scene *s = scene;
    return strchr(word, ':') ? captured(scene, word)
                             : cJSON_GetObjectItemCaseSensitive(s->values, word);
}

void scene_set_value(cJSON *values, const char *name, const char *text)
{
    cJSON_AddStringToObject(values, name, text);
}

void scene_set_unique(cJSON *values, const struct run *run, const struct test_case *tc)
{
    /* ends in a letter, so that what a scenario adds never makes it another case's */
    char *unique = mem_format("cs%s-%zux", run->id, (size_t)(tc - run->plan->list) + 1);
    scene_set_value(values, "unique", unique);
    for (char *c = unique; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    scene_set_value(values, "UNIQUE", unique);
    free(unique);
    char *digits = mem_format("%s%04zu", run->digits, (size_t)(tc - run->plan->list) + 1);
    scene_set_value(values, "digits", digits);
    free(digits);
}

/* Tokens that are almost the run's. For the Authorization header alone, which is never recorded. */
static void set_token_values(cJSON *values, const char *token)
{
    static const char *const names[] = {"token-shorter", "token-longer", "token-other-case",
                                        "token-other-end"};
    char *shorter = mem_copy(token, strlen(token) - 1);
    char *longer = mem_format("%s0", token);
    char *swapped = mem_string(token);
    for (char *c = swapped; *c; c++)
        *c = (char)(islower((unsigned char)*c) ? toupper((unsigned char)*c)
                                               : tolower((unsigned char)*c));
    char *end = mem_format("%s%c", shorter, token[strlen(token) - 1] == 'x' ? 'y' : 'x');
    char *const texts[] = {shorter, longer, swapped, end};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool other = *texts[i] && strcmp(texts[i], token) != 0;
        scene_set_value(values, names[i], other ? texts[i] : "not-the-token");
        free(texts[i]);
    }
}

void scene_set_run_values(cJSON *values, const struct run *run)
{
    const struct options *o = run->options;
    scene_set_value(values, "gateway1", o->gateways.list[0]);
    scene_set_value(values, "gateway2", o->gateways.list[1]);
    scene_set_value(values, "missing-gateway", o->missing_gateway);
    scene_set_value(values, "subscription", o->subscription);
    scene_set_value(values, "resource-group", o->resource_group);
    char *other = mem_string(o->resource_group);
    for (char *c = other; *c; c++)
        *c = (char)(islower((unsigned char)*c) ? toupper((unsigned char)*c)
                                               : tolower((unsigned char)*c));
    scene_set_value(values, "resource-group-other-case", other);
    free(other);
    set_token_values(values, o->token ? o->token : "none");
}
