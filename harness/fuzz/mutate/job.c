#include "fuzz/mutate/job.h"

void job_note(struct job *j, const char *what)
{
    size_t len = strlen(what);
    if (j->note_len + len + 2 > sizeof j->note)
        return;
    if (j->note_len)
        j->note[j->note_len++] = ',';
    memcpy(j->note + j->note_len, what, len + 1);
    j->note_len += len;
}

static void survey(struct job *j, struct node *n, struct node *parent, const struct rule *rule)
{
    n->rule = rule;
    if (j->spot_count < SPOTS_MAX)
        j->spots[j->spot_count++] = (struct spot){n, parent};
    for (struct node *c = n->child; c; c = c->next) {
        const struct member *m = n->kind == NODE_OBJECT ? rule_member(rule, c->name) : NULL;
        survey(j, c, n, m ? m->rule : rule ? rule->others : NULL);
    }
}

void job_survey(struct job *j)
{
    j->spot_count = 0;
    survey(j, j->root, NULL, j->operation->rule);
}

const struct spot *job_pick(struct job *j, bool (*fits)(const struct spot *s))
{
    size_t at = dice_below(&j->dice, j->spot_count);
    for (size_t i = 0; i < j->spot_count; i++, at++) {
        at = at < j->spot_count ? at : 0;
        if (fits(&j->spots[at]))
            return &j->spots[at];
    }
    return NULL;
}

const struct member *spot_likes(const struct spot *s)
{
    const struct rule *rule = spot_is_object(s) ? s->node->rule : NULL;
    for (size_t i = 0; rule && i < rule->member_count; i++)
        if (rule->members[i].like && node_member(s->node, rule->members[i].name) &&
            node_member(s->node, rule->members[i].like->name))
            return &rule->members[i];
    return NULL;
}

bool spot_has_likes(const struct spot *s)
{
    return spot_likes(s);
}

static struct node *of_members(struct job *j, const struct rule *rule)
{
    struct node *n = node_new(j->arena, NODE_OBJECT, (struct text){0});
    for (size_t i = 0; n && i < rule->member_count; i++)
        if (rule->members[i].required)
            job_add_member(j, n, &rule->members[i]);
    return n;
}

struct text job_key(struct job *j, const struct rule *map)
{
    if (!map->value_count || dice_percent(&j->dice, 40))
        return text_fresh(j);
    return map->values[dice_below(&j->dice, map->value_count)];
}

static struct node *of_entries(struct job *j, const struct rule *rule)
{
    struct node *n = node_new(j->arena, NODE_OBJECT, (struct text){0});
    for (size_t left = dice_below(&j->dice, 3); n && left; left--) {
        struct text key = job_key(j, rule);
        struct node *value = node_member(n, key) ? NULL : job_value(j, rule->others);
        if (!value)
            break;
        value->name = key;
        node_add(n, value);
    }
    return n;
}

struct node *job_value(struct job *j, const struct rule *rule)
{
    if (!rule)
        return node_new(j->arena, NODE_STRING, text_fresh(j));
    if (rule_is_map(rule))
        return of_entries(j, rule);
    if (rule->enum_count)
        return node_new(j->arena, NODE_STRING, rule->enums[dice_below(&j->dice, rule->enum_count)]);
    if (rule->value_count)
        return node_new(j->arena, NODE_STRING,
                        rule->values[dice_below(&j->dice, rule->value_count)]);
    if (rule->kinds & KIND_BIT(NODE_OBJECT))
        return of_members(j, rule);
    if (!rule->kinds || rule->kinds & KIND_BIT(NODE_STRING))
        return node_new(j->arena, NODE_STRING, text_fresh(j));
    if (rule->kinds & KIND_BIT(NODE_NUMBER))
        return node_new(j->arena, NODE_NUMBER, TEXT("1"));
    if (rule->kinds & KIND_BIT(NODE_ARRAY))
        return node_new(j->arena, NODE_ARRAY, (struct text){0});
    return rule->kinds & KIND_BIT(NODE_TRUE) ? node_new(j->arena, NODE_TRUE, TEXT("true"))
                                             : node_new(j->arena, NODE_NULL, TEXT("null"));
}

void job_add_member(struct job *j, struct node *object, const struct member *m)
{
    struct node *value = job_value(j, m->rule);
    if (!value)
        return;
    value->name = m->name;
    value->rule = m->rule;
    node_add(object, value);
}

bool job_edit(struct job *j, const struct edit *edits, size_t count)
{
    unsigned total = 0;
    for (size_t i = 0; i < count; i++)
        total += edits[i].weight;
    for (unsigned tries = 0; tries < 8; tries++) {
        unsigned at = dice_below(&j->dice, total);
        const struct edit *e = edits;
        for (; at >= e->weight; e++)
            at -= e->weight;
        if (e->run(j)) {
            job_note(j, e->name);
            return true;
        }
    }
    return false;
}
