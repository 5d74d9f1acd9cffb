#include "reports/html.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Made by scripts/embed; ends with a zeroed entry. */
struct embedded {
    const char *name, *data;
    size_t len;
};
extern const struct embedded html_embedded[];

struct bytes html_file(const char *name)
{
    static const char folder[] = "reports/html/";
    for (const struct embedded *e = html_embedded; e->name; e++)
        if (strcmp(e->name + sizeof folder - 1, name) == 0)
            return (struct bytes){e->data, e->len};
    abort(); /* the build embeds all of them */
}

void html_script(struct buf *out)
{
    static const char *const order[] = {"dom.js",    "model.js",     "json.js",    "exchange.js",
                                        "check.js",  "checks.js",    "compare.js", "summary.js",
                                        "matrix.js", "undecided.js", "plot.js",    "campaign.js",
                                        "main.js"};
    buf_byte(out, '\n');
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct bytes file = html_file(order[i]);
        buf_add(out, file.ptr, file.len);
    }
}

void html_hash(struct buf *out, struct bytes text)
{
    unsigned char digest[EVP_MAX_MD_SIZE], base64[4 * EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (!EVP_Digest(text.ptr, text.len, digest, &len, EVP_sha256(), NULL))
        abort(); /* SHA-256 is always there */
    EVP_EncodeBlock(base64, digest, (int)len);
    buf_text(out, (const char *)base64);
}
