/* inside.h - what a parser that is linked in makes of a body, where its coverage counts and a sanitizer sees it. */
#ifndef AGREE_INSIDE_H
#define AGREE_INSIDE_H

#include "fuzz/review/guest.h"

/* For understood_free; `fate` is always FATE_ANSWERED: what else there is ends the process. What it tells beyond
 * 16 MiB is left out. */
void inside_parse(const struct connspec_parser *parser, struct bytes body, struct understood *out);

#endif
