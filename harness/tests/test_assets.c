/* The suite's files, embedded and in a folder. */
#include "base/assets.h"
#include "base/file.h"
#include "base/mem.h"

/* cmocka.h wants these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEP "corpus/1/2/3/4/5/6/7/8"

struct suite {
    char folder[40];
};

static char *path_of(const struct suite *s, const char *name)
{
    return mem_format("%s/%s", s->folder, name);
}

static void put_folder(const struct suite *s, const char *name)
{
    struct err err;
    char *path = path_of(s, name);
    assert_int_equal(file_make_dir(path, &err), 0);
    free(path);
}

static void put(const struct suite *s, const char *name, const char *text, size_t len)
{
    struct err err;
    char *path = path_of(s, name);
    if (file_write(path, (struct bytes){text, len}, &err))
        fail_msg("%s", err.text);
    free(path);
}

static void put_link(const struct suite *s, const char *name, const char *to)
{
    char *path = path_of(s, name);
    assert_int_equal(symlink(to, path), 0);
    free(path);
}

static int set_up(void **state)
{
    struct suite *s = mem_alloc(sizeof *s);
    *state = s;
    snprintf(s->folder, sizeof s->folder, "/tmp/connspec-assets-XXXXXX");
    if (!mkdtemp(s->folder))
        return -1;
    put_folder(s, "harness/contract/v1");
    put_folder(s, "conformance/scenarios");
    put_folder(s, "corpus/put");
    put(s, "harness/contract/v1/api.json", "{}", 2);
    put(s, "conformance/scenarios/a.json", "a\0b", 3);
    put(s, "conformance/scenarios.json", "[]", 2);
    put(s, "conformance/main.c", "int", 3);
    put(s, "corpus/put/x.json", "", 0);
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static int tear_down(void **state)
{
    struct suite *s = *state;
    nftw(s->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(s);
    return 0;
}

static void expect_error(const struct suite *s, const char *one, const char *two)
{
    struct assets a;
    struct err err = {0};
    assert_int_equal(assets_open(&a, s->folder, &err), -1);
    if (!strstr(err.text, one) || !strstr(err.text, two))
        fail_msg("%s", err.text);
    assert_int_equal(a.count, 0);
    assets_close(&a);
}

static void folder(void **state)
{
    struct suite *s = *state;
    struct assets a;
    struct err err;
    struct bytes data;
    put(s, "corpus/.hidden.json", "x", 1);
    put(s, "corpus/json", "x", 1);
    put_link(s, "corpus/b.json", "put/x.json");
    put_link(s, "corpus/nothing", "missing");
    put_folder(s, "reports");
    put(s, "reports/x.json", "x", 1);
    if (assets_open(&a, s->folder, &err))
        fail_msg("%s", err.text);
    static const char *const names[] = {"conformance/scenarios.json",
                                        "conformance/scenarios/a.json", "corpus/b.json",
                                        "corpus/put/x.json", "harness/contract/v1/api.json"};
    assert_int_equal(a.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(a.list[i].name, names[i]);
    assert_true(assets_get(&a, names[1], &data));
    assert_true(bytes_equal(data, (struct bytes){"a\0b", 3}));
    assert_true(assets_get(&a, names[3], &data));
    assert_int_equal(data.len, 0);
    assert_false(assets_get(&a, "corpus/.hidden.json", &data));
    assert_false(assets_get(&a, "reports/x.json", &data));
    assert_false(assets_get(&a, "", &data));
    assets_close(&a);
    assert_false(assets_get(&a, names[1], &data));
}

static void lacking(void **state)
{
    struct suite *s = *state;
    char *file = path_of(s, "corpus/put/x.json"), *put_at = path_of(s, "corpus/put");
    char *corpus = path_of(s, "corpus");
    unlink(file);
    expect_error(s, "corpus has no .json", "--suite");
    rmdir(put_at);
    rmdir(corpus);
    expect_error(s, "corpus: No such file", "--suite");
    put(s, "corpus", "x", 1);
    expect_error(s, "corpus: Not a directory", "--suite");
    free(file);
    free(put_at);
    free(corpus);
    struct suite none = {"/nonexistent"};
    expect_error(&none, "/nonexistent/harness/contract", "--suite");
}

static void too_large(void **state)
{
    struct suite *s = *state;
    struct assets a;
    struct err err;
    char *text = mem_alloc(ASSET_MAX + 1);
    put(s, "corpus/large.json", text, ASSET_MAX);
    assert_int_equal(assets_open(&a, s->folder, &err), 0);
    assets_close(&a);
    put(s, "corpus/large.json", text, ASSET_MAX + 1);
    expect_error(s, "corpus/large.json", "larger than");
    free(text);
}

static void links(void **state)
{
    struct suite *s = *state;
    static const char *const bad[][4] = {
        {"corpus/back", "..", "corpus/back", "link to a folder"},
        {"corpus/self.json", "self.json", "self.json", "leads nowhere"},
        {"corpus/self", "self", "corpus/self", "leads nowhere"},
        {"corpus/gone.json", "missing", "gone.json", "leads nowhere"},
        {"corpus/dev.json", "/dev/null", "dev.json", "not a regular file"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put_link(s, bad[i][0], bad[i][1]);
        expect_error(s, bad[i][2], bad[i][3]);
        char *path = path_of(s, bad[i][0]);
        unlink(path);
        free(path);
    }
}

static void odd_files(void **state)
{
    struct suite *s = *state;
    char *path = path_of(s, "corpus/pipe.json");
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_error(s, "pipe.json", "not a regular file");
    unlink(path);
    if (getuid() != 0) { /* root reads everything */
        put(s, "corpus/pipe.json", "{}", 2);
        assert_int_equal(chmod(path, 0), 0);
        expect_error(s, "pipe.json", "Permission denied");
    }
    free(path);
}

static void depth(void **state)
{
    struct suite *s = *state;
    struct assets a;
    struct err err;
    put_folder(s, DEEP);
    put(s, DEEP "/x.json", "", 0);
    assert_int_equal(assets_open(&a, s->folder, &err), 0);
    assets_close(&a);
    put_folder(s, DEEP "/9");
    expect_error(s, "/9", "nest deeper than 8");
}

static void digest_of(const struct suite *s, const char *prefix, char hex[65])
{
    struct assets a;
    struct err err;
    assert_int_equal(assets_open(&a, s->folder, &err), 0);
    assets_digest(&a, prefix, hex);
    assets_close(&a);
}

static void digests(void **state)
{
    struct suite *s = *state;
    char all[65], some[65], other[65];
    /* printf 'conformance/scenarios.json\n2\n[]' | sha256sum */
    digest_of(s, "conformance/scenarios.json", some);
    assert_string_equal(some, "a65f131cbd68a3f564ebadd50dcc76d83bd404c6ebf7d2225e4d4f3daeba12c5");
    digest_of(s, "conformance/scenarios", some);
    digest_of(s, "conformance/scenarios/", other);
    assert_string_equal(some, other);
    digest_of(s, "conformance/scen", other); /* nothing: the digest of no bytes */
    assert_string_equal(other, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_of(s, "", all);
    assert_int_equal(strlen(all), 64);
    put(s, "corpus/put/x.json", " ", 1);
    digest_of(s, "conformance/scenarios", other);
    assert_string_equal(some, other);
    digest_of(s, "", other);
    assert_string_not_equal(all, other);
}

static void embedded(void **state)
{
    (void)state;
    struct assets a;
    struct err err;
    struct bytes data;
    assert_int_equal(assets_open(&a, NULL, &err), 0);
    assert_true(a.count > 0);
    assert_true(assets_get(&a, "conformance/scenario.schema.json", &data));
    assert_true(data.len > 2 && data.ptr[0] == '{');
    for (size_t i = 1; i < a.count; i++)
        assert_true(strcmp(a.list[i - 1].name, a.list[i].name) < 0);
    assets_close(&a);
}

/* Tests run at the top of the checkout. */
static void embedded_is_the_checkout(void **state)
{
    (void)state;
    struct assets one, two;
    struct err err;
    assert_int_equal(assets_open(&one, NULL, &err), 0);
    if (assets_open(&two, ".", &err))
        fail_msg("%s", err.text);
    assert_int_equal(one.count, two.count);
    for (size_t i = 0; i < one.count; i++) {
        assert_string_equal(one.list[i].name, two.list[i].name);
        assert_true(bytes_equal(one.list[i].data, two.list[i].data));
    }
    assets_close(&one);
    assets_close(&two);
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(folder),
        WITH_FOLDER(lacking),
        WITH_FOLDER(too_large),
        WITH_FOLDER(links),
        WITH_FOLDER(odd_files),
        WITH_FOLDER(depth),
        WITH_FOLDER(digests),
        cmocka_unit_test(embedded),
        cmocka_unit_test(embedded_is_the_checkout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
