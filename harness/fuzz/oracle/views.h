/* views.h - connections as trees, the way the contract compares them. */
#ifndef ORACLE_VIEWS_H
#define ORACLE_VIEWS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

const char *view_text(const cJSON *tree, const char *pointer); /* a string at a pointer; or NULL */
const char *view_etag(const cJSON *shown);                     /* or NULL */

/* A copy without what a service may move by itself; for cJSON_Delete. */
cJSON *view_steady(const cJSON *shown);

/* Another spelling of the same place, as PLAT-13 has it. */
bool view_same_place(const char *a, const char *b);

/* Where a service may show its own spelling of what was sent, that becomes what is wanted; `moved`: of the
 * location too, since it is not the first one (PLAT-13). */
void view_respell(cJSON *wanted, const cJSON *shown, bool moved);

#endif
