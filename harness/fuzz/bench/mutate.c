/* mutate FOLDER [MUTATIONS] [SEED] - what the mutator makes of the bodies below FOLDER, and what it
 * costs: a pool is mutated as a fuzzer would do it, and each body goes to the built-in reference.
 * Prints NAME VALUE lines. */
#include "fuzz/mutate.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "target/target.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define POOL_MAX 2048
#define BODY_MAX 4096
#define BATCH 256 /* bodies made, or read by the peer, between two looks at the clock */
#define PATH                                                                                       \
    "/subscriptions/s/resourceGroup/g/providers/microsoft.network/connections/cn1"                 \
    "?api-version=2015-05-01-preview"

struct body {
    uint8_t data[BODY_MAX];
    size_t len;
    bool json;
    char did[128]; /* what the mutator says of it */
};

static struct body pool[POOL_MAX]; /* nftw has no argument to hand on */
static size_t pooled;

static bool is_json(const struct body *b)
{
    struct json_problem problem;
    return json_check((struct bytes){(const char *)b->data, b->len}, NULL, &problem);
}

static int add_file(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)at;
    struct err err;
    char *data;
    size_t len;
    if (kind != FTW_F || pooled == POOL_MAX || file_read(path, BODY_MAX, &data, &len, &err))
        return 0;
    memcpy(pool[pooled].data, data, len);
    pool[pooled].len = len;
    pool[pooled].json = is_json(&pool[pooled]);
    pooled++;
    free(data);
    return 0;
}

static double cpu_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#define KINDS_MAX 32

struct kind { /* of what is no JSON, and came of JSON: what was done to it last */
    char name[24];
    size_t count;
};

struct counts {
    struct kind kinds[KINDS_MAX];
    size_t mutations, valid, accepted, bytes;
    size_t before; /* no JSON, and came of what was none: what broke it is not known */
    double mutating, reading;
};

static bool put(struct target *t, const struct body *b)
{
    struct err err;
    struct response rs = {0};
    struct request rq = request_new("PUT", PATH);
    headers_add(&rq.headers, "Content-Type", "application/json");
    request_body(&rq, b->data, b->len);
    bool accepted = target_send(t, &rq, &rs, &err) == 0 && rs.status == 200;
    response_free(&rs);
    request_free(&rq);
    rq = request_new("DELETE", PATH);
    if (accepted && target_send(t, &rq, &rs, &err) == 0)
        response_free(&rs);
    request_free(&rq);
    return accepted;
}

/* What cJSON takes for the same: reads it, writes it, frees it. */
static void peer(const struct body *b)
{
    cJSON *tree = cJSON_ParseWithLength((const char *)b->data, b->len);
    char *text = tree ? cJSON_PrintUnformatted(tree) : NULL;
    cJSON_free(text);
    cJSON_Delete(tree);
}

static void count_kind(struct counts *c, const char *did)
{
    const char *comma = strrchr(did, ','), *last = comma ? comma + 1 : did;
    struct kind *k = c->kinds;
    while (k < c->kinds + KINDS_MAX - 1 && *k->name && strcmp(k->name, last) != 0)
        k++;
    bool full = k == c->kinds + KINDS_MAX - 1; /* the last row is for all that have none */
    snprintf(k->name, sizeof k->name, "%s", full ? "others" : *last ? last : "nothing");
    k->count++;
}

static void judge(struct target *t, struct body *b, struct counts *c, uint32_t seed)
{
    bool came_of_json = b->json, accepted = put(t, b);
    b->json = is_json(b);
    c->mutations++;
    c->valid += b->json;
    if (!b->json && came_of_json)
        count_kind(c, b->did);
    c->before += !b->json && !came_of_json;
    c->accepted += accepted;
    c->bytes += b->len;
    if (accepted ? seed % 8 == 0 : seed % 64 == 0) /* about what coverage would keep, and more */
        pool[pooled < POOL_MAX ? pooled++ : seed / 64 % POOL_MAX] = *b;
}

static void run_batch(struct mutator *m, struct target *t, struct counts *c, uint32_t seed)
{
    static struct body batch[BATCH];
    for (size_t i = 0; i < BATCH; i++)
        batch[i] = pool[(seed * 2654435761u + i * 40503u) % pooled];
    double before = cpu_now();
    for (size_t i = 0; i < BATCH; i++) {
        batch[i].len = mutator_mutate(m, batch[i].data, batch[i].len, BODY_MAX, seed + (uint32_t)i);
        strncpy(batch[i].did, mutator_describe(m), sizeof batch[i].did - 1);
    }
    double between = cpu_now();
    for (size_t i = 0; i < BATCH; i++)
        peer(&batch[i]);
    c->mutating += between - before;
    c->reading += cpu_now() - between;
    for (size_t i = 0; i < BATCH; i++)
        judge(t, &batch[i], c, seed + (uint32_t)i);
}

static void print(const struct counts *c)
{
    double n = (double)c->mutations;
    printf("bodies %zu\nbodies-per-cpu-second %.0f\ntimes-cjson %.2f\nvalid-percent %.1f\n"
           "accepted-percent %.1f\nmean-bytes %.0f\n",
           c->mutations, n / c->mutating, c->mutating / c->reading, 100.0 * (double)c->valid / n,
           100.0 * (double)c->accepted / n, (double)c->bytes / n);
    printf("broken-before %zu\n", c->before);
    for (const struct kind *k = c->kinds; k < c->kinds + KINDS_MAX && *k->name; k++)
        printf("broken-by-%s %zu\n", k->name, k->count);
}

int main(int argc, char **argv)
{
    struct err err;
    struct target *target;
    if (argc < 2 || nftw(argv[1], add_file, 16, FTW_PHYS) || !pooled) {
        fprintf(stderr, "usage: mutate FOLDER [MUTATIONS] [SEED]\n");
        return 2;
    }
    struct mutator *m = mutator_open(MUTATE_PUT, &err);
    if (!m || target_open(&target, "reference", NULL, &err)) {
        fprintf(stderr, "mutate: %s\n", err.text);
        return 1;
    }
    struct counts c = {0};
    size_t total = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
    uint32_t seed = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) * 1000003u : 1;
    for (; c.mutations < total; seed += BATCH)
        run_batch(m, target, &c, seed);
    print(&c);
    mutator_free(m);
    target_close(target);
    return 0;
}
