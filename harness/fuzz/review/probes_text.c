/* Strings: escapes, NUL, surrogates, and bytes that are no UTF-8. */
#include "fuzz/review/probe.h"

#define GATEWAY "/properties/gateway1/name"
#define UNREADABLE                                                                                 \
    "what is stored is no UTF-8, and an answer that returns it is no JSON: one client's PUT "      \
    "breaks "                                                                                      \
    "every client's GET and list (CORE-20, FAM-08)"
#define CUT                                                                                        \
    "the gateway that is looked up is not the one in the body: a missing gateway passes for an "   \
    "existing one (CORE-05, ROB-03)"
#define CHANGED                                                                                    \
    "what is stored is not what was sent, and two different texts can become one (ROB-11)"
#define CONTROL                                                                                    \
    "not JSON, and accepted: raw control characters go on into logs, headers and terminals, and "  \
    "back out in answers (PLAT-02, ROB-01)"

static const struct probe text[] = {
    {.id = "nul-in-value",
     .says = "gateway \"firstgateway\\u0000x\"",
     .rule = RULE_EITHER,
     .slot = SLOT_GATEWAY1,
     .text = B("{\"name\":\"firstgateway\\u0000x\"}"),
     .at = GATEWAY,
     .is = B("firstgateway\0x"),
     .readings = {{B("firstgateway"), "cut at the NUL", CUT}}},
    {.id = "raw-nul-in-value",
     .says = "gateway \"firstgateway\", a NUL byte, \"x\"",
     .rule = RULE_REFUSE,
     .slot = SLOT_GATEWAY1,
     .text = B("{\"name\":\"firstgateway\0x\"}"),
     .at = GATEWAY,
     .is = B("firstgateway\0x"),
     .risk = CONTROL,
     .readings = {{B("firstgateway"), "cut at the NUL", CUT}}},
    {.id = "lone-high-surrogate",
     .says = "gateway \"firstgateway\\ud800\"",
     .rule = RULE_EITHER,
     .slot = SLOT_GATEWAY1,
     .text = B("{\"name\":\"firstgateway\\ud800\"}"),
     .at = GATEWAY,
     .risk = CHANGED,
     .readings = {{B("firstgateway"), "left out", CUT},
                  {B("firstgateway\xED\xA0\x80"), "invalid UTF-8 (ED A0 80)", UNREADABLE},
                  {B("firstgateway\xEF\xBF\xBD"), "U+FFFD", CHANGED},
                  {B("firstgateway?"), "\"?\"", CHANGED}}},
    {.id = "lone-low-surrogate",
     .says = "gateway \"firstgateway\\udc00\"",
     .rule = RULE_EITHER,
     .slot = SLOT_GATEWAY1,
     .text = B("{\"name\":\"firstgateway\\udc00\"}"),
     .at = GATEWAY,
     .risk = CHANGED,
     .readings = {{B("firstgateway"), "left out", CUT},
                  {B("firstgateway\xED\xB0\x80"), "invalid UTF-8 (ED B0 80)", UNREADABLE},
                  {B("firstgateway\xEF\xBF\xBD"), "U+FFFD", CHANGED},
                  {B("firstgateway?"), "\"?\"", CHANGED}}},
    {.id = "surrogate-pair",
     .says = "location \"\\ud83d\\ude00\"",
     .rule = RULE_ACCEPT,
     .slot = SLOT_LOCATION,
     .text = B("\"\\ud83d\\ude00\""),
     .at = "/location",
     .is = B("\xF0\x9F\x98\x80"),
     .risk = CHANGED},
    {.id = "emoji",
     .says = "the same, as UTF-8",
     .rule = RULE_ACCEPT,
     .slot = SLOT_LOCATION,
     .text = B("\"\xF0\x9F\x98\x80\""),
     .at = "/location",
     .is = B("\xF0\x9F\x98\x80"),
     .risk = CHANGED},
    {.id = "escapes",
     .says = "location with every escape there is",
     .rule = RULE_ACCEPT,
     .slot = SLOT_LOCATION,
     .text = B("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\""),
     .at = "/location",
     .is = B("\"\\/\b\f\n\r\tA"),
     .risk = CHANGED},
    {.id = "raw-newline",
     .says = "a raw newline in a string",
     .rule = RULE_REFUSE,
     .slot = SLOT_LOCATION,
     .text = B("\"West\nUS\""),
     .at = "/location",
     .is = B("West\nUS"),
     .risk = CONTROL},
    {.id = "raw-escape",
     .says = "a raw ESC (1B) in a string",
     .rule = RULE_REFUSE,
     .slot = SLOT_LOCATION,
     .text = B("\"West\x1BUS\""),
     .at = "/location",
     .is = B("West\x1BUS"),
     .risk = CONTROL},
    {.id = "unknown-escape",
     .says = "\"\\x41\" in a string",
     .rule = RULE_REFUSE,
     .slot = SLOT_LOCATION,
     .text = B("\"West\\x41US\""),
     .at = "/location",
     .risk = CHANGED},
    {.id = "short-escape",
     .says = "\"\\u00\" at the end of a string",
     .rule = RULE_REFUSE,
     .slot = SLOT_LOCATION,
     .text = B("\"West\\u00\""),
     .at = "/location",
     .risk = CHANGED},
};

/* Bytes that no UTF-8 text has; a parser that hands them on unread is `as sent`. */
#define BYTES(name, what, bytes)                                                                   \
    {                                                                                              \
        .id = name, .says = what, .rule = RULE_REFUSE, .slot = SLOT_LOCATION,                      \
        .text = B("\"West" bytes "US\""), .at = "/location", .is = B("West" bytes "US"),           \
        .risk = UNREADABLE                                                                         \
    }

static const struct probe bytes[] = {
    BYTES("byte-ff", "the byte FF", "\xFF"),
    BYTES("latin-1", "a Latin-1 letter (E9)", "\xE9"),
    BYTES("cut-character", "a character without its last byte (E2 82)", "\xE2\x82"),
    BYTES("overlong-slash", "an overlong \"/\" (C0 AF)", "\xC0\xAF"),
    BYTES("overlong-nul", "an overlong NUL (C0 80)", "\xC0\x80"),
    BYTES("surrogate-as-bytes", "a surrogate as bytes (ED A0 80)", "\xED\xA0\x80"),
    BYTES("above-unicode", "above U+10FFFF (F4 90 80 80)", "\xF4\x90\x80\x80"),
    {.id = "cut-before-quote",
     .says = "a first byte (E2) right before the closing quote",
     .rule = RULE_REFUSE,
     .slot = SLOT_LOCATION,
     .text = B("\"West US\xE2\""),
     .at = "/location",
     .is = B("West US\xE2"),
     .risk = UNREADABLE},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))
const struct probe_class probe_text = {"text", "Escapes, NUL, surrogates and control characters",
                                       "The text that is used must be the text that was sent.",
                                       text, COUNT(text)};
const struct probe_class probe_bytes = {
    "utf-8", "Invalid UTF-8", "RFC 8259 section 8.1: JSON between systems is UTF-8. In `location`.",
    bytes, COUNT(bytes)};
