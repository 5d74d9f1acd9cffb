/* Variants of robust, and mixtures that are right at every level, survive every hostile request there
 * is for the mutants. */
#include "robust_conversation.h"

#include "reference/variants.h"

typedef void talks(struct talk *t);

static struct service *open_variant(const char *variant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options options = {.gateways = gateways, .variant = variant};
    struct service *s = NULL;
    struct err err;
    if (service_open(&s, &options, &err))
        fail_msg("%s", err.text);
    return s;
}

/* Each answer begins a line, "METHOD /path: answered 200 ..."; what else does begins otherwise. */
static void check_answers(const char *variant, const char *text)
{
    static const char word[] = ": answered ";
    for (const char *at = text; (at = strstr(at, "\n")); at++) {
        const char *status = strstr(at, ": ");
        if (at[1] < 'A' || at[1] > 'Z')
            continue;
        assert_non_null(status);
        if (strncmp(status, word, strlen(word)) != 0 || status[strlen(word)] == '5')
            fail_msg("%s: %.*s", variant, (int)strcspn(at + 1, "\n"), at + 1);
    }
}

static void survive(const char *variant, talks *talk)
{
    struct talk t = {.s = open_variant(variant), .out = buf_new(8 << 20), .line = 1};
    talk(&t);
    assert_false(t.out.failed);
    check_answers(variant, t.out.data);
    status_of(t.s, "DELETE", C1, NULL); /* which may be elsewhere */
    struct reply r = ask(t.s, "PUT", C1, COMPLETE);
    if (r.status != 200)
        fail_msg("%s: %d after it", variant, r.status);
    reply_free(&r);
    service_close(t.s);
    buf_free(&t.out);
}

static void survive_all(const struct variant *v)
{
    static talks *const all[] = {talk_json,    talk_twice, talk_bytes,   talk_deep,
                                 talk_numbers, talk_ipsec, talk_names,   talk_large,
                                 talk_heads,   talk_time,  talk_strings, talk_next};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        survive(v->name, all[i]);
}

static void hostile_bodies(void **state)
{
    (void)state;
    size_t count;
    const struct variant *list = variants_robust(&count);
    for (size_t i = 0; i < count; i++)
        survive_all(&list[i]);
}

static void mixtures(void **state)
{
    (void)state;
    size_t count;
    const struct variant *list = variants_mixed(&count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(list[i].name, "whole", 5) == 0)
            survive_all(&list[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bodies),
        cmocka_unit_test(mixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
