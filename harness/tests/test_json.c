#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exact.h"

/* The strict checker: each fault with its place, and what is no fault. */

#define TEXT(literal)                                                                              \
    (struct bytes)                                                                                 \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static const struct good {
    struct bytes text;
} goods[] = {
    {TEXT("null")},
    {TEXT("true")},
    {TEXT("false")},
    {TEXT("0")},
    {TEXT("-0")},
    {TEXT("-0.0e-0")},
    {TEXT("12.5E+3")},
    {TEXT("1e-400")},
    {TEXT("0e999999999999999999999")},
    {TEXT("0.000e400")},
    {TEXT("1.7976931348623157e308")},
    {TEXT("0.00000000000000000000001e330")},
    {TEXT("1e-99999999999999999999999")},
    {TEXT("100000000000000000000000000000000000000000000000000000000000000000000000000000")},
    {TEXT("\"\"")},
    {TEXT("\"\\u0000\"")},
    {TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")},
    {TEXT("\"\\ud83d\\ude00 \\uD83D\\uDE00\"")},
    {TEXT("\"\\uffff\\ufdd0\"")},
    {TEXT("\"\xef\xbf\xbf \xef\xb7\x90 \xf4\x8f\xbf\xbf\"")},
    {TEXT("\"\x7f \xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xf0\x90\x80\x80\"")},
    {TEXT("\"\xef\xbb\xbf\"")},
    {TEXT(" \t\r\n[ ] \t\r\n")},
    {TEXT("{}")},
    {TEXT("{\"\":0}")},
    {TEXT("{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}}")},
    {TEXT("{\"a\":1,\"A\":2,\"a \":3,\"a\\u0000\":4,\"\":5,\"\\u0000\":6}")},
    {TEXT("{\"\\\\u0061\":1,\"a\":2,\"u0061\":3}")},
    {TEXT("[1,-2,\"x\",null,true,false,{},[]]")},
};

static void good_text_passes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
        struct json_problem p;
        if (!exact_check(goods[i].text, NULL, &p))
            fail_msg("%.*s: %s", (int)goods[i].text.len, goods[i].text.ptr, p.text);
        assert_int_equal(p.fault, JSON_FINE);
        assert_true(p.line == 1 && p.column == 1 && p.offset == 0);
    }
}

static const struct bad {
    struct bytes text;
    enum json_fault fault;
    size_t offset, line, column;
} bads[] = {
    {TEXT(""), JSON_EMPTY, 0, 1, 1},
    {TEXT(" \n\t "), JSON_EMPTY, 4, 2, 3},
    {TEXT("\r\n\r\n"), JSON_EMPTY, 4, 3, 1},

    {TEXT("x"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("]"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("truE"), JSON_SYNTAX, 3, 1, 4},
    {TEXT("nan"), JSON_SYNTAX, 1, 1, 2},
    {TEXT("'a'"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("[1,]"), JSON_SYNTAX, 3, 1, 4},
    {TEXT("[,1]"), JSON_SYNTAX, 1, 1, 2},
    {TEXT("[1 2]"), JSON_SYNTAX, 3, 1, 4},
    {TEXT("[1}"), JSON_SYNTAX, 2, 1, 3},
    {TEXT("[1:2]"), JSON_SYNTAX, 2, 1, 3},
    {TEXT("{\"a\":1]"), JSON_SYNTAX, 6, 1, 7},
    {TEXT("{\"a\":1,}"), JSON_SYNTAX, 7, 1, 8},
    {TEXT("{\n \"a\":1,\n ,\"b\":2}"), JSON_SYNTAX, 11, 3, 2},
    {TEXT("{\"a\" 1}"), JSON_SYNTAX, 5, 1, 6},
    {TEXT("{\"a\":}"), JSON_SYNTAX, 5, 1, 6},
    {TEXT("{\"a\"}"), JSON_SYNTAX, 4, 1, 5},
    {TEXT("{a:1}"), JSON_SYNTAX, 1, 1, 2},
    {TEXT("{1:1}"), JSON_SYNTAX, 1, 1, 2},
    {TEXT("{\"a\":1 \"b\":2}"), JSON_SYNTAX, 7, 1, 8},
    {TEXT("/* c */ {}"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("[1, // c\n2]"), JSON_SYNTAX, 4, 1, 5},
    {TEXT("[1]\f"), JSON_TRAILING, 3, 1, 4},
    {TEXT("\v1"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("\0001"), JSON_SYNTAX, 0, 1, 1},
    {TEXT("[\0]"), JSON_SYNTAX, 1, 1, 2},
    {TEXT("\xc2\xa0[]"), JSON_SYNTAX, 0, 1, 1},

    {TEXT("["), JSON_TRUNCATED, 1, 1, 2},
    {TEXT("[1,\n"), JSON_TRUNCATED, 4, 2, 1},
    {TEXT("{\"a\""), JSON_TRUNCATED, 4, 1, 5},
    {TEXT("{\"a\":"), JSON_TRUNCATED, 5, 1, 6},
    {TEXT("tru"), JSON_TRUNCATED, 3, 1, 4},
    {TEXT("-"), JSON_TRUNCATED, 1, 1, 2},
    {TEXT("1."), JSON_TRUNCATED, 2, 1, 3},
    {TEXT("1e"), JSON_TRUNCATED, 2, 1, 3},
    {TEXT("1e+"), JSON_TRUNCATED, 3, 1, 4},
    {TEXT("\""), JSON_TRUNCATED, 1, 1, 2},
    {TEXT("\"\\"), JSON_TRUNCATED, 2, 1, 3},
    {TEXT("\"\\\""), JSON_TRUNCATED, 3, 1, 4},
    {TEXT("\"\\u00"), JSON_TRUNCATED, 5, 1, 6},
    {TEXT("\"\\ud83d"), JSON_TRUNCATED, 7, 1, 8},
    {TEXT("\"\\ud83d\\u"), JSON_TRUNCATED, 9, 1, 10},
    {TEXT("\"\xe2\x82"), JSON_TRUNCATED, 3, 1, 4},

    {TEXT("{}{}"), JSON_TRAILING, 2, 1, 3},
    {TEXT("1 2"), JSON_TRAILING, 2, 1, 3},
    {TEXT("{}\n,"), JSON_TRAILING, 3, 2, 1},
    {TEXT("[]]"), JSON_TRAILING, 2, 1, 3},
    {TEXT("\"a\"x"), JSON_TRAILING, 3, 1, 4},
    {TEXT("truefalse"), JSON_TRAILING, 4, 1, 5},
    {TEXT("{}\0"), JSON_TRAILING, 2, 1, 3},
    {TEXT("{} \xff"), JSON_TRAILING, 3, 1, 4},

    {TEXT("\xef\xbb\xbf{}"), JSON_BOM, 0, 1, 1},
    {TEXT("\xef\xbb\xbf"), JSON_BOM, 0, 1, 1},
    {TEXT("\xff\xfe{\0}\0"), JSON_BOM, 0, 1, 1},
    {TEXT("\xfe\xff\0{\0}"), JSON_BOM, 0, 1, 1},

    {TEXT("01"), JSON_NUMBER, 1, 1, 2},
    {TEXT("-01"), JSON_NUMBER, 2, 1, 3},
    {TEXT("[+1]"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[.5]"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[1.]"), JSON_NUMBER, 3, 1, 4},
    {TEXT("[1.e5]"), JSON_NUMBER, 3, 1, 4},
    {TEXT("[1e]"), JSON_NUMBER, 3, 1, 4},
    {TEXT("[1e+]"), JSON_NUMBER, 4, 1, 5},
    {TEXT("[1e5.5]"), JSON_NUMBER, 4, 1, 5},
    {TEXT("0x1"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[--1]"), JSON_NUMBER, 2, 1, 3},
    {TEXT("[-]"), JSON_NUMBER, 2, 1, 3},
    {TEXT("1.2.3"), JSON_NUMBER, 3, 1, 4},
    {TEXT("1_000"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[NaN]"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[Infinity]"), JSON_NUMBER, 1, 1, 2},
    {TEXT("[-Infinity]"), JSON_NUMBER, 2, 1, 3},
    {TEXT("[-NaN]"), JSON_NUMBER, 2, 1, 3},

    {TEXT("1e400"), JSON_RANGE, 0, 1, 1},
    {TEXT("[-1e400]"), JSON_RANGE, 1, 1, 2},
    {TEXT("1.7976931348623159e308"), JSON_RANGE, 0, 1, 1},
    {TEXT("1e99999999999999999999999"), JSON_RANGE, 0, 1, 1},
    {TEXT("0.00000000000000000000001e332"), JSON_RANGE, 0, 1, 1},

    {TEXT("\"\\x41\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("\"\\'\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("\"a\\\0\""), JSON_ESCAPE, 2, 1, 3},
    {TEXT("\"\\U0041\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("\"\\u00g1\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("\"\\u 041\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("\"\\u12\""), JSON_ESCAPE, 1, 1, 2},
    {TEXT("{\"\\q\":1}"), JSON_ESCAPE, 2, 1, 3},

    {TEXT("\"a\nb\""), JSON_CONTROL, 2, 1, 3},
    {TEXT("\"\t\""), JSON_CONTROL, 1, 1, 2},
    {TEXT("\"\0\""), JSON_CONTROL, 1, 1, 2},
    {TEXT("\"\x1f\""), JSON_CONTROL, 1, 1, 2},
    {TEXT("{\"a\x01\":1}"), JSON_CONTROL, 3, 1, 4},

    {TEXT("\"\x80\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xc0\x80\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xc1\xbf\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xe0\x9f\xbf\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xf0\x8f\xbf\xbf\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xed\xa0\x80\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xf4\x90\x80\x80\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xf5\x80\x80\x80\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"a\xc3\""), JSON_UTF8, 2, 1, 3},
    {TEXT("\"\xe2\x82\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xf0\x9f\x98\""), JSON_UTF8, 1, 1, 2},
    {TEXT("\"\xfe\""), JSON_UTF8, 1, 1, 2},
    {TEXT("[\xff]"), JSON_UTF8, 1, 1, 2},
    {TEXT("{\"\xff\":1}"), JSON_UTF8, 2, 1, 3},

    {TEXT("\"\\ud800\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\udc00\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\ude00\\ud83d\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\ud83d\\ud83d\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\ud83dx\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\ud83d\\n\""), JSON_LONE_SURROGATE, 1, 1, 2},
    {TEXT("\"\\ud83d\\u0041\""), JSON_LONE_SURROGATE, 1, 1, 2},

    {TEXT("{\"a\":1,\"a\":1}"), JSON_DUPLICATE, 7, 1, 8},
    {TEXT("{\"\":1,\"\":1}"), JSON_DUPLICATE, 6, 1, 7},
    {TEXT("{\"gateway1\":1,\n\"gate\\u0077ay1\":2}"), JSON_DUPLICATE, 15, 2, 1},
    {TEXT("{\"\\u0000\":1,\"\\u0000\":2}"), JSON_DUPLICATE, 12, 1, 13},
    {TEXT("{\"\xc3\xa9\":1,\"\\u00E9\":2}"), JSON_DUPLICATE, 8, 1, 9},
    {TEXT("{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}"), JSON_DUPLICATE, 10, 1, 11},
    {TEXT("{\"/\":1,\"\\/\":2}"), JSON_DUPLICATE, 7, 1, 8},
    {TEXT("{\"b\":1,\"a\":1,\"b\":1,\"a\":1,\"b\":1}"), JSON_DUPLICATE, 13, 1, 14},
    {TEXT("[{\"x\":{\"a\":1,\"b\":[{\"a\":1}],\"a\":2}}]"), JSON_DUPLICATE, 27, 1, 28},
    {TEXT("{\"a\":{\"b\":1},\"b\":{},\"a\":0}"), JSON_DUPLICATE, 20, 1, 21},
};

static void assert_fault(struct bytes text, const struct json_problem *p, enum json_fault fault)
{
    if (p->fault != fault)
        fail_msg("%.*s: %s (%s) and not %s", (int)text.len, text.ptr, json_fault_name(p->fault),
                 p->text, json_fault_name(fault));
}

static void each_fault_has_its_kind_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        const struct bad *b = &bads[i];
        struct json_problem p;
        assert_false(exact_check(b->text, NULL, &p));
        assert_fault(b->text, &p, b->fault);
        if (p.offset != b->offset || p.line != b->line || p.column != b->column)
            fail_msg("%.*s: %zu %zu:%zu, not %zu %zu:%zu", (int)b->text.len, b->text.ptr, p.offset,
                     p.line, p.column, b->offset, b->line, b->column);
        assert_true(p.text[0]);
        for (const char *c = p.text; *c; c++)
            assert_in_range(*c, 0x20, 0x7E);
        assert_false(exact_check(b->text, NULL, NULL));
    }
}

static void every_fault_has_a_name(void **state)
{
    (void)state;
    for (int a = JSON_FINE; a <= JSON_VALUES; a++)
        for (int b = JSON_FINE; b < a; b++)
            assert_string_not_equal(json_fault_name(a), json_fault_name(b));
    assert_string_equal(json_fault_name(JSON_DUPLICATE), "duplicate-member");
    assert_string_equal(json_fault_name(JSON_UTF8), "invalid-utf-8");
}

static void names_are_shown_in_ascii_and_cut(void **state)
{
    (void)state;
    struct json_problem p;
    exact_check(
        TEXT("{\"a\xc3\xa9\\\"\xf0\x9f\x98\x80\\n\":1,\"a\xc3\xa9\\\"\xf0\x9f\x98\x80\\n\":1}"),
        NULL, &p);
    assert_string_equal(p.text, "duplicate member \"a\\u00e9\\\"\\ud83d\\ude00\\n\"");
    struct buf b = buf_new(4096);
    buf_text(&b, "{");
    for (int i = 0; i < 2; i++) {
        buf_text(&b, i ? ",\"" : "\"");
        for (int n = 0; n < 500; n++)
            buf_text(&b, "\xc3\xa9");
        buf_text(&b, "\":1");
    }
    buf_text(&b, "}");
    assert_false(exact_check(buf_view(&b), NULL, &p));
    assert_int_equal(p.fault, JSON_DUPLICATE);
    assert_non_null(strstr(p.text, "\\u00e9...\""));
    buf_free(&b);
}

static struct buf nested(size_t depth, const char *open, const char *close)
{
    struct buf b = buf_new((size_t)4 << 20);
    for (size_t i = 0; i < depth; i++)
        buf_text(&b, open);
    buf_text(&b, "0");
    for (size_t i = 0; i < depth; i++)
        buf_text(&b, close);
    return b;
}

static void depth_is_limited_exactly(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"[", "]"}, {"{\"a\":", "}"}, {"[{\"a\":", "}]"}};
    for (size_t i = 0; i < 3; i++) {
        size_t each = i == 2 ? 2 : 1;
        struct buf b = nested(100 / each, pairs[i][0], pairs[i][1]);
        struct json_problem p;
        assert_true(exact_check(buf_view(&b), &(struct json_limits){.max_depth = 100}, &p));
        assert_false(exact_check(buf_view(&b), &(struct json_limits){.max_depth = 99}, &p));
        assert_int_equal(p.fault, JSON_DEPTH);
        assert_true(b.data[p.offset] == '[' || b.data[p.offset] == '{');
        buf_free(&b);
    }
}

static void values_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t values, offset; /* of the last one */
    } rows[] = {{"1", 1, 0}, {"[1,2]", 3, 3}, {" {\"a\":{},\"b\":[null]}", 4, 14}};
    struct json_problem p;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes text = bytes_of(rows[i].text);
        assert_true(exact_check(text, &(struct json_limits){.max_values = rows[i].values}, &p));
        if (rows[i].values == 1)
            continue;
        assert_false(
            exact_check(text, &(struct json_limits){.max_values = rows[i].values - 1}, &p));
        assert_int_equal(p.fault, JSON_VALUES);
        assert_int_equal(p.offset, rows[i].offset);
    }
    assert_null(json_read(bytes_of("[1,2]"), &(struct json_limits){.max_values = 2}, &p));
    assert_string_equal(p.text, "more than 2 values");
}

static void deep_nesting_is_refused_or_checked_without_stack(void **state)
{
    (void)state;
    struct buf b = nested(100000, "[", "]");
    struct json_problem p;
    assert_false(exact_check(buf_view(&b), NULL, &p));
    assert_int_equal(p.fault, JSON_DEPTH);
    assert_int_equal(p.offset, JSON_MAX_DEPTH);
    assert_true(exact_check(buf_view(&b), &(struct json_limits){.max_depth = 100000}, &p));
    assert_false(exact_check(buf_view(&b), &(struct json_limits){.max_depth = 99999}, &p));
    assert_int_equal(p.offset, 99999);
    buf_free(&b);
    b = nested(100000, "{\"a\":", "}");
    assert_true(exact_check(buf_view(&b), &(struct json_limits){.max_depth = SIZE_MAX}, &p));
    b.len -= 50000;
    assert_false(exact_check(buf_view(&b), &(struct json_limits){.max_depth = SIZE_MAX}, &p));
    assert_int_equal(p.fault, JSON_TRUNCATED);
    buf_free(&b);
}

static void size_is_limited_exactly(void **state)
{
    (void)state;
    struct json_problem p;
    assert_true(exact_check(TEXT("[1234]"), &(struct json_limits){.max_bytes = 6}, &p));
    assert_false(exact_check(TEXT("[1234]"), &(struct json_limits){.max_bytes = 5}, &p));
    assert_int_equal(p.fault, JSON_SIZE);
    assert_int_equal(p.offset, 5);
}

static void one_duplicate_among_many_members_is_found(void **state)
{
    (void)state;
    struct buf b = buf_new((size_t)8 << 20);
    buf_text(&b, "{");
    for (int i = 0; i < 100000; i++)
        buf_format(&b, "%s\"name%d\":%d", i ? ",\n" : "", i, i);
    size_t end = b.len;
    struct json_problem p;
    buf_text(&b, "}");
    assert_true(exact_check(buf_view(&b), NULL, &p));
    b.len = end;
    buf_text(&b, ",\n\"nam\\u0065777\":0,\"last\":0}");
    assert_false(exact_check(buf_view(&b), NULL, &p));
    assert_int_equal(p.fault, JSON_DUPLICATE);
    assert_int_equal(p.offset, end + 2);
    assert_true(p.line == 100001 && p.column == 1);
    assert_string_equal(p.text, "duplicate member \"nam\\u0065777\"");
    buf_free(&b);
}

/* 2^1024 - 2^970 is the smallest whole number that rounds to infinity. */
static void range_is_exact_at_its_edge(void **state)
{
    (void)state;
    char edge[] =
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017"
        "977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273"
        "854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704"
        "342711559699508093042880177904174497792";
    struct json_problem p;
    assert_false(exact_check(bytes_of(edge), NULL, &p));
    assert_int_equal(p.fault, JSON_RANGE);
    edge[strlen(edge) - 1] = '1';
    assert_true(exact_check(bytes_of(edge), NULL, &p));
    struct buf b = buf_new(4096);
    buf_format(&b, "-0.%s9e309", edge);
    assert_true(exact_check(buf_view(&b), NULL, &p));
    buf_format(&b, "1");
    assert_false(exact_check(buf_view(&b), NULL, &p));
    assert_int_equal(p.fault, JSON_RANGE);
    buf_free(&b);
}

static const char rich[] =
    "{ \"name\": \"cn1\", \"t\\u00e4gs\": { \"\\ud83d\\ude00\": \"\xf0\x9f\x98\x80\", \"\": null "
    "},\r\n"
    "  \"numbers\": [0, -0, 1.5, -2e10, 3E-2, 12345678901234567890, 0.0e+0],\n"
    "  \"words\": [true, false, null, [], {}, [[]], \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\"],\n"
    "  \"\\u0000\": { \"a\": { \"a\": { \"a\": \"\xe2\x82\xac\" } } } }";

static void every_prefix_of_a_rich_text_is_truncated(void **state)
{
    (void)state;
    struct json_problem p;
    assert_true(exact_check(TEXT(rich), NULL, &p));
    for (size_t len = 0; len + 1 < sizeof rich; len++) {
        assert_false(exact_check((struct bytes){rich, len}, NULL, &p));
        assert_fault((struct bytes){rich, len}, &p, len ? JSON_TRUNCATED : JSON_EMPTY);
        assert_int_equal(p.offset, len);
        assert_null(exact_read((struct bytes){rich, len}, NULL, &p));
    }
}

/* What passes must suit cJSON too, and be printed as something that passes again. */
static void try_both(struct bytes text)
{
    struct json_problem p;
    bool fine = exact_check(text, NULL, &p);
    if (fine != (p.fault == JSON_FINE) || p.offset > text.len)
        fail_msg("%.*s: %d %s", (int)text.len, text.ptr, fine, p.text);
    cJSON *root = exact_read(text, NULL, &p);
    if (fine != (root != NULL))
        fail_msg("%.*s: passes, and cJSON refuses it", (int)text.len, text.ptr);
    char *printed = json_print(root, true);
    cJSON *again = printed ? exact_read(bytes_of(printed), NULL, &p) : NULL;
    if (!json_equal(root, again))
        fail_msg("%.*s: printed as %s", (int)text.len, text.ptr, printed);
    free(printed);
    cJSON_Delete(root);
    cJSON_Delete(again);
}

static void every_change_of_one_byte_is_survived(void **state)
{
    (void)state;
    static const char small[] =
        "{\"a\\u0000\": [-1.5e3, true, {\"b\":\"\xc3\xa9\\n\"}], \"b\":null}";
    char text[sizeof small];
    for (size_t at = 0; at + 1 < sizeof small; at++) {
        memcpy(text, small, sizeof small);
        for (int c = 0; c < 256; c++) {
            text[at] = (char)c;
            try_both((struct bytes){text, sizeof small - 1});
        }
        memmove(text + at, small + at + 1, sizeof small - at - 1);
        try_both((struct bytes){text, sizeof small - 2});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_passes),
        cmocka_unit_test(each_fault_has_its_kind_and_place),
        cmocka_unit_test(every_fault_has_a_name),
        cmocka_unit_test(names_are_shown_in_ascii_and_cut),
        cmocka_unit_test(depth_is_limited_exactly),
        cmocka_unit_test(values_are_counted),
        cmocka_unit_test(deep_nesting_is_refused_or_checked_without_stack),
        cmocka_unit_test(size_is_limited_exactly),
        cmocka_unit_test(one_duplicate_among_many_members_is_found),
        cmocka_unit_test(range_is_exact_at_its_edge),
        cmocka_unit_test(every_prefix_of_a_rich_text_is_truncated),
        cmocka_unit_test(every_change_of_one_byte_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
