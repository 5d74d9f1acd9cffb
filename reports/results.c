#include "reports/results.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/verdict.h"
#include "reports/line.h"

#include <stdlib.h>

#define LINE_MAX_BYTES ((size_t)8 << 20)
#define NODES_MAX ((size_t)32 << 20) /* JSON values of the whole file, 64 bytes of memory each */

struct opened {
    size_t *list, count; /* indices */
};

/* What is being read; lines are counted from 1. */
struct reading {
    struct results *out;
    const char *path;
    size_t line, nodes;
    off_t at; /* of the line, in the file */
    size_t *check_lines;
    bool own, cut;
};

static int refuse(const struct reading *in, struct err *err, const char *why)
{
    return err_set(err, "%s:%zu: %s", in->path, in->line, why);
}

/* At least as many as there are values in a checked line. */
static size_t count_nodes(struct bytes line)
{
    size_t count = 1;
    bool quoted = false;
    for (const char *p = line.ptr, *end = p + line.len; p < end; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (quoted && *p == '\\')
            p++;
        else if (!quoted && (*p == ',' || *p == '[' || *p == '{'))
            count++;
    }
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

/* The value at a pointer into a checked line, or NULL. */
static cJSON *value_at(struct bytes line, const char *pointer)
{
    struct bytes value;
    return json_find(line, pointer, &value) ? json_read(value, NULL, NULL) : NULL;
}

/* The string there, to free(), or NULL. */
static char *text_at(struct bytes line, const char *pointer)
{
    cJSON *value = value_at(line, pointer);
    char *text = mem_string(cJSON_GetStringValue(value));
    cJSON_Delete(value);
    return text;
}

static bool has_at(struct bytes line, const char *pointer, char first)
{
    struct bytes value;
    return json_find(line, pointer, &value) && *value.ptr == first;
}

/* A whole number from 1 up that an unsigned can hold; else 0. */
static unsigned id_of(struct bytes exchange)
{
    cJSON *value = value_at(exchange, "/id");
    double id = cJSON_GetNumberValue(value);
    cJSON_Delete(value);
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

static bool sound_exchange(struct bytes line)
{
    return id_of(line) && has_at(line, "/request/method", '"') &&
           has_at(line, "/request/url", '"') && has_at(line, "/response", '{');
}

static bool sound_verdict(const cJSON *line)
{
    static const char *const texts[] = {"asked", "outcome", NULL};
    return has_texts(line, texts);
}

static void keep_check(struct reading *in, cJSON *line)
{
    struct results *r = in->out;
    r->checks = mem_grow(r->checks, r->check_count + 1, sizeof *r->checks);
    in->check_lines = mem_grow(in->check_lines, r->check_count + 1, sizeof *in->check_lines);
    r->checks[r->check_count] = line;
    in->check_lines[r->check_count++] = in->line;
}

/* FNV-1a */
unsigned exchange_case_hash(const char *case_id)
{
    unsigned hash = 2166136261u;
    for (const char *p = case_id; p && *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    return case_id && *case_id ? hash : 0;
}

static void keep_exchange(struct reading *in, struct bytes line)
{
    struct results *r = in->out;
    r->exchanges = mem_grow(r->exchanges, r->exchange_count + 1, sizeof *r->exchanges);
    char *name = text_at(line, "/case");
    r->exchanges[r->exchange_count++] =
        (struct exchange_line){.id = id_of(line),
                               .case_hash = exchange_case_hash(name),
                               .case_id = name,
                               .at = in->at,
                               .len = line.len,
                               .line = in->line};
}

static int refuse_type(const struct reading *in, struct err *err)
{
    return refuse(in, err, "a line of an unknown type, or without members that its type needs");
}

/* Where a line that becomes a tree goes; -1, and the line still the caller's, if it goes nowhere. */
static int place_tree(struct reading *in, cJSON *line, const char *type, struct err *err)
{
    struct results *r = in->out;
    if (strcmp(type, "head") == 0) {
        double schema = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(line, "schema"));
        if (!(schema >= 1 && schema <= 1))
            return refuse(in, err, "\"schema\" is not 1: written by another version of connspec");
        r->head = line;
    } else if (strcmp(type, "check") == 0 && sound_check(line)) {
        keep_check(in, line);
    } else if (strcmp(type, "verdict") == 0 && sound_verdict(line)) {
        r->verdict = line;
    } else {
        return refuse_type(in, err);
    }
    return 0;
}

static int place_text(struct reading *in, struct bytes text, const char *type, struct err *err)
{
    if (strcmp(type, "exchange") == 0) {
        if (!sound_exchange(text))
            return refuse_type(in, err);
        keep_exchange(in, text);
        return 0;
    }
    cJSON *line = json_read(text, NULL, NULL);
    int status = line ? place_tree(in, line, type, err) : refuse_type(in, err);
    if (status)
        cJSON_Delete(line);
    return status;
}

/* The line's type decides where it goes. */
static int place(struct reading *in, struct bytes text, struct err *err)
{
    struct results *r = in->out;
    char *type = text_at(text, "/type");
    bool head = type && strcmp(type, "head") == 0;
    int status = -1;
    if (!type)
        refuse(in, err, "not a line of results: there is no \"type\"");
    else if (r->verdict)
        refuse(in, err, "there is something behind the verdict");
    else if (head == !!r->head)
        refuse(in, err, head ? "a second head" : "the head is missing: it is the first line");
    else
        status = place_text(in, text, type, err);
    free(type);
    return status;
}

static bool is_own_exchange(const struct reading *in, struct bytes text)
{
    static const char beginning[] = "{\"type\":\"exchange\",";
    return in->own && in->out->head && text.len > sizeof beginning &&
           memcmp(text.ptr, beginning, sizeof beginning - 1) == 0;
}

static int read_line(struct reading *in, struct bytes text, bool whole, struct err *err)
{
    static const struct json_limits limits = {.max_bytes = LINE_MAX_BYTES, .max_depth = 16};
    struct json_problem problem;
    if (whole && is_own_exchange(in, text)) {
        keep_exchange(in, text);
        return 0;
    }
    bool fine = json_check(text, &limits, &problem);
    if (!fine && !whole && in->out->head) {
        in->cut = true;
        return 0;
    }
    if (!fine)
        return err_set(err, "%s:%zu:%zu: %s%s", in->path, in->line, problem.column, problem.text,
                       in->out->head ? "" : "; the first line must be the head");
    if (in->at + (off_t)text.len > (off_t)NODES_MAX) /* else there cannot be as many */
        in->nodes += count_nodes(text);
    return in->nodes > NODES_MAX ? refuse(in, err, "too many values for one file")
                                 : place(in, text, err);
}

static int read_lines(struct reading *in, struct err *err)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    int status = 0;
    while (!status && (len = getline(&line, &room, in->out->file)) > 0) {
        bool whole = line[len - 1] == '\n';
        in->line++;
        status = read_line(in, (struct bytes){line, (size_t)len - whole}, whole, err);
        in->at += len;
    }
    free(line);
    if (status)
        return -1;
    if (ferror(in->out->file))
        return err_set(err, "cannot read %s", in->path);
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

static int by_check(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = order_checks(x->line, y->line);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int used_before(const struct reading *in, size_t line, size_t before, struct err *err)
{
    return err_set(err, "%s:%zu: the id was already used in line %zu", in->path, line, before);
}

static int sort_checks(const struct reading *in, struct err *err)
{
    cJSON **list = in->out->checks;
    size_t count = in->out->check_count;
    struct placed *placed = mem_alloc(count * sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){list[i], in->check_lines[i]};
    if (count)
        qsort(placed, count, sizeof *placed, by_check);
    int status = 0;
    for (size_t i = 0; i < count; i++) {
        list[i] = placed[i].line;
        if (i && !status && order_checks(list[i - 1], list[i]) == 0)
            status = used_before(in, placed[i].number, placed[i - 1].number, err);
    }
    free(placed);
    return status;
}

static int by_exchange(const void *a, const void *b)
{
    const struct exchange_line *x = a, *y = b;
    int order = (x->id > y->id) - (x->id < y->id);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int sort_exchanges(const struct reading *in, struct err *err)
{
    struct exchange_line *list = in->out->exchanges;
    size_t count = in->out->exchange_count;
    if (count)
        qsort(list, count, sizeof *list, by_exchange);
    for (size_t i = 1; i < count; i++)
        if (list[i - 1].id == list[i].id)
            return used_before(in, list[i].line, list[i - 1].line, err);
    return 0;
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
    return sort_checks(in, err) || sort_exchanges(in, err) ? -1 : 0;
}

int results_read(struct results **out, const char *path, bool own, struct err *err)
{
    FILE *file = file_open(path, RESULTS_MAX, err);
    if (!file)
        return -1;
    struct reading in = {.out = mem_alloc(sizeof *in.out), .path = path, .own = own};
    in.out->file = file;
    in.out->opened = mem_alloc(sizeof *in.out->opened);
    int status = read_lines(&in, err);
    if (status == 0)
        status = finish(&in, err);
    free(in.check_lines);
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
    results_forget(r);
    for (size_t i = 0; i < r->exchange_count; i++)
        free(r->exchanges[i].case_id);
    free(r->opened->list);
    free(r->opened);
    free(r->checks);
    free(r->exchanges);
    fclose(r->file);
    free(r);
}

const cJSON *exchange_tree(const struct results *r, size_t index)
{
    struct exchange_line *x = &r->exchanges[index];
    if (x->tree || fseeko(r->file, x->at, SEEK_SET))
        return x->tree;
    char *text = mem_alloc(x->len);
    if (fread(text, 1, x->len, r->file) == x->len)
        x->tree = json_read((struct bytes){text, x->len}, NULL, NULL);
    if (x->tree) {
        struct opened *o = r->opened;
        o->list = mem_grow(o->list, o->count + 1, sizeof *o->list);
        o->list[o->count++] = index;
    }
    free(text);
    return x->tree;
}

void results_forget(const struct results *r)
{
    for (size_t i = 0; i < r->opened->count; i++) {
        struct exchange_line *x = &r->exchanges[r->opened->list[i]];
        cJSON_Delete(x->tree);
        x->tree = NULL;
    }
    r->opened->count = 0;
}

const cJSON *results_exchange(const struct results *r, unsigned id)
{
    size_t low = 0, high = r->exchange_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        unsigned found = r->exchanges[middle].id;
        if (found == id)
            return exchange_tree(r, middle);
        if (found < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const cJSON *results_check(const struct results *r, const char *id)
{
    size_t low = 0, high = r->check_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(line_text(r->checks[middle], "id"), id);
        if (!order)
            return r->checks[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
