/* scene_kit.h - for unit tests that need a scene: the built-in reference in a process of its own, right
 * or wrong on purpose (some mutants end theirs), and one case of a run against it.
 *
 * kit_open and kit_close are for the whole group, kit_start and kit_stop for each test. */
#ifndef TESTS_SCENE_KIT_H
#define TESTS_SCENE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "conformance/alike.h"
#include "conformance/discover.h"
#include "conformance/loaded.h"
#include "conformance/pace.h"
#include "conformance/scene.h"
#include "conformance/suspects.h"
#include "reference/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KIT_NAMES "{\"connection\":{\"name\":\"{unique}\"},\"other\":{\"name\":\"{unique}-other\"}}"

struct kit {
    struct loaded loaded; /* the embedded suite */
    struct options options;
    struct run run;
    struct client client;
    struct scene scene; /* names `connection` and `other` */
    volatile sig_atomic_t interrupted;
    pid_t server;
    int end; /* closed, it ends the server */
    unsigned port;
    char record[32];
};

static inline int kit_open(void **state)
{
    struct kit *k = mem_alloc(sizeof *k);
    struct err err;
    if (loaded_open(&k->loaded, NULL, "2015-05-01-preview", false, &err)) {
        print_error("%s\n", err.text);
        free(k);
        return -1;
    }
    *state = k;
    return 0;
}

static inline int kit_close(void **state)
{
    struct kit *k = *state;
    loaded_close(&k->loaded);
    free(k);
    return 0;
}

/* In the child: serves until the other end of `until` is closed. */
static inline void kit_serve(const struct service_options *how, int say, int until)
{
    struct service *service;
    struct server *server;
    struct err err;
    char none;
    unsigned port = 0;
    if (!service_open(&service, how, &err) && !server_start(&server, service, 0, &err))
        port = server_port(server);
    else
        fprintf(stderr, "%s\n", err.text);
    bool said = write(say, &port, sizeof port) == sizeof port;
    while (said && read(until, &none, 1) > 0)
        ;
    _exit(0);
}

static inline void kit_start_server(struct kit *k, const char *mutant, const char *variant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options how = {.gateways = gateways, .mutant = mutant, .variant = variant};
    int says[2], until[2];
    assert_int_equal(pipe(says) | pipe(until), 0);
    k->server = fork();
    assert_true(k->server >= 0);
    if (k->server == 0) {
        close(says[0]);
        close(until[1]);
        kit_serve(&how, says[1], until[0]);
    }
    close(says[1]);
    close(until[0]);
    k->end = until[1];
    assert_int_equal(read(says[0], &k->port, sizeof k->port), sizeof k->port);
    assert_int_not_equal(k->port, 0);
    close(says[0]);
}

/* A run against whatever listens on a port of this machine. Nothing is sent yet. */
static inline void kit_start_run(struct kit *k, unsigned port)
{
    struct err err;
    char *url = mem_format("http://127.0.0.1:%u", port);
    char *argv[] = {(char *)"certify", url, (char *)"--timeout", (char *)"2", NULL};
    assert_int_equal(options_read(&k->options, 4, argv, &err), 0);
    free(url);
    snprintf(k->record, sizeof k->record, "/tmp/connspec-kit-XXXXXX");
    close(mkstemp(k->record));
    k->interrupted = 0;
    k->run = (struct run){.options = &k->options,
                          .contract = k->loaded.contract,
                          .assets = &k->loaded.assets,
                          .plan = k->loaded.plan,
                          .standing = standing_new(k->loaded.contract),
                          .pace = pace_new(0),
                          .alike = alike_new(),
                          .suspects = suspects_new(),
                          .id = "kit",
                          .digits = "1234",
                          .started = clock_now(),
                          .interrupted = &k->interrupted};
    assert_int_equal(record_open(&k->run.record, k->record, &err), 0);
    assert_int_equal(client_open(&k->client, &k->run, &err), 0);
}

static inline void kit_start_scene(struct kit *k)
{
    struct err err;
    struct json_problem problem;
    cJSON *names = json_read(bytes_of(KIT_NAMES), NULL, &problem);
    if (scene_open(&k->scene, &k->client, k->loaded.plan->list, names, &err))
        fail_msg("%s", err.text);
    cJSON_Delete(names);
}

/* The reference, or a mutant or variant of it; with a run that has found out what it has. */
static inline void kit_start_as(struct kit *k, const char *mutant, const char *variant)
{
    struct discovery found;
    struct err err;
    kit_start_server(k, mutant, variant);
    kit_start_run(k, k->port);
    if (discover(&k->client, &found, &err))
        fail_msg("%s", err.text);
    k->run.surface = found.surface;
    discovery_free(&found);
    kit_start_scene(k);
}

static inline void kit_start(struct kit *k, const char *mutant)
{
    kit_start_as(k, mutant, NULL);
}

static inline void kit_stop_run(struct kit *k)
{
    struct err err;
    if (k->scene.client)
        scene_close(&k->scene);
    client_settle(&k->client);
    client_close(&k->client);
    assert_int_equal(record_close(k->run.record, &err), 0);
    standing_free(k->run.standing);
    pace_free(k->run.pace);
    alike_free(k->run.alike);
    suspects_free(k->run.suspects);
    free(k->run.killer);
    options_free(&k->options);
    unlink(k->record);
}

static inline void kit_stop_server(struct kit *k)
{
    close(k->end);
    waitpid(k->server, NULL, 0);
}

static inline void kit_stop(struct kit *k)
{
    kit_stop_run(k);
    kit_stop_server(k);
}

static inline cJSON *kit_tree(const char *text)
{
    struct json_problem problem;
    cJSON *tree = json_read(bytes_of(text), NULL, &problem);
    if (!tree)
        fail_msg("%s in %s", problem.text, text);
    return tree;
}

/* A step as in a scenario, its variables replaced; for cJSON_Delete. */
static inline cJSON *kit_step(struct kit *k, const char *text)
{
    struct err err;
    cJSON *written = kit_tree(text), *step = scene_step(&k->scene, written, &err);
    if (!step)
        fail_msg("%s", err.text);
    cJSON_Delete(written);
    return step;
}

/* Plays a step that is no more than one request, and gives its status. */
static inline int kit_send(struct kit *k, const char *text)
{
    struct err err;
    enum method method;
    const char *target;
    cJSON *step = kit_step(k, text);
    const char *label = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "label"));
    step_method(step, &method, &target);
    struct draft d = draft_of(step, method, target);
    const struct trace *t = scene_send(&k->scene, &d, label, ROLE_STEP, &err);
    if (!t)
        fail_msg("%s", err.text);
    cJSON_Delete(step);
    return seen_status(&t->seen);
}

#endif
