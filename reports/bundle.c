#include "reports/bundle.h"

#include "base/file.h"
#include "base/mem.h"
#include "reports/results.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

const char *const bundle_files[4] = {BUNDLE_RESULTS, BUNDLE_JUNIT, BUNDLE_HAR, BUNDLE_PRODUCT};

int bundle_digest(const char *dir, const char *name, char hex[65], struct err *err)
{
    char *path = mem_format("%s/%s", dir, name), block[16384];
    unsigned char hash[EVP_MAX_MD_SIZE];
    FILE *file = file_open(path, RESULTS_MAX, err);
    int status = file ? 0 : -1;
    size_t got;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), NULL);
    while (file && (got = fread(block, 1, sizeof block, file)) > 0)
        EVP_DigestUpdate(context, block, got);
    if (file && ferror(file))
        status = err_set(err, "%s: cannot be read", path);
    EVP_DigestFinal_ex(context, hash, NULL);
    EVP_MD_CTX_free(context);
    for (size_t i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    if (file)
        fclose(file);
    free(path);
    return status;
}
