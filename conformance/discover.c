#include "conformance/discover.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/corpus.h"

#include <stdlib.h>

#define PROBE_BODY "@put/accept/site-to-site"
#define PROBE_PATCH "@patch/accept/read-back"

/* The connection that is created and asked for. */
struct probe {
    struct client *client;
    char *name;
    struct surface surface; /* as asked for now */
};

static cJSON *probe_body(const struct probe *p, const char *ref, struct err *err)
{
    const struct options *o = p->client->run->options;
    struct corpus_names names = {.connection = p->name,
                                 .gateway1 = o->gateways.list[0],
                                 .gateway2 = o->gateways.list[1],
                                 .missing = o->missing_gateway};
    return corpus_body(p->client->run->assets, ref, &names, err);
}

static int add_probe_body(const struct probe *p, const char *ref, struct request *rq,
                          struct err *err)
{
    cJSON *tree = ref ? probe_body(p, ref, err) : NULL;
    if (!tree)
        return ref ? -1 : 0;
    char *text = json_print(tree, false);
    cJSON_Delete(tree);
    request_body(rq, text, strlen(text));
    free(text);
    headers_add(&rq->headers, "Content-Type", "application/json");
    return 0;
}

static int ask(const struct probe *p, enum method method, const char *ref, struct seen *out,
               struct err *err)
{
    const struct options *o = p->client->run->options;
    struct place place = {o->subscription, o->resource_group, p->name};
    struct buf path = buf_new(8192);
    uri_of(&path, &p->surface, method, &place);
    buf_format(&path, "?api-version=%s", o->api_version);
    *out = (struct seen){.request = request_new(method_name(method), buf_view(&path).ptr)};
    buf_free(&path);
    client_headers(p->client, &out->request);
    if (add_probe_body(p, ref, &out->request, err) ||
        client_send(p->client, ROLE_DISCOVERY, out, err)) {
        seen_free(out);
        return -1;
    }
    return 0;
}

/* Tries both spellings, the page's own for that method first. *out is the exchange to judge by: the
 * first that was accepted, else the first of all. */
static int ask_both(struct probe *p, enum method method, const char *ref, bool plural_first,
                    struct seen *out, struct err *err)
{
    struct seen second;
    p->surface.plural[method] = plural_first;
    if (ask(p, method, ref, out, err))
        return -1;
    p->surface.plural[method] = !plural_first;
    if (ask(p, method, ref, &second, err)) {
        seen_free(out);
        return -1;
    }
    bool first_ok = seen_status(out) / 100 == 2, second_ok = seen_status(&second) / 100 == 2;
    p->surface.both[method] = first_ok && second_ok;
    p->surface.plural[method] = !first_ok && second_ok ? !plural_first : plural_first;
    struct seen *kept = !first_ok && second_ok ? &second : out,
                *dropped = kept == out ? &second : out;
    seen_free(dropped);
    if (kept != out)
        *out = second;
    return 0;
}

/* --- gateways --- */

static int put_gateway(const struct probe *p, const char *name, struct seen *out, struct err *err)
{
    const struct options *o = p->client->run->options;
    struct place group = {o->subscription, o->resource_group, NULL};
    struct buf path = buf_new(8192);
    uri_of(&path, &p->surface, METHOD_PUT, &group);
    buf_format(&path, "/providers/microsoft.network/virtualNetworkGateways/%s?api-version=%s", name,
               o->api_version);
    *out = (struct seen){.request = request_new("PUT", buf_view(&path).ptr)};
    buf_free(&path);
    client_headers(p->client, &out->request);
    headers_add(&out->request.headers, "Content-Type", "application/json");
    cJSON *tree = cJSON_CreateObject();
    cJSON_AddStringToObject(tree, "name", name);
    cJSON_AddStringToObject(tree, "location", "West US");
    cJSON_AddObjectToObject(tree, "properties");
    char *body = json_print(tree, false);
    request_body(&out->request, body, strlen(body));
    free(body);
    cJSON_Delete(tree);
    if (!client_send(p->client, ROLE_DISCOVERY, out, err))
        return 0;
    seen_free(out);
    return -1;
}

/* With either spelling; *made says whether one was accepted. */
static int provide_gateway(struct probe *p, const char *name, struct discovery *d, struct err *err)
{
    for (int plural = 0; plural < 2; plural++) {
        struct seen x;
        p->surface.plural[METHOD_PUT] = plural;
        if (put_gateway(p, name, &x, err))
            return -1;
        bool made = seen_status(&x) / 100 == 2;
        char *words = seen_words(&x);
        seen_free(&x);
        free(d->trouble);
        d->trouble =
            made ? NULL
                 : mem_format("--provision-gateways: PUT of the gateway '%s' was answered %s", name,
                              words);
        free(words);
        if (made)
            return 0;
    }
    d->set_up_failed = true;
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
    if (ask_both(p, METHOD_PUT, PROBE_BODY, false, &x, err))
        return -1;
    d->put_works = seen_status(&x) / 100 == 2;
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

static int probe_rest(struct probe *p, struct err *err)
{
    struct seen x;
    if (ask_both(p, METHOD_PATCH, PROBE_PATCH, false, &x, err))
        return -1;
    seen_free(&x);
    if (ask_both(p, METHOD_GET, NULL, true, &x, err))
        return -1;
    p->surface.has_get = is_there(&x);
    seen_free(&x);
    return 0;
}

static int probe_delete(struct probe *p, struct err *err)
{
    struct seen x, again;
    p->surface.plural[METHOD_DELETE] = false;
    if (ask(p, METHOD_DELETE, NULL, &x, err))
        return -1;
    p->surface.has_delete = seen_status(&x) / 100 == 2;
    seen_free(&x);
    if (p->surface.has_delete)
        return 0;
    p->surface.plural[METHOD_DELETE] = true;
    if (ask(p, METHOD_DELETE, NULL, &again, err))
        return -1;
    p->surface.has_delete = seen_status(&again) / 100 == 2;
    seen_free(&again);
    return 0;
}

int discover(struct client *client, struct discovery *out, struct err *err)
{
    struct probe p = {.client = client, .name = mem_format("cs%s-probe", client->run->id)};
    *out = (struct discovery){0};
    int result = -1;
    p.surface.plural[METHOD_POST] = true;
    if (client->run->options->provision_gateways && provide_gateways(&p, out, err))
        goto out;
    if (!out->set_up_failed && probe_put(&p, out, err))
        goto out;
    if (out->put_works && (probe_rest(&p, err) || probe_delete(&p, err)))
        goto out;
    p.surface.has_get |= !out->put_works;
    out->surface = p.surface;
    result = 0;
out:
    free(p.name);
    return result;
}

void discovery_free(struct discovery *d)
{
    free(d->trouble);
    *d = (struct discovery){0};
}
