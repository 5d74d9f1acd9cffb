#include "base/assets.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX 8
#define COUNT_MAX 100000              /* entries looked at, files and folders */
#define TOTAL_MAX ((size_t)256 << 20) /* bytes in all files */

static const char *const roots[] = {"harness/contract", "conformance", "corpus"};
#define ROOTS (sizeof roots / sizeof *roots)

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
    return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

/* One reading of a folder. */
struct walk {
    struct assets *assets;
    size_t entries, total;
    struct err *err;
};

static int walk_folder(struct walk *w, const char *name, int depth);

static int take_file(struct walk *w, const char *name, const char *path)
{
    char *data = NULL;
    size_t len = 0;
    if (file_read(path, ASSET_MAX, &data, &len, w->err))
        return -1;
    add(w->assets, name, (struct bytes){data, len});
    w->total += len;
    if (w->total > TOTAL_MAX)
        return err_set(w->err, "%s: more than %zu bytes in all files", w->assets->folder,
                       TOTAL_MAX);
    return 0;
}

/* A link to a folder may lead back to where it is; the build does not follow them either. */
static int take_link(struct walk *w, const char *name, const char *path)
{
    struct stat to;
    bool there = stat(path, &to) == 0;
    if (there && S_ISDIR(to.st_mode))
        return err_set(w->err, "%s is a symbolic link to a folder: put the folder itself there",
                       path);
    if (!there && (is_json(name) || errno == ELOOP))
        return err_set(w->err, "%s is a symbolic link that leads nowhere: %s", path,
                       strerror(errno));
    return is_json(name) ? take_file(w, name, path) : 0;
}

static int take_entry(struct walk *w, const char *name, int depth)
{
    struct stat about;
    char *path = mem_format("%s/%s", w->assets->folder, name);
    int result = 0;
    if (++w->entries > COUNT_MAX)
        result =
            err_set(w->err, "%s: more than %d files and folders", w->assets->folder, COUNT_MAX);
    else if (lstat(path, &about))
        result = err_set(w->err, "cannot look at %s: %s", path, strerror(errno));
    else if (S_ISDIR(about.st_mode))
        result = walk_folder(w, name, depth + 1);
    else if (S_ISLNK(about.st_mode))
        result = take_link(w, name, path);
    else if (is_json(name))
        result = take_file(w, name, path);
    free(path);
    return result;
}

static int walk_entries(struct walk *w, DIR *stream, const char *name, int depth)
{
    int result = 0;
    while (!result) {
        errno = 0;
        struct dirent *entry = readdir(stream);
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        char *below = mem_format("%s/%s", name, entry->d_name);
        result = take_entry(w, below, depth);
        free(below);
    }
    if (!result && errno)
        result = err_set(w->err, "cannot read the folder %s/%s: %s", w->assets->folder, name,
                         strerror(errno));
    return result;
}

static int walk_folder(struct walk *w, const char *name, int depth)
{
    char *path = mem_format("%s/%s", w->assets->folder, name);
    int result = -1;
    DIR *stream = NULL;
    if (depth > DEPTH_MAX)
        err_set(w->err, "%s: folders nest deeper than %d", path, DEPTH_MAX);
    else if (!(stream = opendir(path)))
        err_set(w->err, "cannot read the folder %s: %s%s", path, strerror(errno),
                depth ? "" : "; is --suite the top of a checkout?");
    else
        result = walk_entries(w, stream, name, depth);
    if (stream)
        closedir(stream);
    free(path);
    return result;
}

static int walk_root(struct walk *w, const char *root)
{
    size_t before = w->assets->count;
    if (walk_folder(w, root, 0))
        return -1;
    if (w->assets->count == before)
        return err_set(w->err, "%s/%s has no .json file in it; is --suite the top of a checkout?",
                       w->assets->folder, root);
    return 0;
}

static void add_embedded(struct assets *a)
{
    for (const struct embedded *e = assets_embedded; e->name; e++)
        add(a, e->name, (struct bytes){e->data, e->len});
}

int assets_open(struct assets *out, const char *folder, struct err *err)
{
    *out = (struct assets){.folder = mem_string(folder)};
    struct walk w = {.assets = out, .err = err};
    if (!folder)
        add_embedded(out);
    for (size_t i = 0; folder && i < ROOTS; i++) {
        if (walk_root(&w, roots[i])) {
            assets_close(out);
            return -1;
        }
    }
    if (out->count)
        qsort(out->list, out->count, sizeof *out->list, by_name);
    out->bodies = mem_alloc((out->count + 1) * sizeof *out->bodies);
    return 0;
}

void assets_close(struct assets *a)
{
    for (size_t i = 0; i < a->count; i++) {
        free(a->list[i].name);
        if (a->bodies)
            cJSON_Delete(a->bodies[i]);
        if (a->folder)
            free((char *)a->list[i].data.ptr);
    }
    free(a->list);
    free(a->bodies);
    free(a->folder);
    *a = (struct assets){0};
}

static const struct asset *find(const struct assets *a, const char *name)
{
    struct asset key = {.name = (char *)name};
    return a->count ? bsearch(&key, a->list, a->count, sizeof *a->list, by_name) : NULL;
}

bool assets_get(const struct assets *a, const char *name, struct bytes *data)
{
    const struct asset *found = find(a, name);
    if (found)
        *data = found->data;
    return found != NULL;
}

const cJSON *assets_body(const struct assets *a, const char *name)
{
    static const char folder[] = "corpus/";
    const struct asset *found = find(a, name);
    if (!found || !a->bodies || strncmp(name, folder, sizeof folder - 1) != 0)
        return NULL;
    _Atomic(cJSON *) *slot = &a->bodies[found - a->list];
    cJSON *there = atomic_load(slot), *read = there ? NULL : json_read(found->data, NULL, NULL);
    if (read && !atomic_compare_exchange_strong(slot, &there, read))
        cJSON_Delete(read); /* another thread was first */
    else if (read)
        there = read;
    return there;
}

/* "a/b" is below "", "a", "a/" and "a/b"; "ab" is not below "a". */
static bool is_below(const char *name, const char *prefix)
{
    size_t len = strlen(prefix);
    return strncmp(name, prefix, len) == 0 &&
           (len == 0 || prefix[len - 1] == '/' || name[len] == '/' || !name[len]);
}

static void add_hex(const unsigned char *digest, size_t len, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * len] = '\0';
}

void assets_digest(const struct assets *a, const char *prefix, char hex[65])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool fine = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    for (size_t i = 0; i < a->count; i++) {
        const struct asset *asset = &a->list[i];
        if (!is_below(asset->name, prefix))
            continue;
        char *head = mem_format("%s\n%zu\n", asset->name, asset->data.len);
        fine = fine && EVP_DigestUpdate(ctx, head, strlen(head)) &&
               EVP_DigestUpdate(ctx, asset->data.ptr, asset->data.len);
        free(head);
    }
    fine = fine && EVP_DigestFinal_ex(ctx, digest, NULL);
    EVP_MD_CTX_free(ctx);
    if (!fine)
        abort(); /* SHA-256 is always there */
    add_hex(digest, 32, hex);
}
