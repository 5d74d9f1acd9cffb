/* variants_seen.h - what tells a variant from the plain reference: something that is seen in the one
 * and not in the other. */
#ifndef VARIANTS_SEEN_H
#define VARIANTS_SEEN_H

#include "test_reference_kit.h"

#include "reference/variants.h"

#include <string.h>

#define KEY GROUP "connections/c1/sharedkey" VERSION
#define RESET GROUP "connections/c1/sharedkey/reset" VERSION
#define GATEWAY(name) GROUP "virtualNetworkGateways/" name VERSION
#define LIST GROUP "virtualNetworkGateways/firstgateway/connections" VERSION
#define DEDICATED COMPLETE_AS("Dedicated", "")

struct sight {
    const char *variant;
    bool (*seen)(struct service *s); /* c1 is there, as COMPLETE; NULL: this request, ... */
    const char *method, *path, *body, *header;
    int status, plain; /* ... answered so by the variant, and so by the plain reference */
    const char *token;
};

static inline struct service *open_with(const char *variant, const char *token)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options options = {.gateways = gateways, .variant = variant, .token = token};
    struct service *s = NULL;
    struct err err;
    if (service_open(&s, &options, &err))
        fail_msg("%s", err.text);
    return s;
}

static inline void put_first(struct service *s, const char *token)
{
    char *line = mem_format("Authorization: Bearer %s", token ? token : "none");
    assert_int_equal(status_if(s, "PUT", C1, COMPLETE, line), 200);
    free(line);
}

static inline int status_seen(struct service *s, const struct sight *row)
{
    return row->header ? status_if(s, row->method, row->path, row->body, row->header)
                       : status_of(s, row->method, row->path, row->body);
}

static inline void check_sight(const struct sight *row, bool plain)
{
    struct service *s = open_with(plain ? NULL : row->variant, row->token);
    put_first(s, row->token);
    int wanted = plain ? row->plain : row->status;
    if (row->seen && row->seen(s) == plain)
        fail_msg("%s: %s", row->variant, plain ? "the same in the plain reference" : "not seen");
    int status = row->seen ? wanted : status_seen(s, row);
    if (status != wanted)
        fail_msg("%s%s: %d, not %d", row->variant, plain ? ", plain" : "", status, wanted);
    service_close(s);
}

static inline bool has_sight(const struct sight *rows, size_t count, const char *variant)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].variant, variant) == 0)
            return true;
    return false;
}

/* Every row is seen, and there is one for every variant of the list. */
static inline void check_sights(const struct sight *rows, size_t count,
                                const struct variant *(*variants)(size_t *count))
{
    size_t listed;
    const struct variant *list = variants(&listed);
    for (size_t i = 0; i < listed; i++)
        if (!has_sight(rows, count, list[i].name))
            fail_msg("nothing tells %s from the plain reference", list[i].name);
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i].seen || rows[i].status != rows[i].plain);
        check_sight(&rows[i], false);
        check_sight(&rows[i], true);
    }
}
#define CHECK_SIGHTS(rows, variants) check_sights(rows, sizeof rows / sizeof *rows, variants)

/* Whether the answer, which is 200, has this string at the pointer. */
static inline bool shows(struct service *s, const char *method, const char *path, const char *body,
                         const char *pointer, const char *text)
{
    struct reply r = ask(s, method, path, body);
    assert_int_equal(r.status, 200);
    bool same = strcmp(text_in(&r, pointer), text) == 0;
    reply_free(&r);
    return same;
}

/* ... the answer, whatever its status, has something at the pointer. */
static inline bool has(struct service *s, const char *method, const char *path, const char *body,
                       const char *pointer)
{
    struct reply r = ask(s, method, path, body);
    bool there = r.body && pointer_get(r.body, pointer);
    reply_free(&r);
    return there;
}

/* A header of the answer, to free(); "" without one. `line` may be NULL. */
static inline char *header_in(struct service *s, const char *method, const char *path,
                              const char *body, const char *line, const char *name)
{
    struct reply r = line ? ask_if(s, method, path, body, line) : ask(s, method, path, body);
    const char *value = headers_get(&r.rs.headers, name);
    char *copy = mem_string(value ? value : "");
    reply_free(&r);
    return copy;
}

/* Whether the answer's text has this in it. */
static inline bool has_text(struct service *s, const char *method, const char *path,
                            const char *body, const char *text)
{
    struct reply r = ask(s, method, path, body);
    bool found = strstr(r.rs.body, text) != NULL;
    reply_free(&r);
    return found;
}

/* The string at the pointer of an answer of 200, to free(). */
static inline char *shown(struct service *s, const char *method, const char *path, const char *body,
                          const char *pointer)
{
    struct reply r = ask(s, method, path, body);
    assert_int_equal(r.status, 200);
    char *text = mem_string(text_in(&r, pointer));
    reply_free(&r);
    return text;
}

/* Whether the connection ends with the answer. */
static inline bool closes(struct service *s, const char *method, const char *path, const char *body,
                          const char *line)
{
    char *value = header_in(s, method, path, body, line, "Connection");
    bool close = strcmp(value, "close") == 0;
    free(value);
    return close;
}

#endif
