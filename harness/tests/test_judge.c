#include "judged.h"

/* --- what is right --- */

static void good_answers_have_no_finding(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char *const types[] = {"SiteToSite", "PointToSite", "Dedicated"};
    static const char *const methods[] = {"PUT", "PATCH", "GET"};
    for (size_t t = 0; t < 3; t++) {
        for (size_t m = 0; m < 3; m++) {
            struct fixture f = good(c, methods[m], types[t]);
            expect_only(&f, types[t], "");
        }
    }
}

/* Liberties that the specification allows. `at` in the answer; "<" before it: in the request. */
static void liberties_have_no_finding(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *method, *type, *at, *json;
    } list[] = {
        {"PUT", "SiteToSite", "/more", "{\"is\": [\"fine\", null]}"},
        {"PUT", "SiteToSite", "/properties/more", "1"},
        {"PUT", "SiteToSite", "/properties/gateway1/more", "null"},
        {"PUT", "SiteToSite", "/properties/ipsecParameters/more", "true"},
        {"PUT", "SiteToSite", "/properties/allocatedIPAddresses", "[]"},
        {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "[]"},
        {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "[\"::1\"]"},
        {"PUT", "Dedicated", "/properties/ipsecParameters", "{\"pfsGroup\": \"\"}"},
        {"PUT", "PointToSite", "</properties/ipsecParameters", "{\"pfsGroup\": \"dropped\"}"},
        {"PUT", "Dedicated", "</tags", NULL},
        {"PUT", "Dedicated", "</name", NULL},
        {"PUT", "Dedicated", "</name", "\"another\""},
        {"PUT", "Dedicated", "</properties/gateway1/name", "\"FirstGateway\""},
        {"PUT", "Dedicated", "/name", "\"CONNECTION1\""},
        {"PUT", "Dedicated", "/etag", "\"W/\\\"" SUB "\\\"\""},
        {"PUT", "Dedicated", "/properties/gateway1/id", "\"firstgateway\""},
        {"PUT", "Dedicated", "/properties/gateway1/id", "\"/SiteToSite/firstgateway\""},
        {"PUT", "Dedicated", "/id",
         "\"/SUBSCRIPTIONS/" SUB
         "/ResourceGroups/MYRG1/Providers/Microsoft.Network/Connections/Connection1\""},
        {"PATCH", "Dedicated", "/tags", "{\"key1\": \"value1\", \"old\": \"kept\"}"},
        {"PATCH", "Dedicated", "</tags", "{\"key1\": \"value1\", \"gone\": null}"},
        {"PATCH", "Dedicated", "</location", NULL},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = good(c, list[i].method, list[i].type);
        bool request = list[i].at[0] == '<';
        put(request ? f.sent : f.answer, list[i].at + request, list[i].json);
        expect_only(&f, list[i].at, "");
    }
}

static void empty_tags_may_be_dropped(void **state)
{
    struct fixture f = good(((struct set *)*state)->contract, "PUT", "Dedicated");
    put(f.sent, "/tags", "{}");
    put(f.answer, "/tags", NULL);
    expect_only(&f, "empty tags", "");
}

/* --- what is wrong: one fault each --- */

struct wrong {
    const char *method, *type, *at, *json; /* NULL: the member is taken out */
    const char *clause;
};

static const struct wrong wrongs[] = {
    {"PUT", "SiteToSite", "/name", NULL, "CORE-21"},
    {"PUT", "SiteToSite", "/name", "1", "CORE-21"},
    {"PUT", "SiteToSite", "/name", "null", "CORE-21"},
    {"PUT", "SiteToSite", "/name", "\"cn1\"", "CORE-21"},
    {"PUT", "SiteToSite", "/name", "\"connection\"", "CORE-21"},
    {"GET", "SiteToSite", "/name", "\"connection12\"", "CORE-21"},
    {"PUT", "SiteToSite", "/id", NULL, "CORE-22"},
    {"PUT", "SiteToSite", "/id", "[]", "CORE-22"},
    {"PUT", "SiteToSite", "/id", "\"\"", "CORE-22"},
    {"PUT", "SiteToSite", "/id", "\"" GROUPS "/connections/connection2\"", "CORE-22"},
    {"PUT", "SiteToSite", "/id", "\"" GROUP "/connections/connection1\"", "CORE-22"},
    {"PUT", "SiteToSite", "/id", "\"" GROUPS "/connections/connection1/\"", "CORE-22"},
    {"PUT", "SiteToSite", "/id", "\"https://x" GROUPS "/connections/connection1\"", "CORE-22"},
    {"PUT", "SiteToSite", "/etag", NULL, "CORE-23"},
    {"PUT", "SiteToSite", "/etag", "7", "CORE-23"},
    {"PATCH", "SiteToSite", "/location", "\"West Europe\"", "CORE-14"},
    {"PUT", "SiteToSite", "/location", "\"west us\"", "CORE-14"},
    {"PUT", "SiteToSite", "/location", NULL, "CORE-14"},
    {"PUT", "SiteToSite", "/location", "{}", "CORE-14"},
    {"PUT", "SiteToSite", "/tags", NULL, "CORE-16"},
    {"PUT", "SiteToSite", "/tags", "[]", "CORE-16"},
    {"PUT", "SiteToSite", "/tags/key1", "1", "CORE-16"},
    {"PUT", "SiteToSite", "/tags/key1", "\"Value1\"", "CORE-16"},
    {"PUT", "SiteToSite", "/tags/old", "\"left over\"", "CORE-16"},
    {"PATCH", "SiteToSite", "/tags/key1", "\"other\"", "CORE-16"},
    {"GET", "SiteToSite", "/tags", "null", "CORE-16"},
    {"PUT", "SiteToSite", "/properties", NULL, "CORE-24"},
    {"PUT", "SiteToSite", "/properties", "[]", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway1", NULL, "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway1", "\"firstgateway\"", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway1/name", NULL, "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway2/id", NULL, "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway2/id", "5", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway2/id", "\"/x/secondgateway/\"", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway2/id", "\"/x/thesecondgateway\"", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway1/name", "\"secondgateway\"", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/gateway1",
     "{\"name\": \"secondgateway\", \"id\": \"/x/secondgateway\"}", "CORE-24"},
    {"PUT", "SiteToSite", "/properties/connectionType", NULL, "CORE-11"},
    {"PUT", "Dedicated", "/properties/connectionType", "\"dedicated\"", "CORE-11"},
    {"PUT", "Dedicated", "/properties/connectionType", "\"ExpressRoute\"", "CORE-11"},
    {"PUT", "SiteToSite", "/properties/connectionType", "\"Dedicated\"", "CORE-11"},
    {"PUT", "SiteToSite", "/properties/connectivityState", NULL, "CORE-12"},
    {"GET", "SiteToSite", "/properties/connectivityState", "\"Unknown\"", "CORE-12"},
    {"GET", "SiteToSite", "/properties/connectivityState", "\"connected\"", "CORE-12"},
    {"PUT", "SiteToSite", "/properties/connectivityState", "\"Disconnected\"", "CORE-13"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddresses", NULL, "CORE-25"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "\"10.0.0.4\"", "CORE-25"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "[\"10.0.0.256\"]", "CORE-25"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "[\"10.0.0.4/32\"]", "CORE-25"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddresses", "[4]", "CORE-25"},
    {"PUT", "Dedicated", "/properties/allocatedIPAddresses", "null", "CORE-25"},
    {"PUT", "PointToSite", "/properties/allocatedIPAddress", "\"10.0.0.4\"", "CORE-25"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters", NULL, "CORE-27"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters", "[]", "CORE-27"},
    {"GET", "SiteToSite", "/properties/ipsecParameters", "{}", "CORE-27"},
    {"GET", "SiteToSite", "/properties/ipsecParameters/encryptionType", NULL, "CORE-27"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters/pfsGroup", NULL, "CORE-27"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters/saDataSizeKilobytes", NULL, "CORE-27"},
    {"PATCH", "SiteToSite", "/properties/ipsecParameters/saLifeTimeSeconds", NULL, "CORE-27"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters/hashAlgorithm", NULL, "CORE-27"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters/pfsGroup", "\"pfs2048\"", "CORE-15"},
    {"PUT", "SiteToSite", "/properties/ipsecParameters/saLifeTimeSeconds", "27000", "CORE-15"},
    {"PATCH", "SiteToSite", "/properties/ipsecParameters/hashAlgorithm", "\"MD5\"", "CORE-15"},
    {"GET", "SiteToSite", "/properties/ipsecParameters/hashAlgorithm", "null", "CORE-15"},
    {"PATCH", "Dedicated", "/name", NULL, "CORE-26"},
    {"PATCH", "Dedicated", "/id", NULL, "CORE-26"},
    {"PATCH", "Dedicated", "/location", NULL, "CORE-26"},
    {"PATCH", "Dedicated", "/properties", NULL, "CORE-26"},
    {"PATCH", "Dedicated", "/properties/gateway1", NULL, "CORE-26"},
    {"PATCH", "Dedicated", "/properties/connectionType", NULL, "CORE-26"},
};

static void one_fault_breaks_one_clause(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const struct wrong *w = &wrongs[i];
        struct fixture f = good(c, w->method, w->type);
        put(f.answer, w->at, w->json);
        char *name = mem_format("%s %s %s", w->method, w->at, w->json ? w->json : "taken out");
        expect_only(&f, name, w->clause);
        free(name);
    }
}

/* What the request says is another spelling comes back in either one; all else as it was sent. */
static void respelled(void **state)
{
    static const struct {
        const char *respells, *at, *sent, *shown, *clause;
    } list[] = {
        {"/location", "/location", "\"westus\"", "\"West US\"", ""},
        {"/location", "/location", "\"WEST US \"", "\"westus\"", ""},
        {"/location", "/location", "\"westus\"", "\"West US 2\"", "CORE-14"},
        {"/location", "/location", "\"westus\"", "\"westu\"", "CORE-14"},
        {"/location", "/location", "\"westus\"", "\"\"", "CORE-14"},
        {NULL, "/location", "\"westus\"", "\"West US\"", "CORE-14"},
        {"/tags", "/location", "\"westus\"", "\"West US\"", "CORE-14"},
        {"/location", "/properties/ipsecParameters/pfsGroup", "\"PFS 1\"", "\"PFS1\"", "CORE-15"},
        {NULL, "/properties/connectionType", "\"sitetosite\"", "\"SiteToSite\"", ""},
        {NULL, "/properties/connectionType", "\"sitetosite\"", "\"Dedicated\"", "CORE-11"},
        {NULL, "/properties/connectivityState", "\"CONNECTED\"", "\"Connected\"", ""},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = good(((struct set *)*state)->contract, "PUT", "SiteToSite");
        f.respells = list[i].respells;
        put(f.sent, list[i].at, list[i].sent);
        put(f.answer, list[i].at, list[i].shown);
        expect_only(&f, list[i].sent, list[i].clause);
    }
}

static void etags_have_the_weak_form(void **state)
{
    static const char *const bad[] = {
        "\"\\\"1\\\"\"",   "\"W/1\"", "\"w/\\\"1\\\"\"", "\"W/\\\"1\\\" \"", "\"W/\\\"1\\\"\\n\"",
        "\"W/\\\"1\"\"\"", "\"\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fixture f = good(((struct set *)*state)->contract, "PUT", "Dedicated");
        headers_remove(&f.response.headers, "ETag");
        put(f.answer, "/etag", bad[i]);
        expect_only(&f, bad[i], "CORE-23");
    }
}

/* --- what counts as put to the test --- */

static void applied(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *method, *type, *take; /* from request and answer */
        const char *clause;
        bool applied;
    } list[] = {
        {"PUT", "Dedicated", NULL, "CORE-16", true},
        {"PUT", "Dedicated", "/tags", "CORE-16", false},
        {"PUT", "Dedicated", NULL, "CORE-25", false},
        {"PUT", "PointToSite", NULL, "CORE-25", true},
        {"PUT", "PointToSite", NULL, "CORE-27", false},
        {"PUT", "SiteToSite", NULL, "CORE-27", true},
        {"PUT", "SiteToSite", NULL, "CORE-15", true},
        {"PUT", "Dedicated", NULL, "CORE-15", false},
        {"PUT", "Dedicated", NULL, "CORE-13", true},
        {"GET", "Dedicated", NULL, "CORE-13", false},
        {"PUT", "Dedicated", NULL, "CORE-26", false},
        {"PATCH", "Dedicated", NULL, "CORE-26", true},
        {"PUT", "Dedicated", NULL, "CORE-14", true},
        {"PUT", "Dedicated", NULL, "CORE-20", true},
        {"PUT", "Dedicated", NULL, "CORE-24", true},
        {"GET", "Dedicated", NULL, "CORE-21", true},
        {"GET", "Dedicated", NULL, "PLAT-07", true},
        {"GET", "Dedicated", NULL, "FAM-03", true},
        {"GET", "Dedicated", NULL, "PLAT-01", false},
        {"GET", "Dedicated", NULL, "FAM-08", false},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = good(c, list[i].method, list[i].type);
        if (list[i].take) {
            put(f.sent, list[i].take, NULL);
            put(f.answer, list[i].take, NULL);
        }
        judged(&f);
        if (was_applied(&f, list[i].clause) != list[i].applied)
            fail_msg("%s %s: %s", list[i].method, list[i].type, list[i].clause);
        done(&f);
    }
}

static void a_member_sent_alone_applies_alone(void **state)
{
    struct fixture f = good(((struct set *)*state)->contract, "PATCH", "SiteToSite");
    cJSON_Delete(f.sent);
    f.sent = cJSON_Parse("{\"properties\": {\"ipsecParameters\": {\"pfsGroup\": \"PFS1\"}}}");
    judged(&f);
    assert_int_equal(f.found.count, 1);
    assert_string_equal(f.found.list[0].clause, "CORE-15");
    assert_string_equal(f.found.list[0].where, "/properties/ipsecParameters/pfsGroup");
    assert_string_equal(f.found.list[0].expected, "\"PFS1\"");
    assert_string_equal(f.found.list[0].actual, "\"PFS2048\"");
    assert_false(was_applied(&f, "CORE-13"));
    done(&f);
}

static void standing_clauses(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char *const in[] = {"CORE-11", "CORE-12", "CORE-13", "CORE-14", "CORE-15",
                                     "CORE-16", "CORE-20", "CORE-21", "CORE-22", "CORE-23",
                                     "CORE-24", "CORE-25", "CORE-26", "CORE-27", "FAM-03",
                                     "FAM-05",  "FAM-08",  "PLAT-01", "PLAT-07"};
    bool *standing = judge_clauses(c);
    size_t count = 0;
    for (size_t i = 0; i < c->clauses.count; i++)
        count += standing[i];
    assert_int_equal(count, sizeof in / sizeof *in);
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(standing[clause_find(c, in[i])]);
    free(standing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_answers_have_no_finding),
        cmocka_unit_test(liberties_have_no_finding),
        cmocka_unit_test(empty_tags_may_be_dropped),
        cmocka_unit_test(one_fault_breaks_one_clause),
        cmocka_unit_test(respelled),
        cmocka_unit_test(etags_have_the_weak_form),
        cmocka_unit_test(applied),
        cmocka_unit_test(a_member_sent_alone_applies_alone),
        cmocka_unit_test(standing_clauses),
    };
    return cmocka_run_group_tests(tests, open_contract, close_contract);
}
