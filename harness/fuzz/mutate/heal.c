#include "fuzz/mutate/dial.h"
#include "fuzz/mutate/job.h"

#define FEW 4    /* entries that a map is cut to */
#define MANY 12  /* from which on it is */
#define WORDY 64 /* bytes of a string from which on it is one to shorten */

struct healing {
    struct job *job;
    bool shrink, healed;
};

static bool known(const struct text *list, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++)
        if (text_means(list[i], text))
            return true;
    return false;
}

static void renew(struct healing *h, struct node *n, const struct rule *rule)
{
    struct node *value = job_value(h->job, rule);
    if (value)
        node_become(n, value);
    h->healed = true;
}

static void heal_string(struct healing *h, struct node *n, const struct rule *rule)
{
    bool unknown = rule->enum_count ? !known(rule->enums, rule->enum_count, n->text)
                                    : rule->refers && rule->value_count &&
                                          !known(rule->values, rule->value_count, n->text);
    if (unknown || (n->text.len > WORDY && h->shrink))
        renew(h, n, rule);
}

static bool named_before(const struct node *object, const struct node *member)
{
    for (const struct node *c = object->child; c != member; c = c->next)
        if (text_means(c->name, member->name))
            return true;
    return false;
}

/* A string that need not be there and has no known value says something else than the rest. */
static bool contradicts(const struct member *m, const struct node *n)
{
    return !m->required && n->kind == NODE_STRING && !m->rule->enum_count && m->rule->value_count &&
           !known(m->rule->values, m->rule->value_count, n->text);
}

static void weed(struct healing *h, struct node *n, const struct rule *rule)
{
    struct dice *d = &h->job->dice;
    struct node **link = &n->child;
    size_t kept = 0, count = 0;
    for (const struct node *c = n->child; c; c = c->next)
        count++;
    bool map = rule_is_map(rule), thin = map && (count > MANY || (h->shrink && count > FEW));
    while (*link) {
        struct node *c = *link;
        const struct member *m = rule_member(rule, c->name);
        bool weed = count <= 64 && named_before(n, c);
        weed |= thin && kept >= FEW;
        weed |= !map && !m && dice_percent(d, 70);
        weed |= m && contradicts(m, c);
        if (weed) {
            *link = c->next;
            h->healed = true;
        } else {
            link = &c->next;
            kept++;
        }
    }
}

static void complete(struct healing *h, struct node *n, const struct rule *rule)
{
    for (size_t i = 0; i < rule->member_count; i++) {
        const struct member *m = &rule->members[i];
        const struct node *when = rule->need.name.len ? node_member(n, rule->need.name) : NULL;
        bool needed = m->required || (when && text_same(m->name, rule->need.needed) &&
                                      text_means(when->text, rule->need.value));
        if (!needed || node_member(n, m->name))
            continue;
        job_add_member(h->job, n, m);
        h->healed = true;
    }
}

static void heal(struct healing *h, struct node *n, const struct rule *rule)
{
    if (!rule)
        return;
    if (rule->kinds && !(rule->kinds & KIND_BIT(n->kind))) {
        renew(h, n, rule);
        return;
    }
    n->text = n->kind >= NODE_ARRAY ? (struct text){0} : n->text;
    if (n->kind == NODE_STRING)
        heal_string(h, n, rule);
    if (n->kind != NODE_OBJECT)
        return;
    weed(h, n, rule);
    for (struct node *c = n->child; c; c = c->next) {
        const struct member *m = rule_member(rule, c->name);
        heal(h, c, m ? m->rule : rule->others);
    }
    complete(h, n, rule);
}

void job_heal(struct job *j, size_t size)
{
    struct healing h = {.job = j,
                        .shrink = size > SOFT_SIZE && dice_below(&j->dice, size) > SOFT_SIZE / 2};
    heal(&h, j->root, j->operation->rule);
    if (h.healed)
        job_note(j, "heal");
}
