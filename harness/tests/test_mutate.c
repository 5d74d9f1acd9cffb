#include "base/json.h"
#include "fuzz/mutate.h"
#include "fuzz/oracle/sequence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROOM 4096
#define POOL 64

struct pool {
    char text[POOL][ROOM];
    size_t len[POOL], count;
};

static struct mutator *open_for(enum mutate_kind kind)
{
    struct err err;
    struct mutator *m = mutator_open(kind, &err);
    assert_non_null(m);
    return m;
}

static void put_in(struct pool *p, size_t at, struct bytes text)
{
    assert_true(text.len <= ROOM);
    memcpy(p->text[at], text.ptr, text.len);
    p->len[at] = text.len;
}

/* A pool that is fed with what comes out of it, as a fuzzer's corpus is; `see` gets each. */
static void breed(struct mutator *m, struct bytes first, size_t rounds,
                  void (*see)(void *context, struct bytes out, const char *did), void *context)
{
    static struct pool p;
    p.count = POOL;
    for (size_t i = 0; i < POOL; i++)
        put_in(&p, i, first);
    for (uint32_t i = 0; i < rounds; i++) {
        char text[ROOM];
        size_t from = i * 7919u % POOL, len = p.len[from];
        memcpy(text, p.text[from], len);
        len = mutator_mutate(m, (uint8_t *)text, len, ROOM, i);
        assert_true(len >= 1 && len <= ROOM);
        see(context, (struct bytes){text, len}, mutator_describe(m));
        if (i % 3 == 0)
            put_in(&p, i % POOL, (struct bytes){text, len});
    }
}

static const char body[] = "{\"name\":\"cn1\",\"location\":\"West US\",\"tags\":{\"a\":\"b\"},"
                           "\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"},\"gateway2\":"
                           "{\"name\":\"secondgateway\"},\"connectionType\":\"Dedicated\","
                           "\"connectivityState\":\"Connected\"}}";

/* --- what comes out --- */

struct tally {
    size_t count, valid, bytes;
    char did[4096]; /* every word of mutator_describe, once */
};

static bool has_word(const char *words, const char *word, size_t len)
{
    for (const char *at = words; (at = strstr(at, word)); at += len)
        if (at[len] == ' ' && (at == words || at[-1] == ' '))
            return true;
    return false;
}

static void add_words(struct tally *t, const char *did)
{
    while (*did) {
        size_t len = strcspn(did, ",");
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)len, did);
        if (!has_word(t->did, word, len) && strlen(t->did) + len + 2 < sizeof t->did)
            snprintf(t->did + strlen(t->did), sizeof t->did - strlen(t->did), "%s ", word);
        did += len + (did[len] == ',');
    }
}

static void tally(void *context, struct bytes out, const char *did)
{
    struct tally *t = context;
    struct json_problem problem;
    t->count++;
    t->valid += json_check(out, NULL, &problem);
    t->bytes += out.len;
    add_words(t, did);
}

static void test_most_is_json(void **state)
{
    (void)state;
    for (int kind = MUTATE_PUT; kind <= MUTATE_PATCH; kind++) {
        struct mutator *m = open_for((enum mutate_kind)kind);
        struct tally t = {0};
        breed(m, bytes_of(body), 40000, tally, &t);
        size_t percent = t.valid * 100 / t.count;
        assert_in_range(percent, 85, 95);
        assert_in_range(t.bytes / t.count, 20, 700); /* small bodies are preferred */
        mutator_free(m);
    }
}

static void test_every_edit_is_made(void **state)
{
    static const char *const words[] = {
        "heal",      "example",   "allowed",   "known",      "fresh",       "digits",    "respell",
        "entry",     "drop-free", "add",       "reorder",    "swap-likes",  "turn-need", "retype",
        "to-null",   "empty",     "quotes",    "near",       "near-chosen", "odd",       "lengthen",
        "to-digits", "drop",      "rename",    "look-alike", "unknown",     "read-only", "move",
        "splice",    "wrap",      "nest",      "many",       "equal-likes", "half-need", "refer",
        "truncate",  "trail",     "begin",     "comma",      "comment",     "quote",     "control",
        "utf8",      "escape",    "surrogate", "value",      "token",       "bytes",     "twice",
        "recipe",    "insert",    "drop-step", "repeat",     "swap",        "head",      "option",
        "null",      "keep-one"};
    (void)state;
    struct tally t = {0};
    for (int kind = MUTATE_PUT; kind <= MUTATE_SEQUENCE; kind++) {
        struct mutator *m = open_for((enum mutate_kind)kind);
        breed(m, bytes_of(body), 20000, tally, &t);
        mutator_free(m);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!has_word(t.did, words[i], strlen(words[i])))
            fail_msg("no %s in: %s", words[i], t.did);
}

static void test_same_seed_same_result(void **state)
{
    (void)state;
    for (int kind = MUTATE_PUT; kind <= MUTATE_SEQUENCE; kind++) {
        struct mutator *a = open_for((enum mutate_kind)kind), *b = open_for((enum mutate_kind)kind);
        size_t changed = 0;
        for (uint32_t seed = 0; seed < 2000; seed++) {
            uint8_t one[ROOM], two[ROOM];
            memcpy(one, body, sizeof body - 1);
            memcpy(two, body, sizeof body - 1);
            size_t len = mutator_mutate(a, one, sizeof body - 1, ROOM, seed);
            mutator_mutate(b, one + len, 0, ROOM - len,
                           seed + 1); /* what went before is no matter */
            assert_int_equal(len, mutator_mutate(b, two, sizeof body - 1, ROOM, seed));
            assert_memory_equal(one, two, len);
            changed += len != sizeof body - 1 || memcmp(one, body, len) != 0;
        }
        assert_true(changed > 1900);
        mutator_free(a);
        mutator_free(b);
    }
}

/* --- what is worth reaching: shapes that have broken parsers and services --- */

struct wanted {
    const char *what, *pattern; /* a piece of the text */
    bool found;
};

static bool ends_with(struct bytes text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

static void look_for(void *context, struct bytes out, const char *did)
{
    (void)did;
    for (struct wanted *w = context; w->what; w++)
        w->found |= w->pattern[0] == '$'
                        ? ends_with(out, w->pattern + 1)
                        : memmem(out.ptr, out.len, w->pattern, strlen(w->pattern)) != NULL;
}

static void test_shapes(void **state)
{
    struct wanted wanted[] = {
        {"cut after a comma", "$,", false},
        {"cut after a colon", "$:", false},
        {"cut in a name", "$\"loc", false},
        {"nesting", "[[[[[[[[[[[[[[[[", false},
        {"a number beyond 2^53", "9007199254740993", false},
        {"a number out of range", "1e400", false},
        {"a leading zero", ":01", false},
        {"a NUL escape", "\\u0000", false},
        {"a lone surrogate", "\\ud800\"", false},
        {"an overlong form", "\xC0\xAF", false},
        {"a byte order mark", "\xEF\xBB\xBF{", false},
        {"a long string", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         false},
        {"a type in another case", "\"dEDICATED\"", false},
        {"equal gateways", "\"gateway2\":{\"name\":\"firstgateway\"}", false},
        {"a gateway in another case", "\"Firstgateway\"", false},
        {"sixteen tags", "\"k15\":\"v\"", false},
        {"fifty-one tags", "\"k50\":\"v\"", false},
        {"a read-only member", "\"etag\":", false},
        {"a comment", "/**/", false},
        {"no parameters", "\"connectionType\":\"SiteToSite\",\"connectivityState\":\"Connected\"}",
         false},
        {"null for what is required", "\"gateway1\":null", false},
        {"a string of digits at a bound", "\"2147483648\"", false},
        {NULL, NULL, false}};
    (void)state;
    struct mutator *m = open_for(MUTATE_PUT);
    breed(m, bytes_of(body), 200000, look_for, wanted);
    mutator_free(m);
    for (struct wanted *w = wanted; w->what; w++)
        if (!w->found)
            fail_msg("never: %s", w->what);
}

/* --- a text that is spelled with an escape is the same text --- */

struct spelled {
    size_t doubled, bad_escapes, kept, count;
};

static void look_at_spelling(struct spelled *s, struct bytes out, const char *did)
{
    static const char name[] = "\"gate\\u0077ay1\"", value[] = "\"first\\u0067ateway\"";
    struct json_problem problem;
    bool json = json_check(out, NULL, &problem);
    s->doubled += !json && problem.fault == JSON_DUPLICATE && !strstr(did, "twice");
    s->bad_escapes += !json && problem.fault == JSON_ESCAPE && strstr(did, "to-digits") &&
                      !strstr(did, "to-digits,");
    s->kept += memmem(out.ptr, out.len, name, sizeof name - 1) &&
               memmem(out.ptr, out.len, value, sizeof value - 1);
    s->count++;
}

static void test_spelled_with_escapes(void **state)
{
    static const char spelled[] =
        "{\"location\":\"West US\",\"prop\\u0065rties\":{\"gate\\u0077ay1\":"
        "{\"na\\u006de\":\"first\\u0067ateway\"},\"gateway2\":{\"name\":\"secondgateway\"},"
        "\"connectionType\":\"Dedicated\",\"connectivityState\":\"Connected\"}}";
    (void)state;
    struct mutator *m = open_for(MUTATE_PUT);
    struct spelled s = {0};
    for (uint32_t seed = 0; seed < 20000; seed++) {
        uint8_t text[ROOM];
        memcpy(text, spelled, sizeof spelled - 1);
        size_t len = mutator_mutate(m, text, sizeof spelled - 1, ROOM, seed);
        look_at_spelling(&s, (struct bytes){(const char *)text, len}, mutator_describe(m));
    }
    mutator_free(m);
    assert_int_equal(s.doubled, 0);     /* nothing is added that is there already */
    assert_int_equal(s.bad_escapes, 0); /* the digits of an escape are no number */
    assert_true(s.kept * 2 > s.count);
}

/* --- another contract, other names --- */

static const char other[] =
    "{\"openapi\":\"3.1.0\",\"paths\":{\"/things/{name}\":{"
    "\"put\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\","
    "\"required\":[\"colour\"],\"properties\":{\"colour\":{\"type\":\"string\",\"enum\":[\"red\","
    "\"blue\"]},\"size\":{\"type\":\"string\"}}},\"examples\":{\"one\":{\"value\":{\"colour\":"
    "\"red\","
    "\"size\":\"17\"}}}}}}},"
    "\"patch\":{\"requestBody\":{\"content\":{\"application/"
    "json\":{\"schema\":{\"type\":\"object\","
    "\"properties\":{\"size\":{\"type\":\"string\"}}},\"examples\":{\"one\":{\"value\":{\"size\":"
    "\"18\"}}}}}}}},"
    "\"/things/{name}/lid\":{\"get\":{}}}}";

static void test_other_contract(void **state)
{
    (void)state;
    struct err err;
    struct mutator *m = mutator_new(MUTATE_SEQUENCE, other, sizeof other - 1, &err);
    struct wanted wanted[] = {{"an allowed value", "\"blue\"", false},
                              {"a member", "\"size\":\"18\"", false},
                              {"a sub path", "GET a/lid", false},
                              {NULL, NULL, false}};
    struct wanted unwanted[] = {{"location", "location", false},
                                {"gateway", "gateway", false},
                                {"shared key", "sharedkey", false},
                                {NULL, NULL, false}};
    assert_non_null(m);
    breed(m, bytes_of("{}"), 5000, look_for, wanted);
    breed(m, bytes_of("{}"), 5000, look_for, unwanted);
    for (size_t i = 0; wanted[i].what; i++)
        assert_true(wanted[i].found);
    for (size_t i = 0; unwanted[i].what; i++)
        assert_false(unwanted[i].found);
    mutator_free(m);
}

static void test_documents_that_will_not_do(void **state)
{
    static const char *const all[] = {
        "",
        "[",
        "{}",
        "{\"paths\":{}}",
        "{\"paths\":{\"/a\":{\"put\":{}}}}",
        "{\"paths\":{\"/a\":{\"put\":{\"requestBody\":{\"content\":{\"application/"
        "json\":{\"schema\":"
        "{}}}}},\"patch\":{}}}}"};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct err err = {0};
        assert_null(mutator_new(MUTATE_PUT, all[i], strlen(all[i]), &err));
        assert_true(strstr(err.text, "OpenAPI"));
    }
}

/* --- sequences --- */

static void count_operations(void *context, struct bytes out, const char *did)
{
    size_t *counts = context;
    struct operation list[SEQUENCE_MAX];
    (void)did;
    counts[sequence_read(out, list)]++;
}

static void test_sequences(void **state)
{
    (void)state;
    size_t counts[SEQUENCE_MAX + 1] = {0};
    struct mutator *m = open_for(MUTATE_SEQUENCE);
    breed(m, bytes_of(body), 20000, count_operations, counts);
    assert_true(counts[1] > 200 && counts[2] > 500 && counts[3] > 500);
    size_t many = 0;
    for (size_t i = 9; i <= SEQUENCE_MAX; i++)
        many += counts[i];
    assert_true(many < 2000); /* short ones are preferred */
    mutator_free(m);
}

static void test_sequence_format(void **state)
{
    (void)state;
    struct operation list[SEQUENCE_MAX];
    struct bytes in =
        bytes_of("{\"x\":1}\x1ePATCH b/sharedkey if-match=stale nonsense\n{}\x1eGET -\x1e"
                 "DELETE z if-match=star if-none-match=star\x1enothing\n[]\x1ePUT a/ \t\n");
    assert_int_equal(sequence_read(in, list), 6);
    assert_string_equal(list[0].method, "PUT");
    assert_int_equal(list[0].body.len, 7);
    assert_string_equal(list[1].method, "PATCH");
    assert_int_equal(list[1].name, 1);
    assert_true(bytes_equal(list[1].below, bytes_of("/sharedkey")));
    assert_int_equal(list[1].if_match, MATCH_STALE);
    assert_true(bytes_equal(list[1].body, bytes_of("{}")));
    assert_true(list[2].list);
    assert_int_equal(list[3].name, 0);
    assert_int_equal(list[3].if_match, MATCH_STAR);
    assert_true(list[3].if_none_match);
    assert_string_equal(list[4].method, "PUT");
    assert_true(bytes_equal(list[4].body, bytes_of("[]")));
    assert_int_equal(list[5].body.len, 0);
    assert_int_equal(sequence_read((struct bytes){"", 0}, list), 1);
    char many[64];
    memset(many, '\x1e', sizeof many);
    assert_int_equal(sequence_read((struct bytes){many, sizeof many}, list), SEQUENCE_MAX);
}

/* What is left of a sequence when only its GET and one member matter. */
static bool still(const char *text, size_t len)
{
    return memmem(text, len, "GET b", 5) && memmem(text, len, "\"location\"", 10);
}

static void test_trim(void **state)
{
    (void)state;
    struct mutator *m = open_for(MUTATE_SEQUENCE);
    char kept[ROOM], tried[ROOM];
    size_t step = 0, len,
           size = (size_t)snprintf(kept, sizeof kept,
                                   "\x1ePUT a\n%s\x1e"
                                   "DELETE a\n\x1eGET b\n\x1ePUT b\n%s",
                                   body, body);
    while ((len = mutator_trim(m, (uint8_t *)kept, size, (uint8_t *)tried, step))) {
        if (still(tried, len)) {
            assert_true(len < size);
            memcpy(kept, tried, len);
            size = len;
        } else {
            step++;
        }
    }
    static const char least[] = "\x1eGET b\n\x1ePUT b\n{\"location\":\"West US\"}";
    assert_int_equal(size, sizeof least - 1);
    assert_memory_equal(kept, least, size);
    mutator_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_most_is_json),
        cmocka_unit_test(test_every_edit_is_made),
        cmocka_unit_test(test_same_seed_same_result),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_spelled_with_escapes),
        cmocka_unit_test(test_other_contract),
        cmocka_unit_test(test_documents_that_will_not_do),
        cmocka_unit_test(test_sequences),
        cmocka_unit_test(test_sequence_format),
        cmocka_unit_test(test_trim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
