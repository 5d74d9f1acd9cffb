/* The built-in implementation behind the same door as any other. */
#include "target/target.h"

/* cmocka.h wants these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define PATH                                                                                       \
    "/subscriptions/s/resourceGroups/g/providers/microsoft.network/connections/c"                  \
    "?api-version=2015-05-01-preview"
#define BODY                                                                                       \
    "{\"location\":\"West US\",\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"},"          \
    "\"gateway2\":{\"name\":\"secondgateway\"},\"connectionType\":\"Dedicated\","                  \
    "\"connectivityState\":\"Connected\"}}"

static struct target *open_one(const char *spec, const struct target_options *options)
{
    struct err err = {0};
    struct target *t = NULL;
    if (target_open(&t, spec, options, &err))
        fail_msg("%s", err.text);
    return t;
}

static struct response ask(struct target *t, const char *method, const char *body,
                           const char *authorization)
{
    struct err err = {0};
    struct response rs;
    struct request rq = request_new(method, PATH);
    if (body)
        request_body(&rq, body, strlen(body));
    headers_add(&rq.headers, "Content-Type", "application/json");
    if (authorization)
        headers_add(&rq.headers, "authorization", authorization);
    if (target_send(t, &rq, &rs, &err))
        fail_msg("%s", err.text);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_non_null(rs.body);
    assert_null(rs.note);
    assert_int_equal(rq.headers.count, authorization ? 2 : 1); /* the request is left alone */
    request_free(&rq);
    return rs;
}

static int status_of(struct target *t, const char *method, const char *body,
                     const char *authorization)
{
    struct response rs = ask(t, method, body, authorization);
    int status = rs.status;
    response_free(&rs);
    return status;
}

static void answers(void **state)
{
    (void)state;
    struct target *t = open_one("reference", NULL);
    assert_int_equal(status_of(t, "GET", NULL, NULL), 404);
    struct response rs = ask(t, "PUT", BODY, NULL);
    assert_int_equal(rs.status, 200);
    assert_non_null(headers_get(&rs.headers, "x-ms-request-id"));
    assert_int_equal(rs.body_len, strlen(rs.body));
    response_free(&rs);
    assert_int_equal(status_of(t, "GET", NULL, NULL), 200);
    assert_string_equal(target_prefix(t), "");
    assert_string_equal(target_origin(t), "reference");
    target_close(t);
}

static void knows_its_mutants(void **state)
{
    (void)state;
    struct err err = {0};
    struct target *t = open_one("reference:create-201", NULL);
    assert_int_equal(status_of(t, "PUT", BODY, NULL), 201);
    assert_string_equal(target_origin(t), "reference:create-201");
    target_close(t);
    static const char *const unknown[] = {"reference:no-such-mutant", "reference:", "references",
                                          "Reference"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        err.text[0] = '\0';
        assert_int_equal(target_open(&t, unknown[i], NULL, &err), -1);
        assert_true(err.text[0] != '\0');
    }
}

static void sends_the_token(void **state)
{
    (void)state;
    struct target *t = open_one("reference", &(struct target_options){.token = "sesame"});
    assert_int_equal(status_of(t, "PUT", BODY, NULL), 200);
    assert_int_equal(status_of(t, "PUT", BODY, "Bearer other"), 401);
    assert_int_equal(status_of(t, "PUT", BODY, ""), 401);
    target_close(t);
}

static void adds_headers(void **state)
{
    (void)state;
    const char *const more[] = {"If-None-Match: *", NULL};
    struct target *t = open_one("reference", &(struct target_options){.headers = more});
    assert_int_equal(status_of(t, "PUT", BODY, NULL), 200);
    assert_int_equal(status_of(t, "PUT", BODY, NULL), 412);
    target_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(knows_its_mutants),
        cmocka_unit_test(sends_the_token),
        cmocka_unit_test(adds_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
