/* Which of two ends are one bug, and what it is called. */
#include "fuzz/campaign/crash.h"

#include <stdio.h>
#include <string.h>

static size_t functions_in_common(const struct crash *a, const struct crash *b)
{
    size_t count = 0, from = 0;
    for (size_t i = 0; i < a->frame_count; i++) {
        for (size_t k = from; k < b->frame_count; k++) {
            if (strcmp(a->frames[i].function, b->frames[k].function) == 0) {
                count++;
                from = k + 1;
                break;
            }
        }
    }
    return count;
}

/* Two functions, or the only one that there is. */
static bool two_in_common(const struct crash *a, const struct crash *b)
{
    size_t fewer = a->frame_count < b->frame_count ? a->frame_count : b->frame_count;
    return functions_in_common(a, b) >= (fewer < 2 ? fewer : 2);
}

static bool same_place(const struct crash *a, const struct crash *b)
{
    const struct crash_frame *x = a->frames, *y = b->frames;
    if (!a->frame_count || !b->frame_count)
        return a->frame_count == b->frame_count && strcmp(a->type, b->type) == 0;
    if (strcmp(x->function, y->function) != 0)
        return false;
    if (x->line && x->line == y->line && strcmp(x->file, y->file) == 0)
        return true;
    return strcmp(a->type, b->type) == 0 && two_in_common(a, b);
}

bool crash_is_failure(const struct crash *c)
{
    const char *status = c->kind == CRASH_CLAUSE ? strstr(c->where, " 5") : NULL;
    return status && strlen(status) > 5 && status[4] == ' ';
}

bool crash_same(const struct crash *a, const struct crash *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case CRASH_CLAUSE:
        return strcmp(a->where, b->where) == 0 &&
               (strcmp(a->type, b->type) == 0 || crash_is_failure(a));
    case CRASH_HANG:
        return a->frame_count && b->frame_count ? two_in_common(a, b)
                                                : a->frame_count == b->frame_count;
    case CRASH_NONE:
        return true;
    default:
        return same_place(a, b);
    }
}

void crash_slug(const struct crash *c, char out[101])
{
    char text[300];
    const char *at = c->kind == CRASH_CLAUSE ? c->where : c->frame_count ? c->frames->function : "";
    snprintf(text, sizeof text, "%s%s%s", c->type,
             c->kind == CRASH_CLAUSE ? "-"
             : *at                   ? "-in-"
                                     : "",
             at);
    size_t len = 0;
    for (const char *p = text; *p && len < 100; p++) {
        bool word = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
                    (*p >= 'a' && *p <= 'z') || *p == '_';
        if (word)
            out[len++] = *p;
        else if (len && out[len - 1] != '-')
            out[len++] = '-';
    }
    while (len && out[len - 1] == '-')
        len--;
    out[len] = '\0';
}
