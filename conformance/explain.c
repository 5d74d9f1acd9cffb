/* connspec explain CLAUSE: what it says, where that comes from, what checks it, and what proves that they do. */
#include "conformance/commands.h"

#include "conformance/loaded.h"
#include "reference/mutant.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static int find(const struct contract *c, const char *id)
{
    for (size_t i = 0; i < c->clauses.count; i++)
        if (strcasecmp(c->clauses.list[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void print_clause(const struct clause *c)
{
    printf("%s  %s, %s\n  %s\n  Source: %s\n", c->id, level_name(c->level),
           c->must ? "must" : "should", c->text, c->source);
}

/* What they say once, for those that say the same. */
static void print_checks(const struct suite *s, int clause)
{
    size_t count = 0;
    const char *said = NULL;
    for (size_t i = 0; i < s->count; i++)
        count += s->checks[i].clause == clause;
    printf("\nChecks (%zu)\n", count);
    for (size_t i = 0; i < s->count; i++) {
        const char *says = s->checks[i].says ? s->checks[i].says : "";
        if (s->checks[i].clause != clause)
            continue;
        if (!said || strcmp(said, says) != 0)
            printf("  %s\n", says);
        said = says;
        printf("      %s\n", s->checks[i].id);
    }
}

static void print_mutants(const char *clause)
{
    size_t total, count = 0;
    const struct mutant *all = mutant_list(&total);
    for (size_t i = 0; i < total; i++)
        count += strcmp(all[i].clause, clause) == 0;
    printf("\nMutants of the reference that break it, each of which its checks catch (%zu)\n",
           count);
    for (size_t i = 0; i < total; i++)
        if (strcmp(all[i].clause, clause) == 0)
            printf("  %s%s\n      %s\n", all[i].name, all[i].rare ? ", on rare occasions" : "",
                   all[i].says);
    if (count)
        printf("\nSee one caught: connspec serve --mutant NAME, and connspec certify its URL.\n");
}

int command_explain(int argc, char **argv)
{
    struct loaded l;
    struct err err;
    if (argc != 2) {
        err_set(&err, "explain what? connspec explain CORE-05; connspec list clauses has them all");
        return complain(&err, OUTCOME_USAGE);
    }
    if (loaded_open(&l, NULL, "2015-05-01-preview", false, &err))
        return complain(&err, OUTCOME_INTERNAL);
    int clause = find(l.contract, argv[1]);
    if (clause < 0) {
        err_set(&err, "explain: there is no clause '%s'; connspec list clauses has them all",
                argv[1]);
        complain(&err, OUTCOME_USAGE);
    } else {
        print_clause(&l.contract->clauses.list[clause]);
        print_checks(&l.suite, clause);
        print_mutants(l.contract->clauses.list[clause].id);
    }
    loaded_close(&l);
    return clause < 0 ? OUTCOME_USAGE : 0;
}
