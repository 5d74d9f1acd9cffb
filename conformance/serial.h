/* serial.h - what writes to one connection at one time may leave behind (PLAT-18). Pure. */
#ifndef CONFORMANCE_SERIAL_H
#define CONFORMANCE_SERIAL_H

#include "contract/contract.h"

#include <stdbool.h>

#define SERIAL_MAX 8

/* A write that was accepted: what was sent, borrowed. */
struct serial_write {
    const cJSON *sent;
    bool patch; /* else a PUT */
};

/* True when `shown`, a connection as an answer has it, is what some of the writes (at most
 * SERIAL_MAX), one after the other, make of `base`; at least one of them. A PUT leaves what it sent, a
 * PATCH merges what it sent into what is there; compared is what the contract says is kept
 * (contract_view).
 *
 * That none need be lost is not asked: "equal to one of them" is all the clause says. `base` is the
 * connection before them as it was shown; NULL: there was none. */
bool serial_leaves(const struct contract *c, const cJSON *base, const struct serial_write *list,
                   size_t count, const cJSON *shown);

/* What one of them makes of `base`, for cJSON_Delete. */
cJSON *serial_after(const cJSON *base, const struct serial_write *w);

#endif
