#include "reference/state.h"
#include "base/mem.h"
#include "reference/text.h"

#include <stdio.h>
#include <stdlib.h>

#define KEY_LENGTH 32

char *state_key(const char *subscription, const char *group, const char *name)
{
    char *key = mem_format("%s/%s/%s", subscription, group, name);
    for (char *c = key; *c; c++)
        *c = text_lower(*c);
    return key;
}

struct connection *state_connection(const struct service *s, const struct uri *u)
{
    char *key = state_key(u->subscription, u->group, u->name);
    struct connection *found = table_get(&s->connections, key);
    free(key);
    return found;
}

struct connection *state_create(struct service *s, const struct uri *u)
{
    struct connection *made = mem_alloc(sizeof *made);
    unsigned long number = ++s->addresses;
    made->key = state_secret(s, KEY_LENGTH);
    snprintf(made->address, sizeof made->address, "10.%lu.%lu.%lu", number >> 16 & 255,
             number >> 8 & 255, number & 255);
    char *key = state_key(u->subscription, u->group, u->name);
    table_add(&s->connections, key, made);
    free(key);
    return made;
}

void state_delete(struct service *s, const struct uri *u)
{
    char *key = state_key(u->subscription, u->group, u->name);
    table_remove(&s->connections, key);
    free(key);
}

void state_clear(struct service *s)
{
    table_clear(&s->connections);
    table_clear(&s->gateway_table);
    cJSON_Delete(s->memory);
    s->memory = cJSON_CreateObject();
    s->requests = s->addresses = 0;
}

/* splitmix64 */
uint64_t state_random(struct service *s)
{
    uint64_t z = s->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* RFC 9562 version 4 */
void state_guid(struct service *s, char guid[37])
{
    unsigned long long a = state_random(s), b = state_random(s);
    snprintf(guid, 37, "%08llx-%04llx-4%03llx-%04llx-%012llx", a >> 32, a >> 16 & 0xFFFF, a & 0xFFF,
             (b >> 48 & 0x3FFF) | 0x8000, b & 0xFFFFFFFFFFFF);
}

char *state_secret(struct service *s, size_t len)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char *secret = mem_alloc(len + 1);
    for (size_t i = 0; i < len; i++)
        secret[i] = letters[state_random(s) % (sizeof letters - 1)];
    return secret;
}
