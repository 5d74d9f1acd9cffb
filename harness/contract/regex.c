#include "contract/regex.h"

#include "base/mem.h"
#include "contract/regex_ecma.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

#define PATTERN_MAX ((size_t)64 << 10)
#define HEAP_KIB ((uint32_t)64 << 10)

/* PCRE2 limits how often it tries something, not how far it looks each time, so that a limit by
 * itself either fails long texts or lets them take hours. Callouts before each item of the pattern
 * see how far it has moved since the last one. */
#define WORK_LEAST ((size_t)100000)
#define WORK_PER_BYTE 128
#define WORK_PER_CALLOUT 8
#define WORK_PER_STEP 128

struct regex {
    pcre2_code *code;
    bool refers; /* back to groups: comparing with one may look at all of the text */
};

struct work {
    size_t done, most, each, at;
};

static int compile(pcre2_code **out, const struct buf *pattern, struct err *err)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    uint32_t options =
        PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_AUTO_CALLOUT;
    *out =
        pcre2_compile((PCRE2_SPTR)buf_view(pattern).ptr, pattern->len, options, &code, &at, NULL);
    if (*out)
        return 0;
    PCRE2_UCHAR why[160] = "";
    pcre2_get_error_message(code, why, sizeof why);
    return err_set(err, "malformed pattern: %s", (const char *)why);
}

static struct regex *new_regex(pcre2_code *code)
{
    uint32_t highest = 0;
    struct regex *r = mem_alloc(sizeof *r);
    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &highest);
    *r = (struct regex){.code = code, .refers = highest > 0};
    return r;
}

int regex_compile(struct regex **out, const char *pattern, struct err *err)
{
    pcre2_code *code = NULL;
    struct buf text = buf_new(PATTERN_MAX);
    int rc = regex_from_ecma(&text, pattern, err);
    if (rc == 0 && text.failed)
        rc = err_set(err, "malformed pattern: it is too long");
    if (rc == 0)
        rc = compile(&code, &text, err);
    *out = rc == 0 ? new_regex(code) : NULL;
    buf_free(&text);
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

static int on_callout(pcre2_callout_block *block, void *context)
{
    struct work *w = context;
    size_t at = block->current_position;
    w->done += w->each + (at > w->at ? at - w->at : w->at - at);
    w->at = at;
    return w->done > w->most ? PCRE2_ERROR_MATCHLIMIT : 0;
}

static enum regex_result result_of(int rc)
{
    if (rc >= 0)
        return REGEX_MATCH;
    bool limit = rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
                 rc == PCRE2_ERROR_HEAPLIMIT || rc == PCRE2_ERROR_NOMEMORY;
    return limit ? REGEX_LIMIT : REGEX_NO_MATCH;
}

static int match(const struct regex *r, const char *text, size_t len, struct work *work)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int rc = PCRE2_ERROR_NOMEMORY;
    if (limits && data) {
        uint32_t tries = work->most < UINT32_MAX ? (uint32_t)work->most : UINT32_MAX;
        pcre2_set_match_limit(limits, tries);
        pcre2_set_depth_limit(limits, tries);
        pcre2_set_heap_limit(limits, HEAP_KIB);
        pcre2_set_callout(limits, on_callout, work);
        rc = pcre2_match(r->code, (PCRE2_SPTR)text, len, 0, 0, data, limits);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    return rc;
}

enum regex_result regex_match(const struct regex *r, const char *text, size_t *steps)
{
    size_t len = strlen(text);
    char *copy = with_nuls(text, &len);
    struct work work = {.most = WORK_LEAST + WORK_PER_BYTE * len,
                        .each = WORK_PER_CALLOUT + (r->refers ? len : 0)};
    int rc = match(r, copy ? copy : text, len, &work);
    *steps = 1 + (work.done + len) / WORK_PER_STEP;
    free(copy);
    return result_of(rc);
}
