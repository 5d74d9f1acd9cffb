#include "conformance/certificate.h"

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
#define PRODUCT_MAX ((size_t)64 << 10)

cJSON *certificate_product(const char *path, const char *target, struct err *err)
{
    char *data = NULL;
    size_t len;
    if (!path) {
        cJSON *product = cJSON_CreateObject();
        cJSON_AddStringToObject(product, "name", target);
        cJSON_AddStringToObject(product, "version", "not declared");
        return product;
    }
    if (file_read(path, PRODUCT_MAX, &data, &len, err))
        return NULL;
    cJSON *product = json_read_named(path, (struct bytes){data, len}, err);
    free(data);
    if (!product || (line_has(product, "name") && line_has(product, "version")))
        return product;
    err_set(err, "%s: a product has \"name\" and \"version\", strings", path);
    cJSON_Delete(product);
    return NULL;
}

static int write_text(const char *dir, const char *name, const struct buf *text, struct err *err)
{
    char *path = mem_format("%s/%s", dir, name);
    int status = text->failed ? err_set(err, "%s would be too large", path)
                              : file_write(path, buf_view(text), err);
    free(path);
    return status;
}

static int write_json(const char *dir, const char *name, const cJSON *json, struct err *err)
{
    char *text = json_print(json, true);
    struct buf out = buf_new(DOCUMENT_MAX);
    buf_format(&out, "%s\n", text);
    int status = write_text(dir, name, &out, err);
    buf_free(&out);
    free(text);
    return status;
}

static int copy(const char *from, const char *dir, const char *name, struct err *err)
{
    char *data = NULL, *path = mem_format("%s/%s", dir, name);
    size_t len;
    int status = file_read(from, RESULTS_MAX, &data, &len, err);
    if (!status)
        status = file_write(path, (struct bytes){data, len}, err);
    free(path);
    free(data);
    return status;
}

static int write_documents(const struct results *r, const char *dir, const struct contract *c,
                           struct err *err)
{
    struct buf text = buf_new(DOCUMENT_MAX);
    render_junit(r, c, &text);
    int status = write_text(dir, BUNDLE_JUNIT, &text, err);
    buf_clear(&text);
    if (!status) {
        render_har(r, &text);
        status = write_text(dir, BUNDLE_HAR, &text, err);
    }
    buf_free(&text);
    return status;
}

static cJSON *resource(const char *name, const char *digest)
{
    cJSON *one = cJSON_CreateObject();
    cJSON_AddStringToObject(one, "name", name);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(one, "digest"), "sha256", digest);
    return one;
}

/* Manifest and subjects say the same. */
static int list_files(const char *dir, struct buf *manifest, cJSON *subjects, struct err *err)
{
    char hex[65];
    for (size_t i = 0; i < sizeof bundle_files / sizeof *bundle_files; i++) {
        if (bundle_digest(dir, bundle_files[i], hex, err))
            return -1;
        buf_format(manifest, "%s  %s\n", hex, bundle_files[i]);
        cJSON_AddItemToArray(subjects, resource(bundle_files[i], hex));
    }
    return 0;
}

static void add_checks(cJSON *predicate, const char *name, const struct results *r,
                       enum status first, enum status second)
{
    cJSON *list = cJSON_AddArrayToObject(predicate, name);
    for (size_t i = 0; i < r->check_count; i++) {
        enum status status = line_status(r->checks[i]);
        if (status == first || status == second)
            cJSON_AddItemToArray(list, cJSON_CreateString(line_text(r->checks[i], "id")));
    }
}

/* in-toto's test-result predicate: passed, warned and failed; what was left out is in the results. */
static void fill_predicate(cJSON *predicate, const struct results *r)
{
    const cJSON *verdict = r->verdict;
    bool certified = strcmp(line_text(verdict, "outcome"), "certified") == 0;
    cJSON_AddStringToObject(predicate, "result", certified ? "PASSED" : "FAILED");
    cJSON *configuration = cJSON_AddArrayToObject(predicate, "configuration");
    cJSON_AddItemToArray(
        configuration,
        resource("connspec suite", line_text(line_member(r->head, "suite"), "digest")));
    cJSON_AddItemToArray(
        configuration,
        resource("connspec contract", line_text(line_member(r->head, "contract"), "digest")));
    add_checks(predicate, "passedTests", r, STATUS_PASS, STATUS_NOTE);
    add_checks(predicate, "warnedTests", r, STATUS_WARN, STATUS_WARN);
    add_checks(predicate, "failedTests", r, STATUS_FAIL, STATUS_NOT_IMPLEMENTED);
}

static int attest(const struct results *r, const char *dir, const char *key, struct err *err)
{
    struct buf manifest = buf_new(4096), envelope = buf_new(DOCUMENT_MAX);
    cJSON *statement = cJSON_CreateObject();
    cJSON_AddStringToObject(statement, "_type", BUNDLE_STATEMENT);
    cJSON *subjects = cJSON_AddArrayToObject(statement, "subject");
    cJSON_AddStringToObject(statement, "predicateType", BUNDLE_PREDICATE);
    fill_predicate(cJSON_AddObjectToObject(statement, "predicate"), r);
    int status = list_files(dir, &manifest, subjects, err);
    char *text = json_print(statement, false);
    if (!status)
        status = write_text(dir, BUNDLE_MANIFEST, &manifest, err);
    if (!status)
        status = dsse_seal(&envelope, BUNDLE_TYPE, bytes_of(text), key, err);
    if (!status)
        status = write_text(dir, BUNDLE_ATTESTATION, &envelope, err);
    free(text);
    cJSON_Delete(statement);
    buf_free(&envelope);
    buf_free(&manifest);
    return status;
}

int certificate_write(const char *results, const char *dir, const char *product, const char *key,
                      const struct contract *contract, struct err *err)
{
    struct results *r;
    if (results_read(&r, results, true, err))
        return -1;
    cJSON *declared = certificate_product(product, line_text(r->head, "target"), err);
    int status = declared ? file_make_dir(dir, err) : -1;
    if (!status)
        status = write_json(dir, BUNDLE_PRODUCT, declared, err);
    if (!status)
        status = copy(results, dir, BUNDLE_RESULTS, err);
    if (!status)
        status = write_documents(r, dir, contract, err);
    if (!status)
        status = attest(r, dir, key, err);
    cJSON_Delete(declared);
    results_free(r);
    return status;
}
