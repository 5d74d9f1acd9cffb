#include "reports/dsse.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/redact.h"
#include "reports/chain.h"
#include "reports/line.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#define ENVELOPE_MAX ((size_t)256 << 20)
#define SIGNATURE_BYTES 64
#define RAW_KEY_BYTES 32

/* PAE: what is signed, so that type and payload cannot be mixed up. To free(). */
static char *pre_authentication(const char *type, struct bytes payload, size_t *len)
{
    struct buf out = buf_new(ENVELOPE_MAX);
    buf_format(&out, "DSSEv1 %zu %s %zu ", strlen(type), type, payload.len);
    buf_add(&out, payload.ptr, payload.len);
    *len = out.len;
    return buf_take(&out);
}

static EVP_PKEY *read_key(const char *path, bool secret, struct err *err)
{
    FILE *file = file_open(path, (size_t)64 << 10, err);
    if (!file)
        return NULL;
    EVP_PKEY *key = secret ? PEM_read_PrivateKey(file, NULL, NULL, (void *)(uintptr_t) "")
                           : PEM_read_PUBKEY(file, NULL, NULL, NULL);
    fclose(file);
    if (key && EVP_PKEY_id(key) == EVP_PKEY_ED25519)
        return key;
    EVP_PKEY_free(key);
    err_set(err, "%s: no Ed25519 %s key in PEM (openssl genpkey -algorithm ed25519%s)", path,
            secret ? "private" : "public", secret ? "" : "; openssl pkey -pubout");
    return NULL;
}

static void id_of(const EVP_PKEY *key, char out[DSSE_KEY_ID])
{
    unsigned char raw[RAW_KEY_BYTES], hash[EVP_MAX_MD_SIZE];
    size_t len = sizeof raw;
    out[0] = '\0';
    if (EVP_PKEY_get_raw_public_key(key, raw, &len) != 1 ||
        EVP_Digest(raw, len, hash, NULL, EVP_sha256(), NULL) != 1)
        return;
    for (size_t i = 0; i < 32; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

static int sign(cJSON *signatures, const char *type, struct bytes payload, const char *path,
                struct err *err)
{
    EVP_PKEY *key = read_key(path, true, err);
    if (!key)
        return -1;
    unsigned char signature[SIGNATURE_BYTES];
    char id[DSSE_KEY_ID];
    size_t len = sizeof signature, text_len;
    char *text = pre_authentication(type, payload, &text_len);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool fine = EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                EVP_DigestSign(context, signature, &len, (unsigned char *)text, text_len) == 1;
    EVP_MD_CTX_free(context);
    free(text);
    id_of(key, id);
    EVP_PKEY_free(key);
    if (!fine)
        return err_set(err, "%s: signing failed", path);
    struct buf coded = buf_new(256);
    base64_add(&coded, (struct bytes){(char *)signature, len});
    cJSON *one = cJSON_CreateObject();
    cJSON_AddStringToObject(one, "keyid", id);
    cJSON_AddStringToObject(one, "sig", coded.data);
    cJSON_AddItemToArray(signatures, one);
    buf_free(&coded);
    return 0;
}

int dsse_seal(struct buf *out, const char *type, struct bytes payload, const char *key,
              struct err *err)
{
    cJSON *envelope = cJSON_CreateObject();
    struct buf coded = buf_new(ENVELOPE_MAX);
    base64_add(&coded, payload);
    cJSON_AddStringToObject(envelope, "payloadType", type);
    cJSON_AddStringToObject(envelope, "payload", coded.data ? coded.data : "");
    cJSON *signatures = cJSON_AddArrayToObject(envelope, "signatures");
    int status = key ? sign(signatures, type, payload, key, err) : 0;
    if (!status) {
        char *text = json_print(envelope, true);
        buf_text(out, text);
        buf_byte(out, '\n');
        free(text);
    }
    buf_free(&coded);
    cJSON_Delete(envelope);
    return status;
}

static bool is_of(EVP_PKEY *key, const cJSON *signature, const char *type, struct bytes payload)
{
    size_t len, text_len;
    char *raw = kept_body(line_text(signature, "sig"), true, &len);
    char *text = pre_authentication(type, payload, &text_len);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool fine =
        raw && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestVerify(context, (unsigned char *)raw, len, (unsigned char *)text, text_len) == 1;
    EVP_MD_CTX_free(context);
    free(text);
    free(raw);
    return fine;
}

static void keep_id(struct dsse *out, const char *id)
{
    if (strspn(id, "0123456789abcdef") == strlen(id) && strlen(id) < sizeof out->key_id)
        strncpy(out->key_id, id, sizeof out->key_id - 1);
}

static int look(struct dsse *out, const cJSON *envelope, const char *type, EVP_PKEY *key,
                struct err *err)
{
    const cJSON *signatures = line_member(envelope, "signatures"), *one;
    if (strcmp(line_text(envelope, "payloadType"), type) != 0)
        return err_set(err, "the envelope's payloadType is not %s", type);
    out->payload = kept_body(line_text(envelope, "payload"), true, &out->len);
    if (!out->payload || !cJSON_IsArray(signatures))
        return err_set(err, "this is no DSSE envelope: payload (base64) and signatures are wanted");
    cJSON_ArrayForEach(one, signatures)
    {
        if (!out->signatures++)
            keep_id(out, line_text(one, "keyid"));
        if (key && !out->verified)
            out->verified = is_of(key, one, type, (struct bytes){out->payload, out->len});
    }
    return 0;
}

int dsse_open(struct dsse *out, struct bytes envelope, const char *type, const char *key,
              struct err *err)
{
    struct json_problem problem;
    *out = (struct dsse){0};
    cJSON *tree = json_read(envelope, NULL, &problem);
    EVP_PKEY *public = key ? read_key(key, false, err) : NULL;
    int status = key && !public ? -1 : 0;
    if (!status && !tree)
        status = err_set(err, "%zu:%zu: %s", problem.line, problem.column, problem.text);
    if (!status)
        status = look(out, tree, type, public, err);
    if (status) {
        free(out->payload);
        out->payload = NULL;
    }
    EVP_PKEY_free(public);
    cJSON_Delete(tree);
    return status;
}
