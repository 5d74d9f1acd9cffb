/* The public JSON-Schema-Test-Suite, draft 2020-12: every group of every file, but for a table of
 * exceptions that must not go stale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/schema.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SKIPPED 77

static const char *const optional_files[] = {
    "optional/bignum.json",        "optional/ecmascript-regex.json", "optional/float-overflow.json",
    "optional/non-bmp-regex.json", "optional/format/date-time.json", "optional/format/ipv4.json",
    "optional/format/ipv6.json",   "optional/format/uri.json",       "optional/format/uuid.json",
};

static const char by_id[] = "refers to an $id, which no schema of ours has";
static const char unevaluated[] = "unevaluatedItems and unevaluatedProperties are not implemented";
static const char asserted[] = "expects that formats are not asserted; ours are (optional/format)";
static const char unasserted[] = "expects that formats are not asserted; unknown ones do not load";
static const char metaschema[] = "needs the metaschema, a document of its own";

static const struct exception {
    const char *file, *group; /* group NULL: every group of the file */
    const char *reason;
} exceptions[] = {
    {"anchor.json", NULL, "$anchor is not implemented"},
    {"content.json", NULL, "contentEncoding and its like are not implemented"},
    {"dynamicRef.json", NULL, "$dynamicRef is not implemented"},
    {"refRemote.json", NULL, "a $ref stays within the document"},
    {"unevaluatedItems.json", NULL, unevaluated},
    {"unevaluatedProperties.json", NULL, unevaluated},
    {"vocabulary.json", NULL, "$vocabulary is not implemented"},
    {"defs.json", "validate definition against metaschema", metaschema},
    {"format.json", "email format", unasserted},
    {"format.json", "idn-email format", unasserted},
    {"format.json", "regex format", unasserted},
    {"format.json", "ipv4 format", asserted},
    {"format.json", "ipv6 format", asserted},
    {"format.json", "idn-hostname format", unasserted},
    {"format.json", "hostname format", unasserted},
    {"format.json", "date format", unasserted},
    {"format.json", "date-time format", asserted},
    {"format.json", "time format", unasserted},
    {"format.json", "json-pointer format", unasserted},
    {"format.json", "relative-json-pointer format", unasserted},
    {"format.json", "iri format", unasserted},
    {"format.json", "iri-reference format", unasserted},
    {"format.json", "uri format", asserted},
    {"format.json", "uri-reference format", unasserted},
    {"format.json", "uri-template format", unasserted},
    {"format.json", "uuid format", asserted},
    {"format.json", "duration format", unasserted},
    {"not.json", "collect annotations inside a 'not', even if collection is disabled", unevaluated},
    {"ref.json", "remote ref, containing refs itself", metaschema},
    {"ref.json", "Recursive references between schemas", by_id},
    {"ref.json", "ref creates new scope when adjacent to keywords", unevaluated},
    {"ref.json", "refs with relative uris and defs", by_id},
    {"ref.json", "relative refs with absolute uris and defs", by_id},
    {"ref.json", "$id must be resolved against nearest parent, not just immediate parent", by_id},
    {"ref.json", "order of evaluation: $id and $ref", by_id},
    {"ref.json", "order of evaluation: $id and $anchor and $ref", by_id},
    {"ref.json", "order of evaluation: $id and $ref on nested schema", by_id},
    {"ref.json", "simple URN base URI with $ref via the URN", by_id},
    {"ref.json", "simple URN base URI with JSON pointer", by_id},
    {"ref.json", "URN base URI with NSS", by_id},
    {"ref.json", "URN base URI with r-component", by_id},
    {"ref.json", "URN base URI with q-component", by_id},
    {"ref.json", "URN base URI with URN and JSON pointer ref", by_id},
    {"ref.json", "URN base URI with URN and anchor ref", by_id},
    {"ref.json", "URN ref with nested pointer ref", by_id},
    {"ref.json", "ref to if", by_id},
    {"ref.json", "ref to then", by_id},
    {"ref.json", "ref to else", by_id},
    {"ref.json", "ref with absolute-path-reference", by_id},
    {"ref.json", "$id with file URI still resolves pointers - *nix", by_id},
    {"ref.json", "$id with file URI still resolves pointers - windows", by_id},
};

struct run {
    const char *folder;
    const char *file;
    size_t groups, cases, excepted, faults;
    bool used[sizeof exceptions / sizeof *exceptions];
};

static char *read_all(const char *path)
{
    struct buf text = buf_new((size_t)16 << 20);
    char piece[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        buf_add(&text, piece, (size_t)n);
    close(fd);
    assert_false(text.failed);
    return buf_take(&text);
}

static cJSON *read_json(const struct run *r)
{
    struct json_problem problem = {.text = ""};
    char *path = mem_format("%s/%s", r->folder, r->file);
    char *text = read_all(path);
    cJSON *json = json_read(bytes_of(text), NULL, &problem);
    if (!json)
        print_error("%s: %s\n", path, problem.text);
    assert_non_null(json);
    free(text);
    free(path);
    return json;
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* How many cases come out otherwise than the suite says; says which, unless that is expected. */
static size_t wrong_cases(struct run *r, const struct schema *s, const cJSON *group, bool aloud)
{
    size_t wrong = 0;
    const cJSON *test;
    cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(group, "tests"))
    {
        const cJSON *data = cJSON_GetObjectItemCaseSensitive(test, "data");
        bool valid = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(test, "valid"));
        struct schema_errors errors = {0};
        bool got = schema_check(s, "", data, NULL, &errors);
        bool told = got == (errors.count == 0);
        if (aloud)
            r->cases++;
        if (aloud && (got != valid || !told))
            print_error("%s: %s: %s: %s\n", r->file, text_of(group, "description"),
                        text_of(test, "description"),
                        told ? "wrong verdict" : "verdict and errors disagree");
        wrong += got != valid || !told;
        schema_errors_free(&errors);
    }
    return wrong;
}

/* True when the group's schema loads and every case comes out right. */
static bool group_passes(struct run *r, const cJSON *group, bool aloud)
{
    struct schema *s = NULL;
    struct err err;
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(group, "schema");
    if (schema_load(&s, json, (const char *const[]){"", NULL}, NULL, &err) != 0) {
        if (aloud)
            print_error("%s: %s: %s\n", r->file, text_of(group, "description"), err.text);
        return false;
    }
    size_t wrong = wrong_cases(r, s, group, aloud);
    schema_free(s);
    return wrong == 0;
}

static bool is_excepted(struct run *r, const char *group)
{
    bool found = false;
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        const struct exception *e = &exceptions[i];
        if (strcmp(e->file, r->file) == 0 && (!e->group || strcmp(e->group, group) == 0))
            found = r->used[i] = true;
    }
    return found;
}

static void run_group(struct run *r, const cJSON *group)
{
    const char *description = text_of(group, "description");
    if (!is_excepted(r, description)) {
        r->groups++;
        r->faults += !group_passes(r, group, true);
        return;
    }
    r->excepted++;
    if (group_passes(r, group, false)) {
        print_error("%s: %s: excepted, yet it passes\n", r->file, description);
        r->faults++;
    }
}

static void run_file(struct run *r, const char *file)
{
    r->file = file;
    cJSON *groups = read_json(r), *group;
    assert_true(cJSON_GetArraySize(groups) > 0);
    cJSON_ArrayForEach(group, groups) run_group(r, group);
    cJSON_Delete(groups);
}

static bool is_json(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

static void run_folder(struct run *r)
{
    DIR *dir = opendir(r->folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (is_json(entry->d_name))
            run_file(r, entry->d_name);
    closedir(dir);
}

static void find_unused(struct run *r)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (r->used[i])
            continue;
        print_error("%s: %s: excepted, but not in the suite\n", exceptions[i].file,
                    exceptions[i].group ? exceptions[i].group : "(all)");
        r->faults++;
    }
}

static void test_suite(void **state)
{
    struct run r = {.folder = *state};
    run_folder(&r);
    for (size_t i = 0; i < sizeof optional_files / sizeof *optional_files; i++)
        run_file(&r, optional_files[i]);
    find_unused(&r);
    print_message("%zu cases of %zu groups ran, %zu groups are excepted\n", r.cases, r.groups,
                  r.excepted);
    assert_int_equal(r.faults, 0);
    assert_true(r.cases > 1000);
}

/* Where the suite is; NULL when it is not there. */
static char *find_suite(void)
{
    const char *named = getenv("CONNSPEC_SCHEMA_SUITE");
    const char *suite = named ? named : "../shared/data/JSON-Schema-Test-Suite";
    char *folder = mem_format("%s/tests/draft2020-12", suite);
    if (access(folder, R_OK | X_OK) == 0)
        return folder;
    fprintf(stderr, "%s is not there\n", folder);
    free(folder);
    return NULL;
}

int main(void)
{
    const char *ci = getenv("CI");
    char *folder = find_suite();
    if (!folder) {
        printf("SKIPPED: no JSON-Schema-Test-Suite (set CONNSPEC_SCHEMA_SUITE to its folder)\n");
        return ci && strcmp(ci, "true") == 0 ? 1 : SKIPPED;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(test_suite, folder)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(folder);
    return failed;
}
