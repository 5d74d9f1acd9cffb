/* turns.h: who asks first goes first, and who ends in the middle gives its turn back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fuzz/http/turns.h"
#include "fuzz/oracle/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder(void)
{
    char *path = mem_string("/tmp/connspec-turns.XXXXXX");
    assert_non_null(mkdtemp(path));
    return path;
}

static char *below(const char *path, const char *name)
{
    return mem_format("%s/%s", path, name);
}

static void remove_folder(char *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
    assert_int_equal(rmdir(path), 0);
    free(path);
}

static int ended(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Until another process has its place in the queue. */
static void wait_for_queue(const char *file)
{
    char *queue = mem_format("%s.queue", file);
    int fd;
    while ((fd = open(queue, O_RDWR)) < 0)
        usleep(1000);
    while (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        flock(fd, LOCK_UN);
        usleep(1000);
    }
    close(fd);
    free(queue);
}

static void nobody_else(void **state)
{
    (void)state;
    assert_null(turns_open(NULL));
    assert_null(turns_open(""));
    assert_false(turns_take(NULL));
    turns_give(NULL);
    turns_close(NULL);
}

static void first_come_first_served(void **state)
{
    (void)state;
    char *at = folder(), *file = below(at, "turns"), *trace = below(at, "trace");
    struct turns *t = turns_open(file);
    assert_false(turns_take(t));
    assert_false(turns_take(t)); /* it is ours already */
    pid_t child = fork();
    if (child == 0) {
        int left =
            turns_take(t); /* an engine forks behind `open`: the parent's turn is not the child's */
        close(open(trace, O_CREAT | O_WRONLY, 0600));
        turns_give(t);
        _exit(left);
    }
    wait_for_queue(file);
    assert_int_equal(access(trace, F_OK), -1);
    turns_give(t);
    assert_false(turns_take(t));
    assert_int_equal(access(trace, F_OK), 0);
    assert_int_equal(ended(child), 0);
    turns_give(t);
    turns_close(t);
    free(trace);
    free(file);
    remove_folder(at);
}

static void ends_in_the_middle(void **state)
{
    (void)state;
    char *at = folder(), *file = below(at, "turns");
    pid_t child = fork();
    if (child == 0) {
        struct turns *of_child = turns_open(file);
        turns_take(of_child);
        turns_set_next(of_child, 4.5);
        _exit(0);
    }
    assert_int_equal(ended(child), 0);
    struct turns *t = turns_open(file);
    assert_true(turns_take(t));
    assert_true(turns_next(t) > 4.4 && turns_next(t) < 4.6);
    turns_give(t);
    assert_true(turns_next(t) < 1); /* it may be another's by now */
    assert_false(turns_take(t));
    turns_close(t);
    free(file);
    remove_folder(at);
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int number_in(const char *at, const char *name)
{
    char *path = below(at, name);
    FILE *f = fopen(path, "r");
    int number = -1;
    assert_int_equal(fscanf(f, "%d", &number), 1);
    fclose(f);
    free(path);
    return number;
}

static void leave(const char *at, int files)
{
    for (int i = 0; i < files; i++) {
        char *path = mem_format("%s/0-%05d", at, i);
        close(open(path, O_CREAT | O_WRONLY, 0600));
        free(path);
    }
}

/* Of this process so many, and of all before it so many. */
static void the_last_are_kept(void **state)
{
    (void)state;
    char *at = folder(), text[32];
    journal_add((struct bytes){"nowhere", 7});
    setenv("CONNSPEC_JOURNAL", at, 1);
    leave(at, 3 * JOURNAL_INPUTS);
    for (int i = 0; i < JOURNAL_INPUTS + 10; i++)
        journal_add((struct bytes){text, (size_t)snprintf(text, sizeof text, "%d", i)});
    unsetenv("CONNSPEC_JOURNAL");
    struct dirent **list = NULL;
    int count = scandir(at, &list, visible, alphasort);
    assert_int_equal(count, 2 * JOURNAL_INPUTS);
    for (int i = 0; i < JOURNAL_INPUTS; i++)
        assert_int_equal(number_in(at, list[JOURNAL_INPUTS + i]->d_name), i + 10);
    for (int i = 0; i < count; i++)
        free(list[i]);
    free(list);
    remove_folder(at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_else),
        cmocka_unit_test(first_come_first_served),
        cmocka_unit_test(ends_in_the_middle),
        cmocka_unit_test(the_last_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
