/* wrong_values.c - edits after which a value is not what it should be, or not quite. */
#include "fuzz/mutate/job.h"

struct node job_scalar(struct job *j)
{
    switch (dice_below(&j->dice, 7)) {
    case 0:
        return (struct node){.kind = NODE_NULL, .text = TEXT("null")};
    case 1:
        return (struct node){.kind = NODE_TRUE, .text = TEXT("true")};
    case 2:
        return (struct node){.kind = NODE_FALSE, .text = TEXT("false")};
    case 3:
        return (struct node){.kind = NODE_STRING, .text = text_fresh(j)};
    default:
        return (struct node){.kind = NODE_NUMBER, .text = text_number(j)};
    }
}

static bool retype(struct job *j)
{
    const struct spot *s = job_pick(j, spot_any);
    enum node_kind before = s->node->kind;
    struct node now = job_scalar(j);
    if (dice_percent(&j->dice, 30))
        now = (struct node){.kind = dice_percent(&j->dice, 50) ? NODE_ARRAY : NODE_OBJECT};
    if (!s->parent && !dice_percent(&j->dice, 15))
        return false; /* of the body itself there is little more to learn */
    node_become(s->node, &now);
    return now.kind != before;
}

static bool to_null(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    if (s)
        node_become(s->node, &(struct node){.kind = NODE_NULL, .text = TEXT("null")});
    return s;
}

static bool to_empty(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    if (!s || (s->node->kind < NODE_STRING))
        return false;
    node_become(s->node, &(struct node){.kind = s->node->kind});
    return true;
}

static bool in_quotes_or_not(struct job *j)
{
    const struct spot *s = job_pick(j, spot_any);
    struct node *n = s->node;
    if (n->kind < NODE_STRING) {
        n->kind = NODE_STRING;
        return true;
    }
    struct node copy = {.kind = NODE_NUMBER, .text = n->text};
    for (size_t i = 0; i < n->text.len; i++)
        if (n->text.ptr[i] < '0' || n->text.ptr[i] > '9')
            copy.kind = NODE_NULL;
    if (n->kind != NODE_STRING || copy.kind == NODE_NULL || !n->text.len || n->text.ptr[0] == '0')
        return false;
    node_become(n, &copy);
    return true;
}

static bool near(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string);
    if (s)
        s->node->text = text_near(j, s->node->text);
    return s;
}

static bool is_chosen(const struct spot *s)
{
    return spot_is_string(s) && s->node->rule &&
           (s->node->rule->enum_count || s->node->rule->refers);
}

static bool near_chosen(struct job *j)
{
    const struct spot *s = job_pick(j, is_chosen);
    if (s)
        s->node->text = text_near(j, s->node->text);
    return s;
}

static bool odd(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string);
    if (!s)
        return false;
    struct text odd = text_odd(j);
    unsigned how = dice_below(&j->dice, 3);
    s->node->text = how == 0   ? odd
                    : how == 1 ? arena_text(j->arena, s->node->text, odd)
                               : arena_text(j->arena, odd, s->node->text);
    return true;
}

static bool lengthen(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string);
    if (!s)
        return false;
    if (dice_percent(&j->dice, 20) && s->parent && s->node->name.len)
        s->node->name = text_long(j);
    else
        s->node->text = text_long(j);
    return true;
}

static bool to_digits(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string);
    if (s)
        s->node->text = text_digits(j, s->node->text);
    return s;
}

bool job_wrong_value(struct job *j)
{
    static const struct edit edits[] = {{"retype", retype, 12},
                                        {"to-null", to_null, 8},
                                        {"empty", to_empty, 6},
                                        {"quotes", in_quotes_or_not, 4},
                                        {"near", near, 8},
                                        {"near-chosen", near_chosen, 8},
                                        {"odd", odd, 8},
                                        {"lengthen", lengthen, 6},
                                        {"to-digits", to_digits, 5}};
    return job_edit(j, edits, sizeof edits / sizeof *edits);
}
