#include "conformance/scene_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/payload.h"
#include "conformance/variables.h"

#include <stdlib.h>
#include <strings.h>

#define TARGET_MAX ((size_t)256 << 10)

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
    int failed = variables_expand(step, scene_lookup, s, err);
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
    int failed = variables_expand(holder, scene_lookup, (void *)s, err);
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

/* A value that is a part, as in `bytes`. -1 and err as payload_add. */
static int set_long_header(const struct scene *s, const cJSON *h, struct request *rq,
                           struct err *err)
{
    struct corpus_names names = {0};
    struct buf value = buf_new(PAYLOAD_MAX);
    cJSON *parts = cJSON_CreateArray();
    cJSON_AddItemToArray(parts, cJSON_Duplicate(h, true));
    int result = payload_add(&value, parts, s->client->run->assets, &names, err);
    char *text = buf_take(&value);
    if (!result)
        headers_set(&rq->headers, h->string, text);
    free(text);
    cJSON_Delete(parts);
    return result;
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

static int add_headers(const struct scene *s, const struct draft *d, struct request *rq,
                       struct err *err)
{
    const cJSON *h;
    if (rq->body)
        headers_add(&rq->headers, "Content-Type", "application/json");
    if (d->chunked)
        headers_add(&rq->headers, "Transfer-Encoding", "chunked");
    client_headers(s->client, rq);
    cJSON_ArrayForEach(h, d->headers)
    {
        if (!cJSON_IsObject(h))
            set_header(rq, h);
        else if (set_long_header(s, h, rq, err))
            return -1;
    }
    return 0;
}

/* *body: as in struct seen. */
int scene_request(const struct scene *s, const struct draft *d, struct request *out, cJSON **body,
                  struct err *err)
{
    char *path;
    *body = NULL;
    if (request_target(s, d, &path, err))
        return -1;
    *out = request_new(d->verb ? d->verb : method_name(d->method), path);
    free(path);
    if (add_body(s, d, out, body, err) || add_headers(s, d, out, err)) {
        cJSON_Delete(*body);
        *body = NULL;
        request_free(out);
        return -1;
    }
    out->exact = s->exact;
    return 0;
}
