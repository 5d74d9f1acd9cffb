/* The seam: what a mutant may do, that the example mutants differ, and that nobody else does. */
#include "test_reference_kit.h"

#include "reference/mutant.h"
#include "reference/state.h"

#define NOWHERE1 "{\"properties\":{\"gateway1\":{\"name\":\"nowhere\"}}}"
#define NOWHERE2 "{\"properties\":{\"gateway2\":{\"name\":\"nowhere\"}}}"

static void the_list_is_well_formed(void **state)
{
    (void)state;
    size_t count;
    const struct mutant *list = mutant_list(&count);
    assert_true(count >= 3);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(mutant_find(list[i].name), &list[i]); /* no name twice */
        assert_true(strlen(list[i].name) > 0 && strlen(list[i].says) > 0);
        assert_int_equal(strspn(list[i].name, "abcdefghijklmnopqrstuvwxyz0123456789-_"),
                         strlen(list[i].name));
        assert_null(strstr(list[i].says, "TODO"));
        const char *dash = strchr(list[i].clause, '-');
        assert_true(dash && strlen(dash) == 3 && strspn(dash + 1, "0123456789") == 2);
        service_close(open_service(NULL, list[i].name));
    }
    assert_null(mutant_find("no-such-mutant"));
}

static void an_unknown_mutant_is_an_error(void **state)
{
    (void)state;
    struct service *s = NULL;
    struct err err = {{0}};
    struct service_options options = {.mutant = "no-such-mutant"};
    assert_int_equal(service_open(&s, &options, &err), -1);
    assert_non_null(strstr(err.text, "no-such-mutant"));
}

static void create_201(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "create-201");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 201);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PUT", CONNECTION("c2"), "{}"), 400);
    service_close(s);
}

static int open_fails(const char *mutant, struct err *err)
{
    struct service *s = NULL;
    struct service_options options = {.mutant = mutant};
    int result = service_open(&s, &options, err);
    service_close(s);
    return result;
}

static void one_type_only(void **state)
{
    (void)state;
    struct err err = {{0}};
    struct service *s = open_service(NULL, "create-201@dedicated");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE_AS("PointToSite", "")), 200);
    service_close(s);
    s = open_service(NULL, "create-201@dedicated");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE_AS("Dedicated", "")), 201);
    service_close(s);
    assert_int_equal(open_fails("create-201@Dedicated", &err), -1);
    assert_non_null(strstr(err.text, "a type is @dedicated"));
    assert_int_equal(open_fails("no-such-mutant@dedicated", &err), -1);
    assert_non_null(strstr(err.text, "no mutant is called 'no-such-mutant@dedicated'"));
    assert_int_equal(open_fails("names-to-dot@dedicated", &err), -1);
    assert_non_null(strstr(err.text, "acts before there is a type"));
}

static void gateway2_unchecked(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "gateway2-unchecked");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_refused(s, 400, "PATCH", C1, NOWHERE1, NULL);
    struct reply r = ask(s, "PATCH", C1, NOWHERE2);
    assert_int_equal(r.status, 200);
    assert_text(r, "/properties/gateway2/name", "nowhere");
    reply_free(&r);
    service_close(s);
}

static void refused_patch_stored(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "refused-patch-stored");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, NOWHERE2), 400);
    struct reply r = ask(s, "GET", C1, NULL);
    assert_text(r, "/properties/gateway2/name", "nowhere");
    reply_free(&r);
    assert_refused(s, 400, "PATCH", C1, "{", NULL);
    assert_refused(s, 400, "PUT", C1, "{}", NULL);
    service_close(s);
}

static struct service *open_with(struct seam seam)
{
    struct service *s = open_service(NULL, NULL);
    s->seam = seam;
    return s;
}

static bool overlook_all(struct call *c, struct fault *fault)
{
    (void)c;
    (void)fault;
    return true;
}

/* Whatever a mutant overlooks, the service goes on. */
static void everything_can_be_overlooked(void **state)
{
    (void)state;
    static const char *const bodies[] = {COMPLETE,
                                         "{}",
                                         "[]",
                                         "{",
                                         "1",
                                         NULL,
                                         "{\"tags\":1}",
                                         "{\"properties\":[]}",
                                         "",
                                         "{,}",
                                         "{\"a\":1,\"a\":2}",
                                         "{\"name\":5,\"location\":{},\"properties\":{\"gateway1\":"
                                         "{\"name\":[]},\"gateway2\":7,\"connectionType\":1}}"};
    static const char *const methods[] = {"PATCH", "DELETE", "GET", "PUT", "POST", "HEAD"};
    static const char *const paths[] = {C1,
                                        GROUP "connections/c1/sharedkey" VERSION,
                                        GROUP "connections/c1/sharedkey/reset" VERSION,
                                        GROUP "virtualNetworkGateways/g" VERSION,
                                        GROUP "virtualNetworkGateways/h/connections" VERSION,
                                        "/nowhere",
                                        GROUP "connections/%00"};
    struct service *s = open_with((struct seam){.on_fault = overlook_all});
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        for (size_t j = 0; j < sizeof methods / sizeof *methods; j++)
            for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
                struct reply r = ask_if(s, methods[j], paths[k], bodies[i], "If-Match: x");
                assert_int_equal(r.status, 200);
                reply_free(&r);
            }
    service_close(s);
}

static bool soften(struct call *c, struct fault *fault)
{
    (void)c;
    fault->status = 422;
    return false;
}

static void a_fault_can_get_another_status(void **state)
{
    (void)state;
    struct service *s = open_with((struct seam){.on_fault = soften});
    assert_refused(s, 422, "PUT", C1, "{", NULL);
    service_close(s);
}

static void one_group(struct call *c, struct request *rq)
{
    (void)c;
    char *other = strstr(rq->path, "/rg2/");
    if (other)
        other[3] = '1';
}

static void the_request_can_be_changed(void **state)
{
    (void)state;
    struct service *s = open_with((struct seam){.on_request = one_group});
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "GET",
                               "/subscriptions/s1/resourceGroups/rg2/providers/microsoft.network/"
                               "connections/c1" VERSION,
                               NULL),
                     200);
    service_close(s);
}

static bool veto_third(struct call *c)
{
    return c->writes != 2 && !(c->after == NULL && c->existed);
}

static void storing_can_be_prevented(void **state)
{
    (void)state;
    static const char *const tags[] = {"0", "1", "1", "1"};
    struct service *s = open_with((struct seam){.on_store = veto_third});
    for (int i = 0; i < 4; i++) {
        char *value = mem_format("\"%d\"", i), *body = edited(COMPLETE, "/tags/k", value);
        struct reply put = ask(s, "PUT", C1, body), get = ask(s, "GET", C1, NULL);
        assert_int_equal(put.status, 200);
        assert_int_equal(text_in(&put, "/tags/k")[0], '0' + i);
        assert_text(get, "/tags/k", tags[i]);
        reply_free(&put);
        reply_free(&get);
        free(value);
        free(body);
    }
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200);
    service_close(s);
}

static void write_meanwhile(struct call *c)
{
    if (strcmp(c->request->method, "PATCH") == 0)
        assert_int_equal(status_of(c->service, "DELETE", C1, NULL), 200);
}

static bool saw_the_gap(struct call *c)
{
    if (strcmp(c->request->method, "PATCH") == 0)
        assert_true(c->before != NULL && c->current == NULL);
    return true;
}

static void others_can_come_in_between(void **state)
{
    (void)state;
    struct service *s =
        open_with((struct seam){.on_gap = write_meanwhile, .on_store = saw_the_gap});
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200);
    service_close(s);
}

static void count_gets(struct call *c)
{
    if (c->uri.resource == RESOURCE_CONNECTION && strcmp(c->request->method, "GET") == 0)
        c->answer.status = (int)(200 + seam_bump(c, "gets"));
    assert_int_equal(seam_count(c, "other"), 0);
}

static void counters_are_apart_and_reset(void **state)
{
    (void)state;
    struct service *s = open_with((struct seam){.on_answer = count_gets});
    assert_int_equal(status_of(s, "GET", C1, NULL), 201);
    assert_int_equal(status_of(s, "GET", CONNECTION("C1"), NULL), 202);
    assert_int_equal(status_of(s, "GET", CONNECTION("c2"), NULL), 201);
    service_reset(s);
    assert_int_equal(status_of(s, "GET", C1, NULL), 201);
    service_close(s);
}

static void drop(struct call *c, struct response *rs)
{
    (void)c;
    rs->delivery = DROPPED;
}

static void an_answer_can_be_withheld(void **state)
{
    (void)state;
    struct service *s = open_with((struct seam){.on_text = drop});
    struct request rq = request_new("GET", C1);
    struct response rs;
    service_handle(s, &rq, &rs);
    assert_int_equal(rs.delivery, DROPPED);
    response_free(&rs);
    request_free(&rq);
    service_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_well_formed),
        cmocka_unit_test(an_unknown_mutant_is_an_error),
        cmocka_unit_test(create_201),
        cmocka_unit_test(one_type_only),
        cmocka_unit_test(gateway2_unchecked),
        cmocka_unit_test(refused_patch_stored),
        cmocka_unit_test(everything_can_be_overlooked),
        cmocka_unit_test(a_fault_can_get_another_status),
        cmocka_unit_test(the_request_can_be_changed),
        cmocka_unit_test(storing_can_be_prevented),
        cmocka_unit_test(others_can_come_in_between),
        cmocka_unit_test(counters_are_apart_and_reset),
        cmocka_unit_test(an_answer_can_be_withheld),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
