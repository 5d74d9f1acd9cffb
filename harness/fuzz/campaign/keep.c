#include "fuzz/campaign/keep.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define INPUT_MAX ((size_t)1 << 20) /* of a corpus: what is larger slows everything down */
#define FILES_MAX 50000             /* of a corpus that could not be minimised */
#define NAME_BYTES 20
#define SPACE_MIN ((unsigned long long)1 << 20) /* free bytes behind what was written whole */

/* --- files and folders --- */

/* What a corpus calls it: by its content, so that the same is there once. */
static void name_of(struct bytes data, char out[2 * NAME_BYTES + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];
    EVP_Digest(data.ptr, data.len, hash, NULL, EVP_sha256(), NULL);
    for (size_t i = 0; i < NAME_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * NAME_BYTES] = '\0';
}

/* A copy, never a second name: engines change what they are given. */
static int put_into(const char *folder, const char *path, struct err *err)
{
    char *data = NULL, name[2 * NAME_BYTES + 1];
    size_t len;
    if (file_read(path, INPUT_MAX, &data, &len, err))
        return 0; /* too long, or gone: not for a corpus */
    name_of((struct bytes){data, len}, name);
    char *to = mem_format("%s/%s", folder, name);
    int status = access(to, F_OK) ? file_write_soon(to, (struct bytes){data, len}, err) : 0;
    free(to);
    free(data);
    return status;
}

typedef int each_file(void *context, const char *path, struct err *err);

/* Each regular file below the folder, which need not be there. */
static int for_each(const char *folder, each_file *call, void *context, struct err *err)
{
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort), status = 0;
    for (int i = 0; i < count; i++) {
        char *path = mem_format("%s/%s", folder, list[i]->d_name);
        struct stat about;
        if (!status && list[i]->d_name[0] != '.' && lstat(path, &about) == 0) {
            if (S_ISREG(about.st_mode))
                status = call(context, path, err);
            else if (S_ISDIR(about.st_mode))
                status = for_each(path, call, context, err);
        }
        free(path);
        free(list[i]);
    }
    free(list);
    return status;
}

static int add_to(void *folder, const char *path, struct err *err)
{
    return put_into(folder, path, err);
}

static int count_one(void *count, const char *path, struct err *err)
{
    (void)path, (void)err;
    ++*(size_t *)count;
    return 0;
}

size_t keep_count(const char *folder)
{
    size_t count = 0;
    struct err err;
    for_each(folder, count_one, &count, &err);
    return count;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)kind, (void)at;
    return remove(path);
}

static void remove_all(const char *folder)
{
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static int make(const char *folder, const char *below, struct err *err)
{
    char *path = mem_format("%s/%s", folder, below);
    int status = file_make_dir(path, err);
    free(path);
    return status;
}

static void remove_below(const char *folder, const char *below)
{
    char *path = mem_format("%s/%s", folder, below);
    remove_all(path);
    free(path);
}

/* --- what a campaign leaves --- */

static int set_aside(void *of, const char *engine, const char *path)
{
    const struct place *p = of;
    const char *slash = strrchr(path, '/');
    char *pending = mem_format("%s/pending/", p->work);
    int status = 0;
    if (strncmp(path, pending, strlen(pending)) != 0) {
        char *to = mem_format("%s%s-%lld-%s", pending, engine, (long long)getpid(), slash + 1);
        status = rename(path, to);
        free(to);
    }
    free(pending);
    return status;
}

static int absorb(const struct place *p, struct err *err)
{
    char *corpus = mem_format("%s/libfuzzer", p->work);
    int status = for_each(corpus, add_to, p->corpus, err);
    for (int m = MODE_AFL; !status && m < MODES; m++) {
        char *queue = mem_format("%s/afl/%s/queue", p->work, mode_name((enum mode)m));
        status = for_each(queue, add_to, p->corpus, err);
        free(queue);
    }
    if (!status && place_saved(p, set_aside, (void *)(uintptr_t)p))
        status =
            err_set(err, "%s: what was found cannot be set aside: %s", p->work, strerror(errno));
    if (!status) {
        remove_below(p->work, "afl");
        remove_below(p->work, "libfuzzer");
    }
    free(corpus);
    return status;
}

/* A replacement that was cut short between its two steps. */
static void mend(const struct place *p)
{
    char *old = mem_format("%s.old", p->corpus), *new = mem_format("%s.new", p->corpus);
    struct stat about;
    if (stat(old, &about) == 0 && stat(p->corpus, &about))
        rename(old, p->corpus);
    remove_all(old);
    remove_all(new);
    free(old);
    free(new);
}

static int fill_seeds(const struct place *p, const struct night_options *o, struct err *err)
{
    char *seeds = mem_format("%s/seeds", p->work);
    remove_all(seeds);
    int status = file_make_dir(seeds, err);
    for (const char *const *s = o->seeds; !status && *s; s++)
        status = for_each(*s, add_to, seeds, err);
    if (!status)
        status = for_each(p->corpus, add_to, seeds, err);
    if (!status && keep_count(seeds) == 0) { /* AFL++ wants one at least */
        char *path = mem_format("%s/empty-object", seeds);
        status = file_write_soon(path, bytes_of("{}"), err);
        free(path);
    }
    free(seeds);
    return status;
}

int keep_open(struct room *r, const struct night_options *o, struct err *err)
{
    static const char *const folders[] = {"libfuzzer", "artifacts", "pending", "tmp", "afl"};
    struct place *p = &r->place;
    p->harness = &r->harness;
    p->corpus = mem_format("%s/corpus/%s", o->out, r->harness.name);
    p->work = mem_format("%s/work/%s", o->out, r->harness.name);
    mend(p);
    if (file_make_dir(p->corpus, err) || make(p->work, "pending", err))
        return -1;
    if (!o->resume && absorb(p, err))
        return -1;
    remove_below(p->work, "tmp");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (make(p->work, folders[i], err))
            return -1;
    r->corpus_at_start = keep_count(p->corpus);
    return fill_seeds(p, o, err);
}

/* --- making it small --- */

static bool is_in(const char *folder, const char *name, size_t len)
{
    struct stat about;
    char *path = mem_format("%s/%s", folder, name);
    bool in = stat(path, &about) == 0 && (size_t)about.st_size == len;
    free(path);
    return in;
}

/* 1: what is at path is no whole copy of an input of the corpus `of`, whose names are ours or, since an earlier
 * merge, libFuzzer's. */
static int is_foreign(void *of, const char *path, struct err *err)
{
    char *data = NULL, name[2 * NAME_BYTES + 1];
    size_t len;
    if (file_read(path, INPUT_MAX, &data, &len, err))
        return 1;
    name_of((struct bytes){data, len}, name);
    free(data);
    return is_in(of, name, len) || is_in(of, strrchr(path, '/') + 1, len) ? 0 : 1;
}

/* Neither libFuzzer nor afl-cmin says that a disk was full: what they did not write is not missed. */
static bool is_whole(const char *corpus, const char *new)
{
    struct statvfs about;
    struct err err;
    return keep_count(new) && statvfs(new, &about) == 0 &&
           (unsigned long long)about.f_bavail * about.f_frsize >= SPACE_MIN &&
           for_each(new, is_foreign, (void *)(uintptr_t)corpus, &err) == 0;
}

/* libFuzzer's merge or afl-cmin, into a folder of its own. */
static int merge_into(const struct place *p, const char *to, double seconds, struct err *err)
{
    const struct harness *h = p->harness;
    const char *from = p->corpus;
    char *artifacts =
        mem_format("-artifact_prefix=%s/tmp/", p->work); /* else they are put where we are */
    const char *const libfuzzer[] = {h->libfuzzer,  "-set_cover_merge=1",
                                     "-timeout=10", "-rss_limit_mb=2560",
                                     artifacts,     to,
                                     from,          NULL};
    const char *const afl[] = {"/usr/bin/env", "afl-cmin", "-i", from, "-o", to,
                               "--",           h->afl,     NULL};
    static const char *const environment[] = {"AFL_ALLOW_TMP=1", "AFL_QUIET=1",
                                              "ASAN_OPTIONS=detect_leaks=0", NULL};
    struct buf output = buf_new(1 << 16);
    struct crash_end end;
    int status = process_run(&(struct command){h->libfuzzer ? libfuzzer : afl, environment},
                             seconds, NULL, &output, &end, err);
    buf_free(&output);
    free(artifacts);
    if (!status && (!end.exited || end.code || end.timed_out || !is_whole(from, to)))
        status =
            err_set(err, "%s: could not be minimised in %.0f s; all of it is kept", from, seconds);
    return status;
}

static int replace(const char *corpus, const char *new, struct err *err)
{
    char *old = mem_format("%s.old", corpus);
    int status = rename(corpus, old) || rename(new, corpus)
                     ? err_set(err, "%s: cannot be replaced: %s", corpus, strerror(errno))
                     : 0;
    if (!status)
        remove_all(old);
    free(old);
    return status;
}

struct sized {
    off_t size;
    char *path;
};
struct sizes {
    struct sized *list;
    size_t count;
};

static int add_size(void *of, const char *path, struct err *err)
{
    struct sizes *all = of;
    struct stat about;
    (void)err;
    if (stat(path, &about))
        return 0;
    all->list = mem_grow(all->list, all->count + 1, sizeof *all->list);
    all->list[all->count++] = (struct sized){about.st_size, mem_string(path)};
    return 0;
}

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size) - (x->size < y->size)
                              : strcmp(x->path, y->path);
}

/* The smallest stay. */
static void bound(const char *corpus)
{
    struct sizes all = {0};
    struct err err;
    for_each(corpus, add_size, &all, &err);
    if (all.count > FILES_MAX)
        qsort(all.list, all.count, sizeof *all.list, by_size);
    for (size_t i = 0; i < all.count; i++) {
        if (i >= FILES_MAX)
            unlink(all.list[i].path);
        free(all.list[i].path);
    }
    free(all.list);
}

int keep_close(struct room *r, double seconds, struct err *err)
{
    const struct place *p = &r->place;
    char *new = mem_format("%s.new", p->corpus);
    int status = absorb(p, err) || make(p->work, "tmp", err) ? -1 : 0;
    if (!status && keep_count(p->corpus)) {
        remove_all(new);
        status = file_make_dir(new, err) || merge_into(p, new, seconds, err) ? 1 : 0;
        if (!status)
            status = replace(p->corpus, new, err);
        remove_all(new);
        bound(p->corpus);
    }
    remove_below(p->work, "seeds");
    remove_below(p->work, "tmp");
    free(new);
    return status;
}
