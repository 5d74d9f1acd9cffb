#include "conformance/discover.h"

#include "base/mem.h"
#include "conformance/probe.h"

#include <stdlib.h>

/* --- gateways --- */

static int provide_gateway(struct probe *p, const char *name, struct discovery *d, struct err *err)
{
    struct seen x;
    char *own = p->gateway;
    p->gateway = (char *)name;
    int result = probe_both(p, OP_GATEWAY, &x, err);
    p->gateway = own;
    if (result)
        return -1;
    char *words = seen_words(&x);
    d->set_up_failed = !probe_accepted(&x);
    if (d->set_up_failed)
        d->trouble = mem_format("--provision-gateways: PUT of the gateway '%s' was answered %s",
                                name, words);
    free(words);
    seen_free(&x);
    return 0;
}

static int provide_gateways(struct probe *p, struct discovery *d, struct err *err)
{
    const struct options *o = p->client->run->options;
    for (size_t i = 0; i < o->gateways.count && !d->set_up_failed; i++)
        if (provide_gateway(p, o->gateways.list[i], d, err))
            return -1;
    return 0;
}

/* --- operations --- */

static void explain_put(const struct seen *x, const struct options *o, struct discovery *d)
{
    int status = seen_status(x);
    char *words = seen_words(x);
    d->set_up_failed = !status || status == 401 || status == 403;
    if (x->response.delivery == REFUSED)
        d->trouble =
            mem_format("cannot reach %s: %s", o->url, x->response.note ? x->response.note : words);
    else if (!status)
        d->trouble = mem_format("%s answers no PUT: %s", o->url,
                                x->response.note ? x->response.note : words);
    else if (d->set_up_failed)
        d->trouble =
            mem_format("the target answers %s; %s", words,
                       o->token ? "is the token still good, and is it for this subscription?"
                                : "give a token with --token-env or --token-file");
    else if (status == 400 || status == 404)
        d->trouble = mem_format(
            "a good PUT is answered %s; do the gateways '%s' and '%s' exist there "
            "(--gateway, --provision-gateways), and subscription '%s' and resource "
            "group '%s'?",
            words, o->gateways.list[0], o->gateways.list[1], o->subscription, o->resource_group);
    else
        d->trouble = mem_format("a good PUT is answered %s", words);
    free(words);
}

static int probe_put(struct probe *p, struct discovery *d, struct err *err)
{
    struct seen x;
    if (probe_both(p, OP_PUT, &x, err))
        return -1;
    d->put_works = probe_accepted(&x);
    p->surface.has[OP_PUT] = d->put_works;
    if (!d->put_works)
        explain_put(&x, p->client->run->options, d);
    seen_free(&x);
    return 0;
}

/* An operation is there unless a resource that was just created is answered as if it were not. */
static bool is_there(const struct seen *x)
{
    int status = seen_status(x);
    return status != 404 && status != 405 && status != 501;
}

static int probe_one(struct probe *p, enum operation op, struct err *err)
{
    struct seen x;
    if (probe_both(p, op, &x, err))
        return -1;
    p->surface.has[op] = is_there(&x);
    seen_free(&x);
    return 0;
}

/* It can succeed only once, in one of the spellings. */
static int probe_delete(struct probe *p, struct err *err)
{
    for (int plural = 0; plural < 2 && !p->surface.has[OP_DELETE]; plural++) {
        struct seen x;
        p->surface.plural[OP_DELETE] = plural;
        if (probe_ask(p, OP_DELETE, &x, err))
            return -1;
        p->surface.has[OP_DELETE] = is_there(&x);
        seen_free(&x);
    }
    return 0;
}

/* What only the family clauses speak of is not asked for when core alone is. */
static int probe_family(struct probe *p, struct err *err)
{
    static const enum operation family[] = {OP_SET_KEY, OP_KEY, OP_RESET_KEY, OP_GATEWAY,
                                            OP_LOCAL_GATEWAY};
    if (p->client->run->options->level == LEVEL_CORE)
        return 0;
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (probe_one(p, family[i], err))
            return -1;
    free(p->gateway); /* one that the connection uses, so that its list is not empty */
    p->gateway = mem_string(p->client->run->options->gateways.list[0]);
    return probe_one(p, OP_LIST, err);
}

static int probe_operations(struct probe *p, struct err *err)
{
    return probe_one(p, OP_PATCH, err) || probe_one(p, OP_GET, err) || probe_family(p, err) ||
                   probe_delete(p, err)
               ? -1
               : 0;
}

int discover(struct client *client, struct discovery *out, struct err *err)
{
    struct probe p = {.client = client,
                      .name = mem_format("cs%s-probe", client->run->id),
                      .gateway = mem_format("cs%s-gateway", client->run->id)};
    *out = (struct discovery){0};
    int result = -1;
    if (client->run->options->provision_gateways && provide_gateways(&p, out, err))
        goto out;
    if (!out->set_up_failed && probe_put(&p, out, err))
        goto out;
    if (out->put_works && probe_operations(&p, err))
        goto out;
    p.surface.has[OP_GET] |= !out->put_works;
    out->surface = p.surface;
    result = 0;
out:
    free(p.name);
    free(p.gateway);
    return result;
}

bool discover_again(struct client *client)
{
    struct probe p = {.client = client};
    struct discovery d = {0};
    struct err err;
    if (!client->run->options->provision_gateways)
        return true;
    bool there = !provide_gateways(&p, &d, &err) && !d.set_up_failed;
    discovery_free(&d);
    return there;
}

void discovery_free(struct discovery *d)
{
    free(d->trouble);
    *d = (struct discovery){0};
}
