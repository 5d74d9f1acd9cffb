/* What is no JSON, around and inside a body that would be fine. */
#include "fuzz/review/probe.h"

#define NOT_JSON                                                                                   \
    "not JSON, and accepted: this clause is broken, and whoever stands in front and refuses or "   \
    "reads it otherwise disagrees with the implementation (PLAT-02, ROB-01)"
#define SMUGGLED                                                                                   \
    "what comes behind the body is not looked at: two bodies in one request, of which a reader "   \
    "in "                                                                                          \
    "front may check the other one (PLAT-02, ROB-01)"
#define IN_COMMENT                                                                                 \
    "a comment hides a member from this parser that one which skips comments otherwise may see, "  \
    "and the body is no JSON (PLAT-02, ROB-01)"

#define GATEWAY "/properties/gateway1/name"

#define AROUND(name, what, where, text_, why)                                                      \
    {                                                                                              \
        .id = name, .says = what, .rule = RULE_REFUSE, .slot = where, .text = B(text_),            \
        .risk = why                                                                                \
    }

static const struct probe syntax[] = {
    AROUND("empty", "no bytes at all", SLOT_WHOLE, "", NOT_JSON),
    AROUND("array", "[ ] in place of the object", SLOT_WHOLE, "[]", NOT_JSON),
    AROUND("bom", "a byte order mark in front", SLOT_FRONT, "\xEF\xBB\xBF", NOT_JSON),
    AROUND("bytes-behind", "letters behind the body", SLOT_BEHIND, "xyz", SMUGGLED),
    AROUND("brace-behind", "one brace too many", SLOT_BEHIND, "}", SMUGGLED),
    {.id = "body-behind",
     .says = "a second body, with a missing gateway",
     .rule = RULE_REFUSE,
     .slot = SLOT_BEHIND,
     .text = B("{\"properties\":{\"gateway1\":{\"name\":\"nosuchgateway\"}}}"),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .risk = SMUGGLED,
     .readings = {{B("nosuchgateway"), "the second counts", SMUGGLED}}},
    AROUND("nul-behind", "a NUL byte behind the body", SLOT_BEHIND, "\0", SMUGGLED),
    AROUND("nul-and-more-behind", "a NUL byte and letters behind the body", SLOT_BEHIND, "\0xyz",
           SMUGGLED),
    AROUND("space-behind", "a form feed behind the body", SLOT_BEHIND, "\f", NOT_JSON),
    AROUND("comma-at-end-of-object", "a comma before a closing brace", SLOT_LAST, ",", NOT_JSON),
    AROUND("comma-at-end-of-array", "a comma before a closing bracket", SLOT_LAST, ",\"more\":[1,]",
           NOT_JSON),
    AROUND("comma-twice", "two commas", SLOT_LAST, ",,\"more\":1", NOT_JSON),
    AROUND("comma-missing", "no comma between two members", SLOT_LAST, " \"more\":1", NOT_JSON),
    AROUND("comment", "/* a comment */", SLOT_LAST, "/* a comment */", IN_COMMENT),
    AROUND("comment-with-member", "a member inside /* */", SLOT_LAST,
           "/*,\"gateway1\":{\"name\":\"nosuchgateway\"}*/", IN_COMMENT),
    AROUND("line-comment", "// a comment", SLOT_LAST, "// a comment\n", IN_COMMENT),
    AROUND("hash-comment", "# a comment", SLOT_LAST, "# a comment\n", IN_COMMENT),
    AROUND("single-quotes", "a name and a value in single quotes", SLOT_LAST, ",'more':'x'",
           NOT_JSON),
    AROUND("bare-name", "a name without quotes", SLOT_LAST, ",more:1", NOT_JSON),
    AROUND("literal-in-capitals", "TRUE", SLOT_LAST, ",\"more\":TRUE", NOT_JSON),
    AROUND("literal-cut", "nul", SLOT_LAST, ",\"more\":nul", NOT_JSON),
    AROUND("assigned", "\"var x =\" in front", SLOT_FRONT, "var x = ", NOT_JSON),
    AROUND("semicolon-behind", "a semicolon behind the body", SLOT_BEHIND, ";", SMUGGLED),
    AROUND("cut-in-string", "the body ends in a string", SLOT_WHOLE, "{\"name\":\"cn1", NOT_JSON),
    AROUND("cut-behind-comma", "the body ends behind a comma", SLOT_WHOLE, "{\"name\":\"cn1\",",
           NOT_JSON),
    AROUND("cut-before-brace", "the last brace is missing", SLOT_WHOLE,
           "{\"name\":\"cn1\",\"properties\":{}", NOT_JSON),
};

const struct probe_class probe_syntax = {
    "syntax", "What is no JSON",
    "BOM, comments, trailing bytes and commas, and other liberties: RFC 8259 has none of them.",
    syntax, sizeof syntax / sizeof *syntax};
