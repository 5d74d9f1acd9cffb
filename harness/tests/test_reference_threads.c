/* PLAT-18: concurrent writes, on the service itself. */
#include "test_reference_kit.h"

#include <pthread.h>

#define WRITERS 8
#define ROUNDS 40

struct writer {
    struct service *service;
    pthread_barrier_t *start;
    char *body, *header;
    const char *method;
    int status;
};

static void *write_once(void *arg)
{
    struct writer *w = arg;
    pthread_barrier_wait(w->start);
    w->status = w->header ? status_if(w->service, w->method, C1, w->body, w->header)
                          : status_of(w->service, w->method, C1, w->body);
    return NULL;
}

static char *body_of(int writer)
{
    char *value = mem_format("\"%d\"", writer), *body = mem_string(COMPLETE);
    static const char *const places[] = {"/tags/k", "/properties/ipsecParameters/pfsGroup",
                                         "/properties/ipsecParameters/hashAlgorithm"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *next = edited(body, places[i], value);
        free(body);
        body = next;
    }
    free(value);
    return body;
}

/* Every writer at once; how many were answered 200. */
static int race(struct service *s, const char *method, const char *header)
{
    pthread_barrier_t start;
    pthread_t threads[WRITERS];
    struct writer writers[WRITERS];
    int won = 0;
    pthread_barrier_init(&start, NULL, WRITERS);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.service = s,
                                     .start = &start,
                                     .body = body_of(i),
                                     .method = method,
                                     .header = mem_string(header)};
        assert_int_equal(pthread_create(&threads[i], NULL, write_once, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        won += writers[i].status == 200;
        assert_true(writers[i].status == 200 || writers[i].status == 412);
        free(writers[i].body);
        free(writers[i].header);
    }
    pthread_barrier_destroy(&start);
    return won;
}

static void assert_unmixed(struct service *s)
{
    struct reply r = ask(s, "GET", C1, NULL);
    assert_text(r, "/properties/ipsecParameters/pfsGroup", text_in(&r, "/tags/k"));
    assert_text(r, "/properties/ipsecParameters/hashAlgorithm", text_in(&r, "/tags/k"));
    reply_free(&r);
}

static void writes_do_not_mix(void **state)
{
    for (int i = 0; i < ROUNDS; i++) {
        assert_int_equal(race(*state, "PUT", NULL), WRITERS);
        assert_unmixed(*state);
        assert_int_equal(race(*state, "PATCH", NULL), WRITERS);
        assert_unmixed(*state);
    }
}

static void one_conditional_write_wins(void **state)
{
    static const char *const methods[] = {"PUT", "PATCH"};
    for (int i = 0; i < ROUNDS; i++) {
        assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
        struct reply r = ask(*state, "GET", C1, NULL);
        char *header = mem_format("If-Match: %s", text_in(&r, "/etag"));
        assert_int_equal(race(*state, methods[i % 2], header), 1);
        assert_unmixed(*state);
        free(header);
        reply_free(&r);
    }
}

static void one_creation_wins(void **state)
{
    for (int i = 0; i < ROUNDS; i++) {
        assert_int_equal(race(*state, "PUT", "If-None-Match: *"), 1);
        assert_int_equal(status_of(*state, "DELETE", C1, NULL), 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_do_not_mix),
        TEST(one_conditional_write_wins),
        TEST(one_creation_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
