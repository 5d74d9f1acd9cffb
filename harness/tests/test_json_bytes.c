/* Bytes that are no UTF-8, as in the files of the public JSON test suite that its npm package cannot
 * hold (scripts/interop). None is JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

struct sample {
    const char *name, *bytes;
    size_t len;
    size_t offset; /* of what is wrong */
};
#define SAMPLE(name, bytes, offset)                                                                \
    {                                                                                              \
        name, bytes, sizeof(bytes) - 1, offset                                                     \
    }

static const struct sample samples[] = {
    SAMPLE("n_array_a_invalid_utf8", "[a\xE5]", 1),
    SAMPLE("n_array_invalid_utf8", "[\xFF]", 1),
    SAMPLE("n_number_invalid-utf-8-in-bigger-int", "[123\xE5]", 4),
    SAMPLE("n_number_invalid-utf-8-in-exponent", "[1e1\xE5]", 4),
    SAMPLE("n_number_invalid-utf-8-in-int", "[0\xE5]\n", 2),
    SAMPLE("n_number_real_with_invalid_utf8_after_e", "[1e\xE5]", 3),
    SAMPLE("n_object_lone_continuation_byte_in_key_and_trailing_comma", "{\"\xB9\":\"0\",}", 2),
    SAMPLE("n_string_invalid-utf-8-in-escape", "[\"\\u\xE5\"]", 2),
    SAMPLE("n_string_invalid_utf8_after_escape", "[\"\\\xE5\"]", 2),
    SAMPLE("n_structure_incomplete_UTF8_BOM", "\xEF\xBB{}", 0),
    SAMPLE("n_structure_lone-invalid-utf-8", "\xE5", 0),
    SAMPLE("n_structure_single_eacute", "\xE9", 0),
    SAMPLE("i_string_UTF-16LE_with_BOM", "\xFF\xFE[\0\"\0\xE9\0\"\0]\0", 0),
    SAMPLE("i_string_UTF-8_invalid_sequence", "[\"\xE6\x97\xA5\xD1\x88\xFA\"]", 7),
    SAMPLE("i_string_UTF8_surrogate_U+D800", "[\"\xED\xA0\x80\"]", 2),
    SAMPLE("i_string_invalid_utf-8", "[\"\xFF\"]", 2),
    SAMPLE("i_string_iso_latin_1", "[\"\xE9\"]", 2),
    SAMPLE("i_string_lone_utf8_continuation_byte", "[\"\x81\"]", 2),
    SAMPLE("i_string_not_in_unicode_range", "[\"\xF4\xBF\xBF\xBF\"]", 2),
    SAMPLE("i_string_overlong_sequence_2_bytes", "[\"\xC0\xAF\"]", 2),
    SAMPLE("i_string_overlong_sequence_6_bytes", "[\"\xFC\x83\xBF\xBF\xBF\xBF\"]", 2),
    SAMPLE("i_string_overlong_sequence_6_bytes_null", "[\"\xFC\x80\x80\x80\x80\x80\"]", 2),
    SAMPLE("i_string_truncated-utf-8", "[\"\xE0\xFF\"]", 2),
    SAMPLE("i_string_utf16BE_no_BOM", "\0[\0\"\0\xE9\0\"\0]", 0),
    SAMPLE("i_string_utf16LE_no_BOM", "[\0\"\0\xE9\0\"\0]\0", 1),
};

static void all_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        struct json_problem problem;
        if (json_check((struct bytes){s->bytes, s->len}, NULL, &problem))
            fail_msg("%s is accepted", s->name);
        if (problem.offset != s->offset)
            fail_msg("%s: %s at byte %zu, not %zu", s->name, problem.text, problem.offset,
                     s->offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
