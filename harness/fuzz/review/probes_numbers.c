/* Numbers, in the place of saDataSizeKilobytes: the page has a string there, and implementations that
 * are kind to their clients take numbers too. */
#include "fuzz/review/probe.h"

#define SIZE "/properties/ipsecParameters/saDataSizeKilobytes"
#define OTHER                                                                                      \
    "where the implementation takes numbers too, the limit that is set is not the one sent "       \
    "(CORE-15, ROB-05)"
#define UNWRITABLE                                                                                 \
    "not JSON, and accepted: written back it is no JSON either, or null (CORE-20, PLAT-02, "       \
    "ROB-05)"
#define NO_NUMBER                                                                                  \
    "not JSON, and accepted: another reader of the body refuses it, or reads another number "      \
    "(PLAT-02)"

#define NUMBER(name, text_)                                                                        \
    {                                                                                              \
        .id = name, .says = text_, .rule = RULE_ACCEPT, .slot = SLOT_SIZE, .text = B(text_),       \
        .at = SIZE, .is = B(text_), .number = true, .risk = OTHER                                  \
    }
#define BEYOND(name, what, text_)                                                                  \
    {                                                                                              \
        .id = name, .says = what, .rule = RULE_EITHER, .slot = SLOT_SIZE, .text = B(text_),        \
        .at = SIZE, .is = B(text_), .number = true, .risk = OTHER                                  \
    }
#define NOT_ONE(name, text_, why)                                                                  \
    {                                                                                              \
        .id = name, .says = text_, .rule = RULE_REFUSE, .slot = SLOT_SIZE, .text = B(text_),       \
        .at = SIZE, .risk = why                                                                    \
    }

static const struct probe numbers[] = {
    NUMBER("small", "102400000"),
    NUMBER("minus", "-1"),
    NUMBER("fraction", "0.1"),
    NUMBER("exponent", "1E2"),
    NUMBER("two-to-31", "2147483648"),
    NUMBER("two-to-32", "4294967296"),
    BEYOND("two-to-53-and-1", "9007199254740993 (2^53 + 1)", "9007199254740993"),
    BEYOND("two-to-63-less-1", "9223372036854775807 (2^63 - 1)", "9223372036854775807"),
    BEYOND("two-to-63", "9223372036854775808 (2^63)", "9223372036854775808"),
    BEYOND("two-to-64", "18446744073709551616 (2^64)", "18446744073709551616"),
    BEYOND("minus-two-to-63-less-1", "-9223372036854775809 (-2^63 - 1)", "-9223372036854775809"),
    BEYOND("thirty-digits", "123456789012345678901234567890", "123456789012345678901234567890"),
    BEYOND("many-decimals", "0.1000000000000000055511151231257827",
           "0.1000000000000000055511151231257827"),
    BEYOND("huge", "1e400", "1e400"),
    BEYOND("minus-huge", "-1e400", "-1e400"),
    BEYOND("tiny", "1e-400", "1e-400"),
    {.id = "400-digits",
     .says = "400 digits",
     .rule = RULE_EITHER,
     .slot = SLOT_SIZE,
     .before = B("7"),
     .count = 400,
     .at = SIZE,
     .is = B("7.7777777777777778e+399"),
     .number = true,
     .risk = OTHER},
    {.id = "minus-zero",
     .says = "-0",
     .rule = RULE_ACCEPT,
     .slot = SLOT_SIZE,
     .text = B("-0"),
     .at = SIZE,
     .is = B("0"),
     .number = true,
     .risk = OTHER},
    NOT_ONE("leading-zero", "0123", NO_NUMBER),
    NOT_ONE("plus", "+1", NO_NUMBER),
    NOT_ONE("no-integer", ".5", NO_NUMBER),
    NOT_ONE("no-fraction", "1.", NO_NUMBER),
    NOT_ONE("no-exponent", "1e", NO_NUMBER),
    NOT_ONE("hex", "0x10", NO_NUMBER),
    NOT_ONE("nan", "NaN", UNWRITABLE),
    NOT_ONE("infinity", "Infinity", UNWRITABLE),
    NOT_ONE("minus-infinity", "-Infinity", UNWRITABLE),
};

const struct probe_class probe_numbers = {
    "numbers", "Range and precision of numbers",
    "In the place of `saDataSizeKilobytes`. `as sent` is the same number; else what became of it.",
    numbers, sizeof numbers / sizeof *numbers};
