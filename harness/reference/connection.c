#include "reference/connection.h"
#include "base/json.h"
#include "base/mem.h"
#include "reference/body.h"
#include "reference/commit.h"
#include "reference/gateways.h"
#include "reference/patch.h"
#include "reference/precondition.h"
#include "reference/refuse.h"
#include "reference/render.h"
#include "reference/shape.h"
#include "reference/text.h"
#include "reference/validate.h"

#include <stdio.h>
#include <stdlib.h>

bool connection_missing(struct call *c)
{
    return !c->existed &&
           refused(c, 404, "ConnectionNotFound", "", "there is no connection of this name");
}

static bool precondition_fails(struct call *c)
{
    return precondition_refuses(c, c->existed ? c->etag_before : NULL);
}

static void answer_with(struct call *c, const struct connection *shown)
{
    c->answer.body = shown ? render_connection(c->service, shown) : cJSON_CreateObject();
    if (shown)
        headers_set(&c->answer.headers, "ETag", shown->etag);
}

void connection_get(struct call *c)
{
    if (connection_missing(c))
        return;
    headers_set(&c->answer.headers, "ETag", c->etag_before);
    if (!precondition_fails(c))
        answer_with(c, state_connection(c->service, &c->uri));
}

static const char *text_at(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void check_name(const struct call *c, struct faults *out)
{
    const char *name = text_at(c->after, "name");
    if (name && !text_same(name, c->uri.name))
        faults_add(out, 400, "NameMismatch", "/name", "the name is not that of the URI");
}

static void check_location(const struct call *c, struct faults *out)
{
    const char *old = text_at(c->before, "location"), *wanted = text_at(c->after, "location");
    if (old && wanted && !text_same_place(old, wanted))
        faults_add(out, 400, "LocationChanged", "/location",
                   "the location of a connection cannot change");
}

static void set_text(cJSON *object, const char *name, const char *text)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    cJSON_AddStringToObject(object, name, text);
}

/* The URI's spelling of the name, the first spelling of the location. */
static void settle(struct call *c)
{
    const char *old = text_at(c->before, "location"), *wanted = text_at(c->after, "location");
    if (old && wanted && text_same_place(old, wanted))
        set_text(c->after, "location", old);
    set_text(c->after, "name", c->uri.name);
}

/* A write that changes nothing keeps the tag, so that PUT is idempotent to the last member. */
static void choose_etag(struct call *c)
{
    const struct connection *old = state_connection(c->service, &c->uri);
    if (old && json_equal(c->before, c->after) && strcmp(old->group, c->uri.group) == 0 &&
        strcmp(old->subscription, c->uri.subscription) == 0) {
        snprintf(c->etag, sizeof c->etag, "%s", c->etag_before);
        return;
    }
    char guid[37];
    state_guid(c->service, guid);
    snprintf(c->etag, sizeof c->etag, "W/\"%s\"", guid);
}

static void replace(char **old, const char *text)
{
    free(*old);
    *old = mem_string(text);
}

const struct connection *connection_save(struct call *c)
{
    struct connection *saved = state_connection(c->service, &c->uri);
    if (!saved)
        saved = state_create(c->service, &c->uri);
    replace(&saved->subscription, c->uri.subscription);
    replace(&saved->group, c->uri.group);
    cJSON_Delete(saved->document);
    saved->document = c->after ? c->after : cJSON_CreateObject();
    c->after = NULL;
    c->current = saved->document;
    snprintf(saved->etag, sizeof saved->etag, "%s", c->etag);
    saved->writes++;
    return saved;
}

static void answer_unsaved(struct call *c)
{
    struct connection shown = {.subscription = c->uri.subscription,
                               .group = c->uri.group,
                               .document = c->after,
                               .address = "10.255.255.254"};
    snprintf(shown.etag, sizeof shown.etag, "%s", c->etag);
    answer_with(c, &shown);
}

static void write_after(struct call *c)
{
    struct faults faults = {0};
    validate(c->after, &faults);
    check_name(c, &faults);
    check_location(c, &faults);
    gateways_check(c, c->after, &faults);
    settle(c);
    choose_etag(c);
    if (refused_by(c, &faults))
        return;
    if (commit_allowed(c))
        answer_with(c, connection_save(c));
    else
        answer_unsaved(c);
}

void connection_put(struct call *c)
{
    if (body_type_refuses(c) || precondition_fails(c) || body_refuses(c))
        return;
    c->after = shape_copy(c->sent, shape_connection());
    if (!cJSON_GetObjectItemCaseSensitive(c->after, "name"))
        cJSON_AddStringToObject(c->after, "name", c->uri.name);
    write_after(c);
}

void connection_patch(struct call *c)
{
    if (connection_missing(c) || body_type_refuses(c) || precondition_fails(c) || body_refuses(c))
        return;
    cJSON *patch = shape_copy(c->sent, shape_connection()), *nothing = cJSON_CreateObject();
    cJSON_AddStringToObject(nothing, "name", c->uri.name);
    c->after = patch_connection(c->before ? c->before : nothing, patch);
    cJSON_Delete(nothing);
    cJSON_Delete(patch);
    write_after(c);
}

void connection_delete(struct call *c)
{
    if (connection_missing(c) || precondition_fails(c))
        return;
    if (commit_allowed(c)) {
        state_delete(c->service, &c->uri);
        c->current = NULL;
    }
}

void connection_free(void *connection)
{
    struct connection *old = connection;
    free(old->subscription);
    free(old->group);
    cJSON_Delete(old->document);
    free(old->key);
    free(old);
}
