/* TLS, against the openssl program's own server. Skipped (77) where there is no such program. */
#include "base/mem.h"
#include "target/target.h"

/* cmocka.h wants these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct tls {
    char folder[32], cert[64], key[64];
    pid_t server;
    FILE *said;
    unsigned port;
};

static int run(char *const *argv, int out, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    if (out >= 0)
        posix_spawn_file_actions_adddup2(&files, out, 1);
    int result = posix_spawnp(pid, argv[0], &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    return result;
}

static bool make_certificate(const struct tls *t)
{
    char *argv[] = {"openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=a test",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1",
                    "-keyout",
                    (char *)t->key,
                    "-out",
                    (char *)t->cert,
                    NULL};
    pid_t pid;
    int status = 1;
    return run(argv, -1, &pid) == 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool start_server(struct tls *t)
{
    char *argv[] = {"openssl", "s_server", "-accept", "127.0.0.1:0", "-www",
                    "-cert",   t->cert,    "-key",    t->key,        NULL};
    char line[128];
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) || run(argv, ends[1], &t->server))
        return false;
    close(ends[1]);
    t->said = fdopen(ends[0], "r");
    while (!t->port && fgets(line, sizeof line, t->said)) {
        const char *colon = strrchr(line, ':');
        if (strncmp(line, "ACCEPT", 6) == 0 && colon)
            t->port = (unsigned)strtoul(colon + 1, NULL, 10);
    }
    return t->port != 0;
}

static int set_up(void **state)
{
    struct tls *t = mem_alloc(sizeof *t);
    *state = t;
    snprintf(t->folder, sizeof t->folder, "/tmp/connspec-tls-XXXXXX");
    if (!mkdtemp(t->folder))
        return -1;
    snprintf(t->cert, sizeof t->cert, "%s/cert.pem", t->folder);
    snprintf(t->key, sizeof t->key, "%s/key.pem", t->folder);
    return make_certificate(t) && start_server(t) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct tls *t = *state;
    if (t->server > 0) {
        kill(t->server, SIGTERM);
        waitpid(t->server, NULL, 0);
    }
    if (t->said)
        fclose(t->said);
    unlink(t->cert);
    unlink(t->key);
    rmdir(t->folder);
    free(t);
    return 0;
}

static struct response get(const struct tls *t, const char *host, struct target_options options)
{
    struct err err = {0};
    struct target *target = NULL;
    struct response rs;
    char *url = mem_format("https://%s:%u", host, t->port);
    if (target_open(&target, url, &options, &err))
        fail_msg("%s", err.text);
    struct request rq = request_new("GET", "/");
    if (target_send(target, &rq, &rs, &err))
        fail_msg("%s", err.text);
    request_free(&rq);
    target_close(target);
    free(url);
    return rs;
}

static void expect(struct response rs, enum delivery delivery, const char *note)
{
    if (rs.delivery != delivery || (note && !strstr(rs.note, note)))
        fail_msg("%s: %s", delivery_name(rs.delivery), rs.note ? rs.note : "");
    response_free(&rs);
}

static void unknown_signer(void **state)
{
    expect(get(*state, "127.0.0.1", (struct target_options){.token = "sesame"}), REFUSED,
           "certificate");
}

static void trusted(void **state)
{
    const struct tls *t = *state;
    expect(get(t, "127.0.0.1", (struct target_options){.cacert = t->cert}), ANSWERED, NULL);
}

static void other_host(void **state)
{
    const struct tls *t = *state;
    expect(get(t, "localhost", (struct target_options){.cacert = t->cert}), REFUSED, "localhost");
}

static void unverified(void **state)
{
    expect(get(*state, "127.0.0.1", (struct target_options){.insecure = true}), ANSWERED, NULL);
}

static void no_certificates(void **state)
{
    const struct tls *t = *state;
    struct err err = {0};
    struct target *target = NULL;
    struct response rs;
    char *url = mem_format("https://127.0.0.1:%u", t->port);
    assert_int_equal(target_open(&target, url, &(struct target_options){.cacert = t->key}, &err),
                     0);
    struct request rq = request_new("GET", "/");
    assert_int_equal(target_send(target, &rq, &rs, &err), -1);
    assert_non_null(strstr(err.text, "could not be tried"));
    request_free(&rq);
    target_close(target);
    free(url);
}

static bool have_openssl(void)
{
    char *argv[] = {"openssl", "version", NULL};
    int status = 1, null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_t pid;
    bool have = run(argv, null, &pid) == 0 && waitpid(pid, &status, 0) == pid && status == 0;
    close(null);
    return have;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_signer),  cmocka_unit_test(trusted),
        cmocka_unit_test(other_host),      cmocka_unit_test(unverified),
        cmocka_unit_test(no_certificates),
    };
    if (have_openssl())
        return cmocka_run_group_tests(tests, set_up, tear_down);
    puts("there is no openssl program");
    return 77;
}
