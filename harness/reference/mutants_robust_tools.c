#include "reference/mutants_robust_tools.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

bool harm_meant(const struct call *c)
{
    const struct harm *h = c->data;
    return h->when(c) && (!h->and || h->and (c));
}

bool harm_on_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name;
}

bool harm_unstored(struct call *c)
{
    return !harm_meant(c);
}

void harm_status_as(struct call *c, int status, const char *note)
{
    cJSON *body = cJSON_CreateObject(), *error = cJSON_AddObjectToObject(body, "error");
    cJSON_AddStringToObject(error, "code", "InternalError");
    cJSON_AddStringToObject(error, "message", note);
    cJSON_Delete(c->answer.body);
    c->answer.body = body;
    c->answer.status = status;
}

void harm_status(struct call *c)
{
    const struct harm *h = c->data;
    if (harm_meant(c))
        harm_status_as(c, h->status ? h->status : 500, h->note ? h->note : "internal error");
}

void harm_gone(struct response *rs, enum delivery how)
{
    response_free(rs);
    rs->delivery = how;
    rs->note = mem_string(how == DROPPED ? "the connection ended before an answer"
                                         : "there was no answer in time");
}

void harm_drop(struct call *c, struct response *rs)
{
    if (harm_meant(c))
        harm_gone(rs, DROPPED);
}

void harm_hold(struct call *c, struct response *rs)
{
    if (harm_meant(c))
        harm_gone(rs, TIMED_OUT);
}

void harm_die(struct call *c)
{
    if (harm_meant(c))
        _exit(HARM_EXIT);
}

static void *die(void *nothing)
{
    struct timespec moment = {.tv_nsec = 100000000};
    (void)nothing;
    nanosleep(&moment, NULL);
    _exit(HARM_EXIT);
}

void harm_die_soon(struct call *c, struct response *rs)
{
    pthread_t thread;
    (void)rs;
    if (harm_meant(c) && pthread_create(&thread, NULL, die, NULL) == 0)
        pthread_detach(thread);
}

void harm_die_next(struct call *c)
{
    if (cJSON_GetObjectItemCaseSensitive(c->memory, "doomed"))
        _exit(HARM_EXIT);
    if (harm_meant(c))
        cJSON_AddTrueToObject(c->memory, "doomed");
}

/* A copy of what was there, to be changed and kept with its old etag; NULL where nothing was. */
static cJSON *spoilt(struct call *c)
{
    if (!harm_on_connection(c) || !c->before || !harm_meant(c))
        return NULL;
    cJSON_Delete(c->after);
    c->after = cJSON_Duplicate(c->before, true);
    snprintf(c->etag, sizeof c->etag, "%s", c->etag_before);
    return c->after;
}

bool harm_spoil_tags(struct call *c)
{
    cJSON *document = spoilt(c);
    if (document)
        cJSON_DeleteItemFromObjectCaseSensitive(document, "tags");
    return document != NULL;
}

bool harm_spoil_state(struct call *c)
{
    cJSON *document = spoilt(c);
    cJSON *state = document ? pointer_get(document, "/properties/connectivityState") : NULL;
    if (!cJSON_IsString(state))
        return false;
    bool up = strcmp(state->valuestring, "Connected") == 0;
    cJSON_SetValuestring(state, up ? "Disconnected" : "Connected");
    return true;
}

bool harm_stub(struct call *c)
{
    if (!harm_on_connection(c) || c->existed || !harm_meant(c))
        return false;
    cJSON_Delete(c->after);
    c->after = cJSON_CreateObject();
    cJSON_AddStringToObject(c->after, "name", c->uri.name);
    cJSON_AddStringToObject(c->after, "location", "nowhere");
    cJSON_AddObjectToObject(c->after, "properties");
    return true;
}

static bool is_poisoned(const struct call *c)
{
    return harm_on_connection(c) && strcmp(c->request->method, "PUT") == 0 &&
           seam_count(c, "poison") > 0;
}

bool harm_poison_store(struct call *c)
{
    return !is_poisoned(c);
}

void harm_poison(struct call *c)
{
    const struct harm *h = c->data;
    if (is_poisoned(c))
        harm_status_as(c, h->status ? h->status : 500, "not usable any more");
    else if (harm_on_connection(c) && harm_meant(c))
        seam_bump(c, "poison");
}
