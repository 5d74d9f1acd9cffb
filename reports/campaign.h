/* campaign.h - what a fuzz campaign leaves in results.jsonl, read back for the renderers. Hostile territory:
 * the file may be anybody's. Bounded in size; what has no verdict was cut short. */
#ifndef REPORTS_CAMPAIGN_H
#define REPORTS_CAMPAIGN_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define CAMPAIGN_SAMPLES_MAX 500

struct campaign {
    cJSON *head;
    cJSON **harnesses;
    cJSON **findings; /* as in the file; of each "name" and "status" are texts */
    cJSON **samples;  /* in the order of the file */
    size_t harness_count, finding_count, sample_count;
    cJSON *verdict; /* NULL: the campaign was cut short */
};

/* Whether the file begins as the results of a campaign do; false for one that cannot be read, too. */
bool campaign_is(const char *path);
int campaign_read(struct campaign **out, const char *path, struct err *err);
void campaign_free(struct campaign *c);

#endif
