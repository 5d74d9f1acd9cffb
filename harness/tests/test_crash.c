/* How a run ended, told from what it printed; and which ends are one bug. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/campaign/crash.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const through[] = {"copy_text", NULL};

static struct crash read_text(const char *text)
{
    struct crash c;
    crash_read(&c, &(struct crash_end){.exited = true, .code = 1}, bytes_of(text), through);
    return c;
}

#define ASAN(where)                                                                                \
    "INFO: Seed: 1\n"                                                                              \
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000 at pc 0x55 bp 0x7f\n"  \
    "READ of size 1 at 0x602000 thread T0\n"                                                       \
    "    #0 0x55aa in __interceptor_memcpy (/bin/x+0x12)\n"                                        \
    "    #1 0x55ab in copy_text /home/me/text.c:12:3\n" where                                      \
    "    #9 0x55ad in LLVMFuzzerTestOneInput /home/me/fuzz_put.c:3:3\n"                            \
    "    #10 0x55ae in fuzzer::Fuzzer::ExecuteCallback (/bin/x+0x99)\n\n"                          \
    "0x602000 is located 0 bytes to the right\n"                                                   \
    "    #0 0x55ff in malloc (/bin/x+0x1)\n    #1 0x55fe in elsewhere /home/me/other.c:1:1\n"

#define PARSE "    #2 0x55ac in parse_name /home/me/parser.c:40:9\n"
#define PARSE_LATER "    #2 0x55ac in parse_name /home/me/parser.c:48:9\n"
#define BY_PUT "    #3 0x55ac in put /home/me/handler.c:7:1\n"
#define BY_PATCH "    #3 0x55ac in patch /home/me/handler.c:70:1\n"
#define OTHER "    #2 0x55ac in parse_tag /home/me/parser.c:90:9\n"

static void test_a_sanitizer(void **state)
{
    (void)state;
    struct crash c = read_text(ASAN(PARSE PARSE BY_PUT));
    assert_int_equal(c.kind, CRASH_MEMORY);
    assert_string_equal(c.type, "heap-buffer-overflow");
    assert_string_equal(c.says, "heap-buffer-overflow");
    assert_int_equal(c.frame_count,
                     2); /* recursion folded; nothing of libraries, harness, second stack */
    assert_string_equal(c.frames[0].function, "parse_name");
    assert_string_equal(c.frames[0].file, "parser.c");
    assert_int_equal(c.frames[0].line, 40);
    assert_string_equal(c.frames[1].function, "put");
    char slug[101];
    crash_slug(&c, slug);
    assert_string_equal(slug, "heap-buffer-overflow-in-parse_name");
}

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *type;
        enum crash_kind kind;
    } rows[] = {
        {"==1==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 4 byte(s)\n"
         "    #0 0x5 in malloc (/bin/x+0x1)\n    #1 0x6 in parse /a/b.c:1:2\n",
         "leak", CRASH_LEAK},
        {"b.c:3:4: runtime error: signed integer overflow: 1 + 2\n    #0 0x6 in parse /a/b.c:3:4\n",
         "undefined-behavior", CRASH_MEMORY},
        {"==1== ERROR: libFuzzer: timeout after 10 seconds\n    #0 0x6 in parse /a/b.c:3:4\n",
         "timeout", CRASH_HANG},
        {"==1== ERROR: libFuzzer: out-of-memory (used: 3000Mb; limit: 2560Mb)\n", "out-of-memory",
         CRASH_HUNGRY},
        {"\nBROKEN     CORE-05  The clause.\n           What is wrong.\nkey        /properties/a "
         "200 \n"
         "==1== ERROR: libFuzzer: deadly signal\n",
         "CORE-05", CRASH_CLAUSE},
        {"harness/fuzz/fuzz_json.c:12: broken: a == b: differs\n",
         "harness/fuzz/fuzz_json.c:12:", CRASH_PROMISE},
        {"==1==WARNING: MemorySanitizer: use-of-uninitialized-value\n    #0 0x6 in parse "
         "/a/b.c:3:4\n",
         "use-of-uninitialized-value", CRASH_MEMORY},
        {"nothing of the kind\n", "exit-1", CRASH_UNKNOWN},
        {"", "exit-1", CRASH_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct crash c = read_text(rows[i].text);
        if (c.kind != rows[i].kind || strcmp(c.type, rows[i].type) != 0)
            fail_msg("row %zu: %s %s", i, crash_kind_name(c.kind), c.type);
    }
}

static void test_ends_without_a_report(void **state)
{
    (void)state;
    struct crash c;
    crash_read(&c, &(struct crash_end){.exited = true}, bytes_of("ERROR: AddressSanitizer: x"),
               NULL);
    assert_int_equal(c.kind, CRASH_NONE);
    crash_read(&c, &(struct crash_end){.code = SIGSEGV}, bytes_of(""), NULL);
    assert_int_equal(c.kind, CRASH_MEMORY);
    assert_string_equal(c.type, "SIGSEGV");
    crash_read(&c, &(struct crash_end){.timed_out = true, .code = SIGKILL}, bytes_of(""), NULL);
    assert_int_equal(c.kind, CRASH_HANG);
}

static bool same(const char *a, const char *b)
{
    struct crash x = read_text(a), y = read_text(b);
    assert_true(crash_same(&x, &x));
    assert_int_equal(crash_same(&x, &y), crash_same(&y, &x));
    return crash_same(&x, &y);
}

#define BROKEN(clause, key) "\nBROKEN     " clause "  Text.\n           Says.\nkey        " key "\n"

static void test_one_bug_or_two(void **state)
{
    (void)state;
    assert_true(same(ASAN(PARSE BY_PUT), ASAN(PARSE BY_PATCH)));     /* two paths to one line */
    assert_true(same(ASAN(PARSE BY_PUT), ASAN(PARSE_LATER BY_PUT))); /* the lines have moved */
    assert_false(same(ASAN(PARSE BY_PUT), ASAN(PARSE_LATER BY_PATCH)));
    assert_false(same(ASAN(PARSE BY_PUT), ASAN(OTHER BY_PUT))); /* through one copy_text */
    assert_false(same(ASAN(PARSE BY_PUT), BROKEN("CORE-05", "/a 200 ")));
    assert_true(same(BROKEN("CORE-05", "/a 200 "), BROKEN("CORE-05", "/a 200 ")));
    assert_false(same(BROKEN("CORE-05", "/a 200 "), BROKEN("CORE-06", "/a 200 ")));
    assert_false(same(BROKEN("CORE-05", "/a 200 "), BROKEN("CORE-05", "/b 200 ")));
    /* One failure of a server, whatever was asked of it; but not where it says nothing. */
    assert_true(
        same(BROKEN("ROB-01", "status 500 Caught."), BROKEN("CORE-10", "status 500 Caught.")));
    assert_false(same(BROKEN("ROB-01", "status 500 "), BROKEN("CORE-10", "status 500 ")));
    assert_false(same(BROKEN("ROB-01", "status 500 A."), BROKEN("ROB-01", "status 500 B.")));
}

/* Whatever the bytes are: texts that end, and are harmless. */
static void test_any_output(void **state)
{
    (void)state;
    static const char report[] = ASAN(PARSE BY_PUT) BROKEN("CORE-05", "/a\x1b[31m 200 \xff");
    char *text = malloc(sizeof report), slug[101], trace[CRASH_TRACE];
    uint32_t random = 1;
    for (int i = 0; i < 20000; i++) {
        size_t len = sizeof report - 1;
        memcpy(text, report, sizeof report);
        for (int k = 0; k < 4; k++) {
            random = random * 1664525 + 1013904223;
            text[(random >> 8) % len] = (char)(random >> 24);
        }
        char *exact = malloc(random % len + 1);
        memcpy(exact, text, random % len);
        struct bytes output = {exact, random % len};
        struct crash c;
        crash_read(&c, &(struct crash_end){.exited = true, .code = 1}, output, through);
        crash_slug(&c, slug);
        crash_trace(output, trace);
        for (const char *p = c.says; *p; p++)
            assert_true(*p >= 0x20 && *p < 0x7F);
        for (const char *p = c.where; *p; p++)
            assert_true(*p >= 0x20 && *p < 0x7F);
        assert_int_equal(
            strspn(slug, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"),
            strlen(slug));
        free(exact);
    }
    free(text);
}

static void test_trace(void **state)
{
    (void)state;
    char trace[CRASH_TRACE];
    crash_trace(bytes_of("x (y)\n    #0 0x5  (/bin/x+0x1) (BuildId: a)\n    #1 0x6  (/bin/x+0x2) "
                         "(BuildId: a)\n\n"
                         "    #0 0x7  (/bin/x+0x3)\n"),
                trace);
    assert_string_equal(trace, "/bin/x+0x1 /bin/x+0x2 ");
    crash_trace(bytes_of("nothing"), trace);
    assert_string_equal(trace, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_sanitizer),
                                       cmocka_unit_test(test_kinds),
                                       cmocka_unit_test(test_ends_without_a_report),
                                       cmocka_unit_test(test_one_bug_or_two),
                                       cmocka_unit_test(test_any_output),
                                       cmocka_unit_test(test_trace)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
