/* Findings on disk: whole or not there, none in the place of another, and read back as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "fuzz/campaign/bug.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char folder[32];
    struct bugs bugs;
    struct err err;
};

static int open_fixture(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/test_bug.XXXXXX");
    *state = f;
    return !mkdtemp(f->folder) || bugs_open(&f->bugs, f->folder, "night-1", &f->err);
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    char command[64];
    bugs_close(&f->bugs);
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    int status = system(command);
    free(f);
    return status;
}

static struct crash crash_in(const char *function)
{
    struct crash c = {.kind = CRASH_MEMORY, .type = "SEGV", .says = "SEGV", .frame_count = 1};
    snprintf(c.frames[0].function, sizeof c.frames[0].function, "%s", function);
    snprintf(c.frames[0].file, sizeof c.frames[0].file, "parser.c");
    c.frames[0].line = 12;
    return c;
}

static int add(struct fixture *f, struct crash c)
{
    struct bug b = {.crash = c,
                    .status = BUG_NEW,
                    .tries = 10,
                    .again = 9,
                    .count = 1,
                    .seed = 7,
                    .bytes = 2,
                    .original_bytes = 4};
    b.harness = mem_string("put");
    b.engine = mem_string("afl");
    b.program = mem_string("programs/fuzz_put");
    b.first_seen = mem_string("2026-01-01T00:00:00Z");
    b.last_seen = mem_string("2026-01-02T00:00:00Z");
    b.campaign = mem_string("night-1");
    int status =
        bugs_add(&f->bugs, &b, bytes_of("{}"), bytes_of("{  }"), bytes_of("report"), &f->err);
    if (status)
        bug_forget(&b);
    return status;
}

static void reopen(struct fixture *f, const char *campaign)
{
    bugs_close(&f->bugs);
    assert_int_equal(bugs_open(&f->bugs, f->folder, campaign, &f->err), 0);
}

static void test_there_and_back(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f, crash_in("parse")), 0);
    reopen(f, "night-2");
    assert_int_equal(f->bugs.count, 1);
    const struct bug *b = &f->bugs.list[0];
    struct crash c = crash_in("parse");
    assert_string_equal(b->name, "put-SEGV-in-parse");
    assert_memory_equal(&b->crash, &c, sizeof c);
    assert_int_equal(b->status, BUG_KNOWN);
    assert_string_equal(b->harness, "put");
    assert_string_equal(b->first_seen, "2026-01-01T00:00:00Z");
    assert_int_equal(b->again, 9);
    assert_int_equal(b->seed, 7);
    assert_ptr_equal(bugs_same(&f->bugs, "put", &c), b);
    assert_null(bugs_same(&f->bugs, "patch", &c));
    char *path = bug_file(&f->bugs, b, "original"), *data;
    size_t len;
    assert_int_equal(file_read(path, 100, &data, &len, &f->err), 0);
    assert_string_equal(data, "{  }");
    free(path);
    free(data);
}

/* The campaign that goes on where it was cut short still has found it. */
static void test_resumed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f, crash_in("parse")), 0);
    reopen(f, "night-1");
    assert_int_equal(f->bugs.list[0].status, BUG_NEW);
}

static void test_none_replaces_another(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(add(f, crash_in("parse")), 0);
    reopen(f, "night-2");
    assert_int_equal(f->bugs.count, 3);
    assert_string_equal(f->bugs.list[1].name, "put-SEGV-in-parse-2");
    assert_string_equal(f->bugs.list[2].name, "put-SEGV-in-parse-3");
}

/* What a kill has left half done is not read, and is in nobody's way. */
static void test_half_done(void **state)
{
    struct fixture *f = *state;
    char *path = mem_format("%s/.new-abcdef", f->folder);
    assert_int_equal(mkdir(path, 0755), 0);
    free(path);
    reopen(f, "night-2");
    assert_int_equal(f->bugs.count, 0);
    assert_int_equal(add(f, crash_in("parse")), 0);
}

static void test_not_ours(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {"{", "[]", "{\"kind\":\"none such\",\"harness\":\"put\"}"};
    char *folder = mem_format("%s/mine", f->folder), *path = mem_format("%s/finding.json", folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(file_write(path, bytes_of(texts[i]), &f->err), 0);
        bugs_close(&f->bugs);
        assert_int_equal(bugs_open(&f->bugs, f->folder, "night-2", &f->err), -1);
        assert_non_null(strstr(f->err.text, "mine/finding.json"));
    }
    free(path);
    free(folder);
}

/* A disk that takes nothing: no finding, nothing half done, and it is said. */
static void test_no_room(void **state)
{
    struct fixture *f = *state;
    free(f->bugs.folder);
    f->bugs.folder = mem_string("/proc/self");
    assert_int_equal(add(f, crash_in("parse")), -1);
    assert_non_null(strstr(f->err.text, "/proc/self"));
    assert_int_equal(f->bugs.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_there_and_back), TEST(test_resumed),  TEST(test_none_replaces_another),
        TEST(test_half_done),      TEST(test_not_ours), TEST(test_no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
