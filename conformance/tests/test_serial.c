/* What writes at one time may leave behind: one of them, or one after the other, and no mixture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "conformance/serial.h"

#include <stdlib.h>
#include <string.h>

struct set {
    struct assets assets;
    struct contract *contract;
};

static cJSON *tree(const char *text)
{
    struct json_problem problem;
    cJSON *value = text ? json_read(bytes_of(text), NULL, &problem) : NULL;
    assert_true(!text || value);
    return value;
}

#define BASE                                                                                       \
    "{\"location\":\"L\",\"tags\":{\"base\":\"b\"},\"properties\":{\"gateway1\":{\"name\":\"a\"}}" \
    "}"
#define PUT1                                                                                       \
    "{\"location\":\"L\",\"tags\":{\"w\":\"1\"},\"properties\":{\"gateway1\":{\"name\":\"x\"}}}"
#define PUT2                                                                                       \
    "{\"location\":\"L\",\"tags\":{\"w\":\"2\"},\"properties\":{\"gateway1\":{\"name\":\"y\"}}}"
#define P_TAGS "{\"tags\":{\"w\":\"3\"}}"
#define P_GATEWAY "{\"properties\":{\"gateway1\":{\"name\":\"z\"}}}"
#define P_BOTH "{\"tags\":{\"w\":\"4\"},\"properties\":{\"gateway1\":{\"name\":\"q\"}}}"
#define SHOWN(TAGS, GATEWAY)                                                                       \
    "{\"id\":\"i\",\"location\":\"L\",\"tags\":" TAGS                                              \
    ",\"properties\":{\"gateway1\":{\"name\":\"" GATEWAY                                           \
    "\",\"id\":\"j\"},\"connectivityState\":\"Connected\"}}"

static const struct row {
    const char *base, *writes[4], *shown;
    bool leaves;
} rows[] = {
    {NULL, {PUT1, PUT2}, SHOWN("{\"w\":\"1\"}", "x"), true},
    {NULL, {PUT1, PUT2}, SHOWN("{\"w\":\"2\"}", "y"), true},
    {NULL, {PUT1, PUT2}, SHOWN("{\"w\":\"1\"}", "y"), false},       /* a mixture */
    {BASE, {PUT1, PUT2}, SHOWN("{\"base\":\"b\"}", "a"), false},    /* both lost */
    {BASE, {P_TAGS, P_GATEWAY}, SHOWN("{\"w\":\"3\"}", "z"), true}, /* one after the other */
    {BASE, {P_TAGS, P_GATEWAY}, SHOWN("{\"w\":\"3\"}", "a"), true}, /* equal to one of them */
    {BASE, {P_TAGS, P_GATEWAY}, SHOWN("{\"base\":\"b\"}", "a"), false},
    {BASE, {P_TAGS, P_BOTH}, SHOWN("{\"w\":\"3\"}", "q"), true},
    {BASE, {P_TAGS, P_BOTH}, SHOWN("{\"w\":\"4\"}", "q"), true},
    {BASE, {P_GATEWAY, P_BOTH}, SHOWN("{\"w\":\"4\"}", "z"), true},
    {BASE, {P_TAGS, P_BOTH}, SHOWN("{\"w\":\"4\"}", "a"), false},                /* half of one */
    {BASE, {P_TAGS, P_BOTH}, SHOWN("{\"w\":\"3\",\"base\":\"b\"}", "a"), false}, /* tags united */
    {BASE, {PUT1, P_TAGS}, SHOWN("{\"w\":\"3\"}", "x"), true},
    {BASE, {P_TAGS, PUT1}, SHOWN("{\"w\":\"3\"}", "x"), true}, /* the list is in no order */
    {BASE, {PUT1, P_TAGS}, SHOWN("{\"w\":\"1\"}", "a"), false},
    {BASE, {PUT1, P_BOTH, P_TAGS, P_GATEWAY}, SHOWN("{\"w\":\"3\"}", "z"), true},
    {BASE, {PUT1, P_BOTH, P_TAGS, PUT2}, SHOWN("{\"w\":\"3\"}", "y"), true},
    {BASE, {PUT1, P_BOTH, P_TAGS, PUT2}, SHOWN("{\"w\":\"2\"}", "x"), false},
};

static void test_leaves(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct serial_write list[4];
        cJSON *sent[4] = {0}, *base = tree(rows[i].base), *shown = tree(rows[i].shown);
        size_t count = 0;
        for (; count < 4 && rows[i].writes[count]; count++) {
            sent[count] = tree(rows[i].writes[count]);
            bool patch = !cJSON_GetObjectItemCaseSensitive(sent[count], "location");
            list[count] = (struct serial_write){sent[count], patch};
        }
        if (serial_leaves(c, base, list, count, shown) != rows[i].leaves)
            fail_msg("row %zu", i);
        for (size_t k = 0; k < count; k++)
            cJSON_Delete(sent[k]);
        cJSON_Delete(base);
        cJSON_Delete(shown);
    }
}

static int set_up(void **state)
{
    struct set *s = mem_alloc(sizeof *s);
    struct err err = {0};
    *state = s;
    return assets_open(&s->assets, ".", &err) ||
           contract_open(&s->contract, &s->assets, "2015-05-01-preview", &err);
}

static int tear_down(void **state)
{
    struct set *s = *state;
    contract_close(s->contract);
    assets_close(&s->assets);
    free(s);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_leaves)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
