#include "reports/results.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/verdict.h"

#include <stdlib.h>

#define LINE_MAX_BYTES ((size_t)8 << 20)
#define NODES_MAX ((size_t)32 << 20) /* JSON values of the whole file, 64 bytes of memory each */

/* What is being read; lines are counted from 1. */
struct reading {
    struct results *out;
    const char *path;
    size_t line, nodes;
    size_t *check_lines, *exchange_lines;
    bool cut;
};

static int refuse(const struct reading *in, struct err *err, const char *why)
{
    return err_set(err, "%s:%zu: %s", in->path, in->line, why);
}

static size_t count_nodes(const cJSON *tree)
{
    size_t count = 1;
    for (const cJSON *child = tree->child; child; child = child->next)
        count += count_nodes(child);
    return count;
}

static const char *text_of(const cJSON *line, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, name));
}

static bool has_texts(const cJSON *line, const char *const *names)
{
    for (; *names; names++)
        if (!text_of(line, *names))
            return false;
    return true;
}

/* A whole number from 1 up that an unsigned can hold; else 0. */
static unsigned id_of(const cJSON *exchange)
{
    double id = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(exchange, "id"));
    return id >= 1 && id <= 4294967295.0 && id == (double)(unsigned)id ? (unsigned)id : 0;
}

/* What every renderer relies on; anything else they look at with care. */
static bool sound_check(const cJSON *line)
{
    static const char *const texts[] = {"id", "clause", "level", "strength", "status", NULL};
    enum status status;
    enum level level;
    return has_texts(line, texts) && status_parse(text_of(line, "status"), &status) &&
           level_parse(text_of(line, "level"), &level);
}

static bool sound_exchange(const cJSON *line)
{
    static const char *const texts[] = {"method", "url", NULL};
    const cJSON *request = cJSON_GetObjectItemCaseSensitive(line, "request");
    const cJSON *response = cJSON_GetObjectItemCaseSensitive(line, "response");
    return id_of(line) && has_texts(request, texts) && cJSON_IsObject(response);
}

static bool sound_verdict(const cJSON *line)
{
    static const char *const texts[] = {"asked", "outcome", NULL};
    return has_texts(line, texts);
}

static void keep(struct reading *in, cJSON ***list, size_t *count, size_t **lines, cJSON *line)
{
    *list = mem_grow(*list, *count + 1, sizeof **list);
    *lines = mem_grow(*lines, *count + 1, sizeof **lines);
    (*list)[*count] = line;
    (*lines)[*count] = in->line;
    ++*count;
}

/* The line's type decides where it goes; -1, and the line still the caller's, if it goes nowhere. */
static int place(struct reading *in, cJSON *line, struct err *err)
{
    struct results *r = in->out;
    const char *type = text_of(line, "type");
    if (!type)
        return refuse(in, err, "not a line of results: there is no \"type\"");
    if (r->verdict)
        return refuse(in, err, "there is something behind the verdict");
    bool head = strcmp(type, "head") == 0;
    if (head == !!r->head)
        return refuse(in, err,
                      head ? "a second head" : "the head is missing: it is the first line");
    if (head) {
        double schema = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(line, "schema"));
        if (!(schema >= 1 && schema <= 1))
            return refuse(in, err, "\"schema\" is not 1: written by another version of connspec");
        r->head = line;
    } else if (strcmp(type, "check") == 0 && sound_check(line)) {
        keep(in, &r->checks, &r->check_count, &in->check_lines, line);
    } else if (strcmp(type, "exchange") == 0 && sound_exchange(line)) {
        keep(in, &r->exchanges, &r->exchange_count, &in->exchange_lines, line);
    } else if (strcmp(type, "verdict") == 0 && sound_verdict(line)) {
        r->verdict = line;
    } else {
        return refuse(in, err, "a line of an unknown type, or without members that its type needs");
    }
    return 0;
}

static int read_line(struct reading *in, struct bytes text, bool whole, struct err *err)
{
    static const struct json_limits limits = {.max_bytes = LINE_MAX_BYTES, .max_depth = 16};
    struct json_problem problem;
    cJSON *line = json_read(text, &limits, &problem);
    if (!line && !whole && in->out->head) {
        in->cut = true;
        return 0;
    }
    if (!line)
        return err_set(err, "%s:%zu:%zu: %s%s", in->path, in->line, problem.column, problem.text,
                       in->out->head ? "" : "; the first line must be the head");
    in->nodes += count_nodes(line);
    int status = in->nodes > NODES_MAX ? refuse(in, err, "too many values for one file")
                                       : place(in, line, err);
    if (status)
        cJSON_Delete(line);
    return status;
}

static int read_lines(struct reading *in, struct bytes text, struct err *err)
{
    while (text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        in->line++;
        if (read_line(in, (struct bytes){text.ptr, len}, end != NULL, err))
            return -1;
        len += end != NULL;
        text = (struct bytes){text.ptr + len, text.len - len};
    }
    if (!in->out->head) {
        in->line = 1;
        return refuse(in, err, "the head is missing: the file is empty");
    }
    return 0;
}

/* A line and where it stood, so that sorting keeps both together. */
struct placed {
    cJSON *line;
    size_t number;
};

static int order_checks(const cJSON *a, const cJSON *b)
{
    return strcmp(text_of(a, "id"), text_of(b, "id"));
}

static int order_exchanges(const cJSON *a, const cJSON *b)
{
    return (id_of(a) > id_of(b)) - (id_of(a) < id_of(b));
}

static int by_check(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = order_checks(x->line, y->line);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_exchange(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = order_exchanges(x->line, y->line);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int sort(const struct reading *in, cJSON **list, const size_t *lines, size_t count,
                int (*compare)(const void *, const void *),
                int (*order)(const cJSON *, const cJSON *), struct err *err)
{
    struct placed *placed = mem_alloc(count * sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){list[i], lines[i]};
    if (count)
        qsort(placed, count, sizeof *placed, compare);
    int status = 0;
    for (size_t i = 0; i < count; i++) {
        list[i] = placed[i].line;
        if (i && !status && order(list[i - 1], list[i]) == 0)
            status = err_set(err, "%s:%zu: the id was already used in line %zu", in->path,
                             placed[i].number, placed[i - 1].number);
    }
    free(placed);
    return status;
}

static bool says_incomplete(const cJSON *verdict)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(verdict, "interrupted")) ||
           strcmp(text_of(verdict, "outcome"), "incomplete") == 0;
}

static int finish(struct reading *in, struct err *err)
{
    struct results *r = in->out;
    r->incomplete = in->cut || !r->verdict || says_incomplete(r->verdict);
    if (sort(in, r->checks, in->check_lines, r->check_count, by_check, order_checks, err))
        return -1;
    return sort(in, r->exchanges, in->exchange_lines, r->exchange_count, by_exchange,
                order_exchanges, err);
}

int results_read(struct results **out, const char *path, struct err *err)
{
    char *data = NULL;
    size_t len = 0;
    if (file_read(path, RESULTS_MAX, &data, &len, err))
        return -1;
    struct reading in = {.out = mem_alloc(sizeof *in.out), .path = path};
    int status = read_lines(&in, (struct bytes){data, len}, err);
    if (status == 0)
        status = finish(&in, err);
    free(in.check_lines);
    free(in.exchange_lines);
    free(data);
    if (status)
        results_free(in.out);
    else
        *out = in.out;
    return status;
}

void results_free(struct results *r)
{
    if (!r)
        return;
    cJSON_Delete(r->head);
    cJSON_Delete(r->verdict);
    for (size_t i = 0; i < r->check_count; i++)
        cJSON_Delete(r->checks[i]);
    for (size_t i = 0; i < r->exchange_count; i++)
        cJSON_Delete(r->exchanges[i]);
    free(r->checks);
    free(r->exchanges);
    free(r);
}

const cJSON *results_exchange(const struct results *r, unsigned id)
{
    size_t low = 0, high = r->exchange_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        unsigned found = id_of(r->exchanges[middle]);
        if (found == id)
            return r->exchanges[middle];
        if (found < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
