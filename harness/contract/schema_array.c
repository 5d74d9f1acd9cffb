#include "base/json.h"
#include "base/mem.h"
#include "contract/schema_keywords.h"
#include "contract/schema_number.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

bool check_items(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const struct rule *prefix = node_rule(run->frame->node, "prefixItems");
    size_t index = 0, first = prefix ? prefix->count : 0;
    const cJSON *item;
    bool ok = true;
    cJSON_ArrayForEach(item, instance)
    {
        if (index >= first)
            ok &= run_item(run, rule->parts[0].node, item, index);
        if (run_settled(run, ok))
            return ok;
        index++;
    }
    return ok;
}

bool check_prefix_items(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    size_t index = 0;
    bool ok = true;
    for (const cJSON *item = instance->child; item && index < rule->count; item = item->next) {
        ok &= run_item(run, rule->parts[index].node, item, index);
        index++;
    }
    return ok;
}

static double bound(const struct schema_run *run, const char *name, double without)
{
    const struct rule *rule = node_rule(run->frame->node, name);
    return rule ? rule->value->valuedouble : without;
}

static bool item_fits(struct schema_run *run, const struct node *node, const cJSON *item,
                      size_t index)
{
    struct log log;
    log_open(run, &log, true, false);
    bool ok = run_item(run, node, item, index);
    log_close(run, &log);
    if (ok)
        log_accept(run, &log);
    log_free(&log);
    return ok;
}

static bool contains_fail(struct schema_run *run, const char *blame, const char *words,
                          double count)
{
    char text[NUMBER_TEXT];
    number_text(count, text);
    run_blame(run, blame);
    return run_fail(run, "%s %s item%s that match%s the schema of contains", words, text,
                    count == 1 ? "" : "s", count == 1 ? "es" : "");
}

bool check_contains(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    double least = bound(run, "minContains", 1), most = bound(run, "maxContains", INFINITY);
    double count = 0;
    size_t index = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, instance)
    {
        count += item_fits(run, rule->parts[0].node, item, index++);
        if (run->stopped)
            return false;
    }
    if (count < least)
        return contains_fail(run, "minContains", "at least", least);
    return count <= most || contains_fail(run, "maxContains", "at most", most);
}

static bool count_unless(struct schema_run *run, bool ok, const char *words, double count)
{
    char text[NUMBER_TEXT];
    if (ok)
        return true;
    number_text(count, text);
    return run_fail(run, "%s %s item%s", words, text, count == 1 ? "" : "s");
}

bool check_min_items(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    double least = rule->value->valuedouble;
    return count_unless(run, cJSON_GetArraySize(instance) >= least, "at least", least);
}

bool check_max_items(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    double most = rule->value->valuedouble;
    return count_unless(run, cJSON_GetArraySize(instance) <= most, "at most", most);
}

/* Equal values have equal hashes: the order of members does not matter, nor does the sign of 0. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_text(const char *text)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
    return hash;
}

static uint64_t hash_number(double value)
{
    uint64_t bits;
    value = value == 0 ? 0 : value;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t hash_of(const cJSON *value, size_t *size)
{
    uint64_t hash = (unsigned)value->type & 0xFF, sum = 0;
    ++*size;
    if (cJSON_IsNumber(value))
        return mix(hash, hash_number(value->valuedouble));
    if (cJSON_IsString(value))
        return mix(hash, hash_text(value->valuestring));
    for (const cJSON *child = value->child; child; child = child->next) {
        uint64_t below = hash_of(child, size);
        if (cJSON_IsObject(value))
            sum += mix(hash_text(child->string), below);
        else
            sum = mix(sum + 1, below);
    }
    return mix(hash, sum);
}

struct item {
    uint64_t hash;
    size_t index, size; /* size: how many values it is made of */
    const cJSON *json;
};

static int by_hash(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Items whose hashes agree are compared one by one, at the cost of steps. */
static const struct item *twin(struct schema_run *run, const struct item *list, size_t count,
                               const struct item **other)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && list[i].hash == list[j].hash; j++) {
            if (!run_step(run, list[i].size))
                return NULL;
            *other = &list[j];
            if (json_equal(list[i].json, list[j].json))
                return &list[i];
        }
    }
    return NULL;
}

static bool all_differ(struct schema_run *run, struct item *list, size_t count)
{
    const struct item *other, *first;
    qsort(list, count, sizeof *list, by_hash);
    first = twin(run, list, count, &other);
    if (!first)
        return !run->stopped;
    return run_fail(run, "items that all differ (%zu and %zu are equal)", first->index,
                    other->index);
}

bool check_unique(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    if (cJSON_IsFalse(rule->value) || !instance->child)
        return true;
    size_t n = 0, values = 0;
    struct item *list = mem_alloc((size_t)cJSON_GetArraySize(instance) * sizeof *list);
    const cJSON *item;
    cJSON_ArrayForEach(item, instance)
    {
        list[n] = (struct item){.index = n, .json = item};
        list[n].hash = hash_of(item, &list[n].size);
        values += list[n++].size;
    }
    bool ok = run_step(run, values) && all_differ(run, list, n);
    free(list);
    return ok;
}
