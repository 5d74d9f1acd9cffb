/* wire.h - how connspec and the process of an adapter (a guest) talk: over two pipes, in frames.
 *
 * A frame is the number of bytes behind it, then fields; a field is its length, then its bytes.
 * Numbers are uint32_t of this machine. Beyond libc this needs nothing, so that a guest holds no
 * symbol of ours that the adapter's libraries could have too.
 *
 *   sent                                                answered
 *   "?"                                                 version, name, about, "parser" or "", "handler" or ""
 *   "P", body                                           "1" or "0", then pointer, kind, text of each member
 *   "H", method, path, "1" or "0", body, name, value... status, body, name, value...
 *   "R"                                                 nothing */
#ifndef FUZZ_GUEST_WIRE_H
#define FUZZ_GUEST_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WIRE_IN 3                    /* the guest's descriptor to read from */
#define WIRE_OUT 4                   /* ... and to write to */
#define WIRE_MAX ((size_t)256 << 20) /* bytes of a frame; what goes beyond is not sent */

/* What the environment tells a guest: seconds of CPU for each request, and bytes of memory. */
#define WIRE_SECONDS "CONNSPEC_GUEST_SECONDS"
#define WIRE_MEMORY "CONNSPEC_GUEST_MEMORY"
#define WIRE_EXIT_MEMORY 86 /* the guest itself found no memory */
#define WIRE_EXIT_OPEN 87   /* the adapter's `open` returned NULL */

/* Takes a field off the front; false at the end, and where the frame is cut. */
static inline bool wire_take(const char **at, const char *end, const char **field, size_t *len)
{
    uint32_t size;
    if ((size_t)(end - *at) < sizeof size)
        return false;
    memcpy(&size, *at, sizeof size);
    if ((size_t)(end - *at) - sizeof size < size)
        return false;
    *field = *at + sizeof size;
    *len = size;
    *at = *field + size;
    return true;
}

#endif
