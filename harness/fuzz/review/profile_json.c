#include "base/json.h"
#include "fuzz/review/profile.h"

static void add_text(cJSON *to, const char *name, const char *text)
{
    if (text)
        cJSON_AddStringToObject(to, name, text);
}

static cJSON *result(const struct guest *g, const struct probe *p, const struct made *made)
{
    cJSON *one = cJSON_CreateObject();
    add_text(one, "parser", g->name);
    add_text(one, "outcome",
             made->verdict == MADE_NOTHING ? "not asked"
             : made->fate != FATE_ANSWERED ? fate_name(made->fate)
             : made->accepted              ? "accepted"
                                           : "refused");
    add_text(one, "reading", made->word);
    add_text(one, "value", made->value);
    if (p->deepest)
        cJSON_AddNumberToObject(one, "deepest", (double)made->deepest);
    add_text(one, "verdict", made_name(made->verdict));
    add_text(one, "risk", made->risk);
    add_text(one, "note", made->note);
    return one;
}

static void add_probe(cJSON *list, const struct profile *p, const struct probe_class *class,
                      const struct probe *probe, size_t index)
{
    static const char *const rules[] = {"accept", "refuse", "either"};
    cJSON *one = cJSON_CreateObject();
    cJSON_AddItemToArray(list, one);
    add_text(one, "class", class->id);
    add_text(one, "probe", probe->id);
    add_text(one, "says", probe->says);
    add_text(one, "rule", rules[probe->rule]);
    add_text(one, "at", probe->at);
    cJSON_AddBoolToObject(one, "differs", profile_differs(p, index));
    cJSON *results = cJSON_AddArrayToObject(one, "results");
    for (size_t i = 0; i < p->count; i++)
        cJSON_AddItemToArray(results, result(&p->guests[i], probe, &p->made[index * p->count + i]));
}

void profile_json(const struct profile *p, struct buf *out)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddNumberToObject(root, "version", 1);
    cJSON *parsers = cJSON_AddArrayToObject(root, "parsers");
    for (size_t i = 0; i < p->count; i++) {
        cJSON *one = cJSON_CreateObject();
        cJSON_AddItemToArray(parsers, one);
        add_text(one, "name", p->guests[i].name);
        add_text(one, "about", p->guests[i].about);
    }
    cJSON *probes = cJSON_AddArrayToObject(root, "probes");
    size_t index = 0;
    for (size_t c = 0; c < PROBE_CLASSES; c++)
        for (size_t i = 0; i < probe_class(c)->count; i++, index++)
            add_probe(probes, p, probe_class(c), &probe_class(c)->list[i], index);
    char *text = json_print(root, true);
    buf_text(out, text);
    buf_byte(out, '\n');
    cJSON_free(text);
    cJSON_Delete(root);
}
