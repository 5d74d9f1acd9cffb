/* render.h - a connection as the page's second example shows it. */
#ifndef REFERENCE_RENDER_H
#define REFERENCE_RENDER_H

#include "reference/state.h"

cJSON *render_connection(const struct service *s, const struct connection *shown);

#endif
