/* kept.h - whether a kept-alive connection died before a byte of the answer had come.
 *
 * libcurl repeats a request by itself when a kept-alive connection dies before a whole header line
 * came. We promise: before a byte came. So the kernel is asked, as the dead connection is closed,
 * whether data had come on it; if so, the fresh connection that the repetition needs is denied. */
#ifndef TARGET_KEPT_H
#define TARGET_KEPT_H

#include <stdbool.h>

struct kept {
    int fd;            /* -1: none */
    unsigned segments; /* with data, that had come before the request */
    bool denied;       /* no connection may be opened: a byte had come on the last one */
};

void kept_begin(struct kept *k); /* a request is about to be sent */
/* A connection is about to be closed; `sent`: some of the request had gone out. */
void kept_closing(struct kept *k, int fd, bool sent);

#endif
