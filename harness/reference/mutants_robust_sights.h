/* mutants_robust_sights.h - what can be hostile about a request.
 *
 * All of these look at the request as it came, at nothing that was made of it. What is in a body is
 * found without cJSON, in linear time. */
#ifndef REFERENCE_MUTANTS_ROBUST_SIGHTS_H
#define REFERENCE_MUTANTS_ROBUST_SIGHTS_H

#include "base/json.h"
#include "reference/mutants_robust_tools.h"

/* The method. */
sight sees_put, sees_patch, sees_get;

/* The first thing wrong with a body as JSON, nesting apart. */
sight sees_truncated, sees_truncated_in_string, sees_last_brace_missing, sees_two_values;
sight sees_comment, sees_single_quotes, sees_trailing_comma, sees_bom, sees_blank, sees_bare_name;
sight sees_raw_control, sees_bad_escape, sees_not_an_object, sees_utf16;
sight sees_duplicate;

/* Bytes and escapes. */
sight sees_bad_utf8, sees_overlong, sees_raw_surrogate, sees_lone_surrogate, sees_low_surrogate;
sight sees_nul_byte, sees_escaped_nul, sees_escaped_nul_in_name, sees_bad_utf8_in_name;

/* Sizes. */
struct extent {
    size_t depth, members, elements; /* members and elements of the largest object and array */
    size_t escapes, digits, text;    /* backslashes; the longest number, the longest string */
    bool closed;                     /* every bracket that was opened */
    bool deep_in_array;              /* the deepest bracket is a '[' */
};
struct extent sights_measure(struct bytes body);
struct bytes sights_body(const struct call *c);
size_t sights_sent(const struct call *c); /* bytes of body, or what Content-Length says */
bool sights_has(const struct call *c, const char *text); /* in the body, before any NUL */

sight sees_deep, sees_very_deep, sees_deep_array, sees_deep_object, sees_deep_closed;
sight sees_tags, sees_complete_start;
sight sees_many_members, sees_many_elements, sees_many_in_tags;
sight sees_1_mib, sees_8_mib, sees_64_mib, sees_exactly_1_mib, sees_1_mib_string, sees_padding;

/* Numbers, outside strings. */
sight sees_long_number, sees_large_exponent, sees_small_exponent, sees_minus_zero, sees_nan;
sight sees_infinity, sees_leading_zero;

/* The head. */
sight sees_large_header, sees_two_lengths, sees_length_and_chunks, sees_chunks, sees_expect;

#endif
