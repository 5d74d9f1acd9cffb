/* ECMA-262 patterns on PCRE2: what matches, what is refused, what is bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contract/regex.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static enum regex_result match(const char *pattern, const char *text)
{
    struct regex *r;
    size_t steps = 0;
    struct err err = {""};
    if (regex_compile(&r, pattern, &err) != 0)
        fail_msg("%s: %s", pattern, err.text);
    enum regex_result result = regex_match(r, text, &steps);
    regex_free(r);
    assert_true(steps > 0);
    return result;
}

static const struct {
    const char *pattern, *text;
    bool matches;
} match_samples[] = {
    {"", "", true},
    {"^W/\".*\"$", "W/\"0\"", true},
    {"^W/\".*\"$", "\"0\"", false},
    {"^((/([^~/]|~[01])*)+|\\{[a-z][a-z0-9-]*\\})$", "/a~1b/c", true},
    {"^((/([^~/]|~[01])*)+|\\{[a-z][a-z0-9-]*\\})$", "/a~2", false},
    {"^@[a-z]+/[a-z0-9{}/.-]+$", "@put/{a}.json", true},
    {"^a$", "a\n", false},
    {"^.$", "\r", false},
    {"^.$", "\v", true},
    {"^.$", "\xE2\x80\xA8", false},
    {"^.$", "\xF0\x9F\x90\xB2", true},
    {"^\\uD83D\\uDC32$", "\xF0\x9F\x90\xB2", true},
    {"^\\u{1F432}{2}$", "\xF0\x9F\x90\xB2\xF0\x9F\x90\xB2", true},
    {"^[\\u{1F400}-\\u{1F4FF}]$", "\xF0\x9F\x90\xB2", true},
    {"^\\x41\\u0042\\cJ\\t\\v\\f\\0$", "AB\n\t\v\f\xC0\x80", true},
    {"^\xC0\x80[\xC0\x80]$", "\xC0\x80\xC0\x80", true},
    {"^[^\\0]$", "\xC0\x80", false},
    {"^..$", "\xC0\x80", false},
    {"^\\v$", "\n", false},
    {"^[\\s]$", "\xEF\xBB\xBF", true},
    {"^\\s$", "\xC2\x85", false},
    {"^\\s$", "\xE1\xA0\x8E", false},
    {"^[\\S]$", "\xC2\xA0", false},
    {"^[^\\s]$", "\xC2\x85", true},
    {"^[\\w-]$", "-", true},
    {"^[a-]$", "-", true},
    {"^[-a]$", "-", true},
    {"^[\\-x]$", "-", true},
    {"^[\\b]$", "\b", true},
    {"^[[:alpha:]$", ":", true},
    {"^[[:alpha:]$", "z", false},
    {"^[a^]$", "^", true},
    {"[]", "a", false},
    {"^[^]$", "\n", true},
    {"^\\/\\.\\|\\}$", "/.|}", true},
    {"^(a)|\\1b$", "b", true},
    {"^(?<x>a)\\k<x>$", "aa", true},
    {"^(?:a|b){2,3}?$", "abb", true},
    {"^(?=a)a(?!b)(?<=a)c(?<!d)$", "ac", true},
    {"\\bfoo\\B", "a fooo", true},
    {"^\\p{Lu}\\P{Lu}$", "Aa", true},
    {"^\\p{gc=Uppercase_Letter}\\p{General_Category=Nd}$",
     "\xC3\x89"
     "1",
     true},
    {"^\\p{Script=Greek}[\\p{sc=Latin}]$", "\xCF\x80z", true},
    {"^\\p{Alphabetic}$", "a", true},
    {"^\\d$", "\xDF\x80", false},
    {"^\\w$", "\xC3\xA9", false},
};

static void test_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof match_samples / sizeof *match_samples; i++)
        if ((match(match_samples[i].pattern, match_samples[i].text) == REGEX_MATCH) !=
            match_samples[i].matches)
            fail_msg("%s and \"%s\": not %d", match_samples[i].pattern, match_samples[i].text,
                     match_samples[i].matches);
}

static void test_refused(void **state)
{
    static const char *const patterns[] = {
        "(",           ")",       "[",
        "[a",          "a)",      "]",
        "}",           "{",       "{1}",
        "a{",          "a{,2}",   "a{1",
        "a{2,1}",      "*",       "a**",
        "a++",         "a*+",     "a???",
        "^*",          "\\b+",    "(*)",
        "(*UCP)a",     "(?i)a",   "(?#a)",
        "(?>a)",       "(?|a)",   "(?P<x>a)",
        "(?R)",        "(?'x'a)", "(?(1)a)",
        "(?C1)",       "(?",      "(?<",
        "(?<>a)",      "(?<x",    "\\",
        "\\A",         "\\Z",     "\\z",
        "\\G",         "\\K",     "\\Qa\\E",
        "\\h",         "\\R",     "\\X",
        "\\N",         "\\C",     "\\a",
        "\\e",         "\\g1",    "\\1",
        "\\00",        "\\8",     "\\-",
        "\\_",         "\\\"",    "\\c",
        "\\c1",        "\\x",     "\\x4",
        "\\x{41}",     "\\u",     "\\u123",
        "\\u{110000}", "\\u{}",   "\\u{1",
        "\\uD800",     "\\uDC00", "\\uD800\\u0041",
        "\\p",         "\\pL",    "\\p{}",
        "\\p{^L}",     "\\p{L",   "\\p{Nope}",
        "\\k",         "\\k<x>",  "[z-a]",
        "[\\s-a]",     "[a-\\d]", "[\\p{L}-z]",
        "[\\B]",       "[\\1]",   "[a-",
        "[\\",         "[\\k]",   "(?<x>a)(?<x>b)",
        "(?<=a*)b",    "\xFF",
    };
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct regex *r;
        struct err err = {""};
        if (regex_compile(&r, patterns[i], &err) == 0)
            fail_msg("%s is accepted", patterns[i]);
        assert_null(r);
        assert_non_null(strstr(err.text, "malformed pattern"));
    }
}

static void test_bounds(void **state)
{
    enum { LONG = 1 << 20 };
    (void)state;
    char *text = malloc(LONG + 1);
    assert_non_null(text);
    memset(text, 'a', LONG);
    text[LONG] = '\0';
    assert_int_equal(match("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), REGEX_LIMIT);
    assert_int_equal(match("(a|a)*[bc]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                     REGEX_LIMIT);
    assert_int_equal(match("^.*\"$", text), REGEX_NO_MATCH);
    assert_int_equal(match("^a*$", text), REGEX_MATCH);
    assert_int_equal(match("a*a*a*b", text), REGEX_NO_MATCH); /* no b: seen at once */
    assert_int_equal(match("a*a*a*[bc]", text), REGEX_LIMIT);
    assert_int_equal(match("^(?:a|b)*$", text), REGEX_LIMIT); /* of memory */
    assert_int_equal(match("^(?:a|b)*$", text + LONG - 100000), REGEX_MATCH);
    assert_int_equal(match("^(a*)\\1c", text), REGEX_LIMIT);
    free(text);
}

static void test_bad_text(void **state)
{
    (void)state;
    assert_int_equal(match("", "\xFF"), REGEX_NO_MATCH);
    assert_int_equal(match("", "\xC0"), REGEX_NO_MATCH);
    assert_int_equal(match("a", "a\xED\xA0\x80"), REGEX_NO_MATCH);
}

/* Any prefix of any pattern is accepted or refused, and reads nothing behind its end. */
static void test_prefixes(void **state)
{
    static const char whole[] =
        "(?<x>a)[^\\s\\x41-\\u{42}\\b]{1,2}?\\k<x>\\1\\cA\\p{gc=Letter}\\uD83D"
        "\\uDC32(?<=b)\\0.|[]";
    (void)state;
    size_t accepted = 0;
    for (size_t len = 0; len < sizeof whole; len++) {
        struct regex *r;
        struct err err;
        char *pattern = malloc(len + 1);
        assert_non_null(pattern);
        memcpy(pattern, whole, len);
        pattern[len] = '\0';
        accepted += regex_compile(&r, pattern, &err) == 0;
        regex_free(r);
        free(pattern);
    }
    assert_in_range(accepted, 10, sizeof whole / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_bounds), cmocka_unit_test(test_bad_text),
        cmocka_unit_test(test_prefixes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
