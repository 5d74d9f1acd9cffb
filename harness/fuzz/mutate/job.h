/* job.h - one body under the knife: what the rooms of the mutator share. */
#ifndef MUTATE_JOB_H
#define MUTATE_JOB_H

#include "fuzz/mutate/random.h"
#include "fuzz/mutate/rules.h"
#include "fuzz/mutate/tree.h"

#define SPOTS_MAX 512
#define NOTE_MAX 128

struct spot {
    struct node *node, *parent; /* parent NULL: the body itself */
};

struct job {
    struct arena *arena;
    struct dice dice;
    const struct operation *operation; /* whose body it is */
    struct node *root;
    struct spot spots[SPOTS_MAX];
    size_t spot_count;
    bool invalid;        /* is no JSON any more, on purpose */
    char note[NOTE_MAX]; /* what was done */
    size_t note_len;
};

void job_note(struct job *j, const char *what);

/* Lists every node and gives each its rule; after each change of the structure. */
void job_survey(struct job *j);

/* A spot for which `fits` holds, any of them as likely; NULL: there is none. */
const struct spot *job_pick(struct job *j, bool (*fits)(const struct spot *s));

/* For job_pick. */
static inline bool spot_any(const struct spot *s)
{
    return s->node;
}
static inline bool spot_is_string(const struct spot *s)
{
    return s->node->kind == NODE_STRING;
}
static inline bool spot_is_object(const struct spot *s)
{
    return s->node->kind == NODE_OBJECT;
}
static inline bool spot_is_member(const struct spot *s)
{
    return s->parent && s->parent->kind == NODE_OBJECT;
}
bool spot_has_likes(const struct spot *s);

/* Of an object that has members that are alike: the first one; its `like` is there too. NULL: none. */
const struct member *spot_likes(const struct spot *s);

/* A value that is right by the rule: an example's, an allowed one, or made up. NULL: full. */
struct node *job_value(struct job *j, const struct rule *rule);

/* A name for an entry of a map: an example's, or made up. */
struct text job_key(struct job *j, const struct rule *map);

/* Of an object: a new member of it, by its rule where it has one. */
void job_add_member(struct job *j, struct node *object, const struct member *m);

/* An edit returns whether it changed anything. */
typedef bool edit_function(struct job *j);
struct edit {
    const char *name;
    edit_function *run;
    unsigned weight;
};
/* Runs one of them by weight, another one if that has nothing to do. */
bool job_edit(struct job *j, const struct edit *edits, size_t count);

/* (heal.c) Mends what is wrong by the schema; makes a large body smaller. */
void job_heal(struct job *j, size_t size);

/* (wrong_values.c) Any value that is no object or array. And what job_wrong does with values. */
struct node job_scalar(struct job *j);
bool job_wrong_value(struct job *j);

/* (right.c, wrong.c, broken.c) One edit that leaves it right, or makes it wrong in a place, or no JSON. */
bool job_right(struct job *j);
bool job_wrong(struct job *j);
bool job_duplicate(struct job *j); /* a member twice */

/* (texts.c) Texts, as spelled between quotes. */
struct text text_fresh(struct job *j);                   /* any, most of them short words */
struct text text_near(struct job *j, struct text value); /* almost the value */
struct text text_long(struct job *j);                    /* about as long as a power of two */
struct text text_odd(struct job *j);                     /* escapes, other scripts, hostile ones */
struct text text_digits(struct job *j, struct text value);    /* a number in a string, at a bound */
struct text text_respelled(struct job *j, struct text value); /* the same in other escapes */
struct text text_number(struct job *j);                       /* a JSON number, not in a string */

/* (broken.c) White space put in at a place where it means nothing, much of it; the new length. */
size_t text_blanks(struct job *j, char *text, size_t len, size_t max);

/* (broken.c) The written text made no JSON, in place; the new length, at most max. */
size_t text_break(struct job *j, char *text, size_t len, size_t max);

#endif
