/* Mutants of the platform clauses: bearer tokens. */
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <string.h>

#define DENIED .code = "Unauthorized"

static const char *sent(const struct call *c)
{
    return rule_asked(c, "Authorization");
}

static bool is_bearer(const struct call *c)
{
    return strncasecmp(sent(c), "Bearer ", 7) == 0;
}

static bool has_none(const struct call *c)
{
    return !*sent(c);
}

static bool has_other_scheme(const struct call *c)
{
    return *sent(c) && !is_bearer(c);
}

static bool has_bare_scheme(const struct call *c)
{
    return text_same(sent(c), "Bearer");
}

static bool looks_like_a_token(const struct call *c)
{
    const char *dot = is_bearer(c) ? strchr(sent(c), '.') : NULL;
    return dot && strchr(dot + 1, '.');
}

static bool is_missing_get(const struct call *c)
{
    return is_get(c) && !c->existed;
}

static bool is_update_of_same(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_update(c);
}

static bool is_token_list(const struct call *c)
{
    return is_list(c) || is_gateway_put(c);
}

/* The header of the last request that was let in. */
static const char *good(const struct call *c)
{
    return tool_text(c->memory, "/good");
}

static void note_good(struct call *c)
{
    if (c->answer.status != 401 && !is_error(c) && *sent(c))
        tool_put(c->memory, "good", cJSON_CreateString(sent(c)));
}

static bool is_known_visitor(const struct call *c)
{
    return *good(c) && has_none(c);
}

static bool is_longer(const struct call *c)
{
    return *good(c) && strncmp(sent(c), good(c), strlen(good(c))) == 0;
}

static bool is_shorter(const struct call *c)
{
    size_t len = strlen(sent(c));
    return *good(c) && len > 8 && len < strlen(good(c)) && strncmp(sent(c), good(c), len) == 0;
}

static bool is_in_other_case(const struct call *c)
{
    return *good(c) && text_same(sent(c), good(c));
}

static bool ends_otherwise(const struct call *c)
{
    size_t len = strlen(good(c));
    return len > 0 && strlen(sent(c)) == len && strncmp(sent(c), good(c), len - 1) == 0;
}

/* Carried out, and then answered 401. */
static bool overlook_first(struct call *c, struct fault *fault)
{
    if (strcmp(fault->code, "Unauthorized") != 0 || !rule_twists(c))
        return false;
    tool_put(c->memory, "denied", cJSON_CreateNumber((double)c->serial));
    return true;
}

static void answer_denied(struct call *c)
{
    const cJSON *denied = cJSON_GetObjectItemCaseSensitive(c->memory, "denied");
    if (denied && denied->valuedouble == (double)c->serial)
        rule_error(c, 401, "Unauthorized");
}

static const struct mutant table[] = {
    {.name = "token-unchecked",
     .clause = "PLAT-04",
     .says = "does not look at the bearer token",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED)},
    {.name = "token-missing",
     .clause = "PLAT-04",
     .says = "does without a token when none is sent",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = has_none)},
    {.name = "token-any",
     .clause = "PLAT-04",
     .says = "accepts any bearer token",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_bearer)},
    {.name = "token-any-of-three-parts",
     .clause = "PLAT-04",
     .says = "accepts any bearer token that has three parts",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = looks_like_a_token)},
    {.name = "token-other-scheme",
     .clause = "PLAT-04",
     .says = "accepts any scheme but Bearer",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = has_other_scheme)},
    {.name = "token-bare-scheme",
     .clause = "PLAT-04",
     .says = "accepts the word Bearer alone",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = has_bare_scheme)},
    {.name = "token-403",
     .clause = "PLAT-04",
     .says = "answers 403 to a wrong token",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(DENIED, .status = 403)},
    {.name = "token-missing-400",
     .clause = "PLAT-04",
     .says = "answers 400 without a token",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(DENIED, .when = has_none, .status = 400)},
    {.name = "token-malformed-500",
     .clause = "PLAT-04",
     .says = "answers 500 to another scheme",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(DENIED, .when = has_other_scheme, .status = 500)},
    {.name = "token-unchecked-in-get",
     .clause = "PLAT-04",
     .says = "does not look at the token of a GET",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_get)},
    {.name = "token-unchecked-in-patch",
     .clause = "PLAT-04",
     .says = "does not look at the token of a PATCH",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_patch)},
    {.name = "token-unchecked-in-delete",
     .clause = "PLAT-04",
     .says = "does not look at the token of a DELETE",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_delete)},
    {.name = "token-unchecked-in-update",
     .clause = "PLAT-04",
     .says = "does not look at the token of a PUT to an existing connection",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_update_of_same)},
    {.name = "token-unchecked-of-key",
     .clause = "PLAT-04",
     .says = "does not look at the token with shared keys",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_key)},
    {.name = "token-unchecked-of-gateway",
     .clause = "PLAT-04",
     .says = "does not look at the token with gateways",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_token_list)},
    {.name = "token-after-404",
     .clause = "PLAT-04",
     .says = "answers 404 for a missing connection without a token",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(DENIED, .when = is_missing_get)},
    {.name = "token-remembered",
     .clause = "PLAT-04",
     .says = "does without a token once a good one was sent",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_answer = note_good},
     .data = TWIST(DENIED, .when = is_known_visitor)},
    {.name = "token-longer",
     .clause = "PLAT-04",
     .says = "accepts a token with something behind it",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_answer = note_good},
     .data = TWIST(DENIED, .when = is_longer)},
    {.name = "token-shorter",
     .clause = "PLAT-04",
     .says = "accepts the beginning of a token",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_answer = note_good},
     .data = TWIST(DENIED, .when = is_shorter)},
    {.name = "token-any-case",
     .clause = "PLAT-04",
     .says = "accepts a token in another case",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_answer = note_good},
     .data = TWIST(DENIED, .when = is_in_other_case)},
    {.name = "token-last-unchecked",
     .clause = "PLAT-04",
     .says = "does not look at the last character of a token",
     .rare = true,
     .seam = {.on_fault = rule_overlook, .on_answer = note_good},
     .data = TWIST(DENIED, .when = ends_otherwise)},
    {.name = "token-after-writing",
     .clause = "PLAT-04",
     .says = "carries a request out before it answers 401",
     .seam = {.on_fault = overlook_first, .on_answer = answer_denied}},
    {.name = "token-after-deleting",
     .clause = "PLAT-04",
     .says = "carries a DELETE out before it answers 401",
     .rare = true,
     .seam = {.on_fault = overlook_first, .on_answer = answer_denied},
     .data = TWIST(.when = is_delete)},
    {.name = "token-after-patching",
     .clause = "PLAT-04",
     .says = "carries a PATCH out before it answers 401",
     .rare = true,
     .seam = {.on_fault = overlook_first, .on_answer = answer_denied},
     .data = TWIST(.when = is_patch)},
};

const struct mutant *mutants_platform_token(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
