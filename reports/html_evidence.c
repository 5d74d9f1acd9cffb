/* Which exchanges and which curl scripts go into the page: a run sends tens of thousands of requests. */
#include "reports/chain.h"
#include "reports/html.h"
#include "reports/line.h"

#include "base/mem.h"

#include <stdlib.h>

#define FORGET_EVERY 64 /* exchanges that are held as trees */

struct choice {
    const struct results *r;
    bool *wanted; /* of each exchange, by index */
    size_t room, left_out;
};

static void want(struct choice *all, size_t index)
{
    size_t len = all->r->exchanges[index].len;
    if (all->wanted[index])
        return;
    if (len > all->room) {
        all->left_out++;
        return;
    }
    all->wanted[index] = true;
    all->room -= len;
}

static void want_shown(struct choice *all, unsigned id)
{
    size_t low = 0, high = all->r->exchange_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->r->exchanges[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (id && low < all->r->exchange_count && all->r->exchanges[low].id == id)
        want(all, low);
}

static void want_chain(struct choice *all, const cJSON *check)
{
    struct chain chain;
    chain_of(&chain, all->r, check);
    for (size_t i = 0; i < all->r->exchange_count && all->r->exchanges[i].id < chain.shown_id; i++)
        if (chain_has(&chain, i))
            want(all, i);
    results_forget(all->r);
}

/* What shows a failure before what led to it, and both before what shows that something held. */
static void choose(struct choice *all, size_t room)
{
    static const enum status order[] = {
        STATUS_FAIL,    STATUS_WARN,   STATUS_INCONCLUSIVE, STATUS_NOTE, STATUS_NOT_IMPLEMENTED,
        STATUS_SKIPPED, STATUS_NOT_RUN};
    const struct results *r = all->r;
    all->room = room - room / 4;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < r->check_count; i++)
            if (line_status(r->checks[i]) == order[o])
                want_shown(all, line_number(r->checks[i], "exchange"));
    for (size_t o = 0; o < 4; o++)
        for (size_t i = 0; i < r->check_count; i++)
            if (line_status(r->checks[i]) == order[o])
                want_chain(all, r->checks[i]);
    all->room = all->room < room / 4 ? all->room : room / 4;
    for (size_t i = 0; i < r->check_count; i++)
        if (line_status(r->checks[i]) == STATUS_PASS)
            want_shown(all, line_number(r->checks[i], "exchange"));
}

static void add_exchanges(const struct choice *all, struct buf *out)
{
    static const char *const unused[] = {"type", NULL};
    size_t count = 0;
    for (size_t i = 0; i < all->r->exchange_count; i++) {
        const cJSON *exchange = all->wanted[i] ? exchange_tree(all->r, i) : NULL;
        if (!exchange)
            continue;
        buf_text(out, count ? ",\n" : "\n");
        html_json(out, exchange, unused);
        if (++count % FORGET_EVERY == 0)
            results_forget(all->r);
    }
    results_forget(all->r);
}

/* [["core/put-creates/dedicated@CORE-01", "#!/bin/sh..."], ...] */
static void add_curl(const struct results *r, const cJSON *check, size_t end, size_t *count,
                     struct buf *out)
{
    struct buf script = buf_new(HTML_TEXT_MAX);
    if (out->len < end && render_curl(r, check, &script)) {
        cJSON *text = cJSON_CreateStringReference(buf_view(&script).ptr);
        buf_text(out, (*count)++ ? ",\n[" : "\n[");
        html_json(out, line_member(check, "id"), NULL);
        buf_byte(out, ',');
        html_json(out, text, NULL);
        buf_byte(out, ']');
        cJSON_Delete(text);
    }
    buf_free(&script);
    results_forget(r);
}

void html_evidence(const struct results *r, size_t room, struct buf *out)
{
    static const enum status order[] = {STATUS_FAIL, STATUS_WARN, STATUS_INCONCLUSIVE, STATUS_NOTE};
    struct choice all = {.r = r, .wanted = mem_alloc(r->exchange_count + 1)};
    size_t count = 0;
    choose(&all, room - room / 3);
    buf_text(out, "{\"exchanges\":[");
    add_exchanges(&all, out);
    buf_text(out, "],\"curl\":[");
    size_t end = out->len + room / 3;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < r->check_count; i++)
            if (line_status(r->checks[i]) == order[o])
                add_curl(r, r->checks[i], end, &count, out);
    buf_format(out, "],\"leftOut\":%zu}", all.left_out);
    free(all.wanted);
}
