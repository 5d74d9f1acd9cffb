/* Parsers, against each other and our strict reader: each accepts what is JSON and an object, and nothing
 * else, and understands its members as they were sent; or it is known why not (parsers/known.json). The
 * input is the body of a PUT.
 *
 * Each parser is a program of its own (review/guest.h), in the folder CONNSPEC_PARSERS of the environment,
 * build/parsers without. With CONNSPEC_TELL in the environment every difference is told, a line each, and
 * ends nothing. */
#include "base/mem.h"
#include "fuzz/agree/known.h"
#include "fuzz/agree/yardstick.h"
#include "fuzz/fuzz.h"

#include <string.h>

#define PARSERS 5
#define SIZE_MAX_LOOKED_AT ((size_t)32 << 10) /* members are looked up one by one */
#define KNOWN "harness/fuzz/parsers/known.json"

const enum mutate_kind fuzz_kind = MUTATE_PUT;

/* Answers that were not seen before are new coverage to libFuzzer: the parsers themselves it cannot see. */
__attribute__((section("__libfuzzer_extra_counters"), used)) static volatile uint8_t seen[1 << 14];

struct looked {
    struct bytes body;
    struct json_problem problem;
    cJSON *tree;
    struct traits traits;
    struct understood right; /* where it is an object */
    struct understood by[PARSERS];
};

struct agreement {
    struct guest guests[PARSERS];
    struct known *known;
    bool tells;
};

static void open_all(struct agreement *a)
{
    static const char *const names[PARSERS] = {"cjson", "jansson", "json_c", "yajl", "json_glib"};
    const char *folder = getenv("CONNSPEC_PARSERS"), *known = getenv("CONNSPEC_KNOWN");
    struct err err;
    a->tells = getenv("CONNSPEC_TELL") != NULL;
    must(!known_open(&a->known, known ? known : KNOWN, &err), "%s", err.text);
    for (size_t i = 0; i < PARSERS; i++) {
        char *path = mem_format("%s/%s", folder ? folder : "build/parsers", names[i]);
        must(!guest_open(&a->guests[i], path, NULL, &err), "%s", err.text);
        free(path);
    }
}

static void print_body(struct bytes body)
{
    fprintf(stderr, "body       ");
    for (size_t i = 0; i < body.len; i++)
        fprintf(stderr, body.ptr[i] >= ' ' && body.ptr[i] <= '~' ? "%c" : "\\x%02x",
                (unsigned char)body.ptr[i]);
    fputc('\n', stderr);
}

static void print_told(const char *who, const struct told *t)
{
    static const char *const kinds[] = {"null",   "false",  "true", "a number",
                                        "a text", "object", "array"};
    if (!t)
        fprintf(stderr, "%-10s not there\n", who);
    else
        fprintf(stderr, "%-10s %.*s: %s %.*s\n", who, (int)t->pointer.len, t->pointer.ptr,
                (unsigned)t->kind < 7 ? kinds[t->kind] : "?", (int)t->text.len, t->text.ptr);
}

/* "known: Jansson refuses nul-in-name", "new: cJSON accepts syntax"; what is new, with all that is there. */
static void tell_line(const char *who, const char *does, const char *why, const struct traits *t)
{
    fprintf(stderr, "%s: %s %s", why ? "known" : "new", who, does);
    if (why)
        fprintf(stderr, " %s", why);
    for (size_t i = 0; !why && i < t->count; i++)
        fprintf(stderr, "%c%s", i ? ',' : ' ', t->list[i]);
    fputc('\n', stderr);
}

/* Ends the process unless it is known. */
static void complain(const struct agreement *a, const struct looked *l, size_t who,
                     const char *does, const struct told *want, const struct told *have)
{
    const struct guest *g = &a->guests[who];
    const char *why = known_why(a->known, g->name, does, &l->traits);
    if (a->tells)
        tell_line(g->name, does, why, &l->traits);
    if (why || a->tells)
        return;
    fprintf(stderr, "\nBROKEN     %s (%s) %s\nthis body  ", g->name, g->about, does);
    for (size_t i = 0; i < l->traits.count; i++)
        fprintf(stderr, "%s ", l->traits.list[i]);
    fprintf(stderr, "%s\n", l->traits.count ? "" : "nothing is questionable in it");
    if (want || have) {
        print_told("expected", want);
        print_told("actual", have);
    }
    if (g->note[0])
        fprintf(stderr, "it         %s\n", g->note);
    print_body(l->body);
    abort();
}

/* What one of them made of it, by itself. */
static void hold_one(const struct agreement *a, const struct looked *l, size_t who)
{
    const struct understood *u = &l->by[who];
    const struct told *want = NULL, *have = NULL;
    bool object = cJSON_IsObject(l->tree);
    if (u->fate != FATE_ANSWERED)
        complain(a, l, who, DOES_DIE, NULL, NULL);
    else if (u->accepted && !object)
        complain(a, l, who, DOES_ACCEPT, NULL, NULL);
    else if (!u->accepted && object)
        complain(a, l, who, DOES_REFUSE, NULL, NULL);
    else if (object && understood_differ(&l->right, u, &want, &have))
        complain(a, l, who, DOES_DIFFER, want, have);
}

/* Whether it is JSON by its grammar, and only what it means is open: of what is not, that some accept it is
 * all there is to say. */
static bool is_open(enum json_fault fault)
{
    return fault == JSON_DUPLICATE || fault == JSON_LONE_SURROGATE || fault == JSON_RANGE ||
           fault == JSON_DEPTH;
}

/* Those that accept what is open: the others, against the first of them. */
static void hold_each_other(const struct agreement *a, const struct looked *l)
{
    const struct understood *first = NULL;
    const struct told *want, *have;
    for (size_t i = 0; i < PARSERS; i++) {
        if (!l->by[i].accepted || l->by[i].fate != FATE_ANSWERED)
            continue;
        if (!first)
            first = &l->by[i];
        else if (understood_differ(first, &l->by[i], &want, &have))
            complain(a, l, i, DOES_DISAGREE, want, have);
    }
}

static void count_seen(const struct looked *l)
{
    uint32_t hash = 2166136261u ^ (uint32_t)l->problem.fault;
    for (size_t i = 0; i < l->traits.count; i++)
        for (const char *c = l->traits.list[i]; *c; c++)
            hash = (hash ^ (uint8_t)*c) * 16777619u;
    for (size_t i = 0; i < PARSERS; i++) {
        hash = (hash ^ l->by[i].fate ^ (unsigned)l->by[i].accepted << 4) * 16777619u;
        for (size_t j = 0; j < l->by[i].count && j < 64; j++) {
            uint32_t one =
                (hash ^ (uint32_t)(l->by[i].list[j].pointer.len << 3) ^ l->by[i].list[j].kind) *
                16777619u;
            seen[(one >> 8) % sizeof seen] = 1;
        }
    }
    seen[(hash >> 8) % sizeof seen] = 1;
}

static void look(struct agreement *a, struct looked *l)
{
    static const struct json_limits limits = {.max_depth = JSON_READ_DEPTH};
    struct err err;
    l->tree = json_read(l->body, &limits, &l->problem);
    traits_find(l->body, l->tree ? JSON_FINE : l->problem.fault, &l->traits);
    if (cJSON_IsObject(l->tree))
        yardstick_read(l->body, l->tree, &l->right);
    for (size_t i = 0; i < PARSERS; i++)
        must(!guest_parse(&a->guests[i], l->body, &l->by[i], &err), "%s", err.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct agreement *a; /* opened once: the parsers are programs */
    struct looked l = {.body = {size ? (const char *)data : "", size}};
    if (size > SIZE_MAX_LOOKED_AT)
        return 0;
    if (!a)
        open_all(a = mem_alloc(sizeof *a));
    look(a, &l);
    count_seen(&l);
    for (size_t i = 0; i < PARSERS; i++)
        hold_one(a, &l, i);
    if (is_open(l.problem.fault))
        hold_each_other(a, &l);
    understood_free(&l.right);
    for (size_t i = 0; i < PARSERS; i++)
        understood_free(&l.by[i]);
    cJSON_Delete(l.tree);
    return 0;
}
