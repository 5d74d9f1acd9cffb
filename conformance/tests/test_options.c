/* Options, environment and target file: who wins, and what is said of what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "conformance/options.h"
#include "contract/contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGS_MAX 64

struct args {
    char *argv[ARGS_MAX];
    int argc;
};

static struct args args_of(const char *text)
{
    struct args a = {.argv = {mem_string("certify")}, .argc = 1};
    while (*text) {
        size_t len = strcspn(text, "|");
        a.argv[a.argc++] = mem_copy(text, len);
        text += len + (text[len] == '|');
    }
    return a;
}

static int read_args(struct options *o, const char *text, struct err *err)
{
    struct args a = args_of(text);
    int result = options_read(o, a.argc, a.argv, err);
    for (int i = 0; i < a.argc; i++)
        free(a.argv[i]);
    return result;
}

static void test_defaults(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_int_equal(read_args(&o, "http://127.0.0.1:1", &err), 0);
    assert_string_equal(o.url, "http://127.0.0.1:1");
    assert_int_equal(o.gateways.count, 2);
    assert_string_equal(o.gateways.list[0], "firstgateway");
    assert_string_equal(o.gateways.list[1], "secondgateway");
    assert_null(o.gateways.list[2]);
    assert_string_equal(o.missing_gateway, "nosuchgateway");
    assert_string_equal(o.api_version, "2015-05-01-preview");
    assert_int_equal(o.level, LEVELS);
    assert_int_equal(o.timeout_ms, 30000);
    assert_string_equal(o.report_dir, "reports/out");
    assert_null(o.token);
    assert_false(o.insecure || o.keep || o.verbose || o.dry_run || o.provision_gateways);
    options_free(&o);
}

static void test_every_option(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_int_equal(
        read_args(
            &o,
            "--subscription=s|--resource-group|g|--gateway|a|--gateway=b|--gateway|c|"
            "--missing-gateway|m|--provision-gateways|--level|core|--only|CORE-*|--skip|X*=why|"
            "--jobs|7|--timeout|1.5|--rate|10|--seed|42|--report-dir|d|--keep|--verbose|"
            "--max-time|2|--header|X-Key: v|--insecure|https://h/p",
            &err),
        0);
    assert_string_equal(o.subscription, "s");
    assert_string_equal(o.resource_group, "g");
    assert_int_equal(o.gateways.count, 3);
    assert_string_equal(o.gateways.list[2], "c");
    assert_true(o.provision_gateways && o.keep && o.verbose && o.insecure);
    assert_int_equal(o.level, LEVEL_CORE);
    assert_string_equal(o.only.list[0], "CORE-*");
    assert_string_equal(o.skips[0].glob, "X*");
    assert_string_equal(o.skips[0].reason, "why");
    assert_int_equal(o.jobs, 7);
    assert_int_equal(o.timeout_ms, 1500);
    assert_int_equal(o.max_time_ms, 2000);
    assert_int_equal(o.seed, 42);
    assert_string_equal(o.headers.list[0], "X-Key: v");
    options_free(&o);
}

static void write_text(const char *path, const char *text)
{
    struct err err;
    assert_int_equal(file_write(path, bytes_of(text), &err), 0);
}

static void test_who_wins(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    char path[] = "/tmp/connspec-test-XXXXXX";
    close(mkstemp(path));
    write_text(path, "{\"url\": \"http://file\", \"resource-group\": \"file\", "
                     "\"subscription\": \"file\", \"missing-gateway\": \"file\", "
                     "\"gateway\": [\"f1\", \"f2\"], \"jobs\": 3, \"keep\": true}");
    setenv("CONNSPEC_RESOURCE_GROUP", "environment", 1);
    setenv("CONNSPEC_SUBSCRIPTION", "environment", 1);
    setenv("CONNSPEC_GATEWAY", "e1,e2", 1);
    char *text = mem_format("--target|%s|--subscription|option", path);
    assert_int_equal(read_args(&o, text, &err), 0);
    assert_string_equal(o.url, "http://file");
    assert_string_equal(o.subscription, "option");
    assert_string_equal(o.resource_group, "environment");
    assert_string_equal(o.missing_gateway, "file");
    assert_int_equal(o.gateways.count, 2);
    assert_string_equal(o.gateways.list[0], "e1");
    assert_int_equal(o.jobs, 3);
    assert_true(o.keep);
    options_free(&o);
    free(text);
    unsetenv("CONNSPEC_RESOURCE_GROUP");
    unsetenv("CONNSPEC_SUBSCRIPTION");
    unsetenv("CONNSPEC_GATEWAY");
    unlink(path);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *args, *says;
    } wrong[] = {
        {"", "which endpoint"},
        {"http://a|http://b", "one URL at a time"},
        {"http://a|--levl|core", "unknown option '--levl'"},
        {"http://a|-v", "unknown option '-v'"},
        {"http://a|--level", "--level needs a value"},
        {"http://a|--level|gold", "--level gold: not core"},
        {"http://a|--keep=1", "--keep takes no value"},
        {"http://a|--jobs|0", "--jobs 0: not a number from 1 to 64"},
        {"http://a|--jobs|1.5", "whole numbers"},
        {"http://a|--jobs|x", "--jobs x: not a number"},
        {"http://a|--timeout|nan", "--timeout nan: not a number"},
        {"http://a|--gateway|one", "give two gateways"},
        {"http://a|--gateway|one|--gateway|ONE", "must differ"},
        {"http://a|--missing-gateway|FirstGateway", "given as existing"},
        {"http://a|--skip|CORE-01", "give the reason too"},
        {"http://a|--skip|=why", "give the reason too"},
        {"http://a|--header|nocolon", "--header takes 'NAME: VALUE'"},
        {"http://a|--header|A: b\r\nX: y", "--header takes 'NAME: VALUE'"},
        {"http://a|--header|Authorization: Bearer x", "use --token-env"},
        {"http://a|--token-env|CONNSPEC_NO_SUCH", "there is no such variable"},
        {"http://a|--token-env|A|--token-file|B", "not both"},
        {"http://a|--token-file|/nonexistent/x", "/nonexistent/x"},
        {"http://a|--target|/nonexistent/y", "/nonexistent/y"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct options o;
        struct err err = {{0}};
        int result = read_args(&o, wrong[i].args, &err);
        if (!result || !strstr(err.text, wrong[i].says))
            fail_msg("%s: \"%s\" does not say \"%s\"", wrong[i].args, err.text, wrong[i].says);
        options_free(&o);
    }
}

static void test_target_file_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"[]", "not a JSON object"},
        {"{\"resource_group\": \"g\"}", "unknown member \"resource_group\""},
        {"{\"keep\": \"maybe\"}", "is not true or false"},
        {"{\"subscription\": [\"s\"]}", "takes a string or a number"},
        {"{\"gateway\": [1]}", "takes an array of strings"},
        {"{\"jobs\": 1,}", ":1"},
    };
    char path[] = "/tmp/connspec-test-XXXXXX";
    close(mkstemp(path));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct options o;
        struct err err = {{0}};
        char *args = mem_format("http://a|--target|%s", path);
        write_text(path, wrong[i].text);
        int result = read_args(&o, args, &err);
        if (!result || !strstr(err.text, wrong[i].says))
            fail_msg("%s: \"%s\" does not say \"%s\"", wrong[i].text, err.text, wrong[i].says);
        options_free(&o);
        free(args);
    }
    unlink(path);
}

static void test_token(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    setenv("CONNSPEC_TEST_TOKEN", "s3cret-token\n", 1);
    assert_int_equal(read_args(&o, "http://a|--token-env|CONNSPEC_TEST_TOKEN", &err), 0);
    assert_string_equal(o.token, "s3cret-token");
    options_free(&o);
    setenv("CONNSPEC_TEST_TOKEN", "two words", 1);
    assert_int_equal(read_args(&o, "http://a|--token-env|CONNSPEC_TEST_TOKEN", &err), -1);
    assert_null(strstr(err.text, "two words"));
    options_free(&o);
    unsetenv("CONNSPEC_TEST_TOKEN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults), cmocka_unit_test(test_every_option),
        cmocka_unit_test(test_who_wins), cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_token),    cmocka_unit_test(test_target_file_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
