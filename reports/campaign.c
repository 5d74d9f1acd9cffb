#include "reports/campaign.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "reports/line.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)64 << 20)
#define HEAD "{\"type\":\"campaign\","

static const struct json_limits limits = {.max_values = JSON_OUTSIDE_VALUES};

bool campaign_is(const char *path)
{
    char start[sizeof HEAD] = "";
    struct err err;
    FILE *f = file_open(path, FILE_MAX, &err);
    if (!f)
        return false;
    size_t got = fread(start, 1, sizeof start - 1, f);
    fclose(f);
    return got == sizeof start - 1 && strcmp(start, HEAD) == 0;
}

static void append(cJSON ***list, size_t *count, cJSON *line)
{
    *list = mem_grow(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = line;
}

/* Takes the line. */
static int keep(struct campaign *c, cJSON *line, const char *path, size_t number, struct err *err)
{
    const char *type = line_text(line, "type");
    if (strcmp(type, "campaign") == 0 && !c->head)
        c->head = line;
    else if (strcmp(type, "campaign-verdict") == 0 && !c->verdict)
        c->verdict = line;
    else if (strcmp(type, "harness") == 0)
        append(&c->harnesses, &c->harness_count, line);
    else if (strcmp(type, "finding") == 0 && line_has(line, "name") && line_has(line, "status"))
        append(&c->findings, &c->finding_count, line);
    else if (strcmp(type, "sample") == 0 && c->sample_count < CAMPAIGN_SAMPLES_MAX)
        append(&c->samples, &c->sample_count, line);
    else {
        cJSON_Delete(line);
        return err_set(err, "%s:%zu: is no line of a campaign's results", path, number);
    }
    return 0;
}

static int read_lines(struct campaign *c, struct bytes rest, const char *path, struct err *err)
{
    for (size_t number = 1; rest.len; number++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        struct bytes line = {rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len};
        size_t step = line.len + (end != NULL);
        rest = (struct bytes){rest.ptr + step, rest.len - step};
        struct json_problem problem;
        cJSON *tree = json_read(line, &limits, &problem);
        if (!tree && !end)
            return 0; /* the last line, cut short */
        if (!tree)
            return err_set(err, "%s:%zu: %s", path, number, problem.text);
        if (keep(c, tree, path, number, err))
            return -1;
    }
    return 0;
}

int campaign_read(struct campaign **out, const char *path, struct err *err)
{
    struct campaign *c = mem_alloc(sizeof *c);
    char *data = NULL;
    size_t len;
    int status = file_read(path, FILE_MAX, &data, &len, err);
    if (!status)
        status = read_lines(c, (struct bytes){data, len}, path, err);
    if (!status && !c->head)
        status = err_set(err, "%s: is not what a campaign leaves", path);
    free(data);
    if (status)
        campaign_free(c);
    else
        *out = c;
    return status;
}

void campaign_free(struct campaign *c)
{
    for (size_t i = 0; i < c->harness_count; i++)
        cJSON_Delete(c->harnesses[i]);
    for (size_t i = 0; i < c->finding_count; i++)
        cJSON_Delete(c->findings[i]);
    for (size_t i = 0; i < c->sample_count; i++)
        cJSON_Delete(c->samples[i]);
    cJSON_Delete(c->head);
    cJSON_Delete(c->verdict);
    free(c->harnesses);
    free(c->samples);
    free(c->findings);
    free(c);
}
