/* shell.h - one recorded request as words of a curl command. The parts of curl.c that know about
 * quoting. */
#ifndef REPORTS_SHELL_H
#define REPORTS_SHELL_H

#include "base/buf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Shell variables that stand for secrets. */
struct names {
    char **list;
    size_t count;
};
void request_variables(const cJSON *request, struct names *out); /* adds those it uses */
void names_free(struct names *n);
const char *variable_default(const char *name); /* a quoted word */

size_t url_origin(const char *url); /* bytes in front of the path */

/* The pipe's left side that writes exactly the body's bytes; false, and nothing, without one. */
bool shell_body(struct buf *out, const cJSON *request);
void shell_method(struct buf *out, const char *method);
void shell_url(struct buf *out, const cJSON *request);
void shell_headers(struct buf *out, const cJSON *request, bool body);
/* A header every request of the run had: "Name" or "Name: value". */
void shell_run_header(struct buf *out, const char *header);

#endif
