/* connspec - see README.md. */
#include "conformance/commands.h"

#include "base/err.h"
#include "conformance/options.h"

#include <stdio.h>
#include <string.h>

/* The only writable global there is: a signal handler has no other way in. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int complain(const struct err *err, int status)
{
    fprintf(stderr, "connspec: %s\n", err->text);
    return status;
}

static const char usage[] =
    "connspec - conformance of implementations of the connection API\n"
    "\n"
    "  connspec certify URL [OPTION]...    certify the implementation at URL\n"
    "  connspec serve [OPTION]...          run the built-in reference implementation\n"
    "  connspec list clauses|scenarios|checks [--suite DIR]\n"
    "  connspec report RESULTS... --format FORMAT [-o FILE]\n"
    "                                      console, junit, har or badge of a run's results.jsonl,\n"
    "                                      markdown or sarif of a fuzz campaign's, html of either\n"
    "                                      and of several\n"
    "  connspec explain CLAUSE             the clause, its source, its checks, and what proves "
    "them\n"
    "  connspec replay RESULTS CHECK [URL] [OPTION]...\n"
    "                                      send what led to it again: does it still fail?\n"
    "  connspec verify DIR [--public-key FILE]\n"
    "                                      is this certificate what it says?\n"
    "  connspec judge RECORDING.har [--report-dir DIR]\n"
    "                                      what each answer of recorded traffic shows by itself\n"
    "  connspec help [certify|serve]       more about a command\n"
    "  connspec version\n"
    "\n"
    "Exit status: 0 certified at the level asked for, 1 not conforming, 2 usage or bad suite\n"
    "file, 3 unreachable or set-up failed, 4 our own error, 5 incomplete, 6 not conforming in "
    "ways\n"
    "alone that --baseline knows.\n";

static const char serve_usage[] =
    "connspec serve - the built-in reference implementation, on 127.0.0.1\n"
    "\n"
    "  --port N          listen there; 0 takes a free port and prints it [0]\n"
    "  --token-env VAR   ask for the bearer token that is in this variable\n"
    "  --gateway NAME    a gateway that exists; repeatable [firstgateway, secondgateway]\n"
    "  --mutant NAME     break one clause on purpose; NAME@dedicated, NAME@point-to-site and\n"
    "                    NAME@site-to-site: for connections of that type alone\n"
    "  --list-mutants    name them all\n"
    "  --variant NAME    do what the clauses leave free in another way\n"
    "  --list-variants   name them all\n"
    "\n"
    "Prints its URL and serves until SIGINT or SIGTERM.\n";

static int help(const char *topic)
{
    if (topic && strcmp(topic, "serve") == 0) {
        fputs(serve_usage, stdout);
    } else if (topic && strcmp(topic, "certify") == 0) {
        puts("connspec certify URL [OPTION]...\n");
        options_help();
        puts("\nEach option is also a variable CONNSPEC_... of the environment (--resource-group:\n"
             "CONNSPEC_RESOURCE_GROUP) and a member of the --target file.");
    } else if (!topic) {
        fputs(usage, stdout);
    } else {
        fputs(usage, stderr);
        return 2;
    }
    return 0;
}

static int wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    catch_signals();
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "--version") == 0 || strcmp(command, "version") == 0) {
        puts("connspec " CONNSPEC_VERSION);
        return 0;
    }
    if (strcmp(command, "help") == 0 || strcmp(command, "--help") == 0)
        return help(argc > 2 ? argv[2] : NULL);
    if (wants_help(argc - 1, argv + 1))
        return help(strcmp(command, "certify") == 0 || strcmp(command, "serve") == 0 ? command
                                                                                     : NULL);
    if (strcmp(command, "certify") == 0)
        return command_certify(argc - 1, argv + 1, &interrupted);
    if (strcmp(command, "serve") == 0)
        return command_serve(argc - 1, argv + 1, &interrupted);
    if (strcmp(command, "list") == 0)
        return command_list(argc - 1, argv + 1);
    if (strcmp(command, "report") == 0)
        return command_report(argc - 1, argv + 1);
    if (strcmp(command, "explain") == 0)
        return command_explain(argc - 1, argv + 1);
    if (strcmp(command, "replay") == 0)
        return command_replay(argc - 1, argv + 1);
    if (strcmp(command, "verify") == 0)
        return command_verify(argc - 1, argv + 1);
    if (strcmp(command, "judge") == 0)
        return command_judge(argc - 1, argv + 1);
    fputs(usage, stderr);
    return 2;
}
