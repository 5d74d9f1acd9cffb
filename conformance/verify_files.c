#include "conformance/verify.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "reports/bundle.h"
#include "reports/dsse.h"
#include "reports/har.h"
#include "reports/line.h"
#include "reports/render.h"

#include <stdlib.h>
#include <string.h>

#define DOCUMENT_MAX ((size_t)512 << 20)
#define FILES (sizeof bundle_files / sizeof *bundle_files)

struct digests {
    char of[FILES][65];
};

static int read_file(const char *dir, const char *name, size_t max, char **data, size_t *len,
                     struct err *err)
{
    char *path = mem_format("%s/%s", dir, name);
    int status = file_read(path, max, data, len, err);
    free(path);
    return status;
}

/* The manifest is the very text that these digests make: no line more, none less. */
static int check_manifest(struct verification *v, const struct digests *d, struct err *err)
{
    struct buf wanted = buf_new(4096);
    char *text = NULL;
    size_t len;
    if (read_file(v->dir, BUNDLE_MANIFEST, 4096, &text, &len, err))
        return -1;
    for (size_t i = 0; i < FILES; i++)
        buf_format(&wanted, "%s  %s\n", d->of[i], bundle_files[i]);
    verify_say(v, bytes_equal(buf_view(&wanted), (struct bytes){text, len}),
               "the digests of the files are those of " BUNDLE_MANIFEST);
    buf_free(&wanted);
    free(text);
    return 0;
}

static bool is_subject(const cJSON *subjects, size_t i, const struct digests *d)
{
    const cJSON *one = cJSON_GetArrayItem(subjects, (int)i);
    return strcmp(line_text(one, "name"), bundle_files[i]) == 0 &&
           strcmp(line_text(line_member(one, "digest"), "sha256"), d->of[i]) == 0;
}

static void check_statement(struct verification *v, const cJSON *statement, const struct digests *d)
{
    const cJSON *subjects = line_member(statement, "subject");
    bool same = (size_t)cJSON_GetArraySize(subjects) == FILES;
    for (size_t i = 0; same && i < FILES; i++)
        same = is_subject(subjects, i, d);
    verify_say(v, same, "the attestation is about these files");
    const cJSON *predicate = line_member(statement, "predicate");
    bool certified = strcmp(line_text(v->results->verdict, "outcome"), "certified") == 0;
    verify_say(v,
               strcmp(line_text(statement, "_type"), BUNDLE_STATEMENT) == 0 &&
                   strcmp(line_text(statement, "predicateType"), BUNDLE_PREDICATE) == 0 &&
                   strcmp(line_text(predicate, "result"), certified ? "PASSED" : "FAILED") == 0,
               "the attestation says what the results say");
}

static void check_signature(struct verification *v, const struct dsse *envelope)
{
    if (v->key)
        verify_say(v, envelope->verified, "the attestation is signed with the key of %s", v->key);
    else if (envelope->signatures)
        verify_say(v, true,
                   "the attestation is signed, as it says with key %s; --public-key looks at that",
                   envelope->key_id);
    else
        verify_say(v, true,
                   "the attestation is not signed: whoever had it may have written all of it");
}

static int check_attestation(struct verification *v, const struct digests *d, struct err *err)
{
    char *text = NULL;
    size_t len;
    struct dsse envelope;
    if (read_file(v->dir, BUNDLE_ATTESTATION, DOCUMENT_MAX, &text, &len, err))
        return -1;
    struct err why;
    int status = dsse_open(&envelope, (struct bytes){text, len}, BUNDLE_TYPE, v->key, &why);
    free(text);
    if (status)
        return err_set(err, "%s/%s: %s", v->dir, BUNDLE_ATTESTATION, why.text);
    cJSON *statement = json_read((struct bytes){envelope.payload, envelope.len}, NULL, NULL);
    check_statement(v, statement, d);
    check_signature(v, &envelope);
    cJSON_Delete(statement);
    free(envelope.payload);
    return 0;
}

static int check_document(struct verification *v, const char *name, const struct buf *wanted,
                          struct err *err)
{
    char *text = NULL;
    size_t len;
    if (read_file(v->dir, name, DOCUMENT_MAX, &text, &len, err))
        return -1;
    verify_say(v, bytes_equal(buf_view(wanted), (struct bytes){text, len}),
               "%s is made of " BUNDLE_RESULTS, name);
    free(text);
    return 0;
}

static int check_documents(struct verification *v, struct err *err)
{
    struct buf text = buf_new(DOCUMENT_MAX);
    render_junit(v->results, v->loaded.contract, &text);
    int status = check_document(v, BUNDLE_JUNIT, &text, err);
    buf_clear(&text);
    if (!status) {
        render_har(v->results, &text);
        status = check_document(v, BUNDLE_HAR, &text, err);
    }
    buf_free(&text);
    return status;
}

int verify_files(struct verification *v, struct err *err)
{
    struct digests d;
    for (size_t i = 0; i < FILES; i++)
        if (bundle_digest(v->dir, bundle_files[i], d.of[i], err))
            return -1;
    return check_manifest(v, &d, err) || check_attestation(v, &d, err) || check_documents(v, err)
               ? -1
               : 0;
}
