#include "fuzz/mutate/operations_parts.h"

#define FEW_STEPS 5 /* from which on some rather go */

/* --- reading and writing --- */

static struct step read_step(struct text from)
{
    const char *end = memchr(from.ptr, '\n', from.len);
    size_t len = end ? (size_t)(end - from.ptr) : from.len;
    size_t rest = end ? len + 1 : len;
    return (struct step){{from.ptr, len}, {from.ptr + rest, from.len - rest}};
}

static struct steps read_steps(struct text from)
{
    struct steps out = {.count = 0};
    if (!from.len)
        return out;
    const char *at = from.ptr, *end = from.ptr + from.len;
    for (bool first = true; at < end && out.count < STEPS_MAX; first = false) {
        bool head = *at == OPERATIONS_SEPARATOR;
        at += head;
        const char *next = memchr(at, OPERATIONS_SEPARATOR, (size_t)(end - at));
        next = next ? next : end;
        struct text text = {at, (size_t)(next - at)};
        out.list[out.count++] =
            first && !head ? (struct step){TEXT("PUT a"), text} : read_step(text);
        at = next;
    }
    return out;
}

static size_t write_steps(const struct steps *s, char *out, size_t max)
{
    static const char separator = OPERATIONS_SEPARATOR;
    size_t len = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct text parts[] = {{&separator, 1}, s->list[i].head, TEXT("\n"), s->list[i].body};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            if (parts[k].len > max - len)
                return 0;
            if (parts[k].len)
                memcpy(out + len, parts[k].ptr, parts[k].len);
            len += parts[k].len;
        }
    }
    return len;
}

/* --- heads --- */

struct text step_word(struct text head, unsigned at)
{
    const char *c = head.ptr, *end = head.ptr + head.len;
    for (;; at--) {
        const char *space = c < end ? memchr(c, ' ', (size_t)(end - c)) : NULL;
        space = space ? space : end;
        if (!at || space == end)
            return at ? (struct text){end, 0} : (struct text){c, (size_t)(space - c)};
        c = space + 1;
    }
}

static const struct operation *operation_of(const struct play *p, const struct step *s)
{
    struct text name = step_word(s->head, 1);
    struct text suffix = name.len ? (struct text){name.ptr + 1, name.len - 1} : name;
    const struct operation *op = rules_find(p->rules, step_word(s->head, 0), suffix);
    return op ? op : rules_find(p->rules, TEXT("PUT"), TEXT(""));
}

static const struct operation *any_operation(struct play *p)
{
    size_t count;
    const struct operation *all = rules_operations(p->rules, &count);
    return &all[dice_below(&p->job->dice, count)];
}

static struct text letter(struct play *p)
{
    static const struct text letters[] = {TEXT("a"), TEXT("a"), TEXT("a"), TEXT("a"),
                                          TEXT("b"), TEXT("b"), TEXT("c"), TEXT("d")};
    return letters[dice_below(&p->job->dice, sizeof letters / sizeof *letters)];
}

static struct text option(struct play *p)
{
    static const struct text options[] = {TEXT(" if-match=current"), TEXT(" if-match=stale"),
                                          TEXT(" if-match=star"), TEXT(" if-match=none-such"),
                                          TEXT(" if-none-match=star")};
    return options[dice_below(&p->job->dice, sizeof options / sizeof *options)];
}

struct text step_join(struct play *p, struct text a, struct text b)
{
    return arena_text(p->arena, a, b);
}

struct text step_head(struct play *p, const struct operation *op, struct text name)
{
    return step_join(p, step_join(p, step_join(p, op->method, TEXT(" ")), name), op->suffix);
}

/* --- bodies --- */

struct text step_body(struct play *p, const struct operation *op, enum body_how how)
{
    if (!op->rule)
        return (struct text){0};
    size_t room = p->arena->byte_max - p->arena->byte_count;
    room = room > 8192 ? 8192 : room;
    char *out = arena_bytes(p->arena, room);
    p->job->operation = op;
    p->job->invalid = false;
    size_t len = out ? body_make(p->job, how, out, room) : 0;
    return (struct text){out, len};
}

static bool edit_body(struct play *p)
{
    struct step *s = &p->steps.list[dice_below(&p->job->dice, p->steps.count)];
    const struct operation *op = operation_of(p, s);
    if (!op->rule)
        return false;
    size_t room = (p->arena->byte_max - p->arena->byte_count) / 2;
    char *out = arena_bytes(p->arena, room);
    p->job->operation = op;
    p->job->invalid = false;
    size_t len = out ? body_mutate(p->job, s->body, out, room) : 0;
    if (!len)
        return false;
    s->body = (struct text){out, len};
    return true;
}

/* --- steps --- */

bool step_insert(struct play *p, size_t at, struct step s)
{
    struct steps *all = &p->steps;
    if (all->count == STEPS_MAX)
        return false;
    memmove(all->list + at + 1, all->list + at, (all->count - at) * sizeof *all->list);
    all->list[at] = s;
    all->count++;
    return true;
}

static bool insert_step(struct play *p)
{
    const struct operation *op = any_operation(p);
    struct step s = {step_head(p, op, letter(p)), step_body(p, op, BODY_ANY)};
    if (dice_percent(&p->job->dice, 15))
        s.head = step_join(p, s.head, option(p));
    if (dice_percent(&p->job->dice, 5))
        s = (struct step){.head = TEXT("GET -")};
    return step_insert(p, dice_below(&p->job->dice, p->steps.count + 1), s);
}

static bool drop_step(struct play *p)
{
    struct steps *all = &p->steps;
    if (all->count < 2)
        return false;
    size_t at = dice_below(&p->job->dice, all->count);
    all->count--;
    memmove(all->list + at, all->list + at + 1, (all->count - at) * sizeof *all->list);
    return true;
}

static bool repeat_step(struct play *p)
{
    struct step s = p->steps.list[dice_below(&p->job->dice, p->steps.count)];
    return step_insert(p, dice_below(&p->job->dice, p->steps.count + 1), s);
}

static bool swap_steps(struct play *p)
{
    size_t a = dice_below(&p->job->dice, p->steps.count);
    size_t b = dice_below(&p->job->dice, p->steps.count);
    struct step was = p->steps.list[a];
    p->steps.list[a] = p->steps.list[b];
    p->steps.list[b] = was;
    return a != b;
}

static bool other_head(struct play *p)
{
    struct step *s = &p->steps.list[dice_below(&p->job->dice, p->steps.count)];
    struct text name = step_word(s->head, 1);
    const struct operation *op =
        dice_percent(&p->job->dice, 50) ? operation_of(p, s) : any_operation(p);
    bool keep = name.len && dice_percent(&p->job->dice, 50);
    s->head = step_head(p, op, keep ? (struct text){name.ptr, 1} : letter(p));
    if (op->rule && !s->body.len)
        s->body = step_body(p, op, BODY_RIGHT);
    return true;
}

static bool give_option(struct play *p)
{
    struct step *s = &p->steps.list[dice_below(&p->job->dice, p->steps.count)];
    const char *space = memchr(s->head.ptr, ' ', s->head.len);
    const char *second =
        space ? memchr(space + 1, ' ', (size_t)(s->head.ptr + s->head.len - space - 1)) : NULL;
    struct text bare = {s->head.ptr, second ? (size_t)(second - s->head.ptr) : s->head.len};
    s->head = second && dice_percent(&p->job->dice, 40) ? bare : step_join(p, bare, option(p));
    return true;
}

/* --- all of it --- */

static bool edit_steps(struct play *p)
{
    static const struct {
        const char *name;
        bool (*run)(struct play *p);
        unsigned weight;
    } ways[] = {{"recipe", play_recipe, 26},  {"insert", insert_step, 18},
                {"drop-step", drop_step, 16}, {"repeat", repeat_step, 8},
                {"swap", swap_steps, 6},      {"head", other_head, 12},
                {"option", give_option, 14}};
    if (p->steps.count > FEW_STEPS && dice_percent(&p->job->dice, 60))
        return drop_step(p);
    unsigned at = dice_below(&p->job->dice, 100), i = 0;
    for (; at >= ways[i].weight; i++)
        at -= ways[i].weight;
    job_note(p->job, ways[i].name);
    return ways[i].run(p);
}

size_t operations_mutate(struct job *j, struct arena *a, const struct rules *rules, char *data,
                         size_t size, size_t max)
{
    struct play p = {.job = j, .arena = a, .rules = rules};
    char *copy = arena_bytes(a, size);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    p.steps = read_steps((struct text){copy, size});
    if (!p.steps.count)
        p.steps.list[p.steps.count++] = (struct step){TEXT("PUT a"), {0}};
    bool changed = dice_percent(&j->dice, 60) ? edit_body(&p) : edit_steps(&p);
    if (!changed)
        changed = edit_steps(&p) || edit_body(&p);
    return write_steps(&p.steps, data, max);
}

size_t operations_cross(struct job *j, struct text a, struct text b, char *out, size_t max)
{
    struct steps first = read_steps(a), second = read_steps(b);
    if (!first.count || !second.count)
        return 0;
    first.count = 1 + dice_below(&j->dice, first.count);
    for (size_t i = dice_below(&j->dice, second.count); i < second.count; i++)
        if (first.count < STEPS_MAX / 2)
            first.list[first.count++] = second.list[i];
    return write_steps(&first, out, max);
}

size_t operations_without(struct job *j, struct arena *a, const struct rules *rules, struct text in,
                          size_t step, char *out, size_t max)
{
    struct play p = {.job = j, .arena = a, .rules = rules, .steps = read_steps(in)};
    struct steps *all = &p.steps;
    if (all->count > 1 && step < all->count) {
        all->count--;
        memmove(all->list + step, all->list + step + 1, (all->count - step) * sizeof *all->list);
        return write_steps(all, out, max);
    }
    step -= all->count > 1 ? all->count : 0;
    for (size_t i = 0; i < all->count; i++) {
        struct step *s = &all->list[i];
        char *room = s->body.len ? arena_bytes(a, s->body.len) : NULL;
        j->operation = operation_of(&p, s);
        size_t len = room ? body_without(j, s->body, &step, room, s->body.len) : 0;
        if (!len)
            continue;
        s->body = (struct text){room, len};
        return write_steps(all, out, max);
    }
    return 0;
}
