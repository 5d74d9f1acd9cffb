#include "contract/body.h"

#include "base/json.h"
#include "base/mem.h"
#include "contract/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? memchr(digits, c | 0x20, 16) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* The path without query and last slashes, percent-decoded. */
static char *plain_path(const char *path)
{
    char *plain = mem_copy(path, strcspn(path, "?"));
    size_t len = 0;
    for (const char *p = plain; *p; p++) {
        bool coded = *p == '%' && hex_digit(p[1]) >= 0 && hex_digit(p[2]) >= 0;
        plain[len++] = coded ? (char)(hex_digit(p[1]) << 4 | hex_digit(p[2])) : *p;
        p += coded ? 2 : 0;
    }
    while (len && plain[len - 1] == '/')
        len--;
    plain[len] = '\0';
    return plain;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), tail = strlen(end);
    return len >= tail && strcasecmp(text + len - tail, end) == 0;
}

bool body_is_key(const char *path)
{
    char *plain = plain_path(path);
    bool is = ends_with(plain, "/sharedkey") || ends_with(plain, "/sharedkey/reset");
    free(plain);
    return is;
}

/* In a request the suite's own wrong values, such as numbers, are evidence and no secret. */
static void redact_value(cJSON *value, struct secrets *secrets, enum body_kind kind)
{
    if (cJSON_IsString(value)) {
        secrets_add(secrets, value->valuestring);
        cJSON_SetValuestring(value, REDACTED);
    } else if (cJSON_IsArray(value) || cJSON_IsObject(value)) {
        for (cJSON *child = value->child; child; child = child->next)
            redact_value(child, secrets, kind);
    } else if (kind == BODY_KEY_ANSWER && !cJSON_IsNull(value)) {
        cJSON *child = cJSON_CreateString(REDACTED);
        value->type = cJSON_String | (value->type & ~0xff);
        value->valuestring = child->valuestring;
        child->valuestring = NULL;
        cJSON_Delete(child);
    }
}

static void redact_members(cJSON *tree, struct secrets *secrets, enum body_kind kind)
{
    for (cJSON *child = tree->child; child; child = child->next) {
        if (child->string && strcasecmp(child->string, "value") == 0)
            redact_value(child, secrets, kind);
        else
            redact_members(child, secrets, kind);
    }
}

/* The body of a shared key exchange without the keys; to free(). */
static char *without_keys(struct bytes body, struct secrets *secrets, enum body_kind kind)
{
    struct json_problem problem;
    static const struct json_limits limits = {.max_bytes = (size_t)1 << 20, .max_depth = 64};
    cJSON *tree = json_read(body, &limits, &problem);
    char *text = NULL;
    if (cJSON_IsObject(tree)) {
        redact_members(tree, secrets, kind);
        text = json_print(tree, false);
    }
    cJSON_Delete(tree);
    return text ? text : mem_string(problem.fault == JSON_EMPTY ? "" : REDACTED);
}

static void add_base64(struct record_line *to, struct bytes data)
{
    struct buf out = buf_new(SIZE_MAX / 4);
    base64_add(&out, data);
    put_text(to, "bodyBase64", buf_view(&out).ptr);
    buf_free(&out);
}

static void add_kept(struct record_line *to, struct bytes body, size_t max)
{
    size_t keep = utf8_cut(body, max);
    struct buf out = buf_new(SIZE_MAX / 4);
    struct bytes kept = body;
    if (keep < body.len || to->secrets->count) {
        secrets_apply(to->secrets, body, keep, &out);
        kept = buf_view(&out);
    }
    bool any = max || !body.len; /* else there is not even an empty text */
    if (any && utf8_valid(kept))
        put_clean(to, "body", kept);
    else if (any)
        add_base64(to, kept);
    if (keep < body.len)
        put_bool(to, "bodyCut", true);
    buf_free(&out);
}

void body_line(struct record_line *to, struct secrets *secrets, struct bytes body,
               enum body_kind kind, size_t max)
{
    put_number(to, "bodyLength", (double)body.len);
    if (kind == BODY_PLAIN) {
        add_kept(to, body, max);
        return;
    }
    char *text = without_keys(body, secrets, kind);
    add_kept(to, bytes_of(text), max);
    free(text);
}
