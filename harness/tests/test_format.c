/* The formats, where the public suite (test_schema_suite) is silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contract/format.h"

#include <stdlib.h>
#include <string.h>

static const struct sample {
    const char *format, *text;
    bool valid;
} samples[] = {
    {"ipv4", "10.0.0.1", true},
    {"ipv4", "1.1.1.001", false},
    {"ipv4", "00.0.0.0", false},
    {"ipv4", "1.1.1.1\xC0\x80", false},
    {"ipv4", "99999999999999999999.1.1.1", false},

    {"ipv6", "fe80::1", true},
    {"ipv6", "::1.2.3.4", true},
    {"ipv6", "1:2:3:4:5:6:7::", true},
    {"ipv6", "::2:3:4:5:6:7:8", true},
    {"ipv6", "1:2:3:4:5:6:1.2.3.4", true},
    {"ipv6", "1:2:3:4:5::1.2.3.4", true},
    {"ipv6", "1:2:3:4::5:6:7:8", false},
    {"ipv6", "1:2:3:4:5:6::1.2.3.4", false},
    {"ipv6", "1.2.3.4::", false},
    {"ipv6", "1.2.3.4:1:2:3:4:5:6", false},
    {"ipv6", "::1.2.3.4:1", false},
    {"ipv6", "::1.2.3", false},
    {"ipv6", "1:2:3:4:5:6:7:8:9", false},
    {"ipv6", ":::", false},
    {"ipv6", ":1", false},
    {"ipv6", "1:", false},
    {"ipv6", ":", false},
    {"ipv6", "", false},
    {"ipv6", "fe80::1%1", false},

    {"uuid", "00000000-0000-0000-0000-000000000000", true},
    {"uuid", "0000000--0000-0000-0000-000000000000", false},
    {"uuid", "{00000000-0000-0000-0000-00000000000}", false},
    {"uuid", "", false},

    {"date-time", "2000-02-29T00:00:00Z", true},
    {"date-time", "2024-02-29t23:59:59.5z", true},
    {"date-time", "0000-01-01T00:00:00-00:00", true},
    {"date-time", "2016-12-31T23:59:60Z", true},
    {"date-time", "2017-01-01T00:59:60+01:00", true},
    {"date-time", "2016-12-31T12:59:60+13:00", true},
    {"date-time", "2016-12-31T23:59:60+01:00", false},
    {"date-time", "1900-02-29T00:00:00Z", false},
    {"date-time", "2023-02-29T00:00:00Z", false},
    {"date-time", "2023-04-31T00:00:00Z", false},
    {"date-time", "2023-00-10T00:00:00Z", false},
    {"date-time", "2023-13-10T00:00:00Z", false},
    {"date-time", "2023-01-00T00:00:00Z", false},
    {"date-time", "2023-01-01 00:00:00Z", false},
    {"date-time", "2023-01-01T00:00:00", false},
    {"date-time", "2023-01-01T00:00:00.Z", false},
    {"date-time", "2023-01-01T00:00Z", false},
    {"date-time", "2023-01-01T00:00:00+24:00", false},
    {"date-time", "2023-01-01T99:00:00+00:00", false},
    {"date-time", "2023-01-01", false},
    {"date-time", "", false},

    {"uri", "a:", true},
    {"uri", "file:///etc/hosts", true},
    {"uri", "http://", true},
    {"uri", "http://h:", true},
    {"uri", "http://h:80?q#f", true},
    {"uri", "http://u:p@[v1.a:b]:1/", true},
    {"uri", "a:b?c?d/e#f?g/h", true},
    {"uri", "s3+x-y.z:a//b", true},
    {"uri", "", false},
    {"uri", ":", false},
    {"uri", "a", false},
    {"uri", "#a", false},
    {"uri", "-a:b", false},
    {"uri", "http://a@b@c/", false},
    {"uri", "http://h:8o/", false},
    {"uri", "http://[::1", false},
    {"uri", "http://[::1]x/", false},
    {"uri", "http://[1.2.3.4]/", false},
    {"uri", "http://[v.a]/", false},
    {"uri", "http://[v1.]/", false},
    {"uri", "http://[fe80::1%25eth0]/", false},
    {"uri", "a:b#c#d", false},
    {"uri", "a:[b]", false},
    {"uri", "a:b?[c]", false},
    {"uri", "a:%", false},
    {"uri", "a:%4", false},
    {"uri", "a:\xC0\x80", false},
    {"uri", "a:b\n", false},
};

static void test_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (format_valid(samples[i].format, samples[i].text) != samples[i].valid)
            fail_msg("%s \"%s\" is taken for %s", samples[i].format, samples[i].text,
                     samples[i].valid ? "invalid" : "valid");
}

/* Each text stands at the end of its memory, cut after each byte, for the sanitizer to see. */
static void test_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        for (size_t len = 0; len <= strlen(samples[i].text); len++) {
            char *text = malloc(len + 1);
            assert_non_null(text);
            memcpy(text, samples[i].text, len);
            text[len] = '\0';
            bool whole = len == strlen(samples[i].text);
            bool valid = format_valid(samples[i].format, text);
            free(text);
            if (whole)
                assert_int_equal(valid, samples[i].valid);
        }
    }
}

static void test_every_byte(void **state)
{
    static const char allowed[] = "-._~!$&'()*+,;=:@/?#";
    (void)state;
    for (int c = 1; c < 256; c++) {
        char text[] = {'a', ':', (char)c, '\0'};
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        assert_int_equal(format_valid("uri", text), letter || strchr(allowed, c) != NULL);
    }
}

static void test_names(void **state)
{
    static const char *const known[] = {"ipv4", "ipv6", "uuid", "date-time", "uri"};
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(format_known(known[i]));
        assert_non_null(strstr(FORMAT_NAMES, known[i]));
        assert_non_null(format_words(known[i]));
    }
    assert_false(format_known("IPv4"));
    assert_false(format_known("date"));
    assert_false(format_known(""));
    assert_false(format_valid("date", "2020-01-01"));
    assert_null(format_words("date"));
}

/* Hostile lengths take no more than linear time and no stack. */
static void test_long(void **state)
{
    static const char *const formats[] = {"ipv4", "ipv6", "uuid", "date-time"};
    enum { LONG = 1 << 20 };
    (void)state;
    char *text = malloc(LONG + 1);
    assert_non_null(text);
    for (const char *c = ":.1%/"; *c; c++) {
        memset(text, *c, LONG);
        text[LONG] = '\0';
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            assert_false(format_valid(formats[i], text));
        text[0] = 'a';
        text[1] = ':';
        assert_int_equal(format_valid("uri", text), *c != '%');
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples),
                                       cmocka_unit_test(test_cut_short),
                                       cmocka_unit_test(test_every_byte),
                                       cmocka_unit_test(test_names), cmocka_unit_test(test_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
