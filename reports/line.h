/* line.h - members of a results line, whatever they turn out to be. */
#ifndef REPORTS_LINE_H
#define REPORTS_LINE_H

#include "contract/contract.h"
#include "contract/verdict.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

const cJSON *line_member(const cJSON *line, const char *name); /* or NULL */
const char *line_text(const cJSON *line, const char *name);    /* "" when there is no such string */
bool line_has(const cJSON *line, const char *name);            /* a string that is not empty */
unsigned line_number(const cJSON *line, const char *name);     /* 0 when there is no such number */
double line_real(const cJSON *line, const char *name);

enum status line_status(const cJSON *check);
enum level line_level(const cJSON *check);
bool line_is_must(const cJSON *check);

#endif
