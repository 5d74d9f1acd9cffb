#include "base/json_text.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

const char *json_fault_name(enum json_fault fault)
{
    static const char *const names[] = {
        [JSON_FINE] = "fine",
        [JSON_EMPTY] = "empty",
        [JSON_SYNTAX] = "syntax",
        [JSON_TRUNCATED] = "truncated",
        [JSON_TRAILING] = "trailing-bytes",
        [JSON_BOM] = "byte-order-mark",
        [JSON_NUMBER] = "number",
        [JSON_RANGE] = "number-range",
        [JSON_ESCAPE] = "escape",
        [JSON_CONTROL] = "control-character",
        [JSON_UTF8] = "invalid-utf-8",
        [JSON_LONE_SURROGATE] = "lone-surrogate",
        [JSON_DUPLICATE] = "duplicate-member",
        [JSON_DEPTH] = "depth",
        [JSON_SIZE] = "size",
    };
    return names[fault];
}

/* Copies a checked string with its quotes, \u0000 as C0 80; *from ends up behind it. */
static size_t adapt_string(const char **from, char *to)
{
    const char *p = *from;
    size_t n = 0;
    do {
        bool escape = *p == '\\';
        if (escape && p[1] == 'u' && memcmp(p + 2, "0000", 4) == 0) {
            memcpy(to + n, "\xC0\x80", 2);
            n += 2;
            p += 6;
            continue;
        }
        to[n++] = *p++;
        if (escape)
            to[n++] = *p++;
    } while (*p != '"');
    to[n++] = *p++;
    *from = p;
    return n;
}

static size_t adapt_number(const char **from, const char *end, char *to)
{
    const char *first = *from;
    json_scan_number(from, end);
    size_t len = (size_t)(*from - first);
    if (len >= JSON_NUMBER_MAX)
        return json_shorten(first, *from, to);
    memcpy(to, first, len);
    return len;
}

/* Checked text as cJSON can hold it; never longer. */
static char *adapt(struct bytes text, size_t *len)
{
    char *out = mem_alloc(text.len + 1);
    const char *p = text.ptr, *end = p + text.len;
    size_t n = 0;
    while (p < end) {
        if (*p == '"')
            n += adapt_string(&p, out + n);
        else if (*p == '-' || (*p >= '0' && *p <= '9'))
            n += adapt_number(&p, end, out + n);
        else
            out[n++] = *p++;
    }
    *len = n;
    return out;
}

cJSON *json_read(struct bytes text, const struct json_limits *limits, struct json_problem *problem)
{
    struct json_limits within = limits ? *limits : (struct json_limits){0};
    if (within.max_depth > JSON_READ_DEPTH)
        within.max_depth = JSON_READ_DEPTH;
    if (!json_check(text, &within, problem))
        return NULL;
    size_t len;
    char *adapted = adapt(text, &len);
    cJSON *root = cJSON_ParseWithLengthOpts(adapted, len, NULL, false);
    free(adapted);
    if (!root && problem) {
        problem->fault = JSON_SIZE;
        snprintf(problem->text, sizeof problem->text, "no memory for so large a tree");
    }
    return root;
}

cJSON *json_read_named(const char *name, struct bytes text, struct err *err)
{
    struct json_problem problem;
    cJSON *root = json_read(text, NULL, &problem);
    if (!root)
        err_set(err, "%s:%zu:%zu: %s", name, problem.line, problem.column, problem.text);
    return root;
}
