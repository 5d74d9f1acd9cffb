/* mutants_conversation.h - requests of every kind, in an order in which each mutant gives itself away. */
#ifndef MUTANTS_CONVERSATION_H
#define MUTANTS_CONVERSATION_H

#include "test_reference_kit.h"

#define AT(subscription, group, name)                                                              \
    "/subscriptions/" subscription "/resourceGroups/" group                                        \
    "/providers/microsoft.network/connections/" name VERSION

#define GATEWAYS(one, two) "\"gateway1\":{\"name\":\"" one "\"},\"gateway2\":{\"name\":\"" two "\"}"
#define PLACED "{\"location\":\"West US\",\"tags\":{\"Key1\":\"v1\",\"k2\":\"v2\"},\"properties\":{"
#define STATE(type, state) "\"connectionType\":\"" type "\",\"connectivityState\":\"" state "\""
#define SITE                                                                                       \
    PLACED GATEWAYS("firstgateway", "secondgateway") "," STATE("SiteToSite",                       \
                                                               "Connected") "," IPSEC "}}"
#define OTHER                                                                                      \
    "{\"location\":\"West US\",\"tags\":{\"k3\":\"v3\"},\"properties\":{" GATEWAYS(                \
        "Third",                                                                                   \
        "firstgateway") "," STATE("SiteToSite",                                                    \
                                  "Disconnected") ","                                              \
                                                  "\"ipsecParameters\":{\"encryptionType\":"       \
                                                  "\"DES3\",\"pfsGroup\":\"None\","                \
                                                  "\"saDataSizeKilobytes\":\"4294967296\","        \
                                                  "\"saLifeTimeSeconds\":\"0300\","                \
                                                  "\"hashAlgorithm\":\"MD5\"}}}"
#define POINT PLACED GATEWAYS("firstgateway", "Third") "," STATE("PointToSite", "Disconnected") "}}"
#define DEDICATED                                                                                  \
    PLACED GATEWAYS("Third", "secondgateway") "," STATE("Dedicated", "Disconnected") "}}"
#define IN_IPSEC "/properties/ipsecParameters/"
#define STATE_AT "/properties/connectivityState"
#define TYPE_AT "/properties/connectionType"
#define NONE ""

struct step {
    const char *method, *path, *body;
    const char *pointer, *value; /* the body is edited so; value "" removes */
};

#define C(name) AT("s1", "rg1", name)

static const struct step steps[] = {
    /* gateway refusals before anything was seen of the others, and what comes after them */
    {"PUT", C("a1"), SITE, "/properties/gateway1/name", "\"nowhere\""},
    {"PUT", C("a1"), SITE, NULL, NULL},
    {"PUT", C("a2"), SITE, "/properties/gateway2/name", "\"nowhere\""},
    {"GET", C("a2"), NULL, NULL, NULL},
    {"PUT", C("a2"), DEDICATED, NULL, NULL},
    {"PUT", C("a2"), DEDICATED, "/properties/gateway1/name", "\"nowhere\""},
    {"GET", C("a2"), NULL, NULL, NULL},
    {"PATCH", C("a2"), "{\"properties\":{" GATEWAYS("nowhere", "never") "}}", NULL, NULL},
    {"PUT", C("a2"), DEDICATED, NULL, NULL},
    {"PATCH", C("a2"), "{\"tags\":{\"n\":\"8080\",\"b\":\"true\",\"e\":\"\"}}", NULL, NULL},
    {"PUT", C("a3"), SITE, "/properties",
     "{" GATEWAYS("nowhere", "never") "," STATE("PointToSite", "Disconnected") "}"},
    {"PUT", C("a3"), POINT, "/properties/gateway2/name", "\"nowhere\""},
    {"PUT", C("a3"), POINT, "/properties/gateway1", "{\"name\":\"nowhere\"}"},
    {"PUT", C("a3"), POINT, NULL, NULL},
    {"PUT", C("a4"), SITE, "/properties",
     "{" GATEWAYS("firstgateway-2", "secondgateway") "," STATE("Dedicated", "Connected") "}"},
    {"PUT", C("a4"), SITE, "/properties",
     "{" GATEWAYS("nowhere", "nowhere") "," STATE("Dedicated", "Connected") "}"},
    {"PUT", C("a4"), SITE, "/properties",
     "{" GATEWAYS("firstgateway", "firstgateway-2") "," STATE("Dedicated", "Connected") "}"},
    {"PUT", C("a4"), SITE, "/properties/gateway1/name", "\"nowhere\""},
    {"GET", C("a4"), NULL, NULL, NULL},
    /* a connection's life */
    {"PUT", C("b1"), SITE, NULL, NULL},
    {"PUT", C("b1"), SITE, NULL, NULL},
    {"PUT", C("b1"), OTHER, NULL, NULL},
    {"GET", C("b1"), NULL, NULL, NULL},
    {"PUT", C("b1"), DEDICATED, NULL, NULL},
    {"PUT", C("b1"), POINT, NULL, NULL},
    {"GET", C("b1"), NULL, NULL, NULL},
    {"PUT", C("b1"), OTHER, NULL, NULL},
    {"PUT", C("b1"), OTHER, IN_IPSEC "hashAlgorithm", "\"SHA1\""},
    {"PUT", C("b1"), OTHER, "/tags", NONE},
    {"GET", C("b1"), NULL, NULL, NULL},
    /* PATCH */
    {"PUT", C("d1"), OTHER, NULL, NULL},
    {"PATCH", C("d1"), "{\"tags\":{\"x\":\"y\"}}", NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"connectivityState\":\"Connected\"}}", NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"connectivityState\":\"Disconnected\"}}", NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"gateway1\":{\"name\":\"secondgateway\"}}}", NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"gateway2\":{\"name\":\"Third\"}}}", NULL, NULL},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"ipsecParameters\":{\"hashAlgorithm\":\"SHA256\"}}}",
     NULL, NULL},
    {"PATCH", C("d1"),
     "{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":\"PFS1\",\"saDataSizeKilobytes\":\"0\"}}}",
     NULL, NULL},
    {"PATCH", C("d1"),
     "{\"properties\":{\"ipsecParameters\":{\"saLifeTimeSeconds\":\"77\",\"encryptionType\":"
     "\"Other\"}}}",
     NULL, NULL},
    {"PATCH", C("d1"),
     "{\"properties\":{\"connectionType\":\"PointToSite\",\"connectivityState\":\"Connected\"}}",
     NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"connectionType\":\"Dedicated\"}}", NULL, NULL},
    {"PUT", C("d1"), SITE, NULL, NULL},
    {"GET", C("d1"), NULL, NULL, NULL},
    /* refusals of an existing connection */
    {"PATCH", C("d1"),
     "{\"tags\":{\"t\":\"u\"},\"properties\":{\"gateway1\":{\"name\":\"nowhere\"}}}", NULL, NULL},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PATCH", C("d1"),
     "{\"properties\":{\"gateway1\":{\"name\":\"Third\"},\"gateway2\":{\"name\":\"nowhere\"}}}",
     NULL, NULL},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PATCH", C("d1"),
     "{\"properties\":{\"connectivityState\":\"Disconnected\",\"connectionType\":\"Never\"}}", NULL,
     NULL},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PATCH", C("d1"), "{\"properties\":{\"connectivityState\":\"Never\"}}", NULL, NULL},
    {"PATCH", C("d1"), "{\"location\":7}", NULL, NULL},
    {"PUT", C("d1"), OTHER, STATE_AT, "\"Never\""},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PUT", C("d1"), OTHER, TYPE_AT, "\"Never\""},
    {"PUT", C("d1"), OTHER, TYPE_AT, "\"\""},
    {"PUT", C("d1"), OTHER, "/properties/gateway2/name", "\"nowhere\""},
    {"PUT", C("d1"), OTHER, STATE_AT, NONE},
    {"GET", C("d1"), NULL, NULL, NULL},
    {"PUT", C("d1"), OTHER, "/properties/ipsecParameters", NONE},
    {"PATCH", C("d1"), "{\"properties\":{\"gateway1\":{\"name\":\"Third\"}}}", NULL, NULL},
    {"PUT", C("a2"), DEDICATED, STATE_AT, "\"Never\""},
    {"GET", C("a2"), NULL, NULL, NULL},
    {"PUT", C("d1"), OTHER, "/name", "\"b1\""},
    {"PATCH", C("d1"), "{\"name\":\"b1\",\"tags\":{\"o\":\"p\"}}", NULL, NULL},
    /* what is missing */
    {"PUT", C("e1"), SITE, "/location", NONE},
    {"PUT", C("e2"), SITE, "/properties", NONE},
    {"PUT", C("e3"), SITE, "/properties/gateway1", NONE},
    {"PUT", C("e4"), SITE, "/properties/gateway1/name", NONE},
    {"PUT", C("e5"), SITE, "/properties/gateway2", NONE},
    {"PUT", C("e6"), SITE, "/properties/gateway2/name", NONE},
    {"PUT", C("e7"), SITE, TYPE_AT, NONE},
    {"PUT", C("e8"), SITE, STATE_AT, NONE},
    {"PUT", C("e9"), SITE, "/properties/ipsecParameters", NONE},
    {"PUT", C("e10"), SITE, IN_IPSEC "encryptionType", NONE},
    {"PUT", C("e11"), SITE, IN_IPSEC "pfsGroup", NONE},
    {"PUT", C("e12"), SITE, IN_IPSEC "saDataSizeKilobytes", NONE},
    {"PUT", C("e13"), SITE, IN_IPSEC "saLifeTimeSeconds", NONE},
    {"PUT", C("e14"), SITE, IN_IPSEC "hashAlgorithm", NONE},
    {"PUT", C("e15"), SITE, "/properties/ipsecParameters", "{}"},
    {"GET", C("e1"), NULL, NULL, NULL},
    /* what is of another type */
    {"PUT", C("f1"), SITE, "/location", "7"},
    {"PUT", C("f2"), SITE, "/location", "true"},
    {"PUT", C("f3"), SITE, "/location", "[]"},
    {"PUT", C("f4"), SITE, "/location", "{}"},
    {"PUT", C("f5"), SITE, "/location", "null"},
    {"PUT", C("f6"), SITE, "/name", "6"},
    {"PUT", C("f7"), SITE, "/properties/ipsecParameters", "\"x\""},
    {"PUT", C("f8"), SITE, "/properties", "\"x\""},
    {"PUT", C("f9"), SITE, "/properties/gateway2/name", "7"},
    {"PUT", C("f10"), SITE, TYPE_AT, "1"},
    {"PUT", C("f11"), SITE, STATE_AT, "false"},
    {"PUT", C("f12"), SITE, "/tags/Key1", "7"},
    {"PUT", C("f13"), SITE, "/tags/Key1", "true"},
    {"PUT", C("f14"), SITE, "/tags", "[]"},
    {"PUT", C("f15"), SITE, "/tags", "\"x\""},
    {"PUT", C("f16"), SITE, IN_IPSEC "saLifeTimeSeconds", "7"},
    {"PUT", C("f17"), DEDICATED, "/properties/ipsecParameters", "[]"},
    {"PUT", C("f18"), DEDICATED, TYPE_AT, "true"},
    {"GET", C("f18"), NULL, NULL, NULL},
    /* listed values in another case */
    {"PUT", C("o1"), POINT, TYPE_AT, "\"pointToSite\""},
    {"PUT", C("o2"), DEDICATED, TYPE_AT, "\"DEDICATED\""},
    {"PUT", C("o3"), SITE, STATE_AT, "\"connected\""},
    {"PUT", C("o4"), SITE, NULL, NULL},
    {"PATCH", C("o4"), "{\"properties\":{\"connectionType\":\"dedicated\"}}", NULL, NULL},
    {"PATCH", C("o4"), "{\"properties\":{\"connectivityState\":\"DISCONNECTED\"}}", NULL, NULL},
    /* values and names */
    {"PUT", C("g1"), SITE, "/location", "\"Sm\\u00e5land, a place of its own\""},
    {"PUT", C("g2"), SITE, "/tags", NONE},
    {"GET", C("g2"), NULL, NULL, NULL},
    {"PUT", C("UPPER"), SITE, NULL, NULL},
    {"PUT", C("with.dot"), POINT, NULL, NULL},
    {"GET", C("with.other"), NULL, NULL, NULL},
    {"GET", C("with"), NULL, NULL, NULL},
    {"PUT", C("123"), POINT, NULL, NULL},
    {"PATCH", C("123"), "{\"tags\":{}}", NULL, NULL},
    {"PUT", C("with-dot"), DEDICATED, NULL, NULL},
    {"GET", C("with_dot"), NULL, NULL, NULL},
    {"PUT", C("long-names-are-one"), DEDICATED, NULL, NULL},
    {"GET", C("long-names-are-two"), NULL, NULL, NULL},
    {"PUT", C("caf%C3%A9"), SITE, NULL, NULL},
    {"GET", C("caf%C3%A8"), NULL, NULL, NULL},
    {"GET", C("caf"), NULL, NULL, NULL},
    {"GET", AT("s1", "rg2", "b1"), NULL, NULL, NULL},
    {"GET", AT("s2", "rg1", "b1"), NULL, NULL, NULL},
    {"PUT", AT("s1", "rg.1", "b1"), SITE, NULL, NULL},
    {"GET", AT("s1", "rg.2", "b1"), NULL, NULL, NULL},
    {"GET", C("b1"), NULL, NULL, NULL},
};

#endif
