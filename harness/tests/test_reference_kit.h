/* test_reference_kit.h - asking a reference service in one line. */
#ifndef TEST_REFERENCE_KIT_H
#define TEST_REFERENCE_KIT_H

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define GROUP "/subscriptions/s1/resourceGroups/rg1/providers/microsoft.network/"
#define VERSION "?api-version=2015-05-01-preview"
#define CONNECTION(name) GROUP "connections/" name VERSION
#define C1 CONNECTION("c1")
#define JSON_TYPE "Content-Type: application/json"

#define IPSEC                                                                                      \
    "\"ipsecParameters\":{\"encryptionType\":\"AES256\",\"pfsGroup\":\"PFS2\","                    \
    "\"saDataSizeKilobytes\":\"1024\",\"saLifeTimeSeconds\":\"3600\",\"hashAlgorithm\":\"SHA1\"}"
#define COMPLETE_AS(type, more)                                                                    \
    "{\"name\":\"c1\",\"location\":\"West US\",\"tags\":{\"k\":\"v\"},\"properties\":{"            \
    "\"gateway1\":{\"name\":\"firstgateway\"},\"gateway2\":{\"name\":\"secondgateway\"},"          \
    "\"connectionType\":\"" type "\",\"connectivityState\":\"Connected\"" more "}}"
#define COMPLETE COMPLETE_AS("SiteToSite", "," IPSEC)

struct reply {
    int status;
    cJSON *body; /* NULL: none */
    struct response rs;
};

static inline struct service *open_service(const char *token, const char *mutant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options options = {.token = token, .gateways = gateways, .mutant = mutant};
    struct service *s = NULL;
    struct err err;
    if (service_open(&s, &options, &err))
        fail_msg("%s", err.text);
    return s;
}

static inline void add_header_line(struct request *rq, const char *line)
{
    const char *colon = strchr(line, ':');
    char *name = mem_copy(line, (size_t)(colon - line));
    headers_add(&rq->headers, name, colon + 2);
    free(name);
}

static inline struct reply ask_bytes(struct service *s, const char *method, const char *path,
                                     struct bytes body, const char *const *headers)
{
    struct request rq = request_new(method, path);
    struct reply r = {0};
    if (body.ptr)
        request_body(&rq, body.ptr, body.len);
    for (; headers && *headers; headers++)
        add_header_line(&rq, *headers);
    service_handle(s, &rq, &r.rs);
    request_free(&rq);
    assert_int_equal(r.rs.delivery, ANSWERED);
    assert_non_null(r.rs.body);
    r.status = r.rs.status;
    if (r.rs.body_len) {
        struct json_problem problem;
        r.body = json_read((struct bytes){r.rs.body, r.rs.body_len}, NULL, &problem);
        assert_non_null(r.body);
    }
    return r;
}

static inline void reply_free(struct reply *r)
{
    cJSON_Delete(r->body);
    response_free(&r->rs);
    *r = (struct reply){0};
}

/* With a body, Content-Type is application/json. */
static inline struct reply ask(struct service *s, const char *method, const char *path,
                               const char *body)
{
    static const char *const json[] = {JSON_TYPE, NULL};
    return ask_bytes(s, method, path, bytes_of(body), body ? json : NULL);
}

static inline struct reply ask_if(struct service *s, const char *method, const char *path,
                                  const char *body, const char *header)
{
    const char *const headers[] = {JSON_TYPE, header, NULL};
    return ask_bytes(s, method, path, bytes_of(body), headers);
}

static inline int status_of(struct service *s, const char *method, const char *path,
                            const char *body)
{
    struct reply r = ask(s, method, path, body);
    int status = r.status;
    reply_free(&r);
    return status;
}

static inline int status_if(struct service *s, const char *method, const char *path,
                            const char *body, const char *header)
{
    struct reply r = ask_if(s, method, path, body, header);
    int status = r.status;
    reply_free(&r);
    return status;
}

/* The complete body with `value` (JSON text; NULL removes) at a pointer; to free(). */
static inline char *edited(const char *text, const char *pointer, const char *value)
{
    cJSON *body = json_read(bytes_of(text), NULL, NULL);
    assert_non_null(body);
    if (value) {
        cJSON *put = json_read(bytes_of(value), NULL, NULL);
        assert_non_null(put);
        assert_true(pointer_set(body, pointer, put));
    } else {
        assert_true(pointer_remove(body, pointer));
    }
    char *result = json_print(body, false);
    cJSON_Delete(body);
    return result;
}

/* What the connection reads as, "404" for none; to free(). */
static inline char *state_of(struct service *s, const char *path)
{
    struct reply r = ask(s, "GET", path, NULL);
    char *text = r.status == 200 ? mem_string(r.rs.body) : mem_format("%d", r.status);
    reply_free(&r);
    return text;
}

static inline const char *text_in(const struct reply *r, const char *pointer)
{
    const char *text = cJSON_GetStringValue(pointer_get(r->body, pointer));
    return text ? text : "(none)";
}

#define assert_text(r, pointer, text) assert_string_equal(text_in(&(r), pointer), text)

/* A refusal in the platform's shape that leaves the connection as it was. */
static inline void assert_refused(struct service *s, int status, const char *method,
                                  const char *path, const char *body, const char *header)
{
    char *before = state_of(s, path);
    struct reply r = header ? ask_if(s, method, path, body, header) : ask(s, method, path, body);
    if (r.status != status)
        print_error("%s %s %.300s\n", method, path, body ? body : "");
    assert_int_equal(r.status, status);
    assert_true(strlen(text_in(&r, "/error/code")) > 0 && pointer_get(r.body, "/error/code"));
    assert_true(strlen(text_in(&r, "/error/message")) > 0 && pointer_get(r.body, "/error/message"));
    assert_non_null(headers_get(&r.rs.headers, "Content-Type"));
    reply_free(&r);
    char *after = state_of(s, path);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static inline int set_up(void **state)
{
    *state = open_service(NULL, NULL);
    return 0;
}

static inline int tear_down(void **state)
{
    service_close(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
