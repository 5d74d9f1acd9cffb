#include "base/json_text.h"
#include "base/mem.h"

#include <stdlib.h>

const char *json_fault_name(enum json_fault fault)
{
    static const char *const names[] = {
        [JSON_FINE] = "fine",
        [JSON_EMPTY] = "empty",
        [JSON_SYNTAX] = "syntax",
        [JSON_TRUNCATED] = "truncated",
        [JSON_TRAILING] = "trailing-bytes",
        [JSON_BOM] = "byte-order-mark",
        [JSON_NUMBER] = "number",
        [JSON_RANGE] = "number-range",
        [JSON_ESCAPE] = "escape",
        [JSON_CONTROL] = "control-character",
        [JSON_UTF8] = "invalid-utf-8",
        [JSON_LONE_SURROGATE] = "lone-surrogate",
        [JSON_DUPLICATE] = "duplicate-member",
        [JSON_DEPTH] = "depth",
        [JSON_SIZE] = "size",
        [JSON_VALUES] = "values",
    };
    return names[fault];
}

/* --- the tree of text that passed json_check, and is not checked again --- */

struct builder {
    const char *at, *end;
};

static char *unescape(const char *from, size_t max)
{
    struct json_reader r = {.at = from};
    char *text = mem_alloc(max + 1);
    size_t len = 0;
    for (int c; (c = json_next(&r)) >= 0;)
        text[len++] = (char)c;
    return text;
}

static char *build_string(struct builder *b)
{
    const char *first = b->at + 1, *p = first;
    bool escapes = false;
    for (; *p != '"'; p++) {
        if (*p == '\\') {
            escapes = true;
            p++;
        }
    }
    b->at = p + 1;
    size_t len = (size_t)(p - first);
    return escapes ? unescape(first, len) : mem_copy(first, len);
}

static cJSON *build_number(struct builder *b)
{
    const char *first = b->at;
    json_scan_number(&b->at, b->end);
    size_t len = (size_t)(b->at - first);
    char shorter[JSON_NUMBER_MAX];
    if (len >= JSON_NUMBER_MAX) {
        len = json_shorten(first, b->at, shorter);
        first = shorter;
    }
    return cJSON_ParseWithLengthOpts(first, len, NULL, false);
}

static cJSON *build_node(int type)
{
    cJSON *node = mem_alloc(sizeof *node);
    node->type = type;
    return node;
}

static cJSON *build_word(struct builder *b)
{
    int type = *b->at == 't' ? cJSON_True : *b->at == 'f' ? cJSON_False : cJSON_NULL;
    b->at += type == cJSON_False ? 5 : 4;
    return build_node(type);
}

static void append(cJSON *parent, cJSON *child)
{
    cJSON *first = parent->child;
    if (!first) {
        parent->child = child->prev = child;
        return;
    }
    child->prev = first->prev;
    first->prev->next = child;
    first->prev = child;
}

static cJSON *build(struct builder *b);

static cJSON *build_container(struct builder *b, int type, char end)
{
    cJSON *parent = build_node(type);
    for (b->at++; *(b->at = json_skip_space(b->at, b->end)) != end;) {
        char *name = NULL;
        if (*b->at == ',')
            b->at = json_skip_space(b->at + 1, b->end);
        if (type == cJSON_Object) {
            name = build_string(b);
            b->at = json_skip_space(b->at, b->end) + 1;
        }
        cJSON *child = build(b);
        child->string = name;
        append(parent, child);
    }
    b->at++;
    return parent;
}

/* The limit of depth bounds the recursion. */
static cJSON *build(struct builder *b)
{
    b->at = json_skip_space(b->at, b->end);
    switch (*b->at) {
    case '{':
        return build_container(b, cJSON_Object, '}');
    case '[':
        return build_container(b, cJSON_Array, ']');
    case '"': {
        cJSON *string = build_node(cJSON_String);
        string->valuestring = build_string(b);
        return string;
    }
    case 't':
    case 'f':
    case 'n':
        return build_word(b);
    default:
        return build_number(b);
    }
}

cJSON *json_read(struct bytes text, const struct json_limits *limits, struct json_problem *problem)
{
    struct json_limits within = limits ? *limits : (struct json_limits){0};
    if (within.max_depth > JSON_READ_DEPTH)
        within.max_depth = JSON_READ_DEPTH;
    if (!json_check(text, &within, problem))
        return NULL;
    struct builder b = {text.ptr, text.ptr + text.len};
    return build(&b);
}

cJSON *json_read_named(const char *name, struct bytes text, struct err *err)
{
    struct json_problem problem;
    cJSON *root = json_read(text, NULL, &problem);
    if (!root)
        err_set(err, "%s:%zu:%zu: %s", name, problem.line, problem.column, problem.text);
    return root;
}
