#include "conformance/expect_parts.h"

#include "base/mem.h"
#include "conformance/serial.h"

#include <stdlib.h>
#include <string.h>

/* The writes of the labelled steps that were accepted. */
struct writes {
    struct serial_write list[SERIAL_MAX];
    const struct seen *seen[SERIAL_MAX];
    const char *labels[SERIAL_MAX];
    size_t count;
    const cJSON *base; /* the connection before them; NULL: none */
};

static struct writes accepted_writes(const struct expect_context *c, const cJSON *labels)
{
    struct writes w = {.count = 0};
    const cJSON *label;
    cJSON_ArrayForEach(label, labels)
    {
        const struct seen *one = c->labelled(c->of, label->valuestring);
        if (!one || seen_status(one) / 100 != 2 || w.count == SERIAL_MAX)
            continue;
        bool patch = strcmp(one->request.method, "PATCH") == 0;
        w.labels[w.count] = label->valuestring;
        w.seen[w.count] = one;
        /* a body too large for a tree, or in another encoding, is known by its answer alone */
        w.list[w.count++] = one->sent ? (struct serial_write){one->sent, patch}
                                      : (struct serial_write){one->answer, false};
    }
    const struct seen *before = w.count && c->before ? c->before(c->of, w.labels[0]) : NULL;
    w.base = before ? before->answer : NULL;
    return w;
}

/* Each was answered with what some of them leave behind, be it not its own. */
static bool answers_whole(const struct expect_context *c, const struct writes *w, struct miss *out)
{
    for (size_t i = 0; i < w->count; i++) {
        const cJSON *answer = w->seen[i]->answer;
        if (!cJSON_IsObject(answer) ||
            serial_leaves(c->contract, w->base, w->list, w->count, answer))
            continue;
        cJSON *own = serial_after(w->base, &w->list[i]);
        if (!views_equal(c, own, answer, "", out)) {
            free(out->message);
            out->message = mem_format("The write \"%s\" was answered with a mixture of what was "
                                      "written.",
                                      w->labels[i]);
        }
        cJSON_Delete(own);
        return false;
    }
    return true;
}

/* The difference from the last of them stands for all. */
static bool miss_all(const struct expect_context *c, const struct writes *w, const cJSON *shown,
                     struct miss *out)
{
    cJSON *own = serial_after(w->base, &w->list[w->count - 1]);
    views_equal(c, own, shown, "The connection is none of those that were written.", out);
    cJSON_Delete(own);
    return false;
}

bool one_of_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                  struct miss *out)
{
    struct writes w = accepted_writes(c, value);
    if (!w.count) {
        *out = (struct miss){.where = mem_string("status"),
                             .expected = mem_string("a write that is accepted"),
                             .actual = mem_string("none"),
                             .message = mem_string("None of the writes was accepted.")};
        return false;
    }
    if (!needs_object(x, out))
        return false;
    if (!serial_leaves(c->contract, w.base, w.list, w.count, x->answer))
        return miss_all(c, &w, x->answer, out);
    return answers_whole(c, &w, out);
}
