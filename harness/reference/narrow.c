#include "reference/narrow.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *suffix, *type;
} types[] = {{"@site-to-site", "SiteToSite"},
             {"@point-to-site", "PointToSite"},
             {"@dedicated", "Dedicated"}};

static const char *known_type(const cJSON *document)
{
    const char *text = cJSON_GetStringValue(pointer_get(document, "/properties/connectionType"));
    for (size_t i = 0; text && i < sizeof types / sizeof *types; i++)
        if (strcmp(text, types[i].type) == 0)
            return types[i].type;
    return NULL;
}

/* A body that does not say its type is one with ipsecParameters, or not. */
static const char *type_of(const struct call *c)
{
    const char *type = c->before ? known_type(c->before) : NULL;
    if (!type && c->sent)
        type = known_type(c->sent);
    if (!type && pointer_get(c->sent, "/properties/ipsecParameters"))
        type = "SiteToSite";
    return type;
}

/* The mutant's own data stand in call->data while its hook runs. */
static const struct narrow *enter(struct call *c)
{
    const struct narrow *n = c->data;
    const char *type = type_of(c);
    if (!type || strcmp(type, n->type) != 0)
        return NULL;
    c->data = n->data;
    return n;
}

static bool narrow_fault(struct call *c, struct fault *fault)
{
    const struct narrow *n = enter(c);
    bool overlooked = n && n->inner.on_fault(c, fault);
    c->data = n ? n : c->data;
    return overlooked;
}

static void narrow_gap(struct call *c)
{
    const struct narrow *n = enter(c);
    if (n) {
        n->inner.on_gap(c);
        c->data = n;
    }
}

static bool narrow_store(struct call *c)
{
    const struct narrow *n = enter(c);
    bool stored = !n || n->inner.on_store(c);
    c->data = n ? n : c->data;
    return stored;
}

static bool narrow_refused(struct call *c)
{
    const struct narrow *n = enter(c);
    bool stored = n && n->inner.on_refused(c);
    c->data = n ? n : c->data;
    return stored;
}

static void narrow_answer(struct call *c)
{
    const struct narrow *n = enter(c);
    if (n) {
        n->inner.on_answer(c);
        c->data = n;
    }
}

static void narrow_text(struct call *c, struct response *rs)
{
    const struct narrow *n = enter(c);
    if (n) {
        n->inner.on_text(c, rs);
        c->data = n;
    }
}

static struct seam hooks_of(const struct seam *inner)
{
    return (struct seam){.on_fault = inner->on_fault ? narrow_fault : NULL,
                         .on_gap = inner->on_gap ? narrow_gap : NULL,
                         .on_store = inner->on_store ? narrow_store : NULL,
                         .on_refused = inner->on_refused ? narrow_refused : NULL,
                         .on_answer = inner->on_answer ? narrow_answer : NULL,
                         .on_text = inner->on_text ? narrow_text : NULL,
                         .guesses_length = inner->guesses_length};
}

static const char *type_named(const char *suffix)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(suffix, types[i].suffix) == 0)
            return types[i].type;
    return NULL;
}

int narrow_find(const char *name, struct narrow *n, struct seam *seam, const void **data,
                struct err *err)
{
    const char *suffix = name + strcspn(name, "@");
    char *whole = mem_copy(name, (size_t)(suffix - name));
    const struct mutant *m = mutant_find(whole);
    free(whole);
    if (!m)
        return err_set(err, "no mutant is called '%s'; connspec serve --list-mutants names them",
                       name);
    *seam = m->seam;
    *data = m->data;
    if (!*suffix)
        return 0;
    *n = (struct narrow){.inner = m->seam, .data = m->data, .type = type_named(suffix)};
    if (!n->type)
        return err_set(err, "'%s': a type is @dedicated, @point-to-site or @site-to-site", name);
    if (m->seam.on_request)
        return err_set(err, "'%s': this mutant acts before there is a type", name);
    *seam = hooks_of(&m->seam);
    *data = n;
    return 0;
}
