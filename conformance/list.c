/* connspec list clauses|scenarios|checks */
#include "conformance/commands.h"

#include "base/json.h"
#include "conformance/loaded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_of(const char *check, const char *clause)
{
    const char *at = strrchr(check, '@');
    return at && strcmp(at + 1, clause) == 0;
}

/* With the checks of the frozen list: those a certificate rests on. */
static void list_clauses(const struct loaded *l)
{
    const struct contract *c = l->contract;
    for (size_t i = 0; i < c->clauses.count; i++) {
        size_t checks = 0;
        for (size_t k = 0; k < l->required.count; k++)
            checks += is_of(l->required.list[k], c->clauses.list[i].id);
        printf("%-8s %-8s %-6s %3zu checks  %s\n", c->clauses.list[i].id,
               level_name(c->clauses.list[i].level), c->clauses.list[i].must ? "must" : "should",
               checks, c->clauses.list[i].text);
    }
}

static void list_scenarios(const struct loaded *l)
{
    const struct plan *p = l->plan;
    for (size_t i = 0; i < p->count; i++) {
        size_t cases = 0, first = i;
        for (size_t k = 0; k < p->count; k++) {
            bool same = strcmp(p->list[k].scenario, p->list[i].scenario) == 0;
            cases += same;
            if (same && k < first)
                first = k;
        }
        if (first == i)
            printf("%-40s %3zu cases  %s\n", p->list[i].scenario, cases, p->list[i].says);
    }
}

static void list_checks(const struct loaded *l)
{
    for (size_t i = 0; i < l->suite.count; i++)
        puts(l->suite.checks[i].id);
}

static void list_frozen(const struct loaded *l)
{
    cJSON *frozen = suite_freeze(&l->suite, l->contract);
    char *text = json_print(frozen, true);
    puts(text);
    free(text);
    cJSON_Delete(frozen);
}

struct list_options {
    const char *what, *suite, *api_version;
    bool json;
};

static int read_list_options(struct list_options *o, int argc, char **argv, struct err *err)
{
    *o = (struct list_options){.suite = getenv("CONNSPEC_SUITE"),
                               .api_version = "2015-05-01-preview"};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            o->json = true;
        else if (strcmp(argv[i], "--suite") == 0 && i + 1 < argc)
            o->suite = argv[++i];
        else if (strcmp(argv[i], "--api-version") == 0 && i + 1 < argc)
            o->api_version = argv[++i];
        else if (argv[i][0] != '-' && !o->what)
            o->what = argv[i];
        else
            return err_set(err, "list: unexpected '%s'", argv[i]);
    }
    return o->what ? 0 : err_set(err, "list what? connspec list clauses|scenarios|checks");
}

/* Scenarios take longer to load than everything else. */
static int open_for(struct loaded *l, const struct list_options *o, struct err *err)
{
    return strcmp(o->what, "clauses") == 0 ? loaded_open_contract(l, o->suite, o->api_version, err)
                                           : loaded_open(l, o->suite, o->api_version, false, err);
}

int command_list(int argc, char **argv)
{
    static const struct {
        const char *what;
        void (*print)(const struct loaded *);
    } lists[] = {{"clauses", list_clauses}, {"scenarios", list_scenarios}, {"checks", list_checks}};
    struct list_options o;
    struct loaded l;
    struct err err;
    if (read_list_options(&o, argc, argv, &err) || open_for(&l, &o, &err))
        return complain(&err, OUTCOME_USAGE);
    int status = -1;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(o.what, lists[i].what) != 0)
            continue;
        if (o.json && lists[i].print != list_checks)
            break;
        (o.json ? list_frozen : lists[i].print)(&l);
        status = 0;
    }
    loaded_close(&l);
    if (status < 0) {
        err_set(&err, "list %s%s: not one of clauses, scenarios, checks, checks --json", o.what,
                o.json ? " --json" : "");
        return complain(&err, OUTCOME_USAGE);
    }
    return status;
}
