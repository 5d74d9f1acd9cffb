#include "conformance/probe.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/corpus.h"

#include <stdlib.h>

#define PROVIDERS "/providers/microsoft.network/"

/* How each operation is asked for; `rest` begins behind the connection's URI, or behind the group's
 * and then ends in a gateway's name. */
static const struct {
    enum method method;
    bool of_group;
    const char *rest, *behind, *body;
    bool plural; /* the page or its family prints resourceGroups */
} how[OPERATIONS] = {
    [OP_PUT] = {METHOD_PUT, false, "", "", "@put/accept/site-to-site", false},
    [OP_PATCH] = {METHOD_PATCH, false, "", "", "@patch/accept/read-back", false},
    [OP_GET] = {METHOD_GET, false, "", "", NULL, true},
    [OP_DELETE] = {METHOD_DELETE, false, "", "", NULL, false},
    [OP_KEY] = {METHOD_GET, false, "/sharedkey", "", NULL, true},
    [OP_SET_KEY] = {METHOD_PUT, false, "/sharedkey", "", "@key/accept/shared-key", true},
    [OP_RESET_KEY] = {METHOD_POST, false, "/sharedkey/reset", "", "@key/accept/reset", true},
    [OP_LIST] = {METHOD_GET, true, PROVIDERS "virtualNetworkGateways/", "/connections", NULL, true},
    [OP_GATEWAY] = {METHOD_PUT, true, PROVIDERS "virtualNetworkGateways/", "",
                    "@gateway/accept/gateway", true},
    [OP_LOCAL_GATEWAY] = {METHOD_PUT, true, PROVIDERS "localnetworkgateways/", "",
                          "@gateway/accept/gateway", true},
};

static int add_body(const struct probe *p, enum operation op, struct request *rq, struct err *err)
{
    const struct options *o = p->client->run->options;
    struct corpus_names names = {.connection = how[op].of_group ? p->gateway : p->name,
                                 .gateway1 = o->gateways.list[0],
                                 .gateway2 = o->gateways.list[1],
                                 .missing = o->missing_gateway};
    if (!how[op].body)
        return 0;
    cJSON *tree = corpus_body(p->client->run->assets, how[op].body, &names, err);
    if (!tree)
        return -1;
    char *text = json_print(tree, false);
    cJSON_Delete(tree);
    request_body(rq, text, strlen(text));
    free(text);
    headers_add(&rq->headers, "Content-Type", "application/json");
    return 0;
}

int probe_ask(const struct probe *p, enum operation op, struct seen *out, struct err *err)
{
    const struct options *o = p->client->run->options;
    struct place place = {.subscription = o->subscription,
                          .group = o->resource_group,
                          .name = how[op].of_group ? NULL : p->name};
    struct buf path = buf_new(8192);
    uri_of(&path, &p->surface, op, &place);
    buf_text(&path, how[op].rest);
    if (how[op].of_group)
        uri_encode(&path, p->gateway);
    buf_format(&path, "%s?api-version=%s", how[op].behind, o->api_version);
    *out = (struct seen){.request = request_new(method_name(how[op].method), buf_view(&path).ptr)};
    buf_free(&path);
    client_headers(p->client, &out->request);
    if (!add_body(p, op, &out->request, err) && !client_send(p->client, ROLE_DISCOVERY, out, err))
        return 0;
    seen_free(out);
    return -1;
}

bool probe_accepted(const struct seen *x)
{
    return seen_status(x) / 100 == 2;
}

int probe_both(struct probe *p, enum operation op, struct seen *out, struct err *err)
{
    struct seen second;
    bool first_spelling = how[op].plural;
    p->surface.plural[op] = first_spelling;
    if (probe_ask(p, op, out, err))
        return -1;
    p->surface.plural[op] = !first_spelling;
    if (probe_ask(p, op, &second, err)) {
        seen_free(out);
        return -1;
    }
    bool first_ok = probe_accepted(out), second_ok = probe_accepted(&second);
    bool second_kept = !first_ok && second_ok;
    p->surface.both[op] = first_ok && second_ok;
    p->surface.plural[op] = second_kept ? !first_spelling : first_spelling;
    seen_free(second_kept ? out : &second);
    if (second_kept)
        *out = second;
    return 0;
}
