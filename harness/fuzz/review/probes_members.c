/* Members that come twice, and members that look like another. */
#include "fuzz/review/probe.h"

#define GATEWAY "/properties/gateway1/name"
#define TYPE "/properties/connectionType"
#define HIDDEN                                                                                     \
    "a gateway that does not exist is named in the body and never looked at: answered 200 where "  \
    "400 "                                                                                         \
    "is due, and whoever reads the other copy (a policy in front, a log, an audit) sees another "  \
    "connection (CORE-05, ROB-02)"
#define MISTAKEN                                                                                   \
    "a member of another name is taken for gateway1: what is stored is not what was checked by "   \
    "whoever tells the names apart (CORE-05, ROB-02, ROB-03)"
#define FREED                                                                                      \
    "the later copy undoes a member that was there: a check of the first copy passes, and the "    \
    "connection is made without it (CORE-30, ROB-02)"

/* What a look at gateway1's name finds when the missing gateway is the second copy, or the first. */
#define GOOD_FIRST                                                                                 \
    {                                                                                              \
        {B("firstgateway"), "first", HIDDEN},                                                      \
        {                                                                                          \
            B("nosuchgateway"), "last", NULL                                                       \
        }                                                                                          \
    }
#define GOOD_LAST                                                                                  \
    {                                                                                              \
        {B("firstgateway"), "last", HIDDEN},                                                       \
        {                                                                                          \
            B("nosuchgateway"), "first", NULL                                                      \
        }                                                                                          \
    }
#define MISSING "{\"name\":\"nosuchgateway\"}"

static const struct probe duplicates[] = {
    {.id = "gateway1-second-missing",
     .says = "gateway1 twice, the second one does not exist",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1\":" MISSING),
     .at = GATEWAY,
     .readings = GOOD_FIRST},
    {.id = "gateway1-first-missing",
     .says = "gateway1 twice, the first one does not exist",
     .rule = RULE_EITHER,
     .slot = SLOT_FIRST,
     .text = B("\"gateway1\":" MISSING ","),
     .at = GATEWAY,
     .readings = GOOD_LAST},
    {.id = "gateway1-name-second-missing",
     .says = "name twice inside gateway1, the second does not exist",
     .rule = RULE_EITHER,
     .slot = SLOT_GATEWAY1,
     .text = B("{\"name\":\"firstgateway\",\"name\":\"nosuchgateway\"}"),
     .at = GATEWAY,
     .readings = GOOD_FIRST},
    {.id = "gateway1-escaped-second-missing",
     .says = "the same, the second copy spelled \"gatewa\\u00791\"",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"gatewa\\u00791\":" MISSING),
     .at = GATEWAY,
     .readings = GOOD_FIRST},
    {.id = "gateway1-escaped-first-missing",
     .says = "the same, the first copy spelled \"gatewa\\u00791\"",
     .rule = RULE_EITHER,
     .slot = SLOT_FIRST,
     .text = B("\"gatewa\\u00791\":" MISSING ","),
     .at = GATEWAY,
     .readings = GOOD_LAST},
    {.id = "properties-second-missing",
     .says = "properties twice, a missing gateway1 in the second",
     .rule = RULE_EITHER,
     .slot = SLOT_END,
     .text = B(",\"properties\":{\"gateway1\":" MISSING "}"),
     .at = GATEWAY,
     .readings = GOOD_FIRST},
    {.id = "gateway1-then-null",
     .says = "gateway1, then gateway1 again as null",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1\":null"),
     .at = GATEWAY,
     .readings = {{B("firstgateway"), "first", NULL}, {{NULL, 0}, "last", FREED}}},
    {.id = "type-second",
     .says = "connectionType SiteToSite, then Dedicated",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"connectionType\":\"Dedicated\""),
     .at = TYPE,
     .readings = {{B("SiteToSite"), "first", NULL}, {B("Dedicated"), "last", NULL}}},
    {.id = "tag-twice",
     .says = "one tag twice, with two values",
     .rule = RULE_EITHER,
     .slot = SLOT_TAGS,
     .text = B("{\"key1\":\"value1\",\"key1\":\"value2\"}"),
     .at = "/tags/key1",
     .readings = {{B("value1"), "first", NULL}, {B("value2"), "last", NULL}}},
};

#define LOOK_ALIKE                                                                                 \
    {                                                                                              \
        {                                                                                          \
            B("nosuchgateway"), "taken for it", MISTAKEN                                           \
        }                                                                                          \
    }

static const struct probe lookalikes[] = {
    {.id = "other-case-first",
     .says = "\"Gateway1\" before gateway1",
     .rule = RULE_ACCEPT,
     .slot = SLOT_FIRST,
     .text = B("\"Gateway1\":" MISSING ","),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "other-case-last",
     .says = "\"GATEWAY1\" behind gateway1",
     .rule = RULE_ACCEPT,
     .slot = SLOT_LAST,
     .text = B(",\"GATEWAY1\":" MISSING),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "nul-in-name-first",
     .says = "\"gateway1\\u0000x\" before gateway1",
     .rule = RULE_EITHER,
     .slot = SLOT_FIRST,
     .text = B("\"gateway1\\u0000x\":" MISSING ","),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "nul-in-name-last",
     .says = "\"gateway1\\u0000x\" behind gateway1",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1\\u0000x\":" MISSING),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "surrogate-in-name",
     .says = "\"gateway1\\ud800\" behind gateway1",
     .rule = RULE_EITHER,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1\\ud800\":" MISSING),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "space-in-name",
     .says = "\"gateway1 \" behind gateway1",
     .rule = RULE_ACCEPT,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1 \":" MISSING),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
    {.id = "invalid-byte-in-name",
     .says = "\"gateway1\" and the byte FF behind gateway1",
     .rule = RULE_REFUSE,
     .slot = SLOT_LAST,
     .text = B(",\"gateway1\xFF\":" MISSING),
     .at = GATEWAY,
     .is = B("firstgateway"),
     .readings = LOOK_ALIKE},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))
const struct probe_class probe_duplicates = {
    "duplicates", "Members that come twice",
    "RFC 8259 leaves to the parser which copy counts: `first` or `last` is the copy it obeys.",
    duplicates, COUNT(duplicates)};
const struct probe_class probe_lookalikes = {
    "look-alikes", "Names that look like another",
    "A name is what it is, byte for byte: nothing else may be taken for gateway1.", lookalikes,
    COUNT(lookalikes)};
