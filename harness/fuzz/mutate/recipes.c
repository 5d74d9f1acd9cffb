#include "fuzz/mutate/operations_parts.h"

/* Behind the method: '!' its body is wrong, '=' an example's, '~' right, else of any kind; "/": some sub
 * path that takes this method. */
static const char *const recipes[] = {
    "PUT= a|DELETE a|PATCH a",
    "PUT= a|DELETE a|PUT~ a|GET a",
    "PUT= a|PATCH~ a|PUT= a",
    "PUT= a|PATCH~ a|PATCH~ a",
    "PUT= a|PATCH~ a|PATCH~ a|PATCH~ a",
    "PUT~ a|PATCH~ a|GET a",
    "PUT~ a|PATCH! a|GET a",
    "PUT= a|PUT! a|GET a",
    "PUT! a|PUT~ a|GET a",
    "PUT= a|PUT= a",
    "PUT~ a|PUT~ a|PUT= a",
    "PUT= a|PUT~ a|PATCH~ a",
    "PUT= a|PUT= b|DELETE a",
    "PUT= a|PUT= b|PATCH~ a|GET b",
    "PUT= a|PUT= b|DELETE a|PATCH~ b",
    "PUT= a|PUT= b|PUT= c|GET -",
    "PUT= a|PATCH~ b|GET a",
    "PUT= a|PUT~ a if-match=stale",
    "PUT= a|PUT~ a|PUT~ a if-match=stale",
    "PUT= a|PATCH~ a if-match=current|PATCH~ a if-match=stale",
    "PUT= a|PATCH~ a|DELETE a if-match=stale",
    "PUT= a|DELETE a if-match=current|PUT= a if-match=stale",
    "PUT= a if-none-match=star|PUT= a if-none-match=star",
    "PUT= a|DELETE a|PUT= a if-none-match=star",
    "PUT= a if-match=star",
    "PUT= a|PUT~ a/|GET a/",
    "PUT= a|PUT~ a/|DELETE a|GET a/",
    "PUT= a|PUT~ a/|DELETE a|PUT= a|GET a/",
    "PUT= a|PUT~ a/|PUT~ a|GET a/",
    "PUT= a|PUT~ a/|PATCH~ a|GET a/",
    "PUT= a|POST~ a/|GET a/",
    "PUT= a|PUT~ a/|POST! a/|GET a/",
    "PUT= a|PUT= b|PUT~ a/|GET b/",
    "PUT= a|PUT= b|PUT= a/|PUT= b/|GET a/|GET b/",
    "PUT= a|PUT= b|PUT~ a/|DELETE a|GET b/",
    "PUT= a|DELETE a|DELETE a",
    "PATCH~ a|GET a",
    "DELETE a|PUT~ a",
    "GET a|PUT~ a|GET a",
};

static const struct operation *sub_operation(struct play *p, struct text method)
{
    size_t count;
    const struct operation *all = rules_operations(p->rules, &count);
    size_t at = dice_below(&p->job->dice, count);
    for (size_t i = 0; i < count; i++) {
        const struct operation *op = &all[(at + i) % count];
        if (op->suffix.len && text_same(op->method, method))
            return op;
    }
    return NULL;
}

static enum body_how how_of(char mark)
{
    return mark == '!'   ? BODY_WRONG
           : mark == '=' ? BODY_EXAMPLE
           : mark == '~' ? BODY_RIGHT
                         : BODY_ANY;
}

static bool add_recipe_step(struct play *p, struct text line)
{
    struct text method = step_word(line, 0), name = step_word(line, 1);
    char mark = method.ptr[method.len - 1];
    method.len -= mark == '!' || mark == '=' || mark == '~';
    bool sub = name.len > 1;
    const struct operation *op =
        sub ? sub_operation(p, method) : rules_find(p->rules, method, TEXT(""));
    if (!op && name.ptr[0] != '-')
        return true; /* not something this API has */
    struct step s = {.head = op ? step_head(p, op, (struct text){name.ptr, 1}) : line};
    const char *after = name.ptr + name.len, *end = line.ptr + line.len;
    if (op && after < end)
        s.head = step_join(p, s.head, (struct text){after, (size_t)(end - after)});
    if (op)
        s.body = step_body(p, op, how_of(mark));
    return step_insert(p, p->steps.count, s);
}

bool play_recipe(struct play *p)
{
    const char *recipe = recipes[dice_below(&p->job->dice, sizeof recipes / sizeof *recipes)];
    if (p->steps.count > 4 || dice_percent(&p->job->dice, 70))
        p->steps.count = 0;
    while (*recipe) {
        size_t len = strcspn(recipe, "|");
        if (!add_recipe_step(p, (struct text){recipe, len}))
            break;
        recipe += len + (recipe[len] == '|');
    }
    return p->steps.count;
}
