/* scene_parts.h - what the halves of scene.h share: scene.c, scene_values.c, draft.c. */
#ifndef CONFORMANCE_SCENE_PARTS_H
#define CONFORMANCE_SCENE_PARTS_H

#include "conformance/scene.h"

/* (scene_values.c) The value of a variable, for variables_expand; NULL when there is none. */
const cJSON *scene_lookup(void *scene, const char *word);

void scene_set_value(cJSON *values, const char *name, const char *text);
/* ... of the case: unique, UNIQUE, digits */
void scene_set_unique(cJSON *values, const struct run *run, const struct test_case *tc);
/* ... of the run: gateways, groups, tokens that are almost the run's */
void scene_set_run_values(cJSON *values, const struct run *run);

/* (draft.c) The request of a draft, for request_free. *body: as `sent` in struct seen. -1 and err when
 * it cannot be built. */
int scene_request(const struct scene *s, const struct draft *d, struct request *out, cJSON **body,
                  struct err *err);

#endif
