#include "fuzz/campaign/state.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define STATE_MAX ((size_t)64 << 10)

int write_state(const struct night *n, bool ended)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "campaign", n->id);
    cJSON_AddNumberToObject(json, "seconds", n->o->seconds);
    cJSON_AddNumberToObject(json, "spent", n->spent_before + now_seconds() - n->began);
    cJSON_AddNumberToObject(json, "turn", (double)n->turn);
    cJSON_AddNumberToObject(json, "legs", (double)n->legs);
    cJSON_AddBoolToObject(json, "ended", ended);
    char *text = json_print(json, true);
    struct err err;
    int status = file_write_soon(n->state_file, bytes_of(text), &err);
    free(text);
    cJSON_Delete(json);
    return status;
}

static double number_in(const cJSON *json, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e9
               ? item->valuedouble
               : 0;
}

static char *new_id(void)
{
    char *time = time_now();
    char *id = mem_format("%s-%ld", time, (long)getpid());
    free(time);
    return id;
}

int read_state(struct night *n, struct err *err)
{
    char *text = NULL;
    size_t len;
    struct json_problem problem;
    struct err unread;
    bool there = file_read(n->state_file, STATE_MAX, &text, &len, &unread) == 0;
    cJSON *json = there ? json_read((struct bytes){text, len}, NULL, &problem) : NULL;
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "campaign"));
    bool over = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "ended"));
    int status = 0;
    if (n->o->resume && (!id || over))
        status =
            err_set(err, "%s: there is no campaign to go on with; leave out --resume for a new one",
                    n->o->out);
    n->id = n->o->resume && id ? mem_string(id) : new_id();
    if (n->o->resume) {
        n->spent_before = number_in(json, "spent");
        n->turn = (size_t)number_in(json, "turn");
        n->legs = (unsigned long long)number_in(json, "legs");
    }
    cJSON_Delete(json);
    free(text);
    return status;
}

/* --- the disk --- */

bool disk_is_full(const struct night *n)
{
    struct statvfs about;
    return statvfs(n->o->out, &about) == 0 &&
           (unsigned long long)about.f_bavail * about.f_frsize < n->o->disk_floor;
}

int lock_out(const struct night *n, struct err *err)
{
    char *path = mem_format("%s/lock", n->o->out);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    int status = 0;
    if (fd < 0)
        status = err_set(err, "%s: cannot be written: %s", path, strerror(errno));
    else if (flock(fd, LOCK_EX | LOCK_NB)) /* given up when we end */
        status = err_set(err, "%s: another campaign is at work in there", n->o->out);
    free(path);
    return status;
}
