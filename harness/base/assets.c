#include "base/assets.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX 8
#define COUNT_MAX 10000

/* Made by scripts/embed; ends with a zeroed entry. */
struct embedded {
    const char *name, *data;
    size_t len;
};
extern const struct embedded assets_embedded[];

static void add(struct assets *a, const char *name, struct bytes data)
{
    a->list = mem_grow(a->list, a->count + 1, sizeof *a->list);
    a->list[a->count++] = (struct asset){mem_string(name), data};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct asset *)a)->name, ((const struct asset *)b)->name);
}

static bool is_json(const char *name)
{
    size_t len = strlen(name);
    return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".json") == 0;
}

static int add_folder(struct assets *a, const char *name, int depth, struct err *err);

static int add_entry(struct assets *a, const char *name, int depth, struct err *err)
{
    struct stat about;
    char *path = mem_format("%s/%s", a->folder, name), *data = NULL;
    size_t len;
    int result = 0;
    if (stat(path, &about))
        result = err_set(err, "%s: %s", path, strerror(errno));
    else if (S_ISDIR(about.st_mode))
        result = add_folder(a, name, depth + 1, err);
    else if (is_json(name)) {
        result = a->count >= COUNT_MAX
                     ? err_set(err, "%s: more than %d files", a->folder, COUNT_MAX)
                     : file_read(path, ASSET_MAX, &data, &len, err);
        if (!result)
            add(a, name, (struct bytes){data, len});
    }
    free(path);
    return result;
}

static int add_folder(struct assets *a, const char *name, int depth, struct err *err)
{
    char *path = mem_format("%s/%s", a->folder, name);
    int result = 0;
    DIR *stream = NULL;
    if (depth > DEPTH_MAX)
        result = err_set(err, "%s: folders nest deeper than %d", path, DEPTH_MAX);
    else if (!(stream = opendir(path)))
        result = err_set(err, "%s: %s; is --suite the top of a checkout?", path, strerror(errno));
    struct dirent *entry;
    while (!result && (entry = readdir(stream))) {
        if (entry->d_name[0] == '.')
            continue;
        char *below = mem_format("%s/%s", name, entry->d_name);
        result = add_entry(a, below, depth, err);
        free(below);
    }
    if (stream)
        closedir(stream);
    free(path);
    return result;
}

int assets_open(struct assets *out, const char *folder, struct err *err)
{
    static const char *const roots[] = {"harness/contract", "conformance", "corpus"};
    *out = (struct assets){.folder = mem_string(folder)};
    for (const struct embedded *e = assets_embedded; !folder && e->name; e++)
        add(out, e->name, (struct bytes){e->data, e->len});
    for (size_t i = 0; folder && i < sizeof roots / sizeof *roots; i++) {
        if (add_folder(out, roots[i], 0, err)) {
            assets_close(out);
            return -1;
        }
    }
    if (out->count)
        qsort(out->list, out->count, sizeof *out->list, by_name);
    return 0;
}

void assets_close(struct assets *a)
{
    for (size_t i = 0; i < a->count; i++) {
        free(a->list[i].name);
        if (a->folder)
            free((char *)a->list[i].data.ptr);
    }
    free(a->list);
    free(a->folder);
    *a = (struct assets){0};
}

bool assets_get(const struct assets *a, const char *name, struct bytes *data)
{
    struct asset key = {.name = (char *)name};
    const struct asset *found =
        a->count ? bsearch(&key, a->list, a->count, sizeof *a->list, by_name) : NULL;
    if (found)
        *data = found->data;
    return found != NULL;
}

void assets_digest(const struct assets *a, const char *prefix, char hex[65])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    for (size_t i = 0; i < a->count; i++) {
        if (strncmp(a->list[i].name, prefix, strlen(prefix)) != 0)
            continue;
        char *head = mem_format("%s%c%zu%c", a->list[i].name, '\n', a->list[i].data.len, '\n');
        EVP_DigestUpdate(ctx, head, strlen(head));
        EVP_DigestUpdate(ctx, a->list[i].data.ptr, a->list[i].data.len);
        free(head);
    }
    EVP_DigestFinal_ex(ctx, digest, &len);
    EVP_MD_CTX_free(ctx);
    for (unsigned i = 0; i < 32; i++) {
        static const char digits[] = "0123456789abcdef";
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[64] = '\0';
}
