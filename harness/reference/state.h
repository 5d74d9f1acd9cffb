/* state.h - what a service remembers. For the files of this room; the lock is held throughout. */
#ifndef REFERENCE_STATE_H
#define REFERENCE_STATE_H

#include "reference/narrow.h"
#include "reference/service.h"
#include "reference/table.h"

#include <pthread.h>
#include <stdint.h>

struct connection {
    char *subscription, *group; /* as spelled in the last write, like the document's name */
    cJSON *document;            /* name, location, tags, properties */
    char etag[64], address[16];
    char *key;
    unsigned writes;
};

struct gateway {
    cJSON *documents[2]; /* virtual network gateway, local network gateway; NULL without one */
};

struct service {
    pthread_mutex_t lock;
    char *token;          /* NULL: no authentication */
    char **gateways;      /* that exist everywhere; NULL-ended */
    struct seam seam;     /* without hooks when there is no mutant */
    const void *data;     /* the mutant's */
    struct narrow narrow; /* in use when the mutant is wrong for one type only */
    struct table connections, gateway_table;
    uint64_t random;
    unsigned long requests, addresses;
    cJSON *memory;
};

/* "subscription/group/name" without case, to free(). */
char *state_key(const char *subscription, const char *group, const char *name);

struct connection *state_connection(const struct service *s, const struct uri *u); /* or NULL */
struct connection *state_create(struct service *s, const struct uri *u); /* empty, with a new key */
void state_delete(struct service *s, const struct uri *u);

void state_clear(struct service *s);

uint64_t state_random(struct service *s);
void state_guid(struct service *s, char guid[37]);
char *state_secret(struct service *s, size_t len); /* letters and digits, to free() */

#endif
