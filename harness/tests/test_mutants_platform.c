/* Mutants of the platform clauses: each does something otherwise, and some do just what they say. */
#include "mutants_rules.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CALLED "x-ms-client-request-id: 3F2504E0-4F89-41D3-9A0C-0305E82C3301-and-more"
#define ASKED "x-ms-return-client-request-id: true"
#define UNVERSIONED AT("rg1", "connections/a1")
#define STATE(word) "{\"properties\":{\"connectivityState\":\"" word "\"}}"
#define UNKNOWN "W/\"11111111-2222-4333-8444-555555555555\""

#define SIXTEEN                                                                                    \
    "{\"properties\":{\"connectivityState\":\"Disconnected\"},\"tags\":{\"0\":\"\",\"1\":\"\","    \
    "\"2\":\"\","                                                                                  \
    "\"3\":\"\",\"4\":\"\",\"5\":\"\",\"6\":\"\",\"7\":\"\",\"8\":\"\",\"9\":\"\",\"a\":\"\","     \
    "\"b\":\"\","                                                                                  \
    "\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\"}}"
#define NAMELESS                                                                                   \
    "\"location\":\"West "                                                                         \
    "US\",\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"},\"gateway2\":"                  \
    "{\"name\":\"secondgateway\"},\"connectionType\":\"Dedicated\",\"connectivityState\":"         \
    "\"Connected\"}}"
#define PLACED(place, tags) PLACED_AT(place, "firstgateway", tags)
#define PLACED_AT(place, gateway, tags)                                                            \
    "{\"location\":\"" place "\",\"tags\":{" tags "},\"properties\":{\"gateway1\":{\"name\":"      \
    "\"" gateway "\"},\"gateway2\":{\"name\":\"secondgateway\"},\"connectionType\":\"Dedicated\"," \
    "\"connectivityState\":\"Connected\"}}"

/* Wrong only a second later, which no conversation waits for: conformance/tests/mutants.sh does. */
#define IN_TIME "etag-ages"

static const struct line lines[] = {
    /* bodies and refusals */
    SAY("PUT", C("a1"), SITE, .save = 1),
    READ(C("a1")),
    SAY("PUT", C("a1"), "{", .headers = {CALLED, ASKED}),
    SAY("PATCH", C("a1"), "{"),
    SAY("PUT", C("a1"), ""),
    SAY("PATCH", C("a1"), ""),
    SAY("PUT", C("a1"), "[1]"),
    SAY("PATCH", C("a1"), "7"),
    SAY("PATCH", C("a1"), "null"),
    SAY("PATCH", C("a1"), "[{\"tags\":{\"x\":\"1\"}}]"),
    SAY("PATCH", C("a1"), "\"{\\\"tags\\\":{}}\""),
    SAY("PATCH", C("a1"), "{\"tags\":{\"x\":\"2\"}} x"),
    SAY("PATCH", C("a1"), "{\"tags\":{\"x\":\"2\",}}"),
    SAY("PATCH", C("a1"), "{'tags':{'x':'3'}}"),
    SAY("PUT", C("a1"), "{}"),
    SAY("PATCH", C("a1"), STATE("Never")),
    SAY("PATCH", C("a1"), "{\"tags\":7}"),
    SAY("PUT", C("a1"), BODY("SiteToSite", "Connected", TAGS, "")),
    SAY("PATCH", C("a1"), "{\"properties\":{\"gateway1\":{\"name\":\"nowhere\"}}}"),
    SAY("PUT", KEY("a1"), "{}"),
    READ(KEY("none")),
    READ(LIST("none")),
    READ(C("none")),
    SAY("PATCH", C("none"), "{\"tags\":{}}"),
    ERASE(C("none")),
    READ(C("a1")),
    /* media types */
    SAY("PUT", C("a1"), SITE, .headers = {"Content-Type: -"}),
    SAY("PATCH", C("a1"), "{}", .headers = {"Content-Type: -"}),
    SAY("PUT", C("a1"), SITE, .headers = {"Content-Type: text/plain"}),
    SAY("PATCH", C("a1"), "{}", .headers = {"Content-Type: text/json"}),
    SAY("PUT", C("a1"), SITE, .headers = {"Content-Type: application/x-www-form-urlencoded"}),
    SAY("PUT", C("a1"), SITE, .headers = {"Content-Type: application/xml"}),
    /* unknown members */
    SAY("PATCH", C("a1"), "{\"TAGS\":{\"u\":\"1\"}}"),
    SAY("PATCH", C("a1"), "{\"tag\":{\"u\":\"2\"},\"note\":\"3\"}"),
    SAY("PATCH", C("a1"), "{\"properties\":{\"ConnectivityState\":\"Disconnected\"}}"),
    SAY("PATCH", C("a1"), "{\"properties\":{\"connectivity_state\":\"Disconnected\"}}"),
    SAY("PATCH", C("a1"), "{\"properties\":{\"ipsecParameters\":{\"HashAlgorithm\":\"MD5\"}}}"),
    SAY("PATCH", C("a1"), "{\"connectivityState\":\"Disconnected\",\"region\":\"East US\"}"),
    SAY("PATCH", C("a1"), "{\"properties\":{\"tags\":{\"u\":\"4\"},\"hashAlgorithm\":\"MD5\"}}"),
    SAY("PATCH", C("a1"),
        "{\"properties\":{\"gateway1\":{\"name\":\"firstgateway\",\"id\":\"/x/Third\"}}}"),
    READ(C("a1")),
    /* versions */
    READ(UNVERSIONED),
    SAY("PUT", UNVERSIONED, SITE),
    READ(UNVERSIONED "?api-version=2014-01-01-preview"),
    READ(UNVERSIONED "?api-version=2016-01-01"),
    READ(UNVERSIONED "?api-version=2015-05-01"),
    READ(UNVERSIONED "?api-version=2015-05-01-preview-2"),
    READ(UNVERSIONED "?api-version="),
    READ(UNVERSIONED "?api-version=2015-05-01-preview&api-version=2015-05-01-preview"),
    SAY("PATCH", UNVERSIONED "?api-version=x", "{}"),
    ERASE(UNVERSIONED "?api-version=x"),
    READ(AT("rg1", "connections/a1/sharedkey?api-version=x")),
    SAY("PUT", C("a1"), SITE),
    /* tokens */
    READ(C("a1")),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: -"}),
    SAY("GET", C("none"), NULL, .headers = {"Authorization: -"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer wrong.wrong.wrong"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer " TOKEN "x"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer Good.Token"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer good.token.x1"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer Good.Token.x2"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer "}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Bearer"}),
    SAY("GET", C("a1"), NULL, .headers = {"Authorization: Basic " TOKEN}),
    SAY("PUT", C("a1"), DEDICATED, .headers = {"Authorization: -"}),
    SAY("PATCH", C("a1"), "{\"tags\":{}}", .headers = {"Authorization: -"}),
    READ(C("a1")),
    SAY("GET", KEY("a1"), NULL, .headers = {"Authorization: -"}),
    SAY("GET", LIST("firstgateway"), NULL, .headers = {"Authorization: -"}),
    SAY("DELETE", C("a1"), NULL, .headers = {"Authorization: -"}),
    READ(C("a1")),
    /* ids of clients, methods */
    SAY("GET", C("a1"), NULL, .headers = {CALLED, ASKED}),
    SAY("PATCH", C("a1"), "{}", .headers = {CALLED, ASKED}),
    SAY("GET", C("none"), NULL, .headers = {CALLED, ASKED}),
    SAY("GET", C("Upper"), NULL, .headers = {CALLED, ASKED}),
    SAY("GET", C("a1"), NULL, .headers = {"x-ms-client-request-id: second", ASKED}),
    SAY("POST", C("a1"), "{\"tags\":{\"posted\":\"1\"}}"),
    SAY("POST", C("a1"), SITE),
    SAY("POST", C("a1"), "{}", .headers = {"X-HTTP-Method-Override: PATCH"}),
    SAY("OPTIONS", C("a1"), NULL),
    SAY("TRACE", C("a1"), NULL),
    SAY("patch", C("a1"), "{\"tags\":{\"posted\":\"2\"}}"),
    READ(C("a1")),
    /* PATCH */
    SAY("PATCH", C("p0"), SITE),
    SAY("PATCH", C("p0"), SITE),
    READ(C("p0")),
    SAY("PUT", C("p0"), SITE),
    ERASE(C("p0")),
    SAY("PATCH", C("p0"), SITE),
    READ(C("p0")),
    SAY("PUT", C("p1"), DEDICATED_IPSEC),
    SAY("PATCH", C("p1"), "{\"properties\":{\"ipsecParameters\":{\"hashAlgorithm\":null}}}"),
    SAY("PATCH", C("p1"), "{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":null}}}"),
    SAY("PATCH", C("p1"), "{\"properties\":{\"ipsecParameters\":null}}"),
    SAY("PATCH", C("p1"), "{\"properties\":{" IPSEC "}}"),
    SAY("PATCH", C("p1"), STATE("Disconnected")),
    SAY("PATCH", C("p1"), "{\"properties\":{\"connectivityState\":null}}"),
    SAY("PATCH", C("p1"), "{\"properties\":{\"gateway2\":null}}"),
    SAY("PATCH", C("p1"), "{\"location\":null}"),
    SAY("PATCH", C("p1"), "{\"tags\":{\"a\":\"9\",\"q\":null}}"),
    SAY("PATCH", C("p1"), "{\"tags\":{\"a\":\"9\"}}"),
    SAY("PATCH", C("p1"),
        "{\"tags\":{\"f\":\"6\"},"
        "\"properties\":{}}"),
    SAY("PATCH", C("p1"), "{}"),
    SAY("PATCH", C("p1"), "{\"properties\":{\"connectionType\":\"PointToSite\"}}"),
    SAY("PATCH", C("p1"), "{\"tags\":{}}"),
    SAY("PATCH", C("p1"), "{\"tags\":{\"g\":\"7\"}}"),
    SAY("PATCH", C("p1"), "{\"tags\":null}"),
    READ(C("p1")),
    /* names */
    SAY("PUT", C("Case"), SITE),
    READ(C("Case")),
    READ(C("cASE")),
    READ(KEY("case")),
    SAY("PATCH", C("case"), "{\"tags\":{}}"),
    SAY("PUT", C("CASE"), SITE),
    READ(AT("RG1", "connections/CASE" VERSION)),
    READ("/Subscriptions/s1/resourceGroups/rg1/providers/microsoft.network/connections/a1" VERSION),
    READ("/subscriptions/s1/resourcegroups/rg1/providers/microsoft.network/connections/a1" VERSION),
    READ("/subscriptions/s1/resourceGroups/rg1/Providers/microsoft.network/connections/a1" VERSION),
    READ("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network/connections/a1" VERSION),
    READ(AT("rg1", "Connections/a1" VERSION)),
    READ(AT("rg1", "connections/a1/sharedKey" VERSION)),
    SAY("POST", AT("rg1", "connections/a1/sharedkey/Reset" VERSION), "{\"KeyLength\":\"9\"}"),
    SAY("PUT", AT("rg1", "VirtualNetworkGateways/New" VERSION), "{}"),
    SAY("PUT", GATEWAY("New"), "{}"),
    SAY("PUT", AT("rg1", "localNetworkGateways/Other" VERSION), "{}"),
    SAY("PUT", C("case"), BETWEEN("new", "secondgateway", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("Case"), BETWEEN("New", "secondgateway", "Dedicated", "Connected", TAGS, "")),
    READ(LIST("secondgateway")),
    ERASE(C("case")),
    READ(C("Case")),
    /* etags */
    SAY("PUT", C("e1"), SITE, .save = 1),
    READ(C("e1")),
    SAY("PATCH", C("e1"), "{\"tags\":{\"e\":\"5\"}}", .save = 2),
    SAY("PATCH", C("e1"), STATE("Disconnected")),
    SAY("PATCH", C("e1"), "{\"properties\":{\"gateway2\":{\"name\":\"Third\"}}}"),
    SAY("PATCH", C("e1"), "{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":\"None\"}}}"),
    SAY("PUT", C("e1"), "{"),
    READ(C("e1")),
    SAY("PATCH", C("e1"), STATE("Never")),
    READ(C("e1")),
    SAY("PATCH", C("e1"), "{\"etag\":\"W/\\\"mine\\\"\",\"tags\":{}}", .save = 3),
    SAY("PUT", C("e2"), DEDICATED, .save = 5),
    READ(C("e1")),
    SAY("PUT", C("Upper"), SITE, .save = 6),
    SAY("PUT", C("Upper"), POINT),
    SAY("PATCH", C("Upper"), "{\"tags\":{\"z\":\"26\"}}", .headers = {"If-Match: $6"}),
    /* preconditions */
    SAY("PUT", C("e1"), DEDICATED, .headers = {"If-Match: $1"}),
    SAY("PUT", C("e1"), DEDICATED, .headers = {"If-Match: $2"}),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"1\"}}", .headers = {"If-Match: $2"}),
    SAY("DELETE", C("e1"), NULL, .headers = {"If-Match: $1"}),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"2\"}}", .headers = {"If-Match: " UNKNOWN}),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"3\"}}", .headers = {"If-Match: $1, " UNKNOWN}),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"4\"}}", .headers = {"If-Match: \"1\""}),
    READ(C("e1")),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"5\"}}", .headers = {"If-Match: $3"}),
    SAY("PATCH", C("e1"), "{\"tags\":{\"s\":\"6\"}}", .headers = {"If-Match: *"}),
    SAY("PUT", C("e1"), SITE, .headers = {"If-Match: *"}),
    SAY("PATCH", C("e2"), "{\"tags\":{}}", .headers = {"If-Match: " UNKNOWN}),
    SAY("PUT", C("e3"), SITE, .headers = {"If-Match: *"}),
    READ(C("e3")),
    SAY("PUT", C("e3"), SITE, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("e3"), DEDICATED, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("e3"), DEDICATED, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("E3"), DEDICATED, .headers = {"If-None-Match: *"}),
    READ(C("e3")),
    SAY("PATCH", C("e3"), "{\"tags\":{}}"),
    SAY("PUT", C("e3"), DEDICATED, .headers = {"If-None-Match: *"}),
    SAY("DELETE", C("e3"), NULL, .headers = {"If-Match: *"}),
    SAY("PUT", C("e3"), SITE, .headers = {"If-None-Match: *"}),
    READ(C("e3")),
    /* the same again, and elsewhere */
    SAY("PUT", C("w1"), SITE),
    SAY("PUT", C("w1"), SITE),
    SAY("PUT", C("w1"), SITE),
    SAY("PUT", C("w1"), SITE),
    READ(C("w1")),
    SAY("PUT", C("w2"), POINT),
    SAY("PUT", C("w2"), POINT),
    READ(C("w2")),
    SAY("PUT", C("w3"), DEDICATED_IPSEC),
    SAY("PUT", C("w3"), DEDICATED_IPSEC),
    SAY("PATCH", C("w3"), "{\"location\":\"East US\"}"),
    READ(C("w3")),
    SAY("PATCH", C("w3"), "{\"location\":\"West US 2\",\"tags\":{}}"),
    SAY("PUT", C("w3"),
        "{\"location\":\"East US\",\"properties\":"
        "{\"gateway1\":{\"name\":"
        "\"firstgateway\"},\"gateway2\":{\"name\":\"Third\"},\"connectionType\":\"PointToSite\","
        "\"connectivityState\":\"Connected\"}}"),
    READ(C("w3")),
    SAY("PUT", C("w4"), DEDICATED),
    SAY("PATCH", C("w4"), "{\"properties\":{\"connectionType\":\"SiteToSite\"," IPSEC "}}"),
    READ(C("w4")),
    /* at one time */
    SAY("PUT", C("x1"), SITE, .save = 7),
    SAY("PUT", C("x1"), BODY("SiteToSite", "Disconnected", "\"one\":\"1\"", "," IPSEC),
        .headers = {"If-Match: $7"},
        .meanwhile = BODY("Dedicated", "Connected", "\"two\":\"2\"", "")),
    READ(C("x1")),
    SAY("PUT", C("x2"), BODY("SiteToSite", "Disconnected", "\"one\":\"1\"", "," IPSEC),
        .headers = {"If-None-Match: *"}, .meanwhile = SITE),
    SAY("PATCH", C("x2"), "{\"tags\":{\"x\":\"2\"}}", .save = 8),
    SAY("PATCH", C("x2"), "{\"tags\":{\"x\":\"3\"}}", .headers = {"If-Match: $8"},
        .meanwhile = SITE),
    SAY("PUT", C("x2"), SITE, .save = 9),
    SAY("DELETE", C("x2"), NULL, .headers = {"If-Match: $9"}, .meanwhile = DEDICATED),
    SAY("PUT", C("x3"), SITE),
    SAY("PUT", C("x3"),
        BETWEEN("firstgateway", "Third", "SiteToSite", "Connected", "\"one\":\"1\"",
                ",\"ipsecParameters\":{\"encryptionType\":\"DES\",\"pfsGroup\":\"None\","
                "\"saDataSizeKilobytes\":\"1\",\"saLifeTimeSeconds\":\"2\",\"hashAlgorithm\":"
                "\"MD5\"}"),
        .meanwhile = BODY("SiteToSite", "Disconnected", "\"two\":\"2\"", "," IPSEC)),
    READ(C("x3")),
    /* many tags and long ones */
    SAY("PUT", C("t1"), "@15 512 256"),
    READ(C("t1")),
    SAY("PATCH", C("t1"), "@15 512 256"),
    SAY("PUT", C("t1"), "@@2 512 256"),
    SAY("PUT", C("t1"), "@16 4 4"),
    SAY("PUT", C("t1"), "@1 513 4"),
    SAY("PUT", C("t1"), "@1 4 257"),
    /* the same in another spelling */
    SAY("PUT", C("r1"), SITE),
    SAY("PUT", C("r1"), PLACED("westus", "\"respelled\":\"1\"")),
    READ(C("r1")),
    SAY("PUT", C("r1"), PLACED("East US", "\"moved\":\"1\"")),
    READ(C("r1")),
    SAY("PUT", AT("rg1", "connections/r1/" VERSION), SITE),
    SAY("PATCH", AT("rg1", "connections/r1/" VERSION), "{\"tags\":{\"slash\":\"yes\"}}"),
    READ(C("r1")),
    /* PATCH of what is not there, after other things */
    SAY("PUT", C("vp1"), PLACED_AT("West US", "nowhere", "\"a\":\"1\"")),
    SAY("PATCH", C("vp1"), "{\"tags\":{\"p\":\"1\"}}"),
    SAY("PATCH", C("vp.x"), "{\"tags\":{\"p\":\"1\"}}"),
    SAY("PATCH", C("vp9"), "{\"tags\":{\"p\":\"1\"}}", .headers = {"If-Match: *"}),
    SAY("PUT", AT("rg2", "connections/vp8" VERSION), SITE),
    SAY("PATCH", C("vp8"), "{\"tags\":{\"p\":\"1\"}}"),
    SAY("PATCH", C("vp2"), "{\"tags\":{\"p\":\"2\"}}"),
    SAY("PUT", C("vp2"), UNTAGGED),
    READ(C("vp2")),
    SAY("PATCH", C("vp3"),
        "{\"tags\":{\"p\":\"3\"},\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"}}}"),
    READ(LIST("firstgateway")),
    SAY("PUT", C("vp4-b"), SITE),
    SAY("PATCH", C("vp4"), "{\"tags\":{\"p\":\"4\"}}"),
    READ(C("vp4-b")),
    SAY("PUT", C("vp5-b"), SITE),
    SAY("PUT", C("vp5"), SITE),
    READ(C("vp5-b")),
    /* conditions on names with a past, or neighbours */
    SAY("PUT", C("q1"), SITE),
    ERASE(C("q1")),
    SAY("PUT", C("q1"), SITE, .headers = {"If-Match: *"}),
    SAY("PUT", C("q.2"), SITE, .headers = {"If-Match: *"}),
    SAY("PUT", C("q3"), SITE, .headers = {"If-Match: *"}),
    SAY("PUT", C("q3"), SITE, .headers = {"If-Match: *"}),
    SAY("PUT", C("q4"), SITE, .save = 4),
    ERASE(C("q4")),
    SAY("PUT", C("q4"), DEDICATED),
    SAY("PUT", C("q4"), SITE, .headers = {"If-Match: $4"}),
    SAY("PUT", C("q5"), SITE),
    SAY("PUT", C("q5"), SITE, .headers = {"If-None-Match: *"}),
    ERASE(C("q5")),
    SAY("PUT", C("q5"), SITE, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("q8"), PLACED_AT("West US", "nowhere", "\"a\":\"1\""),
        .headers = {"If-None-Match: *"}),
    SAY("PUT", C("q8"), SITE, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("q6-b"), SITE),
    SAY("PUT", C("q6"), SITE, .headers = {"If-None-Match: *"}),
    SAY("PUT", C("q.7"), SITE),
    SAY("PUT", C("q.7"), DEDICATED, .headers = {"If-None-Match: *"}),
    SAY("PUT", AT("RG1", "connections/q.7" VERSION), DEDICATED, .headers = {"If-None-Match: *"}),
    /* bodies */
    SAY("PUT", C("r2"), SITE),
    SAY("PATCH", C("r2"), "{\"properties\":{\"connectionType\":\"Dedicated\"}}"),
    SAY("PUT", C("r2"), SITE),
    READ(C("r2")),
    SAY("PATCH", C("r2"), "{\"properties\":{\"ipsecParameters\":{}}}"),
    SAY("PATCH", C("r2"), "{\"id\":null}"),
    SAY("PATCH", C("r2"),
        "{\"tags\":null,\"properties\":{\"connectivityState\":\"Disconnected\"}}"),
    SAY("PATCH", C("r2"),
        "{\"tags\":{\"a\":null},\"properties\":{\"connectivityState\":\"Disconnected\"}}"),
    READ(C("r2")),
    SAY("PATCH", C("r2"), "{\"tags\":{\"a\":\"null\"}}"),
    SAY("PUT", C("r2"), "{\"name\":\"r3\"," NAMELESS),
    SAY("PUT", C("s1"), SITE),
    ERASE(C("s1")),
    SAY("PUT", C("s1"), PLACED("East US", "\"s\":\"1\"")),
    SAY("PUT", C("s2"), PLACED_AT("West US", "nowhere", "\"a\":\"1\"")),
    SAY("PUT", C("s2"), PLACED("East US", "\"s\":\"2\"")),
    SAY("POST", C("s2"), "a=b", .headers = {"Content-Type: application/x-www-form-urlencoded"}),
    SAY("PUT", KEY("s2"), "{\"value\":\"k-two\",\"unknown\":1}"),
    SAY("PUT", C("s3"), "{\"unknown\":1," NAMELESS),
    READ(C("s3")),
    SAY("PUT", GATEWAY("g9"), "{\"location\":\"West US\"}", .headers = {CALLED, ASKED}),
    SAY("GET", LIST("firstgateway"), NULL, .headers = {CALLED, ASKED}),
    SAY("GET", KEY("s2"), NULL, .headers = {CALLED, ASKED}),
    SAY("GET", C("s2"), NULL, .headers = {"Authorization: -", CALLED, ASKED}),
    SAY("GET", C("s2"), NULL, .headers = {"Authorization: Bearer wrong", CALLED, ASKED}),
    SAY("PUT", C("t1"), "@16 4 4"),
    READ(C("t1")),
    SAY("PATCH", C("t1"), SIXTEEN),
    READ(C("t1")),
};

static void every_mutant_talks_otherwise(void **state)
{
    (void)state;
    assert_all_differ("PLAT-", IN_TIME, lines, COUNT(lines));
}

static void every_clause_has_mutants(void **state)
{
    (void)state;
    assert_spread("PLAT-", 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mutant_talks_otherwise),
        cmocka_unit_test(every_clause_has_mutants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
