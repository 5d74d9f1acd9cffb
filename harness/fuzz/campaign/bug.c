#include "fuzz/campaign/bug.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUG_JSON_MAX ((size_t)64 << 10)
#define NAMES_MAX 1000 /* findings that would be called the same */

static const char *const statuses[] = {"new", "known", "fixed"};

const char *bug_status_name(enum bug_status s)
{
    return statuses[s];
}

char *time_now(void)
{
    char text[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    return mem_string(text);
}

void bug_forget(struct bug *f)
{
    free(f->name);
    free(f->harness);
    free(f->engine);
    free(f->first_seen);
    free(f->last_seen);
    free(f->program);
    free(f->campaign);
}

/* --- as JSON --- */

static cJSON *frames_json(const struct crash *c)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < c->frame_count; i++) {
        cJSON *frame = cJSON_CreateObject();
        cJSON_AddStringToObject(frame, "function", c->frames[i].function);
        cJSON_AddStringToObject(frame, "file", c->frames[i].file);
        cJSON_AddNumberToObject(frame, "line", c->frames[i].line);
        cJSON_AddItemToArray(list, frame);
    }
    return list;
}

char *bug_command(const struct bugs *all, const struct bug *f)
{
    return mem_format("%s%s%s %s/%s/input", all->shown_with ? all->shown_with : "",
                      all->shown_with ? " " : "", f->program, all->folder, f->name);
}

cJSON *bug_json(const struct bugs *all, const struct bug *f)
{
    char *command = bug_command(all, f);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", f->name);
    cJSON_AddStringToObject(json, "status", statuses[f->status]);
    cJSON_AddStringToObject(json, "kind", crash_kind_name(f->crash.kind));
    cJSON_AddStringToObject(json, "type", f->crash.type);
    cJSON_AddStringToObject(json, "says", f->crash.says);
    cJSON_AddStringToObject(json, "where", f->crash.where);
    cJSON_AddItemToObject(json, "frames", frames_json(&f->crash));
    cJSON_AddStringToObject(json, "harness", f->harness);
    cJSON_AddStringToObject(json, "engine", f->engine);
    cJSON_AddNumberToObject(json, "seed", (double)f->seed);
    cJSON_AddStringToObject(json, "firstSeen", f->first_seen);
    cJSON_AddStringToObject(json, "lastSeen", f->last_seen);
    cJSON_AddStringToObject(json, "campaign", f->campaign);
    cJSON_AddStringToObject(json, "program", f->program);
    cJSON_AddStringToObject(json, "command", command);
    free(command);
    cJSON_AddNumberToObject(json, "count", (double)f->count);
    cJSON_AddNumberToObject(json, "replays", f->tries);
    cJSON_AddNumberToObject(json, "reproduced", f->again);
    cJSON_AddBoolToObject(json, "flaky", f->again < f->tries);
    cJSON_AddNumberToObject(json, "bytes", (double)f->bytes);
    cJSON_AddNumberToObject(json, "originalBytes", (double)f->original_bytes);
    cJSON_AddBoolToObject(json, "minimised", f->minimised);
    return json;
}

static const char *text_of(const cJSON *json, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));
    return text ? text : "";
}

static double number_of(const cJSON *json, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e15
               ? item->valuedouble
               : 0;
}

static void read_crash(struct crash *c, const cJSON *json)
{
    snprintf(c->type, sizeof c->type, "%s", text_of(json, "type"));
    snprintf(c->says, sizeof c->says, "%s", text_of(json, "says"));
    snprintf(c->where, sizeof c->where, "%s", text_of(json, "where"));
    const cJSON *frame;
    cJSON_ArrayForEach(frame, cJSON_GetObjectItemCaseSensitive(json, "frames"))
    {
        if (c->frame_count == CRASH_FRAMES)
            break;
        struct crash_frame *to = &c->frames[c->frame_count++];
        snprintf(to->function, sizeof to->function, "%s", text_of(frame, "function"));
        snprintf(to->file, sizeof to->file, "%s", text_of(frame, "file"));
        to->line = (unsigned)number_of(frame, "line");
    }
}

static bool from_json(struct bug *f, const char *name, const cJSON *json)
{
    *f = (struct bug){.name = mem_string(name),
                      .harness = mem_string(text_of(json, "harness")),
                      .engine = mem_string(text_of(json, "engine")),
                      .first_seen = mem_string(text_of(json, "firstSeen")),
                      .last_seen = mem_string(text_of(json, "lastSeen")),
                      .program = mem_string(text_of(json, "program")),
                      .campaign = mem_string(text_of(json, "campaign")),
                      .seed = (unsigned long long)number_of(json, "seed"),
                      .count = (unsigned long long)number_of(json, "count"),
                      .tries = (unsigned)number_of(json, "replays"),
                      .again = (unsigned)number_of(json, "reproduced"),
                      .bytes = (size_t)number_of(json, "bytes"),
                      .original_bytes = (size_t)number_of(json, "originalBytes"),
                      .status = BUG_KNOWN};
    if (strcmp(text_of(json, "status"), "fixed") == 0)
        f->status = BUG_FIXED;
    read_crash(&f->crash, json);
    return *f->harness && crash_kind_parse(text_of(json, "kind"), &f->crash.kind);
}

/* --- the folder --- */

char *bug_file(const struct bugs *all, const struct bug *f, const char *name)
{
    return mem_format("%s/%s/%s", all->folder, f->name, name);
}

static struct bug *room(struct bugs *all)
{
    if (all->count == all->capacity) {
        all->capacity = all->capacity ? all->capacity * 2 : 16;
        all->list = mem_grow(all->list, all->capacity, sizeof *all->list);
    }
    return &all->list[all->count];
}

static int load(struct bugs *all, const char *name, struct err *err)
{
    char *path = mem_format("%s/%s/finding.json", all->folder, name), *data = NULL;
    size_t len;
    struct json_problem problem;
    int status = file_read(path, BUG_JSON_MAX, &data, &len, err);
    cJSON *json = status ? NULL : json_read((struct bytes){data, len}, NULL, &problem);
    struct bug *f = room(all);
    if (!status && !json)
        status = err_set(err, "%s:%zu: %s; move the folder away if it is not one of ours", path,
                         problem.line, problem.text);
    else if (!status && !from_json(f, name, json)) {
        status = err_set(err, "%s: is no finding; move the folder away", path);
        bug_forget(f);
    }
    if (!status && f->status == BUG_KNOWN && strcmp(f->campaign, all->campaign) == 0)
        f->status = BUG_NEW;
    if (!status)
        all->count++;
    cJSON_Delete(json);
    free(data);
    free(path);
    return status;
}

int bugs_open(struct bugs *all, const char *folder, const char *campaign, struct err *err)
{
    *all = (struct bugs){.folder = mem_string(folder), .campaign = campaign};
    if (file_make_dir(folder, err))
        return -1;
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, alphasort), status = 0;
    if (count < 0)
        return err_set(err, "%s: cannot be read: %s", folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        if (!status && names[i]->d_name[0] != '.') /* ".new-...": one that was never finished */
            status = load(all, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return status;
}

void bugs_close(struct bugs *all)
{
    for (size_t i = 0; i < all->count; i++)
        bug_forget(&all->list[i]);
    free(all->list);
    free(all->folder);
    *all = (struct bugs){0};
}

struct bug *bugs_same(const struct bugs *all, const char *harness, const struct crash *c)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->list[i].harness, harness) == 0 && crash_same(&all->list[i].crash, c))
            return &all->list[i];
    return NULL;
}

static int write_in(const char *folder, const char *name, struct bytes data, struct err *err)
{
    char *path = mem_format("%s/%s", folder, name);
    int status = file_write(path, data, err);
    free(path);
    return status;
}

static void remove_folder(const char *folder)
{
    static const char *const files[] = {"input", "original", "report.txt", "finding.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = mem_format("%s/%s", folder, files[i]);
        unlink(path);
        free(path);
    }
    rmdir(folder);
}

static int write_json(const struct bugs *all, const char *folder, const struct bug *f,
                      struct err *err)
{
    cJSON *json = bug_json(all, f);
    char *text = json_print(json, true);
    int status = write_in(folder, "finding.json", bytes_of(text), err);
    free(text);
    cJSON_Delete(json);
    return status;
}

int bugs_shrink(const struct bugs *all, const struct bug *b, struct bytes input,
                struct bytes report, struct err *err)
{
    char *folder = mem_format("%s/%s", all->folder, b->name);
    int status = write_in(folder, "input", input, err) ||
                         write_in(folder, "report.txt", report, err) ||
                         write_json(all, folder, b, err)
                     ? -1
                     : 0;
    free(folder);
    return status;
}

int bugs_update(const struct bugs *all, const struct bug *f, struct err *err)
{
    char *folder = mem_format("%s/%s", all->folder, f->name);
    int status = write_json(all, folder, f, err);
    free(folder);
    return status;
}

/* rename() of a folder replaces none that has something in it: who comes second is told so. */
static int move_in(const struct bugs *all, struct bug *f, const char *from, struct err *err)
{
    char slug[101];
    crash_slug(&f->crash, slug);
    for (unsigned i = 1; i <= NAMES_MAX; i++) {
        free(f->name);
        f->name = i == 1 ? mem_format("%s-%s", f->harness, slug)
                         : mem_format("%s-%s-%u", f->harness, slug, i);
        char *to = mem_format("%s/%s", all->folder, f->name);
        struct stat about;
        bool there = lstat(to, &about) == 0;
        int status = there ? -1 : write_json(all, from, f, err);
        if (!there && !status && rename(from, to) == 0) {
            free(to);
            return 0;
        }
        bool taken = there || errno == EEXIST || errno == ENOTEMPTY;
        if (!there && !status && !taken)
            err_set(err, "%s: cannot be made: %s", to, strerror(errno));
        free(to);
        if (!taken)
            return -1;
    }
    return err_set(err, "%s: too many findings of one name", all->folder);
}

int bugs_add(struct bugs *all, struct bug *f, struct bytes input, struct bytes original,
             struct bytes report, struct err *err)
{
    char *folder = mem_format("%s/.new-XXXXXX", all->folder);
    int status = 0;
    if (!mkdtemp(folder))
        status = err_set(err, "%s: cannot be made: %s", folder, strerror(errno));
    if (!status && (chmod(folder, 0755) || write_in(folder, "input", input, err) ||
                    write_in(folder, "original", original, err) ||
                    write_in(folder, "report.txt", report, err) || move_in(all, f, folder, err)))
        status = -1;
    if (status)
        remove_folder(folder);
    else
        room(all)[0] = *f, all->count++;
    free(folder);
    return status;
}
