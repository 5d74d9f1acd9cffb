/* Bodies that are bytes: every kind of part, where they stand, chunks, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "conformance/payload.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define ROOM 1000 /* bytes of the buffers here */

static const struct corpus_names names = {
    .connection = "c\"1\"", .gateway1 = "g1", .gateway2 = "g2", .missing = "none"};

static int open_assets(void **state)
{
    static struct assets assets;
    struct err err;
    *state = &assets;
    return assets_open(&assets, NULL, &err);
}

static int close_assets(void **state)
{
    assets_close(*state);
    return 0;
}

static cJSON *tree(const char *text)
{
    struct json_problem problem;
    cJSON *value = json_read(bytes_of(text), NULL, &problem);
    if (!value)
        fail_msg("%s: %s", text, problem.text);
    return value;
}

static bool is(const struct buf *b, const char *text, size_t len)
{
    return b->len == len && (!len || memcmp(b->data, text, len) == 0);
}

static void test_parts(void **state)
{
    static const struct {
        const char *bytes, *text;
        size_t len; /* 0: strlen */
    } rows[] = {
        {"\"{\\\"a\\\":\"", "{\"a\":", 0},
        {"\"\"", "", 0},
        {"[\"a\",\"\",\"b\"]", "ab", 0},
        {"[{\"repeat\":\"ab\",\"times\":3},\"c\"]", "abababc", 0},
        {"[{\"repeat\":\"ab\",\"times\":0}]", "", 0},
        {"[{\"repeat\":\"k%d,\",\"times\":3}]", "k%d,k%d,k%d,", 0},
        {"[{\"repeat\":\"k%d,\",\"times\":3,\"numbered\":true}]", "k0,k1,k2,", 0},
        {"[{\"repeat\":\"%d%s%d\",\"times\":2,\"numbered\":true}]", "0%s%d1%s%d", 0},
        {"[{\"repeat\":\"x\",\"times\":2,\"numbered\":true}]", "xx", 0},
        {"[{\"hex\":\"00ff 7f80\"}]", "\0\377\177\200", 4},
        {"[{\"hex\":\"c0 80 \"},\"z\"]", "\300\200z", 3},
        {"[\"a\",[\"b\",{\"hex\":\"63\"},[\"d\"]],\"e\"]", "abcde", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = buf_new(ROOM);
        struct err err;
        cJSON *bytes = tree(rows[i].bytes);
        assert_int_equal(payload_add(&out, bytes, *state, &names, &err), 0);
        if (!is(&out, rows[i].text, rows[i].len ? rows[i].len : strlen(rows[i].text)))
            fail_msg("%s became %.*s", rows[i].bytes, (int)out.len, out.data);
        cJSON_Delete(bytes);
        buf_free(&out);
    }
}

static void test_what_cannot_be(void **state)
{
    static const struct {
        const char *bytes, *says;
    } rows[] = {
        {"[{\"file\":\"@put/reject/json/no-such\"}]", "no corpus/put/reject/json/no-such.json"},
        {"[{\"repeat\":\"a\",\"times\":\"many\"}]", "\"times\" is no number"},
        {"[\"a\",{\"nest\":\"a\"}]", "neither text nor one of the generators"},
        {"[7]", "neither text nor one of the generators"},
        {"[{\"repeat\":\"abc\",\"times\":334}]", "more than"},
        {"[{\"repeat\":\"%d\",\"times\":10000000000,\"numbered\":true}]", "more than"},
        {"[[{\"repeat\":\"a\",\"times\":1000}],\"b\"]", "more than"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = buf_new(ROOM);
        struct err err = {.text = ""};
        cJSON *bytes = tree(rows[i].bytes);
        assert_int_equal(payload_add(&out, bytes, *state, &names, &err), -1);
        if (!strstr(err.text, rows[i].says))
            fail_msg("%s: %s", rows[i].bytes, err.text);
        assert_true(out.len <= ROOM);
        cJSON_Delete(bytes);
        buf_free(&out);
    }
}

/* Every byte of a file is as it is, but for the names of the run, which are JSON strings. */
static void test_files(void **state)
{
    static const char file[] = "@put/accept/site-to-site",
                      path[] = "corpus/put/accept/site-to-site.json";
    struct buf out = buf_new(1 << 20), wanted = buf_new(1 << 20);
    struct bytes text;
    struct err err;
    cJSON *bytes = tree("[\"<\",{\"file\":\"@put/accept/site-to-site\"},\">\"]");
    assert_true(assets_get(*state, path, &text));
    assert_int_equal(payload_add(&out, bytes, *state, &(struct corpus_names){0}, &err), 0);
    buf_format(&wanted, "<%.*s>", (int)text.len, text.ptr);
    assert_true(is(&out, wanted.data, wanted.len));
    buf_clear(&out);
    assert_int_equal(payload_add(&out, bytes, *state, &names, &err), 0);
    assert_null(strstr(out.data, "firstgateway"));
    assert_null(strstr(out.data, "secondgateway"));
    struct json_problem problem;
    struct bytes inside = {out.data + 1, out.len - 2};
    cJSON *replaced = json_read(inside, NULL, &problem);
    cJSON *read = corpus_body(*state, file, &names, &err);
    assert_non_null(read);
    assert_true(json_equal(replaced, read));
    assert_string_equal(cJSON_GetObjectItemCaseSensitive(replaced, "name")->valuestring, "c\"1\"");
    cJSON_Delete(read);
    cJSON_Delete(replaced);
    cJSON_Delete(bytes);
    buf_free(&wanted);
    buf_free(&out);
}

static void test_within(void **state)
{
    static const struct {
        const char *at, *bytes, *text; /* text NULL: it cannot be */
    } rows[] = {
        {"/a", "\"[[\"", "{\"a\":[[,\"b\":{\"c\":[1,2]}}"},
        {"/b/c", "[{\"repeat\":\"9\",\"times\":5}]", "{\"a\":\"x\",\"b\":{\"c\":99999}}"},
        {"/b/c/1", "\"nul\"", "{\"a\":\"x\",\"b\":{\"c\":[1,nul]}}"},
        {"/b/new", "\"'y'\"", "{\"a\":\"x\",\"b\":{\"c\":[1,2],\"new\":'y'}}"},
        {"/no/where", "\"1\"", "{\"a\":\"x\",\"b\":{\"c\":[1,2]},\"no\":{\"where\":1}}"},
        {"/a/x", "\"1\"", NULL},
        {"/a", "[{\"repeat\":\"9\",\"times\":990}]", NULL}, /* with what is behind it too long */
        {"/a", "[{\"hex\":\"7b\"},7]", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = buf_new(ROOM);
        struct err err;
        cJSON *body = tree("{\"a\":\"x\",\"b\":{\"c\":[1,2]}}"), *bytes = tree(rows[i].bytes);
        int result = payload_add_within(&out, body, rows[i].at, bytes, *state, &names, &err);
        assert_int_equal(result, rows[i].text ? 0 : -1);
        if (rows[i].text && !is(&out, rows[i].text, strlen(rows[i].text)))
            fail_msg("%s became %.*s", rows[i].at, (int)out.len, out.data);
        cJSON_Delete(body);
        cJSON_Delete(bytes);
        buf_free(&out);
    }
}

static void test_chunks(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t size;
        const char *text;
    } rows[] = {
        {"", 7, "0\r\n\r\n"},
        {"abcdef", 3, "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"},
        {"abcdefg", 3, "3\r\nabc\r\n3\r\ndef\r\n1\r\ng\r\n0\r\n\r\n"},
        {"abc", 4096, "3\r\nabc\r\n0\r\n\r\n"},
        {"ab", 1, "1\r\na\r\n1\r\nb\r\n0\r\n\r\n"},
        {"0123456789abcdefX", 16, "10\r\n0123456789abcdef\r\n1\r\nX\r\n0\r\n\r\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = buf_new(ROOM);
        payload_chunk(&out, bytes_of(rows[i].body), rows[i].size);
        if (!is(&out, rows[i].text, strlen(rows[i].text)))
            fail_msg("row %zu: %.*s", i, (int)out.len, out.data);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts), cmocka_unit_test(test_what_cannot_be),
        cmocka_unit_test(test_files), cmocka_unit_test(test_within), cmocka_unit_test(test_chunks)};
    return cmocka_run_group_tests(tests, open_assets, close_assets);
}
