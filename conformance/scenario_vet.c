#include "conformance/scenario_file.h"

#include "base/mem.h"
#include "conformance/payload.h"
#include "conformance/variables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the file --- */

static bool names_clause(const cJSON *steps, const char *clause)
{
    const cJSON *step;
    cJSON_ArrayForEach(step, steps)
    {
        const cJSON *named = cJSON_GetObjectItemCaseSensitive(step, "clause");
        if (named && strcmp(named->valuestring, clause) == 0)
            return true;
    }
    return false;
}

static int vet_clauses(const struct scenario_file *f, struct err *err)
{
    const cJSON *clauses = cJSON_GetObjectItemCaseSensitive(f->root, "clauses"), *clause;
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(f->root, "steps");
    int i = 0;
    cJSON_ArrayForEach(clause, clauses)
    {
        char pointer[32];
        snprintf(pointer, sizeof pointer, "/clauses/%d", i++);
        int at = clause_find(f->contract, clause->valuestring);
        if (at < 0)
            return scenario_complain(f, pointer, err, "there is no clause %s", clause->valuestring);
        if (f->contract->clauses.list[at].level != f->level)
            return scenario_complain(f, pointer, err, "%s is of level %s, not of this folder's",
                                     clause->valuestring,
                                     level_name(f->contract->clauses.list[at].level));
        if (i > 1 && !names_clause(steps, clause->valuestring))
            return scenario_complain(f, pointer, err, "no step counts for %s", clause->valuestring);
    }
    return 0;
}

static int vet_step_clauses(const struct scenario_file *f, struct err *err)
{
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(f->root, "steps"), *step, *clause;
    int i = 0;
    cJSON_ArrayForEach(step, steps)
    {
        const cJSON *named = cJSON_GetObjectItemCaseSensitive(step, "clause");
        bool found = !named;
        cJSON_ArrayForEach(clause, cJSON_GetObjectItemCaseSensitive(f->root, "clauses"))
        {
            found = found || strcmp(clause->valuestring, named->valuestring) == 0;
        }
        char pointer[48];
        snprintf(pointer, sizeof pointer, "/steps/%d/clause", i++);
        if (!found)
            return scenario_complain(f, pointer, err, "%s is not among this scenario's clauses",
                                     named->valuestring);
    }
    return 0;
}

int scenario_vet_file(const struct scenario_file *f, struct err *err)
{
    return vet_clauses(f, err) || vet_step_clauses(f, err) ? -1 : 0;
}

/* --- one case --- */

struct vetting {
    const struct scenario_file *f;
    const struct test_case *tc;
    const struct script *script;
    const char *labels[128];
    bool puts[128]; /* the labelled step is a PUT */
    size_t label_count;
    char pointer[64];
    bool in_authorization;
    bool growth;   /* the step has a {size} */
    bool of_names; /* it is the names themselves that are looked at */
};

static int find_label(const struct vetting *v, const char *label, size_t len)
{
    for (size_t i = 0; i < v->label_count; i++)
        if (strncmp(v->labels[i], label, len) == 0 && !v->labels[i][len])
            return (int)i;
    return -1;
}

/* Says which words there are: those of the run, the case's names unless it is these that are vetted,
 * and what earlier steps were answered. */
static const cJSON *known_word(void *context, const char *word)
{
    static const char *const run_words[] = {
        "unique",       "digits",         "UNIQUE",
        "gateway1",     "gateway2",       "missing-gateway",
        "subscription", "resource-group", "resource-group-other-case"};
    static const cJSON any = {.type = cJSON_String, .valuestring = "x"};
    const struct vetting *v = context;
    if (v->in_authorization && strncmp(word, "token-", 6) == 0)
        return &any;
    if (v->growth && strcmp(word, "size") == 0)
        return &any;
    const char *colon = strchr(word, ':');
    if (colon)
        return find_label(v, word, (size_t)(colon - word)) >= 0 ? &any : NULL;
    for (size_t i = 0; i < sizeof run_words / sizeof *run_words; i++)
        if (strcmp(word, run_words[i]) == 0)
            return &any;
    return !v->of_names && cJSON_GetObjectItemCaseSensitive(v->script->names, word) ? &any : NULL;
}

static int vet_words(const struct vetting *v, const cJSON *tree, struct err *err)
{
    struct err inner;
    int failed = variables_vet(tree, known_word, (void *)v, &inner);
    return failed ? scenario_complain(v->f, v->pointer, err, "%s", inner.text) : 0;
}

static int vet_target(const struct vetting *v, const char *target, bool read, struct err *err)
{
    char *word = mem_copy(target + 1, strcspn(target + 1, "}"));
    bool name = cJSON_GetObjectItemCaseSensitive(v->script->names, word);
    bool group = strcmp(word, "group") == 0 ||
                 (strncmp(word, "group@", 6) == 0 &&
                  cJSON_GetObjectItemCaseSensitive(v->script->names, word + 6));
    int result = 0;
    if (!name && (!group || read))
        result = scenario_complain(v->f, v->pointer, err,
                                   "the target \"%s\" begins with no name of a connection%s",
                                   target, read ? "" : " and not with {group}");
    else if (read && target[strlen(word) + 2])
        result = scenario_complain(v->f, v->pointer, err, "\"read\" takes a connection alone");
    else if (strstr(target, ":/"))
        result = scenario_complain(v->f, v->pointer, err,
                                   "a target cannot hold what was answered earlier");
    free(word);
    return result;
}

static int vet_body(const struct vetting *v, const cJSON *holder, const cJSON *body,
                    struct err *err)
{
    static const struct corpus_names names;
    struct err inner;
    cJSON *tree = cJSON_IsString(body)
                      ? corpus_body(v->f->assets, body->valuestring, &names, &inner)
                      : cJSON_Duplicate(body, true);
    const cJSON *without = cJSON_GetObjectItemCaseSensitive(holder, "without");
    const cJSON *with = cJSON_GetObjectItemCaseSensitive(holder, "with");
    int result = 0;
    if ((without || with) && !body)
        result =
            scenario_complain(v->f, v->pointer, err, "\"with\" and \"without\" need a \"body\"");
    else if (body && (!tree || body_edit(tree, without, with, &inner)))
        result = scenario_complain(v->f, v->pointer, err, "%s", inner.text);
    cJSON_Delete(tree);
    return result;
}

static int vet_part(const struct vetting *v, const cJSON *part, struct err *err)
{
    static const struct corpus_names names;
    struct buf out = buf_new(PAYLOAD_MAX);
    cJSON *alone = cJSON_CreateArray();
    cJSON_AddItemReferenceToArray(alone, (cJSON *)part);
    int result = payload_add(&out, alone, v->f->assets, &names, err);
    cJSON_Delete(alone);
    buf_free(&out);
    return result;
}

/* What would be generated is not generated here; files must be there, and the place too. */
static int vet_bytes(const struct vetting *v, const cJSON *step, struct err *err)
{
    static const struct corpus_names names;
    const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(step, "bytes"), *part;
    const cJSON *at = cJSON_GetObjectItemCaseSensitive(step, "at");
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(step, "body");
    struct buf out = buf_new(PAYLOAD_MAX);
    struct err inner;
    int failed = 0;
    cJSON_ArrayForEach(part, bytes)
    {
        if (!failed && cJSON_GetObjectItemCaseSensitive(part, "file"))
            failed = vet_part(v, part, &inner);
    }
    if (!failed && at) {
        cJSON *tree = cJSON_IsString(body)
                          ? corpus_body(v->f->assets, body->valuestring, &names, &inner)
                          : cJSON_Duplicate(body, true);
        cJSON nothing = {.type = cJSON_String, .valuestring = (char *)""};
        failed = tree && payload_add_within(&out, tree, at->valuestring, &nothing, v->f->assets,
                                            &names, &inner);
        cJSON_Delete(tree);
    }
    buf_free(&out);
    return failed ? scenario_complain(v->f, v->pointer, err, "%s", inner.text) : 0;
}

static int vet_label(const struct vetting *v, const cJSON *label, bool put, struct err *err)
{
    int at = label ? find_label(v, label->valuestring, strlen(label->valuestring)) : -1;
    if (label && at < 0)
        return scenario_complain(v->f, v->pointer, err, "no earlier step has the label \"%s\"",
                                 label->valuestring);
    if (label && put && !v->puts[at])
        return scenario_complain(v->f, v->pointer, err, "\"stored\": the step \"%s\" is not a put",
                                 label->valuestring);
    return 0;
}

static int vet_one_of(const struct vetting *v, const cJSON *labels, struct err *err)
{
    const cJSON *label;
    cJSON_ArrayForEach(label, labels)
    {
        if (vet_label(v, label, false, err))
            return -1;
    }
    return 0;
}

static int vet_lists(const struct vetting *v, const cJSON *lists, struct err *err)
{
    const cJSON *list, *name;
    cJSON_ArrayForEach(list, lists)
    {
        cJSON_ArrayForEach(name, list)
        {
            if (!cJSON_GetObjectItemCaseSensitive(v->script->names, name->valuestring))
                return scenario_complain(v->f, v->pointer, err,
                                         "\"lists\": no connection of the case is called %s",
                                         name->valuestring);
        }
    }
    return 0;
}

static int vet_expect(const struct vetting *v, const cJSON *step, const cJSON *expect,
                      struct err *err)
{
    bool read = cJSON_GetObjectItemCaseSensitive(step, "read");
    bool refused = cJSON_GetObjectItemCaseSensitive(expect, "refused");
    const cJSON *twin = cJSON_GetObjectItemCaseSensitive(step, "twin");
    if (vet_label(v, cJSON_GetObjectItemCaseSensitive(expect, "stored"), true, err) ||
        vet_label(v, cJSON_GetObjectItemCaseSensitive(expect, "merged"), false, err) ||
        vet_label(v, cJSON_GetObjectItemCaseSensitive(expect, "same"), false, err) ||
        vet_label(v,
                  cJSON_GetObjectItemCaseSensitive(
                      cJSON_GetObjectItemCaseSensitive(expect, "differs"), "from"),
                  false, err) ||
        vet_label(v,
                  cJSON_GetObjectItemCaseSensitive(
                      cJSON_GetObjectItemCaseSensitive(expect, "keeps"), "from"),
                  false, err) ||
        vet_one_of(v, cJSON_GetObjectItemCaseSensitive(expect, "one-of"), err) ||
        vet_lists(v, cJSON_GetObjectItemCaseSensitive(expect, "lists"), err))
        return -1;
    if (cJSON_GetObjectItemCaseSensitive(expect, "accepted"))
        return scenario_complain(v->f, v->pointer, err, "\"accepted\" goes with \"together\"");
    if (cJSON_GetObjectItemCaseSensitive(expect, "absent") && !read)
        return scenario_complain(v->f, v->pointer, err, "\"absent\" goes with \"read\"");
    if (refused && read)
        return scenario_complain(v->f, v->pointer, err, "\"refused\" does not go with \"read\"");
    if (twin && !refused && !cJSON_GetObjectItemCaseSensitive(step, "hostile"))
        return scenario_complain(v->f, v->pointer, err, "\"twin\" goes with \"refused\"");
    if (cJSON_GetObjectItemCaseSensitive(step, "hostile"))
        return 0;
    if (refused && cJSON_GetObjectItemCaseSensitive(step, "bytes") && !cJSON_IsString(twin) &&
        !cJSON_GetObjectItemCaseSensitive(twin, "body"))
        return scenario_complain(v->f, v->pointer, err,
                                 "a refused step with \"bytes\" needs a \"twin\" with \"body\"");
    if (refused && !twin && !cJSON_GetObjectItemCaseSensitive(step, "with") &&
        !cJSON_GetObjectItemCaseSensitive(step, "without") &&
        !cJSON_GetObjectItemCaseSensitive(step, "headers"))
        return scenario_complain(
            v->f, v->pointer, err,
            "a refused step needs \"with\", \"without\", \"headers\" or \"twin\" "
            "to tell it from its twin");
    return 0;
}

static bool needs(const struct test_case *tc, const char *id)
{
    const cJSON *need;
    cJSON_ArrayForEach(need, tc->needs_named)
    {
        if (strcmp(need->valuestring, id) == 0)
            return true;
    }
    return false;
}

static int vet_twin(const struct vetting *v, const cJSON *step, struct err *err)
{
    const cJSON *twin = cJSON_GetObjectItemCaseSensitive(step, "twin");
    if (!twin)
        return 0;
    if (cJSON_IsString(twin))
        return needs(v->tc, twin->valuestring)
                   ? 0
                   : scenario_complain(v->f, v->pointer, err,
                                       "the twin %s is not among this scenario's \"needs\"",
                                       twin->valuestring);
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(twin, "body");
    return vet_body(v, twin, body ? body : cJSON_GetObjectItemCaseSensitive(step, "body"), err);
}

/* Takes the one header out in which words of the token may stand. */
static int vet_authorization(struct vetting *v, cJSON *step, struct err *err)
{
    cJSON *headers = cJSON_GetObjectItemCaseSensitive(step, "headers");
    cJSON *taken = cJSON_DetachItemFromObjectCaseSensitive(headers, "Authorization");
    cJSON *alone = cJSON_CreateArray();
    cJSON_AddItemToArray(alone, taken);
    v->in_authorization = true;
    int result = vet_words(v, alone, err);
    v->in_authorization = false;
    cJSON_Delete(alone);
    return result;
}

static int vet_step(struct vetting *v, const cJSON *step, struct err *err);

static int vet_together(struct vetting *v, const cJSON *step, struct err *err)
{
    const cJSON *together = cJSON_GetObjectItemCaseSensitive(step, "together"), *one;
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    if (!cJSON_GetObjectItemCaseSensitive(expect, "accepted") || cJSON_GetArraySize(expect) != 1)
        return scenario_complain(v->f, v->pointer, err,
                                 "\"together\" expects \"accepted\", and nothing else");
    cJSON_ArrayForEach(one, together)
    {
        if (cJSON_GetObjectItemCaseSensitive(one, "expect") ||
            cJSON_GetObjectItemCaseSensitive(one, "together") ||
            cJSON_GetObjectItemCaseSensitive(one, "read"))
            return scenario_complain(v->f, v->pointer, err,
                                     "a step inside \"together\" is a request and nothing more");
        if (vet_step(v, one, err))
            return -1;
    }
    return 0;
}

static int vet_step(struct vetting *v, const cJSON *step, struct err *err)
{
    static const char *const methods[] = {"put", "patch", "get", "delete", "post", "read", "send"};
    const cJSON *target = NULL;
    if (cJSON_GetObjectItemCaseSensitive(step, "together"))
        return vet_together(v, step, err);
    if (cJSON_GetObjectItemCaseSensitive(step, "pause"))
        return 0;
    v->growth = cJSON_GetObjectItemCaseSensitive(step, "growth");
    for (size_t i = 0; i < sizeof methods / sizeof *methods && !target; i++)
        target = cJSON_GetObjectItemCaseSensitive(step, methods[i]);
    bool read = strcmp(target->string, "read") == 0;
    if (!cJSON_IsString(target) || !strchr(target->valuestring, '}'))
        return scenario_complain(
            v->f, v->pointer, err,
            "the target is no name any more: a variable of \"cases\" hides it");
    cJSON *rest = cJSON_Duplicate(step, true);
    cJSON_ReplaceItemInObjectCaseSensitive(
        rest, target->string, cJSON_CreateString(strchr(target->valuestring, '}') + 1));
    int failed = vet_target(v, target->valuestring, read, err) || vet_authorization(v, rest, err) ||
                 vet_words(v, rest, err);
    cJSON_Delete(rest);
    if (failed || vet_body(v, step, cJSON_GetObjectItemCaseSensitive(step, "body"), err) ||
        vet_bytes(v, step, err) || vet_twin(v, step, err) ||
        vet_expect(v, step, cJSON_GetObjectItemCaseSensitive(step, "expect"), err))
        return -1;
    const cJSON *label = cJSON_GetObjectItemCaseSensitive(step, "label");
    if (!label)
        return 0;
    if (find_label(v, label->valuestring, strlen(label->valuestring)) >= 0)
        return scenario_complain(v->f, v->pointer, err, "the label \"%s\" is there twice",
                                 label->valuestring);
    if (v->label_count == sizeof v->labels / sizeof *v->labels)
        return scenario_complain(v->f, v->pointer, err, "there are more than %zu labels",
                                 v->label_count);
    v->puts[v->label_count] = strcmp(target->string, "put") == 0;
    v->labels[v->label_count++] = label->valuestring;
    return 0;
}

static int vet_steps(struct vetting *v, const char *member, const cJSON *steps, struct err *err)
{
    const cJSON *step;
    int i = 0;
    cJSON_ArrayForEach(step, steps)
    {
        snprintf(v->pointer, sizeof v->pointer, "/%s/%d", member, i++);
        if (vet_step(v, step, err))
            return -1;
    }
    return 0;
}

int scenario_vet_case(const struct scenario_file *f, const struct test_case *tc,
                      const struct script *script, struct err *err)
{
    struct vetting v = {.f = f, .tc = tc, .script = script, .pointer = "/names", .of_names = true};
    if (vet_words(&v, script->names, err))
        return -1;
    v.of_names = false;
    return vet_steps(&v, "given", script->given, err) || vet_steps(&v, "steps", script->steps, err)
               ? -1
               : 0;
}
