/* log.h - what the canaries say, in a file that several processes map: PLANTED_LOG in the environment. */
#ifndef PLANTED_LOG_H
#define PLANTED_LOG_H

#include <stdint.h>

#define PLANTED_LOG_VERSION 2
#define PLANTED_BUGS_MAX 160
#define PLANTED_NAME_MAX 40

struct planted_slot {
    char name[PLANTED_NAME_MAX];
    uint64_t reached, triggered;             /* how often */
    uint64_t first_reached, first_triggered; /* at which execution, from 1; 0: never */
};

struct planted_log {
    uint64_t version;
    uint64_t executions;              /* inputs */
    uint64_t bodies, valid;           /* bodies that were sent; those that are strict JSON */
    uint64_t puts, puts_accepted;     /* of connections */
    uint64_t writes, writes_accepted; /* of anything, by PUT, PATCH, POST and DELETE */
    uint64_t executions_accepted;     /* inputs with a write that was accepted */
    uint64_t count;                   /* of slots */
    struct planted_slot slots[PLANTED_BUGS_MAX];
};

#endif
