#include "fuzz/mutate/body.h"

#include "fuzz/mutate/dial.h"

#define REPEAT 45 /* percent: another right edit after one */

void body_begin(struct job *j, struct arena *a, const struct operation *op)
{
    j->arena = a;
    j->operation = op;
    j->root = NULL;
    j->spot_count = 0;
    j->invalid = false;
    j->note_len = 0;
    j->note[0] = '\0';
}

static struct node *example(struct job *j)
{
    const struct operation *op = j->operation;
    if (!op->example_count)
        return node_new(j->arena, NODE_OBJECT, (struct text){0});
    return node_copy(j->arena, op->examples[dice_below(&j->dice, op->example_count)]);
}

static void edit_right(struct job *j)
{
    do {
        if (job_right(j))
            job_survey(j);
    } while (dice_percent(&j->dice, REPEAT));
}

static void edit(struct job *j)
{
    unsigned roll = dice_below(&j->dice, 100);
    if (roll < DIAL_BROKEN) {
        j->invalid = true;
        if (dice_percent(&j->dice, 20) && job_duplicate(j))
            j->invalid = false; /* it is broken already: nothing more to do */
    } else if (roll < DIAL_BROKEN + DIAL_WRONG) {
        if (dice_percent(&j->dice, 40))
            edit_right(j);
        job_wrong(j);
        if (dice_percent(&j->dice, 10)) {
            job_survey(j);
            job_wrong(j);
        }
    } else {
        edit_right(j);
    }
}

static enum spacing spacing_of(struct job *j)
{
    if (!dice_percent(&j->dice, DIAL_SPACED))
        return SPACING_NONE;
    return dice_percent(&j->dice, 50) ? SPACING_ONE : SPACING_LINES;
}

static size_t write(struct job *j, char *out, size_t max)
{
    size_t len = tree_write(j->root, spacing_of(j), out, max);
    if (len && dice_percent(&j->dice, DIAL_BLANKS))
        len = text_blanks(j, out, len, max);
    return len && j->invalid ? text_break(j, out, len, max) : len;
}

static size_t as_bytes(struct job *j, struct text in, char *out, size_t max)
{
    size_t len = in.len < max ? in.len : max;
    if (len)
        memcpy(out, in.ptr, len);
    return text_break(j, out, len, max);
}

size_t body_mutate(struct job *j, struct text in, char *out, size_t max)
{
    unsigned faults = 0;
    j->root = tree_read(j->arena, in, &faults);
    if (in.len && (!j->root || faults) && !dice_percent(&j->dice, DIAL_MEND))
        return as_bytes(j, in, out, max);
    if (!j->root || dice_percent(&j->dice, DIAL_FRESH)) {
        j->root = example(j);
        job_note(j, "example");
    }
    if (!j->root)
        return as_bytes(j, in, out, max);
    if (dice_percent(&j->dice, DIAL_HEAL))
        job_heal(j, in.len);
    job_survey(j);
    edit(j);
    size_t len = write(j, out, max);
    return len ? len : as_bytes(j, in, out, max);
}

size_t body_make(struct job *j, enum body_how how, char *out, size_t max)
{
    j->root = example(j);
    if (!j->root)
        return 0;
    job_survey(j);
    if (how == BODY_RIGHT)
        edit_right(j);
    else if (how == BODY_WRONG)
        job_wrong(j);
    else if (how == BODY_ANY)
        edit(j);
    return write(j, out, max);
}

size_t body_without(struct job *j, struct text in, size_t *step, char *out, size_t max)
{
    unsigned faults;
    j->root = tree_read(j->arena, in, &faults);
    if (!j->root || faults)
        return 0; /* what is no JSON is trimmed by the engine, as bytes */
    job_survey(j);
    for (size_t i = 0; i < j->spot_count; i++) {
        const struct spot *s = &j->spots[i];
        if (!s->parent)
            continue;
        if (*step == 0) {
            node_take(s->parent, s->node);
            return tree_write(j->root, SPACING_NONE, out, max);
        }
        --*step;
    }
    return 0;
}
