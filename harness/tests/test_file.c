#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every test runs in an empty folder of its own, which is the current one. */
struct place {
    char folder[64];
    int before;
};

static int enter(void **state)
{
    struct place *p = mem_alloc(sizeof *p);
    const char *tmp = getenv("TMPDIR");
    snprintf(p->folder, sizeof p->folder, "%.40s/connspec-XXXXXX", tmp ? tmp : "/tmp");
    p->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = p;
    return mkdtemp(p->folder) && chdir(p->folder) == 0 ? 0 : -1;
}

static void remove_all(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *path = mem_format("%s/%s", folder, e->d_name);
        if (unlink(path))
            remove_all(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

static int leave(void **state)
{
    struct place *p = *state;
    int status = fchdir(p->before);
    close(p->before);
    remove_all(p->folder);
    free(p);
    return status;
}

static size_t count_entries(const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    while (dir && readdir(dir))
        count++;
    if (dir)
        closedir(dir);
    return count - 2;
}

static void assert_holds(const char *path, const char *text, size_t text_len)
{
    char *data = NULL;
    size_t len = 0;
    struct err err;
    assert_int_equal(file_read(path, 1 << 20, &data, &len, &err), 0);
    assert_int_equal(len, text_len);
    assert_memory_equal(data, text, len);
    assert_int_equal(data[len], 0);
    free(data);
}

static void assert_refused(const char *path, size_t max, const char *why)
{
    char *data = NULL;
    size_t len = 0;
    struct err err = {0};
    assert_int_equal(file_read(path, max, &data, &len, &err), -1);
    if (!strstr(err.text, path) || !strstr(err.text, why))
        fail_msg("%s: %s", path, err.text);
    assert_null(data);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct err err;
    static const char text[] = "a\0b\n\xff";
    assert_int_equal(file_write("x", (struct bytes){text, 5}, &err), 0);
    assert_holds("x", text, 5);
    assert_int_equal(file_write("x", bytes_of("second"), &err), 0);
    assert_holds("./x", "second", 6);
    assert_int_equal(file_write("x", bytes_of(""), &err), 0);
    assert_holds("x", "", 0);
    assert_int_equal(count_entries("."), 1);
    size_t big = 300000;
    char *data = mem_alloc(big);
    memset(data, 'x', big);
    assert_int_equal(file_write("big", (struct bytes){data, big}, &err), 0);
    assert_holds("big", data, big);
    free(data);
}

static void what_is_written_soon_is_read(void **state)
{
    (void)state;
    struct err err;
    char *data;
    size_t len;
    assert_int_equal(file_write("f", bytes_of("old"), &err), 0);
    assert_int_equal(file_write_soon("f", bytes_of("new"), &err), 0);
    assert_int_equal(file_read("f", 3, &data, &len, &err), 0);
    assert_string_equal(data, "new");
    free(data);
    assert_int_equal(file_write_soon("no/such/folder", bytes_of("x"), &err), -1);
}

static void a_reader_of_the_old_file_keeps_it(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(file_write("x", bytes_of("old"), &err), 0);
    int fd = open("x", O_RDONLY | O_CLOEXEC);
    assert_int_equal(file_write("x", bytes_of("new"), &err), 0);
    char text[4] = "";
    assert_int_equal(read(fd, text, 3), 3);
    assert_string_equal(text, "old");
    close(fd);
    assert_holds("x", "new", 3);
}

static void the_umask_decides_who_reads(void **state)
{
    (void)state;
    struct err err;
    struct stat st;
    mode_t before = umask(027);
    assert_int_equal(file_write("x", bytes_of("1"), &err), 0);
    umask(before);
    assert_int_equal(stat("x", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
}

static void the_limit_is_exact(void **state)
{
    (void)state;
    struct err err;
    char *data;
    size_t len;
    assert_int_equal(file_write("x", bytes_of("12345"), &err), 0);
    assert_int_equal(file_read("x", 5, &data, &len, &err), 0);
    free(data);
    assert_refused("x", 4, "larger than 4 bytes");
    assert_refused("x", 0, "larger than 0 bytes");
}

static void what_is_no_regular_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("folder", "link"), 0);
    assert_refused("pipe", 10, "a pipe and not a regular file");
    assert_refused("folder", 10, "a folder and not a regular file");
    assert_refused("link", 10, "a folder and not a regular file");
    assert_refused("/dev/null", 10, "a device and not a regular file");
    assert_refused("missing", 10, "No such file");
    assert_refused("folder/missing", 10, "No such file");
    assert_refused("", 10, "No such file");
}

static void assert_not_written(const char *path, const char *why)
{
    struct err err = {0};
    assert_int_equal(file_write(path, bytes_of("x"), &err), -1);
    if (!strstr(err.text, path) || !strstr(err.text, why))
        fail_msg("%s: %s", path, err.text);
}

static void a_failed_write_leaves_nothing_behind(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_not_written("pipe", "a pipe and not a regular file");
    assert_not_written("folder", "a folder and not a regular file");
    assert_not_written("missing/x", "No such file");
    assert_not_written("folder/", "folder");
    char *long_name = mem_alloc(301);
    memset(long_name, 'n', 300);
    assert_not_written(long_name, "too long");
    free(long_name);
    assert_int_equal(count_entries("."), 2);
    assert_int_equal(count_entries("folder"), 0);
}

static void a_left_over_temporary_file_is_no_hindrance(void **state)
{
    (void)state;
    struct err err;
    char *left = mem_format(".connspec-%ld-0.tmp", (long)getpid());
    assert_int_equal(symlink("elsewhere", left), 0);
    assert_int_equal(file_write("x", bytes_of("1"), &err), 0);
    assert_holds("x", "1", 1);
    assert_int_equal(access("elsewhere", F_OK), -1);
    free(left);
}

static void the_longest_name_can_be_written(void **state)
{
    (void)state;
    struct err err;
    char *name = mem_alloc(256);
    memset(name, 'n', 255);
    assert_int_equal(file_write(name, bytes_of("1"), &err), 0);
    assert_holds(name, "1", 1);
    free(name);
}

/* Reads "-" from a pipe; what came, or NULL with the reason in err. */
static char *read_standard_input(const char *text, size_t max, struct err *err)
{
    int ends[2], before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    char *data = NULL;
    size_t len = 0;
    int status = file_read("-", max, &data, &len, err);
    if (before >= 0)
        dup2(before, STDIN_FILENO);
    close(before);
    assert_true((status == 0) == (data != NULL));
    return data;
}

static void a_dash_is_standard_input(void **state)
{
    (void)state;
    struct err err = {0};
    char *data = read_standard_input("from a pipe", 100, &err);
    assert_string_equal(data, "from a pipe");
    free(data);
    assert_null(read_standard_input("from a pipe", 10, &err));
    assert_string_equal(err.text, "standard input is larger than 10 bytes");
}

static void folders_are_made_with_their_parents(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(file_make_dir("a/b//c/", &err), 0);
    assert_int_equal(file_make_dir("a/b/c", &err), 0);
    assert_int_equal(file_make_dir("./a/../d", &err), 0);
    assert_int_equal(file_make_dir("/", &err), 0);
    assert_int_equal(file_make_dir(".", &err), 0);
    assert_int_equal(file_write("a/b/c/x", bytes_of("1"), &err), 0);
    assert_int_equal(access("d", F_OK), 0);
    assert_int_equal(file_make_dir("a/b/c/x", &err), -1);
    assert_non_null(strstr(err.text, "a/b/c/x: a file has that name"));
    assert_int_equal(file_make_dir("a/b/c/x/y", &err), -1);
    assert_non_null(strstr(err.text, "a/b/c/x: a file has that name"));
    assert_int_equal(file_make_dir("", &err), -1);
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(what_is_written_is_read),
        in_a_folder(what_is_written_soon_is_read),
        in_a_folder(a_reader_of_the_old_file_keeps_it),
        in_a_folder(the_umask_decides_who_reads),
        in_a_folder(the_limit_is_exact),
        in_a_folder(what_is_no_regular_file_is_refused),
        in_a_folder(a_failed_write_leaves_nothing_behind),
        in_a_folder(a_left_over_temporary_file_is_no_hindrance),
        in_a_folder(the_longest_name_can_be_written),
        in_a_folder(a_dash_is_standard_input),
        in_a_folder(folders_are_made_with_their_parents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
