/* wrong.c - edits that make a body wrong in a place, and leave it JSON. */
#include "fuzz/mutate/dial.h"
#include "fuzz/mutate/job.h"

/* --- members --- */

static bool drop(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    if (s)
        node_take(s->parent, s->node);
    return s;
}

static bool rename_member(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    struct text name = s ? text_near(j, s->node->name) : (struct text){0};
    if (!s || node_member(s->parent, name))
        return false; /* twice is an edit of its own, job_duplicate */
    s->node->name = name;
    return true;
}

/* A look-alike beside the member it looks like. */
static bool look_alike(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    struct node *n = s ? node_copy(j->arena, s->node) : NULL;
    if (!n)
        return false;
    n->name = text_near(j, n->name);
    if (node_member(s->parent, n->name))
        return false;
    if (n->kind == NODE_STRING && dice_percent(&j->dice, 50))
        n->text = text_near(j, n->text);
    node_insert(s->parent, dice_below(&j->dice, node_count(s->parent) + 1), n);
    return true;
}

static struct text any_name(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member);
    return s && dice_percent(&j->dice, 60) ? s->node->name : text_fresh(j);
}

static bool unknown(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_object);
    struct node *n = s ? node_new(j->arena, NODE_NULL, TEXT("null")) : NULL;
    if (!n)
        return false;
    *n = job_scalar(j);
    n->name = any_name(j);
    bool there = node_member(s->node, n->name);
    if (!there)
        node_insert(s->node, dice_below(&j->dice, node_count(s->node) + 1), n);
    return !there;
}

static bool is_many(const struct spot *s)
{
    return s->node->kind == NODE_ARRAY ||
           (s->node->kind == NODE_OBJECT && s->node->rule && s->node->rule->others);
}

static struct text numbered(struct job *j, struct text stem, size_t number)
{
    char digits[8];
    size_t len = 0;
    do {
        digits[sizeof digits - ++len] = (char)('0' + number % 10);
    } while ((number /= 10) && len < sizeof digits);
    return arena_text(j->arena, stem, (struct text){digits + sizeof digits - len, len});
}

/* As many entries as somebody may have made room for, like the first one of a list. */
static bool fill(struct job *j, struct node *n)
{
    static const size_t counts[] = {0,  1,  2,  8,  9,  10, 14, 15, 15,
                                    16, 16, 17, 31, 32, 33, 50, 51, 64};
    size_t count = counts[dice_below(&j->dice, sizeof counts / sizeof *counts)];
    const struct node *like = n->kind == NODE_ARRAY ? n->child : NULL;
    struct text text = like && like->kind == NODE_STRING ? like->text : TEXT("v");
    struct node **end = &n->child;
    count = dice_percent(&j->dice, DIAL_RARE) ? 255 + dice_below(&j->dice, 800) : count;
    n->child = NULL;
    n->text = (struct text){0};
    for (size_t i = 0; i < count; i++) {
        struct node *one = node_new(j->arena, NODE_STRING, text);
        if (!one)
            return false;
        one->name = numbered(j, TEXT("k"), i);
        *end = one;
        end = &one->next;
    }
    return true;
}

static bool many(struct job *j)
{
    const struct spot *s = job_pick(j, is_many);
    return s && fill(j, s->node);
}

static void disturb(struct job *j, struct node *n)
{
    if (n->kind == NODE_ARRAY && dice_percent(&j->dice, 40))
        fill(j, n);
    struct node *text = n->kind == NODE_ARRAY ? n->child : n;
    if (text && text->kind == NODE_STRING && dice_percent(&j->dice, 40))
        text->text =
            dice_percent(&j->dice, 50) ? text_near(j, text->text) : text_digits(j, text->text);
}

/* A member that only answers have, where they have it, as it is there or almost. */
static bool read_only(struct job *j)
{
    const struct operation *op = j->operation;
    if (!op->extra_count)
        return false;
    const struct extra *e = &op->extras[dice_below(&j->dice, op->extra_count)];
    struct node *copy = node_copy(j->arena, e->value);
    for (size_t i = 0; copy && i < j->spot_count; i++) {
        struct node *n = j->spots[i].node;
        if (n->rule != e->parent || n->kind != NODE_OBJECT || node_member(n, copy->name))
            continue;
        disturb(j, copy);
        node_add(n, copy);
        return true;
    }
    return false;
}

/* --- where things stand --- */

static bool move(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_member), *to = job_pick(j, spot_is_object);
    struct node *copy = s && to ? node_copy(j->arena, s->node) : NULL;
    if (!copy || to->node == s->parent || node_member(to->node, copy->name))
        return false;
    copy->name = copy->name.len ? copy->name : any_name(j);
    if (dice_percent(&j->dice, 60))
        node_take(s->parent, s->node); /* what `to` may be in: then both are gone */
    node_add(to->node, copy);
    return true;
}

static bool splice(struct job *j)
{
    const struct spot *s = job_pick(j, spot_any), *to = job_pick(j, spot_is_member);
    struct node *copy = to && s->node != to->node ? node_copy(j->arena, s->node) : NULL;
    if (!copy)
        return false;
    node_become(to->node, copy);
    return true;
}

static bool wrap(struct job *j)
{
    const struct spot *s = job_pick(j, spot_any);
    struct node *inner = node_copy(j->arena, s->node);
    if (!inner)
        return false;
    bool object = dice_percent(&j->dice, 50);
    inner->name = object ? any_name(j) : (struct text){0};
    node_become(s->node, &(struct node){.kind = object ? NODE_OBJECT : NODE_ARRAY, .child = inner});
    return true;
}

/* Deeper than anybody needs, written as a text: a tree would be no use. */
static bool nest(struct job *j)
{
    static const struct text opens[] = {TEXT("["), TEXT("{\"a\":"), TEXT("[{\"a\":")};
    static const struct text closes[] = {TEXT("]"), TEXT("}"), TEXT("}]")};
    const struct spot *s = job_pick(j, spot_any);
    unsigned how = dice_below(&j->dice, 3), power = 3 + dice_below(&j->dice, 5);
    power = dice_percent(&j->dice, DIAL_RARE) ? 8 + dice_below(&j->dice, 7) : power;
    size_t times = ((size_t)1 << power) + dice_below(&j->dice, 3) - 1;
    size_t len = times * (opens[how].len + closes[how].len) + 1;
    char *out = s->parent || dice_percent(&j->dice, 20) ? arena_bytes(j->arena, len) : NULL;
    if (!out)
        return false;
    char *at = out;
    for (size_t i = 0; i < times; i++, at += opens[how].len)
        memcpy(at, opens[how].ptr, opens[how].len);
    *at++ = '1';
    for (size_t i = 0; i < times; i++, at += closes[how].len)
        memcpy(at, closes[how].ptr, closes[how].len);
    node_become(s->node, &(struct node){.kind = NODE_ARRAY, .text = {out, len}});
    return true;
}

/* --- two at once --- */

static bool equal_likes(struct job *j)
{
    const struct spot *s = job_pick(j, spot_has_likes);
    const struct member *m = s ? spot_likes(s) : NULL;
    if (!m)
        return false;
    struct node *a = node_member(s->node, m->name), *b = node_member(s->node, m->like->name);
    bool swap = dice_percent(&j->dice, 50);
    struct node *copy = node_copy(j->arena, swap ? b : a);
    if (!copy)
        return false;
    node_become(swap ? a : b, copy);
    return true;
}

static bool has_need(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT && s->node->rule && s->node->rule->need.name.len &&
           node_member(s->node, s->node->rule->need.name);
}

/* The member that asks for another one does, and the other is not there, or not whole. */
static bool half_need(struct job *j)
{
    const struct spot *s = job_pick(j, has_need);
    if (!s)
        return false;
    const struct need *need = &s->node->rule->need;
    struct node *needed = node_member(s->node, need->needed);
    if (dice_percent(&j->dice, 80))
        node_member(s->node, need->name)->text = need->value;
    if (!needed)
        return true;
    if (needed->kind != NODE_OBJECT || !needed->child || dice_percent(&j->dice, 35))
        node_take(s->node, needed);
    else
        node_take(needed, node_at(needed, dice_below(&j->dice, node_count(needed))));
    return true;
}

/* A string says what another place of the body says, or its own name, or almost. */
static bool refer(struct job *j)
{
    const struct spot *s = job_pick(j, spot_is_string), *to = job_pick(j, spot_is_string);
    if (to && to->node->name.len && dice_percent(&j->dice, 25)) {
        to->node->text = to->node->name;
        return true;
    }
    if (!s || s->node == to->node)
        return false;
    to->node->text = dice_percent(&j->dice, 70) ? s->node->text : text_near(j, s->node->text);
    return true;
}

bool job_wrong(struct job *j)
{
    static const struct edit edits[] = {{"drop", drop, 8},
                                        {"rename", rename_member, 5},
                                        {"look-alike", look_alike, 6},
                                        {"unknown", unknown, 6},
                                        {"read-only", read_only, 7},
                                        {"move", move, 4},
                                        {"splice", splice, 4},
                                        {"wrap", wrap, 3},
                                        {"nest", nest, 3},
                                        {"many", many, 6},
                                        {"equal-likes", equal_likes, 6},
                                        {"half-need", half_need, 7},
                                        {"refer", refer, 4}};
    return dice_percent(&j->dice, DIAL_WRONG_VALUE)
               ? job_wrong_value(j)
               : job_edit(j, edits, sizeof edits / sizeof *edits);
}
