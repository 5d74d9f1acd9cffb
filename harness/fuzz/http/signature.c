#include "fuzz/http/signature.h"

#include "base/json.h"
#include "fuzz/oracle/key.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 4096
#define DEPTH 6

/* What an engine gives, where one is linked in (sanitizer_coverage of LLVM). */
__attribute__((weak)) void __sanitizer_cov_8bit_counters_init(uint8_t *begin, uint8_t *end);
__attribute__((weak)) void __sanitizer_cov_pcs_init(const uintptr_t *begin, const uintptr_t *end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard_init(uint32_t *begin, uint32_t *end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard(uint32_t *guard);
__attribute__((weak)) extern uint8_t *__afl_area_ptr;

/* Engines want them where they stay; nothing of ours reads them. */
static volatile uint8_t counters[SLOTS];
static uintptr_t places[2 * SLOTS];
static uint32_t guards[SLOTS];
static uint32_t before; /* the answer before, of this input */

__attribute__((constructor)) static void register_counters(void)
{
    if (getenv("CONNSPEC_NO_SIGNATURES"))
        return;
    for (size_t i = 0; i < SLOTS; i++)
        places[2 * i] = (uintptr_t)&counters[i];
    if (&__afl_area_ptr && __sanitizer_cov_trace_pc_guard_init) {
        __sanitizer_cov_trace_pc_guard_init(guards, guards + SLOTS);
    } else if (__sanitizer_cov_8bit_counters_init && __sanitizer_cov_pcs_init) {
        __sanitizer_cov_8bit_counters_init((uint8_t *)(uintptr_t)counters,
                                           (uint8_t *)(uintptr_t)(counters + SLOTS));
        __sanitizer_cov_pcs_init(places, places + 2 * SLOTS);
    }
}

static void count(uint32_t hash)
{
    size_t slot = (hash ^ hash >> 16) % SLOTS;
    if (counters[slot] < 1)
        counters[slot]++;
    if (guards[slot] && __sanitizer_cov_trace_pc_guard)
        __sanitizer_cov_trace_pc_guard(&guards[slot]);
}

/* FNV-1a */
static uint32_t mix(uint32_t hash, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

static uint32_t mix_text(uint32_t hash, const char *text)
{
    return mix(hash, text, strlen(text) + 1);
}

static uint32_t mix_number(uint32_t hash, unsigned number)
{
    return mix(hash, &number, sizeof number);
}

/* 0, 1, 2, 3 and 4, up to 16, 64, 256 ... */
static unsigned class_of(size_t len)
{
    unsigned class = 0;
    for (; len > 3; len /= 4)
        class ++;
    return 4 * class + (unsigned)len;
}

static void count_tree(const cJSON *node, uint32_t path, unsigned depth)
{
    size_t size =
        cJSON_IsString(node) ? strlen(node->valuestring) : (size_t)cJSON_GetArraySize(node);
    count(mix_number(mix_number(path, (unsigned)node->type & 0xFF), class_of(size)));
    if (depth == DEPTH)
        return;
    const cJSON *child;
    bool tags = node->string && strcmp(node->string, "tags") == 0; /* its names are the client's */
    cJSON_ArrayForEach(child, node)
        count_tree(child, mix_text(path, child->string && !tags ? child->string : "*"), depth + 1);
}

static void count_headers(const struct headers *headers, uint32_t seed)
{
    uint32_t sum = seed;
    for (size_t i = 0; i < headers->count; i++) {
        char name[64];
        size_t len = strlen(headers->list[i].name);
        len = len < sizeof name - 1 ? len : sizeof name - 1;
        for (size_t k = 0; k < len; k++)
            name[k] = (char)tolower((unsigned char)headers->list[i].name[k]);
        name[len] = '\0';
        sum += mix_text(seed, name);
    }
    count(sum);
}

static unsigned latency_class(unsigned micros)
{
    return micros < 100000 ? 0 : micros < 1000000 ? 1 : micros < 5000000 ? 2 : 3;
}

void signature_begin(void)
{
    before = 0;
}

void signature_add(const char *method, const struct response *rs)
{
    static const struct json_limits limits = {.max_values = JSON_OUTSIDE_VALUES};
    struct json_problem problem;
    uint32_t hash = mix_number(mix_text(2166136261u, method), (unsigned)rs->status);
    hash = mix_number(hash, (unsigned)rs->delivery);
    count(hash);
    count(mix_number(hash, before));
    count(mix_number(hash, 1000 + latency_class(rs->micros)));
    count_headers(&rs->headers, hash);
    struct bytes body = {rs->body ? rs->body : "", rs->body_len};
    char key[ORACLE_KEY_MAX];
    oracle_key(key, bytes_of(""), rs->status, body);
    count(mix_text(hash, key));
    cJSON *tree = rs->body ? json_read(body, &limits, &problem) : NULL;
    if (tree)
        count_tree(tree, hash, 0);
    else
        count(mix_number(hash, 2000 + (rs->body_len > 0)));
    cJSON_Delete(tree);
    before = hash;
}
