/* The restart command: what counts as having brought a target back, and that nothing of it is left when
 * it does not end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "conformance/restart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const volatile sig_atomic_t interrupted_not = 0, interrupted_now = 1;

static bool runs(const char *command, const volatile sig_atomic_t *interrupted, double seconds)
{
    struct options o = {.restart_command = (char *)command};
    struct run run = {.options = &o, .interrupted = interrupted};
    if (seconds > 0)
        run.deadline = clock_now() + seconds;
    return restart_run(&run);
}

static void test_status(void **state)
{
    (void)state;
    assert_true(runs("true", &interrupted_not, 0));
    assert_true(runs("echo out; echo err >&2; test -z \"$(cat)\"", &interrupted_not, 0));
    assert_false(runs("exit 3", &interrupted_not, 0));
    assert_false(runs("kill -9 $$", &interrupted_not, 0));
    assert_false(runs("/no/such/program", &interrupted_not, 0));
}

/* A fifo that only the command and what it starts have open for writing: once it reads as ended, they
 * are all gone. */
static void expect_gone(const volatile sig_atomic_t *interrupted, double seconds)
{
    char folder[] = "/tmp/connspec-restart-XXXXXX", byte;
    assert_non_null(mkdtemp(folder));
    char *fifo = mem_format("%s/fifo", folder);
    char *command = mem_format("exec 9>%s; sleep 600 & sleep 600", fifo);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    int end = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(end >= 0);
    assert_int_equal(fcntl(end, F_SETFL, 0), 0); /* from now on reading waits */
    double began = clock_now();
    assert_false(runs(command, interrupted, seconds));
    assert_true(clock_now() - began < RESTART_SECONDS / 2);
    assert_int_equal(read(end, &byte, 1), 0);
    close(end);
    unlink(fifo);
    rmdir(folder);
    free(fifo);
    free(command);
}

static void test_nothing_is_left(void **state)
{
    (void)state;
    expect_gone(&interrupted_not, 0.2);
    expect_gone(&interrupted_now, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_status),
                                       cmocka_unit_test(test_nothing_is_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
