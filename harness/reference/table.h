/* table.h - values by name, in the order in which they were added. Seeded hashing, so that names
 * chosen by somebody else cannot be made to collide. */
#ifndef REFERENCE_TABLE_H
#define REFERENCE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct entry {
    char *key;
    void *value;
    uint64_t hash;
    struct entry *chain;         /* the next one in its slot */
    struct entry *before, *next; /* in the order of adding */
};

struct table {
    struct entry **slots;
    size_t size, count;
    struct entry *first, *last;
    uint64_t seed;
    void (*release)(void *value);
};

struct table table_new(uint64_t seed, void (*release)(void *value));
void table_clear(struct table *t); /* releases every value; the table may be used again */

void *table_get(const struct table *t, const char *key);       /* NULL without one */
void table_add(struct table *t, const char *key, void *value); /* of a key that is not there */
void table_remove(struct table *t, const char *key);

#endif
