/* The built-in reference with planted bugs (planted.h).
 * Links with: build/plain/libconnspec.a -lcjson -lcurl -lmicrohttpd -lpcre2-8 -lcrypto -lm, and the other
 * files of this folder.
 * On the way to faults: do_harm canary_triggered (scripts/campaign) */
#include "fuzz/planted/planted.h"

#include "base/json.h"
#include "base/mem.h"
#include "fuzz/adapter.h"
#include "fuzz/planted/log.h"
#include "target/target.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct canary {
    struct planted_slot *slot;
    const uint64_t *executions;
    const struct planted_bug *bug;
    bool armed, harmed;
};

struct planted {
    struct target *target;
    struct planted_log *log;
    struct canary canaries[PLANTED_BUGS_MAX];
    size_t count;
    struct response rs;
    struct connspec_header *headers;
    cJSON *stored[PLANTED_NAMES];
    struct planted_step history[PLANTED_HISTORY];
    size_t history_count;
    bool wrote; /* in this execution */
};

/* --- canaries --- */

void canary_reached(struct canary *c)
{
    if (!c->slot->reached++)
        c->slot->first_reached = *c->executions;
}

static void do_harm(struct canary *c)
{
    static volatile char sink;
    char *byte = mem_alloc(1);
    if (c->bug->harm == HARM_LEAK)
        memset(mem_alloc(4096), 1, 4096);
    volatile char *volatile nothing = NULL;
    c->harmed = c->bug->harm == HARM_STATUS;
    if (c->bug->harm == HARM_OVERFLOW)
        sink = ((volatile char *)byte)[1];
    if (c->bug->harm == HARM_NULL)
        sink = *nothing;
    (void)sink;
    free(byte);
}

void canary_triggered(struct canary *c)
{
    if (!c->slot->reached)
        canary_reached(c);
    if (!c->slot->triggered++)
        c->slot->first_triggered = *c->executions;
    if (c->armed)
        do_harm(c);
}

static struct planted_log *open_log(void)
{
    const char *path = getenv("PLANTED_LOG");
    size_t size = sizeof(struct planted_log);
    int fd = path ? open(path, O_RDWR | O_CREAT, 0644) : -1;
    bool shared = fd >= 0 && ftruncate(fd, (off_t)size) == 0;
    void *log = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     shared ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, shared ? fd : -1, 0);
    if (fd >= 0)
        close(fd);
    return log == MAP_FAILED ? NULL : log;
}

/* PLANTED=one,another or PLANTED=all */
static bool is_armed(const char *name)
{
    const char *at = getenv("PLANTED");
    size_t len = strlen(name);
    if (at && strcmp(at, "all") == 0)
        return true;
    for (; at && *at; at += strcspn(at, ","), at += *at == ',')
        if (strcspn(at, ",") == len && strncmp(at, name, len) == 0)
            return true;
    return false;
}

static void add_bugs(struct planted *self, const struct planted_bug *bugs)
{
    for (; bugs->name && self->count < PLANTED_BUGS_MAX; bugs++, self->count++) {
        struct planted_slot *slot = &self->log->slots[self->count];
        snprintf(slot->name, sizeof slot->name, "%s", bugs->name);
        self->canaries[self->count] = (struct canary){
            .slot = slot,
            .executions = &self->log->executions,
            .bug = bugs,
            .armed = is_armed(bugs->name),
        };
    }
}

/* --- the handler --- */

static void *open_planted(void)
{
    struct err err;
    struct planted *self = mem_alloc(sizeof *self);
    *self = (struct planted){.log = open_log()};
    if (!self->log || target_open(&self->target, "reference", NULL, &err)) {
        fprintf(stderr, "planted: cannot be opened\n");
        free(self);
        return NULL;
    }
    self->log->version = PLANTED_LOG_VERSION;
    add_bugs(self, parser_bugs);
    add_bugs(self, member_bugs);
    add_bugs(self, across_bugs);
    add_bugs(self, patch_bugs);
    add_bugs(self, sequence_bugs);
    add_bugs(self, first_text_bugs);
    add_bugs(self, first_body_bugs);
    add_bugs(self, first_state_bugs);
    add_bugs(self, second_body_bugs);
    add_bugs(self, second_state_bugs);
    self->log->count = self->count;
    return self;
}

static void forget_answer(struct planted *self)
{
    response_free(&self->rs);
    free(self->headers);
    self->headers = NULL;
}

static void reset_planted(void *of)
{
    struct planted *self = of;
    for (size_t i = 0; i < PLANTED_NAMES; i++) {
        cJSON_Delete(self->stored[i]);
        self->stored[i] = NULL;
    }
    self->history_count = 0;
    self->log->executions++;
    self->wrote = false;
    target_reset(self->target);
}

static void close_planted(void *of)
{
    struct planted *self = of;
    forget_answer(self);
    reset_planted(self);
    target_close(self->target);
    munmap(self->log, sizeof *self->log);
    free(self);
}

static void send(struct planted *self, const struct connspec_request *asked)
{
    struct err err;
    struct request rq = request_new(asked->method, asked->path);
    for (size_t i = 0; i < asked->header_count; i++)
        headers_add(&rq.headers, asked->headers[i].name, asked->headers[i].value);
    if (asked->body)
        request_body(&rq, asked->body, asked->body_len);
    forget_answer(self);
    target_send(self->target, &rq, &self->rs, &err);
    request_free(&rq);
}

static const char *header_of(const struct connspec_request *rq, const char *name)
{
    for (size_t i = 0; i < rq->header_count; i++)
        if (strcasecmp(rq->headers[i].name, name) == 0)
            return rq->headers[i].value;
    return NULL;
}

/* ".../connections/cn1/sharedkey?..."; false for anything else. */
static bool find_connection(const char *path, struct planted_call *call)
{
    const char *at = strstr(path, "/connections/cn");
    if (!at)
        return false;
    at += strlen("/connections/cn");
    call->name = (unsigned)(*at - '1') % PLANTED_NAMES;
    at += *at != '\0';
    call->below = (struct bytes){at, strcspn(at, "?")};
    return true;
}

static void count(struct planted *self, const struct planted_call *call)
{
    struct planted_log *log = self->log;
    bool get = planted_is(call, "GET"), put = planted_is(call, "PUT") && !call->below.len;
    log->bodies += call->body.ptr != NULL;
    log->valid += call->sent != NULL;
    log->puts += put;
    log->puts_accepted += put && call->accepted;
    log->writes += !get;
    log->writes_accepted += !get && call->accepted;
    if (get || !call->accepted || self->wrote)
        return;
    self->wrote = true;
    log->executions_accepted++;
}

static void remember(struct planted *self, const struct planted_call *call)
{
    if (self->history_count == PLANTED_HISTORY)
        return;
    self->history[self->history_count++] = (struct planted_step){
        .method = call->method,
        .name = call->name,
        .below = call->below.len,
        .accepted = call->accepted,
        .if_match = call->if_match,
        .if_none_match = call->if_none_match,
    };
}

/* Runs every bug; the name of one that spoils the answer, or NULL. */
static const char *look(struct planted *self, const struct planted_call *call)
{
    const char *harmed = NULL;
    for (size_t i = 0; i < self->count; i++) {
        self->canaries[i].bug->look(call, &self->canaries[i]);
        if (self->canaries[i].harmed)
            harmed = self->canaries[i].bug->name;
        self->canaries[i].harmed = false;
    }
    return harmed;
}

static cJSON *answered(const struct planted *self)
{
    struct json_problem problem;
    return json_read((struct bytes){self->rs.body, self->rs.body_len}, NULL, &problem);
}

static const char *look_on(struct planted *self, struct planted_call *call)
{
    struct json_problem problem;
    cJSON *sent = call->body.ptr ? json_read(call->body, NULL, &problem) : NULL;
    cJSON **stored = &self->stored[call->name], *was = *stored, *now = was;
    bool connection = !call->below.len;
    call->accepted = call->status / 100 == 2;
    if (connection && call->accepted)
        now = planted_is(call, "DELETE") ? NULL : answered(self);
    *stored = now;
    call->sent = sent;
    call->before = was;
    call->after = now;
    call->history = self->history;
    call->history_count = self->history_count;
    memcpy(call->others, self->stored, sizeof self->stored);
    count(self, call);
    const char *harmed = look(self, call);
    remember(self, call);
    if (was != now)
        cJSON_Delete(was);
    cJSON_Delete(sent);
    return harmed;
}

/* As a service does whose error handler says what it caught. */
static void fail(struct planted *self, const char *bug)
{
    free(self->rs.body);
    self->rs.body = mem_format(
        "{\"error\":{\"code\":\"InternalServerError\",\"message\":\"Caught in %s.\"}}", bug);
    self->rs.body_len = strlen(self->rs.body);
    self->rs.status = 500;
}

static void answer(struct planted *self, struct connspec_response *rs)
{
    size_t count = self->rs.headers.count;
    self->headers = mem_alloc((count + 1) * sizeof *self->headers);
    for (size_t i = 0; i < count; i++)
        self->headers[i] =
            (struct connspec_header){self->rs.headers.list[i].name, self->rs.headers.list[i].value};
    *rs = (struct connspec_response){self->rs.status, self->headers, count, self->rs.body,
                                     self->rs.body_len};
}

/* Of a constant, so that history may keep it. */
static const char *method_of(const char *method)
{
    static const char *const all[] = {"GET", "PUT", "PATCH", "POST", "DELETE"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i], method) == 0)
            return all[i];
    return "OTHER";
}

static void handle(void *of, const struct connspec_request *asked, struct connspec_response *rs)
{
    struct planted *self = of;
    send(self, asked);
    struct planted_call call = {.method = method_of(asked->method),
                                .if_match = header_of(asked, "If-Match"),
                                .if_none_match = header_of(asked, "If-None-Match"),
                                .body = {asked->body, asked->body_len},
                                .status = self->rs.status};
    const char *harmed = find_connection(asked->path, &call) ? look_on(self, &call) : NULL;
    if (harmed)
        fail(self, harmed);
    answer(self, rs);
}

/* --- what the bugs share --- */

const cJSON *planted_property(const cJSON *connection, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(connection, "properties"), name);
}

const char *planted_text(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

const char *planted_gateway(const cJSON *connection, const char *member)
{
    return planted_text(planted_property(connection, member), "name");
}

static const struct connspec_handler handler = {open_planted, handle, reset_planted, close_planted};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "planted",
    .about = "the built-in implementation with planted bugs",
    .handler = &handler,
};
