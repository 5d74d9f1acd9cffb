#include "fuzz/http/signature.h"

#include "fuzz/http/engine.h"
#include "fuzz/http/shape.h"
#include "fuzz/oracle/key.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 4096

/* Engines want them where they stay. */
static struct engine_counters counters;
static uint32_t before; /* the answer before, of this input */

__attribute__((constructor)) static void register_counters(void)
{
    if (!getenv("CONNSPEC_NO_SIGNATURES"))
        counters = engine_counters(SLOTS);
}

static void count(uint32_t hash)
{
    engine_set(&counters, (hash ^ hash >> 16) % SLOTS);
}

static uint32_t mix_text(uint32_t hash, const char *text)
{
    return shape_mix(hash, text, strlen(text) + 1);
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
    if (!counters.count)
        return;
    uint32_t hash = shape_mix_number(mix_text(2166136261u, method), (unsigned)rs->status);
    hash = shape_mix_number(hash, (unsigned)rs->delivery);
    count(hash);
    count(shape_mix_number(hash, before));
    count(shape_mix_number(hash, 1000 + latency_class(rs->micros)));
    count_headers(&rs->headers, hash);
    struct bytes body = {rs->body ? rs->body : "", rs->body_len};
    char key[ORACLE_KEY_MAX];
    oracle_key(key, bytes_of(""), rs->status, body);
    count(mix_text(hash, key));
    if (!shape_tell(body, hash, count))
        count(shape_mix_number(hash, 2000 + (rs->body_len > 0)));
    before = hash;
}
