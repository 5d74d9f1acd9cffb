/* Redaction: a secret (the first line) is nowhere in what comes out of the rest, nor does redacting what
 * was redacted change it. */
#include "contract/redact.h"
#include "fuzz/fuzz.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_in(struct bytes text, const char *secret)
{
    return text.len && memmem(text.ptr, text.len, secret, strlen(secret)) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *end = size ? memchr(text, '\n', size) : NULL;
    if (!end || memchr(text, '\0', (size_t)(end - text)))
        return 0;
    size_t len = (size_t)(end - text);
    char *secret = calloc(len + 1, 1);
    memcpy(secret, text, len);
    struct bytes rest = {end + 1, size - len - 1};
    struct secrets secrets = {0};
    secrets_add(&secrets, secret);
    struct buf out = buf_new(SIZE_MAX / 4), again = buf_new(SIZE_MAX / 4);
    secrets_apply(&secrets, rest, SIZE_MAX, &out);
    /* what stands for a secret may itself be part of one */
    if (len >= SECRET_MIN && !strstr(REDACTED, secret) && !strpbrk(secret, "[]redacted"))
        must(!is_in(buf_view(&out), secret), "the secret is still there: %s", secret);
    secrets_apply(&secrets, buf_view(&out), SIZE_MAX, &again);
    must(len < SECRET_MIN || strpbrk(secret, "[]redacted") ||
             (again.len == out.len && (!out.len || memcmp(again.data, out.data, out.len) == 0)),
         "redacting twice is not redacting once");
    buf_free(&out);
    buf_free(&again);
    secrets_free(&secrets);
    free(secret);
    return 0;
}
