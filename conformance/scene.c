#include "conformance/scene.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "conformance/payload.h"
#include "conformance/variables.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#define TARGET_MAX ((size_t)256 << 10)
#define CAPTURE_MAX ((size_t)4 << 10)

/* --- names and variables --- */

/* What goes into a request must not end a header field, whoever wrote it. */
static bool is_plain(const cJSON *value)
{
    if (!cJSON_IsString(value) || strlen(value->valuestring) > CAPTURE_MAX)
        return false;
    for (const unsigned char *c = (const unsigned char *)value->valuestring; *c; c++)
        if (*c < 0x20 || *c == 0x7f)
            return false;
    return true;
}

/* Of "label:/pointer": the string that the labelled answer has there. */
static const cJSON *captured(struct scene *s, const char *word)
{
    static const cJSON nothing = {.type = cJSON_String, .valuestring = ""};
    const char *colon = strchr(word, ':');
    char *label = mem_copy(word, (size_t)(colon - word));
    const struct seen *x = scene_labelled(s, label);
    const cJSON *value = x ? pointer_get(x->answer, colon + 1) : NULL;
    bool plain = value && is_plain(value);
    if (!plain && !s->lacking)
        s->lacking = mem_format("The answer of the step \"%s\" has no string at %s that could be "
                                "sent, which this step needs.",
                                label, colon + 1);
    free(label);
    return plain ? value : &nothing;
}

static const cJSON *lookup(void *scene, const char *word)
{
    const struct scene *s = scene;
    return strchr(word, ':') ? captured(scene, word)
                             : cJSON_GetObjectItemCaseSensitive(s->values, word);
}

static void set_value(cJSON *values, const char *name, const char *text)
{
    cJSON_AddStringToObject(values, name, text);
}

static void set_unique(cJSON *values, const struct run *run, const struct test_case *tc)
{
    /* ends in a letter, so that what a scenario adds never makes it another case's */
    char *unique = mem_format("cs%s-%zux", run->id, (size_t)(tc - run->plan->list) + 1);
    set_value(values, "unique", unique);
    for (char *c = unique; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    set_value(values, "UNIQUE", unique);
    free(unique);
    char *digits = mem_format("%s%04zu", run->digits, (size_t)(tc - run->plan->list) + 1);
    set_value(values, "digits", digits);
    free(digits);
}

/* Tokens that are almost the run's. For the Authorization header alone, which is never recorded. */
static void set_token_values(cJSON *values, const char *token)
{
    static const char *const names[] = {"token-shorter", "token-longer", "token-other-case",
                                        "token-other-end"};
    char *shorter = mem_copy(token, strlen(token) - 1);
    char *longer = mem_format("%s0", token);
    char *swapped = mem_string(token);
    for (char *c = swapped; *c; c++)
        *c = (char)(islower((unsigned char)*c) ? toupper((unsigned char)*c)
                                               : tolower((unsigned char)*c));
    char *end = mem_format("%s%c", shorter, token[strlen(token) - 1] == 'x' ? 'y' : 'x');
    char *const texts[] = {shorter, longer, swapped, end};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool other = *texts[i] && strcmp(texts[i], token) != 0;
        set_value(values, names[i], other ? texts[i] : "not-the-token");
        free(texts[i]);
    }
}

static void set_run_values(cJSON *values, const struct run *run)
{
    const struct options *o = run->options;
    set_value(values, "gateway1", o->gateways.list[0]);
    set_value(values, "gateway2", o->gateways.list[1]);
    set_value(values, "missing-gateway", o->missing_gateway);
    set_value(values, "subscription", o->subscription);
    set_value(values, "resource-group", o->resource_group);
    char *other = mem_string(o->resource_group);
    for (char *c = other; *c; c++)
        *c = (char)(islower((unsigned char)*c) ? toupper((unsigned char)*c)
                                               : tolower((unsigned char)*c));
    set_value(values, "resource-group-other-case", other);
    free(other);
    set_token_values(values, o->token ? o->token : "none");
}

int scene_open(struct scene *out, struct client *client, const struct test_case *tc,
               const cJSON *names, struct err *err)
{
    *out = (struct scene){.client = client, .tc = tc};
    out->values = cJSON_CreateObject();
    out->names = cJSON_Duplicate(names, true);
    set_unique(out->values, client->run, tc);
    set_run_values(out->values, client->run);
    if (variables_expand(out->names, lookup, out, err))
        return -1;
    const cJSON *name;
    cJSON_ArrayForEach(name, out->names)
    {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(name, "name");
        set_value(out->values, name->string, text->valuestring);
    }
    return 0;
}

void trace_free(struct trace *t)
{
    free(t->label);
    free(t->owner);
    seen_free(&t->seen);
    free(t);
}

void scene_close(struct scene *s)
{
    client_settle(s->client);
    for (size_t i = 0; i < s->count; i++)
        trace_free(s->traces[i]);
    free(s->traces);
    cJSON_Delete(s->names);
    cJSON_Delete(s->values);
    free(s->lacking);
    *s = (struct scene){0};
}

/* --- steps --- */

static const char *const method_members[METHODS] = {"put", "patch", "get", "delete", "post"};

bool step_method(const cJSON *step, enum method *method, const char **target)
{
    for (int i = 0; i < METHODS; i++) {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(step, method_members[i]);
        if (member) {
            *method = (enum method)i;
            *target = member->valuestring;
            return true;
        }
    }
    const cJSON *send = cJSON_GetObjectItemCaseSensitive(step, "send");
    if (send) {
        *method = METHOD_OTHER;
        *target = send->valuestring;
        return true;
    }
    *target = cJSON_GetObjectItemCaseSensitive(step, "read")->valuestring;
    return false;
}

/* The member that holds the target, which has variables of its own. */
static const char *target_member(const cJSON *step)
{
    static const char *const members[] = {"put", "patch", "get", "delete", "post", "read", "send"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (cJSON_GetObjectItemCaseSensitive(step, members[i]))
            return members[i];
    return NULL;
}

static int expand_step(struct scene *s, cJSON *step, struct err *err)
{
    const char *member = target_member(step);
    cJSON *together = cJSON_DetachItemFromObjectCaseSensitive(step, "together"), *one;
    cJSON *kept = member ? cJSON_DetachItemFromObjectCaseSensitive(step, member) : NULL;
    int failed = variables_expand(step, lookup, s, err);
    cJSON_ArrayForEach(one, together) failed = failed || expand_step(s, one, err);
    if (kept)
        cJSON_AddItemToObject(step, member, kept);
    if (together)
        cJSON_AddItemToObject(step, "together", together);
    return failed;
}

cJSON *scene_step(struct scene *s, const cJSON *step, struct err *err)
{
    cJSON *copy = cJSON_Duplicate(step, true);
    if (!expand_step(s, copy, err))
        return copy;
    cJSON_Delete(copy);
    return NULL;
}

static const char *text_of(const cJSON *step, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, member));
}

static size_t number_of(const cJSON *step, const char *member)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(step, member);
    return number ? (size_t)number->valuedouble : 0;
}

struct draft draft_of(const cJSON *step, enum method method, const char *target)
{
    return (struct draft){.method = method,
                          .target = target,
                          .body = cJSON_GetObjectItemCaseSensitive(step, "body"),
                          .bytes = cJSON_GetObjectItemCaseSensitive(step, "bytes"),
                          .without = cJSON_GetObjectItemCaseSensitive(step, "without"),
                          .with = cJSON_GetObjectItemCaseSensitive(step, "with"),
                          .headers = cJSON_GetObjectItemCaseSensitive(step, "headers"),
                          .at = text_of(step, "at"),
                          .chunked = number_of(step, "chunked"),
                          .verb = text_of(step, "method"),
                          .segments = text_of(step, "segments"),
                          .respells = text_of(step, "respells")};
}

/* --- requests --- */

char *scene_owner(const struct scene *s, const char *target)
{
    char *word = mem_copy(target + 1, strcspn(target + 1, "}"));
    if (cJSON_GetObjectItemCaseSensitive(s->names, word))
        return word;
    free(word);
    return NULL;
}

static const char *name_part(const cJSON *name, const char *part, const char *fallback)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(name, part);
    return cJSON_IsString(value) ? value->valuestring : fallback;
}

static struct place place_of(const struct scene *s, const char *owner)
{
    const struct options *o = s->client->run->options;
    const cJSON *name = owner ? cJSON_GetObjectItemCaseSensitive(s->names, owner) : NULL;
    return (struct place){.subscription = name_part(name, "subscription", o->subscription),
                          .group = name_part(name, "resource-group", o->resource_group),
                          .name = name_part(name, "name", NULL)};
}

static int add_rest(const struct scene *s, const char *rest, struct buf *out, struct err *err)
{
    cJSON *text = cJSON_CreateString(rest);
    cJSON *holder = cJSON_CreateArray();
    cJSON_AddItemToArray(holder, text);
    int failed = variables_expand(holder, lookup, (void *)s, err);
    if (!failed)
        buf_text(out, cJSON_GetArrayItem(holder, 0)->valuestring);
    cJSON_Delete(holder);
    return failed;
}

/* Whose URI a target begins with; of "{group@NAME}" and "{group}" the name is NULL. */
static struct place target_place(const struct scene *s, const char *target)
{
    char *owner = scene_owner(s, target);
    char *of =
        strncmp(target, "{group@", 7) == 0 ? mem_copy(target + 7, strcspn(target + 7, "}")) : NULL;
    struct place place = place_of(s, of ? of : owner);
    if (of)
        place.name = NULL;
    free(owner);
    free(of);
    return place;
}

static int request_target(const struct scene *s, const struct draft *d, char **out, struct err *err)
{
    struct buf path = buf_new(TARGET_MAX);
    struct place place = target_place(s, d->target);
    place.segments = d->segments;
    const char *rest = strchr(d->target, '}') + 1;
    uri_of(&path, &s->client->run->surface, operation_of(d->method, rest), &place);
    if (*rest && add_rest(s, rest, &path, err)) {
        buf_free(&path);
        return -1;
    }
    if (!strchr(rest, '?'))
        buf_format(&path, "?api-version=%s", s->client->run->options->api_version);
    *out = buf_take(&path);
    return 0;
}

static struct corpus_names names_for(const struct scene *s, const struct draft *d)
{
    const struct options *o = s->client->run->options;
    return (struct corpus_names){.connection = target_place(s, d->target).name,
                                 .gateway1 = o->gateways.list[0],
                                 .gateway2 = o->gateways.list[1],
                                 .missing = o->missing_gateway};
}

cJSON *scene_body(const struct scene *s, const struct draft *d, struct err *err)
{
    struct corpus_names names = names_for(s, d);
    if (!cJSON_IsString(d->body))
        return cJSON_Duplicate(d->body, true);
    return corpus_body(s->client->run->assets, d->body->valuestring, &names, err);
}

/* Appends the text of the body, if there is one. *tree becomes it where it is made of one alone. */
static int body_text(const struct scene *s, const struct draft *d, struct buf *out, cJSON **tree,
                     struct err *err)
{
    const struct assets *assets = s->client->run->assets;
    struct corpus_names names = names_for(s, d);
    if (!d->body)
        return payload_add(out, d->bytes, assets, &names, err);
    *tree = scene_body(s, d, err);
    if (!*tree || body_edit(*tree, d->without, d->with, err))
        return -1;
    if (!d->bytes) {
        char *text = json_print(*tree, false);
        buf_text(out, text);
        free(text);
        return 0;
    }
    int result = payload_add_within(out, *tree, d->at, d->bytes, assets, &names, err);
    cJSON_Delete(*tree);
    *tree = NULL;
    return result;
}

static void set_body(const struct draft *d, struct buf *text, struct request *rq)
{
    if (d->chunked) {
        struct buf chunks = buf_new(PAYLOAD_MAX * 2);
        payload_chunk(&chunks, buf_view(text), d->chunked);
        buf_free(text);
        *text = chunks;
    }
    rq->body_len = text->len;
    rq->body = buf_take(text);
}

/* *tree becomes the body as a tree, where it is made of one. */
static int add_body(const struct scene *s, const struct draft *d, struct request *rq, cJSON **tree,
                    struct err *err)
{
    struct buf text = buf_new(PAYLOAD_MAX);
    if (!d->body && !d->bytes)
        return 0;
    if (!body_text(s, d, &text, tree, err)) {
        set_body(d, &text, rq);
        return 0;
    }
    cJSON_Delete(*tree);
    *tree = NULL;
    buf_free(&text);
    return -1;
}

static void set_header(struct request *rq, const cJSON *h)
{
    const cJSON *value;
    rq->anonymous |= cJSON_IsNull(h) && strcasecmp(h->string, "Authorization") == 0;
    if (cJSON_IsString(h)) {
        headers_set(&rq->headers, h->string, h->valuestring);
        return;
    }
    headers_remove(&rq->headers, h->string);
    cJSON_ArrayForEach(value, h) headers_add(&rq->headers, h->string, value->valuestring);
}

static void add_headers(const struct scene *s, const struct draft *d, struct request *rq)
{
    const cJSON *h;
    if (rq->body)
        headers_add(&rq->headers, "Content-Type", "application/json");
    if (d->chunked)
        headers_add(&rq->headers, "Transfer-Encoding", "chunked");
    client_headers(s->client, rq);
    cJSON_ArrayForEach(h, d->headers) set_header(rq, h);
}

/* *body: as in struct seen. */
static int make_request(const struct scene *s, const struct draft *d, struct request *out,
                        cJSON **body, struct err *err)
{
    char *path;
    *body = NULL;
    if (request_target(s, d, &path, err))
        return -1;
    *out = request_new(d->verb ? d->verb : method_name(d->method), path);
    free(path);
    if (add_body(s, d, out, body, err)) {
        request_free(out);
        return -1;
    }
    add_headers(s, d, out);
    out->exact = s->exact;
    return 0;
}

struct trace *scene_prepare(struct scene *s, const struct draft *d, const char *label,
                            struct err *err)
{
    struct trace *t = mem_alloc(sizeof *t);
    t->method = d->method;
    t->label = mem_string(label);
    t->owner = scene_owner(s, d->target);
    t->seen.respells = mem_string(d->respells);
    if (!make_request(s, d, &t->seen.request, &t->seen.sent, err))
        return t;
    trace_free(t);
    return NULL;
}

void scene_keep(struct scene *s, struct trace *t)
{
    s->traces = mem_grow(s->traces, s->count + 1, sizeof *s->traces);
    s->traces[s->count++] = t;
}

const struct trace *scene_send(struct scene *s, const struct draft *d, const char *label,
                               enum role role, struct err *err)
{
    struct trace *t = scene_prepare(s, d, label, err);
    if (!t)
        return NULL;
    if (client_send(s->client, role, &t->seen, err)) {
        trace_free(t);
        return NULL;
    }
    scene_keep(s, t);
    return t;
}

int scene_accepted(const struct scene *s, const struct draft *d, const struct trace **out,
                   struct err *err)
{
    struct request rq;
    cJSON *body;
    if (make_request(s, d, &rq, &body, err))
        return -1;
    cJSON_Delete(body);
    *out = NULL;
    for (size_t i = s->count; i-- > 0 && !*out;)
        if (seen_status(&s->traces[i]->seen) / 100 == 2 &&
            request_same(&s->traces[i]->seen.request, &rq))
            *out = s->traces[i];
    request_free(&rq);
    return 0;
}

bool trace_speaks_of(const struct trace *t, const char *owner)
{
    return t->owner && strcmp(t->owner, owner) == 0;
}

bool scene_written(const struct scene *s, const char *owner)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct trace *t = s->traces[i];
        bool write = t->method == METHOD_PUT || t->method == METHOD_PATCH;
        if (write && trace_speaks_of(t, owner) && seen_status(&t->seen) < 400)
            return true;
    }
    return false;
}

static const struct trace *labelled(const struct scene *s, const char *label, size_t *at)
{
    for (*at = s->count; (*at)-- > 0;)
        if (s->traces[*at]->label && strcmp(s->traces[*at]->label, label) == 0)
            return s->traces[*at];
    return NULL;
}

const struct seen *scene_labelled(void *scene, const char *label)
{
    size_t at;
    const struct trace *t = labelled(scene, label, &at);
    return t ? &t->seen : NULL;
}

const struct seen *scene_before(void *scene, const char *label)
{
    const struct scene *s = scene;
    size_t at;
    const struct trace *t = labelled(s, label, &at);
    if (!t || !t->owner)
        return NULL;
    for (size_t i = t->beside ? t->beside - 1 : at; i-- > 0;) {
        const struct trace *one = s->traces[i];
        if (!trace_speaks_of(one, t->owner) || seen_status(&one->seen) / 100 != 2)
            continue;
        if (one->method == METHOD_DELETE)
            return NULL;
        if (cJSON_GetObjectItemCaseSensitive(one->seen.answer, "properties"))
            return &one->seen; /* and not a key */
    }
    return NULL;
}

int scene_clean(struct scene *s, struct err *err)
{
    const struct run *run = s->client->run;
    if (run->options->keep || !run->surface.has[OP_DELETE])
        return 0;
    const cJSON *name;
    cJSON_ArrayForEach(name, s->names)
    {
        if (!scene_written(s, name->string))
            continue;
        char *target = mem_format("{%s}", name->string);
        struct draft d = {.method = METHOD_DELETE, .target = target};
        const struct trace *t = scene_send(s, &d, NULL, ROLE_CLEANUP, err);
        free(target);
        if (!t)
            return -1;
    }
    return 0;
}
