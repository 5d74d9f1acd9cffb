#include "contract/regex.h"

#include "base/mem.h"
#include "contract/regex_ecma.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

#define PATTERN_MAX ((size_t)64 << 10)
#define STEPS_LEAST 10000
#define STEPS_PER_BYTE 100
#define HEAP_KIB ((uint32_t)64 << 10)

struct regex {
    pcre2_code *code;
};

static int compile(pcre2_code **out, const struct buf *pattern, struct err *err)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF;
    *out =
        pcre2_compile((PCRE2_SPTR)buf_view(pattern).ptr, pattern->len, options, &code, &at, NULL);
    if (*out)
        return 0;
    PCRE2_UCHAR why[160] = "";
    pcre2_get_error_message(code, why, sizeof why);
    return err_set(err, "malformed pattern: %s", (const char *)why);
}

int regex_compile(struct regex **out, const char *pattern, struct err *err)
{
    *out = NULL;
    pcre2_code *code = NULL;
    struct buf text = buf_new(PATTERN_MAX);
    int rc = regex_from_ecma(&text, pattern, err);
    if (rc == 0 && text.failed)
        rc = err_set(err, "malformed pattern: it is too long");
    if (rc == 0)
        rc = compile(&code, &text, err);
    buf_free(&text);
    if (rc == 0) {
        *out = mem_alloc(sizeof **out);
        (*out)->code = code;
    }
    return rc;
}

void regex_free(struct regex *r)
{
    if (!r)
        return;
    pcre2_code_free(r->code);
    free(r);
}

/* A copy with real NULs, or NULL when the text has none. */
static char *with_nuls(const char *text, size_t *len)
{
    if (!memchr(text, 0xC0, *len))
        return NULL;
    char *copy = mem_alloc(*len + 1);
    size_t n = 0;
    for (size_t i = 0; i < *len; i++) {
        bool nul = (unsigned char)text[i] == 0xC0 && (unsigned char)text[i + 1] == 0x80;
        copy[n++] = nul ? '\0' : text[i];
        i += nul;
    }
    *len = n;
    return copy;
}

static pcre2_match_context *limits_for(size_t len)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    if (!limits)
        return NULL;
    size_t most = (UINT32_MAX - STEPS_LEAST) / STEPS_PER_BYTE;
    uint32_t steps = STEPS_LEAST + STEPS_PER_BYTE * (uint32_t)(len < most ? len : most);
    pcre2_set_match_limit(limits, steps);
    pcre2_set_depth_limit(limits, steps);
    pcre2_set_heap_limit(limits, HEAP_KIB);
    return limits;
}

static enum regex_result result_of(int rc)
{
    if (rc >= 0)
        return REGEX_MATCH;
    bool limit = rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
                 rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_NOMEMORY;
    return limit ? REGEX_LIMIT : REGEX_NO_MATCH;
}

enum regex_result regex_match(const struct regex *r, const char *text)
{
    size_t len = strlen(text);
    char *copy = with_nuls(text, &len);
    pcre2_match_context *limits = limits_for(len);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int rc = PCRE2_ERROR_NOMEMORY;
    if (limits && data)
        rc = pcre2_match(r->code, (PCRE2_SPTR)(copy ? copy : text), len, 0, 0, data, limits);
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    free(copy);
    return result_of(rc);
}
