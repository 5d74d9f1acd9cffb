/* right.c - edits after which a body that was right is right still, as far as its schema says. */
#include "fuzz/mutate/dial.h"
#include "fuzz/mutate/job.h"

/* --- values --- */

static bool has_enum(const struct spot *s)
{
    return spot_is_string(s) && s->node->rule && s->node->rule->enum_count > 1;
}

static bool choose(struct job *j, struct node *n, const struct text *list, size_t count)
{
    struct text before = n->text;
    n->text = list[dice_below(&j->dice, count)];
    return !text_same(n->text, before);
}

static bool to_allowed(struct job *j)
{
    const struct spot *s = job_pick(j, has_enum);
    return s && choose(j, s->node, s->node->rule->enums, s->node->rule->enum_count);
}

static bool has_known(const struct spot *s)
{
    return spot_is_string(s) && s->node->rule && s->node->rule->value_count > 1;
}

static bool to_known(struct job *j)
{
    const struct spot *s = job_pick(j, has_known);
    return s && choose(j, s->node, s->node->rule->values, s->node->rule->value_count);
}

/* Any text will do there: nothing says which, and it stands for itself. */
static bool is_free(const struct spot *s)
{
    const struct member *m = s->parent ? rule_member(s->parent->rule, s->node->name) : NULL;
    return spot_is_string(s) && s->node->rule && !s->node->rule->enum_count &&
           !s->node->rule->refers && (!m || m->required);
}

static bool to_fresh(struct job *j)
{
    const struct spot *s = job_pick(j, is_free);
    if (s)
        s->node->text = text_fresh(j);
    return s;
}

static bool is_digits(const struct spot *s)
{
    if (!is_free(s) || !s->node->text.len)
        return false;
    for (size_t i = 0; i < s->node->text.len; i++)
        if (s->node->text.ptr[i] < '0' || s->node->text.ptr[i] > '9')
            return false;
    return true;
}

static bool to_digits(struct job *j)
{
    const struct spot *s = job_pick(j, is_digits);
    if (s)
        s->node->text = text_digits(j, s->node->text);
    return s;
}

static bool respell(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string);
    if (!s)
        return false;
    if (dice_percent(&j->dice, 25) && s->parent && s->node->name.len)
        s->node->name = text_respelled(j, s->node->name);
    else
        s->node->text = text_respelled(j, s->node->text);
    return true;
}

static bool takes_null(const struct spot *s)
{
    return s->parent && s->node->rule && s->node->rule->kinds & KIND_BIT(NODE_NULL) &&
           s->node->kind != NODE_NULL;
}

static bool to_null(struct job *j)
{
    const struct spot *s = job_pick(j, takes_null);
    if (!s)
        return false;
    node_become(s->node, &(struct node){.kind = NODE_NULL, .text = TEXT("null")});
    return true;
}

/* --- members --- */

static bool is_map(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT && s->node->rule && s->node->rule->others;
}

static bool add_entry(struct job *j)
{
    const struct spot *s = job_pick(j, is_map);
    struct node *n = s ? node_new(j->arena, NODE_STRING, text_fresh(j)) : NULL;
    if (!n)
        return false;
    n->name = job_key(j, s->node->rule);
    if (s->node->child && dice_percent(&j->dice, 20))
        n->name = text_near(j, s->node->child->name);
    if (node_member(s->node, n->name))
        return false;
    node_add(s->node, n);
    return true;
}

static bool may_go(const struct spot *s)
{
    if (!s->parent || !s->parent->rule || s->parent->kind != NODE_OBJECT)
        return false;
    const struct rule *rule = s->parent->rule;
    const struct member *m = rule_member(rule, s->node->name);
    return (!m || !m->required) &&
           !(rule->need.name.len && text_means(s->node->name, rule->need.needed));
}

static bool drop_optional(struct job *j)
{
    const struct spot *s = job_pick(j, may_go);
    if (s)
        node_take(s->parent, s->node);
    return s;
}

static bool has_room(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT && s->node->rule &&
           node_count(s->node) < s->node->rule->member_count;
}

static bool add_optional(struct job *j)
{
    const struct spot *s = job_pick(j, has_room);
    if (!s)
        return false;
    const struct rule *rule = s->node->rule;
    size_t at = dice_below(&j->dice, rule->member_count);
    for (size_t i = 0; i < rule->member_count; i++, at++) {
        const struct member *m = &rule->members[at % rule->member_count];
        if (node_member(s->node, m->name))
            continue;
        job_add_member(j, s->node, m);
        return true;
    }
    return false;
}

static bool has_several(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT && s->node->child && s->node->child->next;
}

static bool reorder(struct job *j)
{
    const struct spot *s = job_pick(j, has_several);
    if (!s)
        return false;
    size_t count = node_count(s->node);
    struct node *n = node_at(s->node, dice_below(&j->dice, count));
    node_take(s->node, n);
    node_insert(s->node, dice_below(&j->dice, count), n);
    return true;
}

/* Where little is required, what is said alone: a PATCH of one thing. */
static bool all_may_go(const struct spot *s)
{
    const struct rule *rule = s->node->rule;
    for (size_t i = 0; rule && i < rule->member_count; i++)
        if (rule->members[i].required)
            return false;
    return rule && rule->member_count && has_several(s);
}

static bool keep_one(struct job *j)
{
    const struct spot *s = job_pick(j, all_may_go);
    if (!s)
        return false;
    struct node *one = node_at(s->node, dice_below(&j->dice, node_count(s->node)));
    one->next = NULL;
    s->node->child = one;
    return true;
}

/* --- two at once --- */

static bool swap_likes(struct job *j)
{
    const struct spot *s = job_pick(j, spot_has_likes);
    const struct member *m = s ? spot_likes(s) : NULL;
    if (!m)
        return false;
    struct node *a = node_member(s->node, m->name), *b = node_member(s->node, m->like->name);
    struct node was = *a;
    node_become(a, b);
    node_become(b, &was);
    return true;
}

static bool has_need(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT && s->node->rule && s->node->rule->need.name.len;
}

static struct node *set_member(struct job *j, struct node *object, const struct member *m)
{
    struct node *value = job_value(j, m->rule), *there = node_member(object, m->name);
    if (!value)
        return NULL;
    if (there) {
        node_become(there, value);
        return there;
    }
    value->name = m->name;
    node_add(object, value);
    return value;
}

/* The member that asks for another one changes, and the other one comes or goes with it. */
static bool turn_need(struct job *j)
{
    const struct spot *s = job_pick(j, has_need);
    const struct member *m = s ? rule_member(s->node->rule, s->node->rule->need.name) : NULL;
    const struct member *needed = s ? rule_member(s->node->rule, s->node->rule->need.needed) : NULL;
    struct node *asks = m && needed ? set_member(j, s->node, m) : NULL;
    if (!asks)
        return false;
    struct node *there = node_member(s->node, needed->name);
    if (text_means(asks->text, s->node->rule->need.value)) {
        if (!there)
            set_member(j, s->node, needed);
    } else if (needed->rule->kinds & KIND_BIT(NODE_NULL) && dice_percent(&j->dice, 50)) {
        there = there ? there : set_member(j, s->node, needed);
        if (there)
            node_become(there, &(struct node){.kind = NODE_NULL, .text = TEXT("null")});
    } else if (there && dice_percent(&j->dice, 60)) {
        node_take(s->node, there);
    }
    return true;
}

bool job_right(struct job *j)
{
    static const struct edit edits[] = {
        {"allowed", to_allowed, 14}, {"known", to_known, 8},
        {"fresh", to_fresh, 12},     {"digits", to_digits, 8},
        {"respell", respell, 6},     {"null", to_null, 8},
        {"entry", add_entry, 8},     {"drop-free", drop_optional, 10},
        {"add", add_optional, 8},    {"reorder", reorder, 4},
        {"keep-one", keep_one, 8},   {"swap-likes", swap_likes, 5},
        {"turn-need", turn_need, 10}};
    return job_edit(j, edits, sizeof edits / sizeof *edits);
}
