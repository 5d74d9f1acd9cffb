/* Every mutant is well described, and answers one long conversation otherwise than the reference. */
#include "mutants_conversation.h"

#include "base/buf.h"
#include "reference/mutant.h"

/* Whether the bytes at `at` are a GUID or an etag's: 36 of hex digits and dashes. */
static bool is_guid(const char *at, const char *end)
{
    return end - at >= 36 && strspn(at, "0123456789abcdef-") >= 36 && at[8] == '-';
}

static void note_bytes(struct buf *out, struct bytes text)
{
    for (const char *p = text.ptr; p < text.ptr + text.len; p++)
        if (is_guid(p, text.ptr + text.len)) {
            buf_text(out, "GUID");
            p += 35;
        } else {
            buf_byte(out, *p);
        }
}

static void take_step(struct service *s, const struct step *step, struct buf *out)
{
    const char *value = step->value && *step->value ? step->value : NULL;
    char *body = step->pointer ? edited(step->body, step->pointer, value) : mem_string(step->body);
    struct request rq = request_new(step->method, step->path);
    struct response rs;
    if (body) {
        request_body(&rq, body, strlen(body));
        headers_add(&rq.headers, "Content-Type", "application/json");
    }
    service_handle(s, &rq, &rs);
    const char *type = headers_get(&rs.headers, "Content-Type");
    buf_format(out, "\n%s %s: %d %s ", step->method, step->path, rs.status, type ? type : "-");
    note_bytes(out, (struct bytes){rs.body, rs.body_len});
    free(body);
    request_free(&rq);
    response_free(&rs);
}

static struct buf conversation(const char *mutant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", "Third", NULL};
    struct service_options options = {.gateways = gateways, .mutant = mutant};
    struct service *s = NULL;
    struct err err;
    struct buf out = buf_new(1 << 22);
    assert_int_equal(service_open(&s, &options, &err), 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        take_step(s, &steps[i], &out);
    service_close(s);
    return out;
}

/* The "lax-..." ones are a system of their own: scripts/mutants tries them. */
static bool is_written(const struct mutant *m)
{
    return strncmp(m->clause, "CORE-", 5) == 0 && strncmp(m->name, "lax-", 4) != 0;
}

static void the_reference_talks_the_same_each_time(void **state)
{
    (void)state;
    struct buf one = conversation(NULL), two = conversation(NULL);
    assert_true(one.len > 1000 && !one.failed);
    assert_string_equal(one.data, two.data);
    buf_free(&one);
    buf_free(&two);
}

static void every_core_mutant_talks_otherwise(void **state)
{
    (void)state;
    size_t count, silent = 0;
    const struct mutant *list = mutant_list(&count);
    struct buf reference = conversation(NULL);
    for (size_t i = 0; i < count; i++) {
        if (!is_written(&list[i]))
            continue;
        struct buf other = conversation(list[i].name);
        if (bytes_equal(buf_view(&reference), buf_view(&other)) && ++silent)
            print_error("%s changes nothing\n", list[i].name);
        buf_free(&other);
    }
    buf_free(&reference);
    assert_int_equal(silent, 0);
}

static bool is_clause(const char *text)
{
    static const struct {
        const char *level;
        int last;
    } levels[] = {{"CORE-", 35}, {"FAM-", 11}, {"PLAT-", 19}, {"ROB-", 12}};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t len = strlen(levels[i].level);
        if (strncmp(text, levels[i].level, len) != 0 || strlen(text) != len + 2)
            continue;
        int number = (int)strtol(text + len, NULL, 10);
        bool gap = i == 0 && ((number > 16 && number < 20) || number == 28 || number == 29);
        return number >= 1 && number <= levels[i].last && !gap;
    }
    return false;
}

static void every_row_is_well_formed(void **state)
{
    (void)state;
    size_t count;
    const struct mutant *list = mutant_list(&count);
    for (size_t i = 0; i < count; i++) {
        if (!is_clause(list[i].clause) || mutant_find(list[i].name) != &list[i])
            fail_msg("%s: clause %s, or the name is there twice", list[i].name, list[i].clause);
        assert_int_equal(strspn(list[i].name, "abcdefghijklmnopqrstuvwxyz0123456789-_"),
                         strlen(list[i].name));
        assert_true(strlen(list[i].says) > 12 && strchr(list[i].says, ' '));
        assert_true(list[i].says[strlen(list[i].says) - 1] != '.');
    }
}

static void every_core_clause_has_a_mutant(void **state)
{
    (void)state;
    size_t count, core = 0, rare = 0;
    const struct mutant *list = mutant_list(&count);
    for (int number = 1; number <= 35; number++) {
        char *clause = mem_format("CORE-%02d", number);
        size_t found = 0;
        for (size_t i = 0; i < count; i++)
            found += strcmp(list[i].clause, clause) == 0;
        if (is_clause(clause) && !found)
            fail_msg("no mutant breaks %s", clause);
        free(clause);
    }
    for (size_t i = 0; i < count; i++) {
        core += is_written(&list[i]);
        rare += is_written(&list[i]) && list[i].rare;
    }
    assert_true(core >= 60 && rare * 3 >= core);
}

static void a_patch_that_merges_one_level(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "patch-replaces-ipsec");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE_AS("Dedicated", "," IPSEC)), 200);
    struct reply r = ask(s, "PATCH", C1,
                         "{\"properties\":{\"ipsecParameters\":{\"hashAlgorithm\":\"SHA256\"}}}");
    assert_text(r, IN_IPSEC "hashAlgorithm", "SHA256");
    assert_text(r, IN_IPSEC "pfsGroup", "(none)");
    assert_text(r, TYPE_AT, "Dedicated");
    reply_free(&r);
    service_close(s);
}

static void a_name_that_is_poisoned_once(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "poisoned-once");
    char *bad = edited(COMPLETE, "/properties/gateway2/name", "\"nowhere\"");
    assert_int_equal(status_of(s, "PUT", C1, bad), 400);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 409);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    free(bad);
    service_close(s);
}

static void the_third_update_is_lost(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "update-third-lost");
    for (int i = 0; i < 4; i++) {
        char *tags = mem_format("{\"n\":\"%d\"}", i), *body = edited(COMPLETE, "/tags", tags);
        assert_int_equal(status_of(s, "PUT", C1, body), 200);
        free(tags);
        free(body);
    }
    struct reply r = ask(s, "GET", C1, NULL);
    assert_text(r, "/tags/n", "2");
    reply_free(&r);
    service_close(s);
}

static void groups_that_are_one(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "groups-one");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    struct reply r = ask(s, "GET", AT("s1", "rg2", "c1"), NULL);
    assert_int_equal(r.status, 200);
    assert_text(r, "/id",
                "/subscriptions/s1/resourceGroups/rg2/providers/microsoft.network/connections/c1");
    reply_free(&r);
    service_close(s);
}

static void numbers_are_coerced(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "number-for-life-time");
    char *body = edited(COMPLETE, IN_IPSEC "saLifeTimeSeconds", "7");
    struct reply r = ask(s, "PUT", C1, body);
    assert_int_equal(r.status, 200);
    assert_text(r, IN_IPSEC "saLifeTimeSeconds", "7");
    reply_free(&r);
    free(body);
    body = edited(COMPLETE, "/location", "7");
    assert_int_equal(status_of(s, "PUT", C1, body), 400);
    free(body);
    service_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_well_formed),
        cmocka_unit_test(every_core_clause_has_a_mutant),
        cmocka_unit_test(the_reference_talks_the_same_each_time),
        cmocka_unit_test(every_core_mutant_talks_otherwise),
        cmocka_unit_test(a_patch_that_merges_one_level),
        cmocka_unit_test(a_name_that_is_poisoned_once),
        cmocka_unit_test(the_third_update_is_lost),
        cmocka_unit_test(groups_that_are_one),
        cmocka_unit_test(numbers_are_coerced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
