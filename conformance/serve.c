/* connspec serve: the built-in reference implementation, for certify, for tests, for mutants. */
#include "conformance/commands.h"

#include "contract/verdict.h"
#include "reference/mutant.h"
#include "reference/server.h"
#include "reference/service.h"
#include "reference/variants.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GATEWAYS_MAX 64

struct serve_options {
    unsigned port;
    const char *token_env;
    const char *gateways[GATEWAYS_MAX + 1];
    size_t gateway_count;
    const char *mutant, *variant;
    bool list_mutants, list_variants;
};

static int read_port(struct serve_options *o, const char *text, struct err *err)
{
    char *end;
    unsigned long port = strtoul(text, &end, 10);
    if (!*text || *end || *text == '-' || port > 65535)
        return err_set(err, "--port %s: not a number from 0 to 65535", text);
    o->port = (unsigned)port;
    return 0;
}

static int read_value(struct serve_options *o, const char *name, const char *value, struct err *err)
{
    if (strcmp(name, "--port") == 0)
        return read_port(o, value, err);
    if (strcmp(name, "--token-env") == 0) {
        o->token_env = value;
    } else if (strcmp(name, "--mutant") == 0) {
        o->mutant = value;
    } else if (strcmp(name, "--variant") == 0) {
        o->variant = value;
    } else if (strcmp(name, "--gateway") == 0) {
        if (o->gateway_count == GATEWAYS_MAX)
            return err_set(err, "serve: at most %d gateways", GATEWAYS_MAX);
        o->gateways[o->gateway_count++] = value;
    } else {
        return err_set(err, "serve: unknown option '%s'; connspec help serve lists them", name);
    }
    return 0;
}

static int read_serve_options(struct serve_options *o, int argc, char **argv, struct err *err)
{
    *o = (struct serve_options){0};
    for (int i = 1; i < argc; i++) {
        bool mutants = strcmp(argv[i], "--list-mutants") == 0;
        bool variants = strcmp(argv[i], "--list-variants") == 0;
        o->list_mutants |= mutants;
        o->list_variants |= variants;
        if (mutants || variants)
            continue;
        char name[32];
        const char *equals = strchr(argv[i], '=');
        size_t len = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]);
        snprintf(name, sizeof name, "%.*s", (int)len, argv[i]);
        if (!equals && i + 1 == argc)
            return err_set(err, "serve: '%s' is unknown, or needs a value", argv[i]);
        if (read_value(o, name, equals ? equals + 1 : argv[++i], err))
            return -1;
    }
    if (!o->gateway_count) {
        o->gateways[0] = "firstgateway";
        o->gateways[1] = "secondgateway";
    }
    return 0;
}

static int list_mutants(void)
{
    size_t count;
    const struct mutant *list = mutant_list(&count);
    for (size_t i = 0; i < count; i++)
        printf("%-40s %-8s %s%s%s\n", list[i].name, list[i].clause, list[i].says,
               list[i].rare ? " (rare)" : "", list[i].should ? " (should)" : "");
    return 0;
}

static int list_variants(void)
{
    size_t count;
    const struct variant *list = variant_list(&count);
    for (size_t i = 0; i < count; i++)
        printf("%-40s %-8s %-5s %s%s\n", list[i].name, list[i].free, list[i].whole ? "all" : "core",
               list[i].says,
               list[i].warns         ? " (warns)"
               : list[i].warns_above ? " (warns above core)"
                                     : "");
    return 0;
}

static int serve(const struct serve_options *o, const volatile sig_atomic_t *interrupted,
                 struct err *err)
{
    struct service *service = NULL;
    struct server *server = NULL;
    struct service_options how = {
        .gateways = o->gateways, .mutant = o->mutant, .variant = o->variant};
    if (o->token_env && !(how.token = getenv(o->token_env)))
        return err_set(err, "serve --token-env %s: there is no such variable", o->token_env);
    if (service_open(&service, &how, err))
        return -1;
    if (server_start(&server, service, o->port, err)) {
        service_close(service);
        return -1;
    }
    printf("http://127.0.0.1:%u\n", server_port(server));
    fflush(stdout);
    sigset_t none;
    sigemptyset(&none);
    while (!*interrupted)
        sigsuspend(&none); /* the signals are blocked but for here: none is lost */
    server_stop(server);
    service_close(service);
    return 0;
}

int command_serve(int argc, char **argv, const volatile sig_atomic_t *interrupted)
{
    struct serve_options o;
    struct err err;
    sigset_t ending;
    if (read_serve_options(&o, argc, argv, &err))
        return complain(&err, OUTCOME_USAGE);
    if (o.list_mutants)
        return list_mutants();
    if (o.list_variants)
        return list_variants();
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    if (serve(&o, interrupted, &err))
        return complain(&err, OUTCOME_USAGE);
    return 0;
}
