/* page.h - what must hold of an HTML report whatever the results are, for tests and for fuzzing. */
#ifndef REPORTS_TESTS_PAGE_H
#define REPORTS_TESTS_PAGE_H

#include "base/bytes.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

static inline size_t page_count(struct bytes page, const char *piece)
{
    size_t count = 0, len = strlen(piece);
    for (size_t i = 0; i + len <= page.len; i++)
        count += memcmp(page.ptr + i, piece, len) == 0;
    return count;
}

/* The block of JSON with an id; false where there is none, or it is no JSON. */
static inline bool page_block(struct bytes page, const char *id, struct bytes *json)
{
    static const struct json_limits limits = {0};
    char open[80];
    snprintf(open, sizeof open, "<script type=\"application/json\" id=\"%s\">", id);
    const char *at = memmem(page.ptr, page.len, open, strlen(open));
    if (!at)
        return false;
    at += strlen(open);
    const char *end = memmem(at, page.len - (size_t)(at - page.ptr), "</script>", 9);
    *json = (struct bytes){at, end ? (size_t)(end - at) : 0};
    return json_check(*json, &limits, NULL);
}

/* What is wrong with it, or NULL: scripts and their ends are ours, data is JSON, no character is one that a
 * terminal acts upon. `runs`: how many of its results files are runs. */
static inline const char *page_fault(struct bytes page, size_t runs)
{
    struct bytes json;
    if (page_count(page, "<script") != 2 + runs || page_count(page, "</script") != 2 + runs)
        return "a script too many, or too few";
    if (page_count(page, "<!--") || page_count(page, "<img") || page_count(page, "\xe2\x80\xa8"))
        return "something gets through as it is";
    if (!page_block(page, "data", &json) || page_count(json, "<"))
        return "the data is no JSON for a script element";
    for (size_t i = 0; i < page.len; i++)
        if ((unsigned char)page.ptr[i] < ' ' && page.ptr[i] != '\n')
            return "a control character";
    return NULL;
}

#endif
