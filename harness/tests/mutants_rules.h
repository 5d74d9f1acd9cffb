/* mutants_rules.h - a fixed conversation with a service, written down so that two can be compared.
 *
 * Ids, etags and random keys are numbered in the order in which they are seen for the first time, so
 * that it shows when one stays, and only that. */
#ifndef MUTANTS_RULES_H
#define MUTANTS_RULES_H

#include "test_reference_kit.h"

#include "base/buf.h"
#include "reference/mutant.h"
#include "reference/state.h"

#include <ctype.h>

#define TOKEN "Good.Token.x1"
#define AT(group, name)                                                                            \
    "/subscriptions/s1/resourceGroups/" group "/providers/microsoft.network/" name
#define C(name) AT("rg1", "connections/" name VERSION)
#define KEY(name) AT("rg1", "connections/" name "/sharedkey" VERSION)
#define RESET(name) AT("rg1", "connections/" name "/sharedkey/reset" VERSION)
#define GATEWAY(name) AT("rg1", "virtualNetworkGateways/" name VERSION)
#define LOCAL(name) AT("rg1", "localnetworkgateways/" name VERSION)
#define LIST(name) AT("rg1", "virtualNetworkGateways/" name "/connections" VERSION)

#define BETWEEN(one, two, type, state, tags, more)                                                 \
    "{\"location\":\"West US\",\"tags\":{" tags "},\"properties\":{\"gateway1\":{\"name\":\"" one  \
    "\"},\"gateway2\":{\"name\":\"" two "\"},\"connectionType\":\"" type                           \
    "\",\"connectivityState\":\"" state "\"" more "}}"
#define BODY(type, state, tags, more)                                                              \
    BETWEEN("firstgateway", "secondgateway", type, state, tags, more)
#define TAGS "\"a\":\"1\",\"b\":\"2\""
#define SITE BODY("SiteToSite", "Connected", TAGS, "," IPSEC)
#define POINT BODY("PointToSite", "Connected", TAGS, "")
#define DEDICATED BODY("Dedicated", "Disconnected", TAGS, "")
#define DEDICATED_IPSEC BODY("Dedicated", "Connected", TAGS, "," IPSEC)
#define UNTAGGED                                                                                   \
    "{\"location\":\"West US\",\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"},"          \
    "\"gateway2\":{\"name\":\"secondgateway\"},\"connectionType\":\"Dedicated\","                  \
    "\"connectivityState\":\"Connected\"}}"

struct line {
    const char *method, *path;
    const char *body;       /* NULL: none. "@COUNT KEY VALUE" is a connection with so many tags, of
                               so many characters; "@@..." of letters beyond ASCII */
    const char *headers[3]; /* "$1" in them is the etag saved so; "Authorization: -" sends none */
    int save;               /* from 1: keeps the etag of the answer; 0: no */
    const char *meanwhile;  /* the body of a PUT with the same headers that comes in between, where
                               the service lets it, else right after it */
};

/* clang-format off */
#define SAY(m, p, ...) {.method = m, .path = p, .body = __VA_ARGS__}
#define READ(p) {.method = "GET", .path = p}
#define ERASE(p) {.method = "DELETE", .path = p}
/* clang-format on */

struct talk {
    struct service *service;
    struct buf text;
    char *saved[10];
    cJSON *seen; /* what is numbered */
};

static inline char *generated(const char *spec)
{
    bool beyond = spec[1] == '@';
    size_t numbers[3] = {0};
    char *at = (char *)spec + (beyond ? 2 : 1);
    for (int i = 0; i < 3; i++)
        numbers[i] = strtoul(at, &at, 10);
    cJSON *body = json_read(bytes_of(SITE), NULL, NULL), *tags = cJSON_CreateObject();
    for (size_t i = 0; i < numbers[0]; i++) {
        struct buf key = buf_new(1 << 16), value = buf_new(1 << 16);
        buf_format(&key, "%02zu", i);
        for (size_t j = 2; j < numbers[1]; j++)
            buf_text(&key, beyond ? "\xC3\xA9" : "k");
        for (size_t j = 0; j < numbers[2]; j++)
            buf_text(&value, beyond ? "\xC3\xA9" : "v");
        cJSON_AddStringToObject(tags, key.data, value.data ? value.data : "");
        buf_free(&key);
        buf_free(&value);
    }
    cJSON_ReplaceItemInObjectCaseSensitive(body, "tags", tags);
    char *text = json_print(body, false);
    cJSON_Delete(body);
    return text;
}

static inline int number_of(struct talk *t, const char *text, size_t len)
{
    char *name = mem_copy(text, len);
    int number = cJSON_GetArraySize(t->seen);
    const cJSON *seen = cJSON_GetObjectItemCaseSensitive(t->seen, name);
    if (seen)
        number = (int)seen->valuedouble;
    else
        cJSON_AddNumberToObject(t->seen, name, number);
    free(name);
    return number;
}

static inline size_t guid_at(const char *p)
{
    return strspn(p, "0123456789abcdef-") >= 36 && p[8] == '-' && p[13] == '-' ? 36 : 0;
}

/* Letters and digits alone, and not ours: those have some other character. */
static inline size_t secret_at(const char *p)
{
    static const char before[] = "\"value\":\"";
    if (strncmp(p, before, sizeof before - 1) != 0)
        return 0;
    size_t len = 0;
    for (p += sizeof before - 1; isalnum((unsigned char)p[len]); len++)
        continue;
    return p[len] == '"' && len > 0 && strspn(p, "0123456789") != len ? len : 0;
}

static inline void write_down(struct talk *t, const char *text)
{
    for (const char *p = text; *p; p++) {
        size_t guid = guid_at(p), secret = secret_at(p);
        if (guid) {
            buf_format(&t->text, "(%d)", number_of(t, p, guid));
            p += guid - 1;
        } else if (secret) {
            buf_format(&t->text, "\"value\":(%d, %zu)", number_of(t, p + 9, secret), secret);
            p += 9 + secret;
        } else {
            buf_byte(&t->text, *p);
        }
    }
}

static inline void write_answer(struct talk *t, const struct response *rs)
{
    buf_format(&t->text, "%d ", rs->status);
    for (size_t i = 0; i < rs->headers.count; i++) {
        buf_format(&t->text, "%s=", rs->headers.list[i].name);
        write_down(t, rs->headers.list[i].value);
        buf_text(&t->text, " ");
    }
    write_down(t, rs->body);
}

static inline char *expanded(const struct talk *t, const char *line)
{
    const char *dollar = strchr(line, '$');
    if (!dollar)
        return mem_string(line);
    const char *etag = t->saved[dollar[1] - '0'];
    return mem_format("%.*s%s%s", (int)(dollar - line), line, etag ? etag : "", dollar + 2);
}

static inline struct request request_of(const struct talk *t, const struct line *l)
{
    struct request rq = request_new(l->method, l->path);
    char *body = l->body && *l->body == '@' ? generated(l->body) : mem_string(l->body);
    headers_add(&rq.headers, "Authorization", "Bearer " TOKEN);
    if (body) {
        request_body(&rq, body, strlen(body));
        headers_add(&rq.headers, "Content-Type", "application/json");
    }
    free(body);
    for (size_t i = 0; i < 3 && l->headers[i]; i++) {
        char *text = expanded(t, l->headers[i]), *colon = strchr(text, ':');
        *colon = '\0';
        headers_remove(&rq.headers, text);
        if (strcmp(colon + 2, "-") != 0)
            headers_add(&rq.headers, text, colon + 2);
        free(text);
    }
    if (l->meanwhile)
        headers_add(&rq.headers, "x-meanwhile", l->meanwhile);
    return rq;
}

/* The request that comes meanwhile; NULL in rs->body when there is none. */
static inline void send_meanwhile(struct service *s, const struct request *rq, struct response *rs)
{
    const char *body = headers_get(&rq->headers, "x-meanwhile");
    *rs = (struct response){0};
    if (!body)
        return;
    struct request other = request_copy(rq);
    free(other.method);
    other.method = mem_string("PUT");
    request_body(&other, body, strlen(body));
    headers_remove(&other.headers, "x-meanwhile");
    headers_set(&other.headers, "Content-Type", "application/json");
    service_handle(s, &other, rs);
    request_free(&other);
}

/* In place of a mutant's own wait for another request. Nobody else uses the service. */
static inline void gap(struct call *c)
{
    struct response rs;
    send_meanwhile(c->service, c->request, &rs);
    if (rs.body)
        cJSON_AddNumberToObject(c->service->memory, "meanwhile", rs.status);
    response_free(&rs);
}

static inline void save_etag(struct talk *t, const struct line *l, const struct response *rs)
{
    cJSON *body = l->save ? json_read((struct bytes){rs->body, rs->body_len}, NULL, NULL) : NULL;
    const char *etag = body ? cJSON_GetStringValue(pointer_get(body, "/etag")) : NULL;
    if (etag) {
        free(t->saved[l->save]);
        t->saved[l->save] = mem_string(etag);
    }
    cJSON_Delete(body);
}

static inline void say(struct talk *t, const struct line *l)
{
    struct request rq = request_of(t, l);
    struct response rs, other = {0};
    service_handle(t->service, &rq, &rs);
    buf_format(&t->text, "\n%s %s: ", l->method, l->path);
    write_answer(t, &rs);
    save_etag(t, l, &rs);
    const cJSON *came = cJSON_GetObjectItemCaseSensitive(t->service->memory, "meanwhile");
    if (!came)
        send_meanwhile(t->service, &rq, &other);
    if (l->meanwhile)
        buf_format(&t->text, " meanwhile: %d", came ? came->valueint : other.status);
    cJSON_DeleteItemFromObjectCaseSensitive(t->service->memory, "meanwhile");
    response_free(&other);
    response_free(&rs);
    request_free(&rq);
}

static inline struct service *open_spoken_to(const char *mutant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", "Third", NULL};
    struct service_options options = {.token = TOKEN, .gateways = gateways, .mutant = mutant};
    struct service *s = NULL;
    struct err err;
    if (service_open(&s, &options, &err))
        fail_msg("%s", err.text);
    if (s->seam.on_gap)
        s->seam.on_gap = gap;
    return s;
}

/* The whole conversation, to free(). */
static inline char *talk_with(const char *mutant, const struct line *lines, size_t count)
{
    struct talk t = {.service = open_spoken_to(mutant), .seen = cJSON_CreateObject()};
    t.text = buf_new(1 << 24);
    for (size_t i = 0; i < count; i++)
        say(&t, &lines[i]);
    assert_false(t.text.failed);
    for (size_t i = 0; i < sizeof t.saved / sizeof *t.saved; i++)
        free(t.saved[i]);
    cJSON_Delete(t.seen);
    service_close(t.service);
    return buf_take(&t.text);
}

/* Every mutant of the level talks otherwise than the plain reference, which repeats itself; all but
 * one, or NULL, that does so only later. */
static inline void assert_all_differ(const char *level, const char *later, const struct line *lines,
                                     size_t count)
{
    size_t mutants, silent = 0;
    const struct mutant *list = mutant_list(&mutants);
    char *plain = talk_with(NULL, lines, count), *again = talk_with(NULL, lines, count);
    assert_string_equal(plain, again);
    for (size_t i = 0; i < mutants; i++) {
        if (strncmp(list[i].clause, level, strlen(level)) != 0 ||
            (later && strcmp(list[i].name, later) == 0))
            continue;
        char *other = talk_with(list[i].name, lines, count);
        if (strcmp(plain, other) == 0 && ++silent)
            print_error("%s changes nothing\n", list[i].name);
        free(other);
    }
    free(plain);
    free(again);
    assert_int_equal(silent, 0);
}

/* Each clause from 1 to `last` has three at least, a third of all are rare. */
static inline void assert_spread(const char *level, int last)
{
    size_t count, all = 0, rare = 0;
    const struct mutant *list = mutant_list(&count);
    for (int number = 1; number <= last; number++) {
        char *clause = mem_format("%s%02d", level, number);
        size_t found = 0;
        for (size_t i = 0; i < count; i++)
            if (strcmp(list[i].clause, clause) == 0) {
                found++;
                rare += list[i].rare;
            }
        if (found < 3)
            fail_msg("%s has %zu mutants", clause, found);
        all += found;
        free(clause);
    }
    assert_true(rare * 3 >= all);
}

#endif
