/* What a target has is found out, spelling by spelling; and what stands in the way of a run is said. */
#include "scene_kit.h"

/* A letter an operation, in the order of enum operation: s and p are the page's resourceGroup and
 * resourceGroups alone, b is both (kept in the spelling of its page), - is not there. */
static void letters_of(const struct surface *s, char out[OPERATIONS + 1])
{
    for (size_t i = 0; i < OPERATIONS; i++)
        out[i] = !s->has[i] ? '-' : s->both[i] ? 'b' : s->plural[i] ? 'p' : 's';
    out[OPERATIONS] = '\0';
}

static struct discovery found(struct kit *k, const char *mutant, const char *variant, int level)
{
    struct discovery d;
    struct err err;
    kit_start_server(k, mutant, variant);
    kit_start_run(k, k->port);
    k->options.level = level;
    if (discover(&k->client, &d, &err))
        fail_msg("%s", err.text);
    return d;
}

static void test_what_is_there(void **state)
{
    static const struct {
        const char *mutant, *variant;
        int level;
        const char *letters;
    } rows[] = {
        /* put patch get delete, key set-key reset-key, list gateway local-gateway */
        {NULL, NULL, LEVELS, "bbbsbbbbbb"},
        {NULL, NULL, LEVEL_CORE, "bbbs------"},
        {NULL, "spelling-singular", LEVELS, "ssssssssss"},
        {NULL, "spelling-plural", LEVELS, "pppppppppp"},
        {NULL, "spelling-of-page", LEVELS, "sspspsspss"},
        {NULL, "no-get", LEVEL_CORE, "bb-s------"},
        {NULL, "no-get-no-delete-501", LEVEL_CORE, "bb--------"},
        {NULL, "no-delete", LEVEL_CORE, "bbb-------"},
        {NULL, "no-keys", LEVELS, "bbbs---bbb"},
        {NULL, "no-key-reset", LEVELS, "bbbsbb-bbb"},
        {NULL, "no-lists", LEVELS, "bbbsbbb-bb"},
        {"gateway-local-404", NULL, LEVELS, "bbbsbbbbb-"},
    };
    struct kit *k = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char letters[OPERATIONS + 1];
        struct discovery d = found(k, rows[i].mutant, rows[i].variant, rows[i].level);
        letters_of(&d.surface, letters);
        if (strcmp(letters, rows[i].letters) != 0 || !d.put_works || d.trouble)
            fail_msg("row %zu: %s, %s", i, letters, d.trouble);
        discovery_free(&d);
        kit_stop(k);
    }
}

/* --- what stands in the way --- */

static void replace(char **text, const char *by)
{
    free(*text);
    *text = mem_string(by);
}

/* Discovers once more with the options as they are now. */
static void expect_trouble(struct kit *k, const char *says, bool set_up_failed)
{
    struct discovery d;
    struct err err;
    if (discover(&k->client, &d, &err))
        fail_msg("%s", err.text);
    if (!d.trouble || !strstr(d.trouble, says) || d.set_up_failed != set_up_failed || d.put_works)
        fail_msg("set-up failed %d, put works %d: %s", d.set_up_failed, d.put_works, d.trouble);
    discovery_free(&d);
}

static void test_trouble(void **state)
{
    struct kit *k = *state;
    kit_start_server(k, NULL, NULL);
    kit_start_run(k, k->port);
    replace(&k->options.gateways.list[0], "unheard-of");
    expect_trouble(k, "do the gateways 'unheard-of' and 'secondgateway' exist there", false);
    kit_stop(k);
    struct discovery d = found(k, "create-201", NULL, LEVEL_CORE);
    assert_true(d.put_works && !d.trouble); /* a wrong 2xx is for the checks to find */
    discovery_free(&d);
    kit_stop(k);
    kit_start_server(k, NULL, NULL);
    kit_stop_server(k);
    kit_start_run(k, k->port);
    expect_trouble(k, "cannot reach http://127.0.0.1:", true);
    kit_stop_run(k);
}

static void test_gateways_are_provided(void **state)
{
    struct kit *k = *state;
    struct discovery d;
    struct err err;
    kit_start_server(k, NULL, NULL);
    kit_start_run(k, k->port);
    k->options.provision_gateways = true;
    replace(&k->options.gateways.list[0], "made-1");
    replace(&k->options.gateways.list[1], "made-2");
    assert_int_equal(discover(&k->client, &d, &err), 0);
    assert_true(d.put_works && !d.trouble && !d.set_up_failed);
    discovery_free(&d);
    assert_true(discover_again(&k->client));
    kit_stop(k);
}

/* A target without the operation takes no gateway: set-up, not conformance. */
static void test_gateways_are_refused(void **state)
{
    struct kit *k = *state;
    kit_start_server(k, NULL, "no-gateways");
    kit_start_run(k, k->port);
    assert_true(discover_again(&k->client)); /* nobody asked for them */
    k->options.provision_gateways = true;
    expect_trouble(k, "--provision-gateways: PUT of the gateway 'firstgateway' was answered 4",
                   true);
    assert_false(discover_again(&k->client));
    kit_stop(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_there), cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_gateways_are_provided), cmocka_unit_test(test_gateways_are_refused)};
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
