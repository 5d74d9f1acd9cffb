#include "reference/refuse.h"
#include "reference/state.h"

#include <stdio.h>

static struct fault fault_of(int status, const char *code, const char *where, const char *message)
{
    struct fault f = {.status = status, .code = code, .message = message};
    snprintf(f.where, sizeof f.where, "%s", where);
    return f;
}

void faults_add(struct faults *f, int status, const char *code, const char *where,
                const char *message)
{
    if (f->count < sizeof f->list / sizeof *f->list)
        f->list[f->count++] = fault_of(status, code, where, message);
}

static bool overlooked(struct call *c, struct fault *f)
{
    const struct seam *seam = &c->service->seam;
    return seam->on_fault && seam->on_fault(c, f);
}

static cJSON *error_body(const struct fault *f)
{
    if (f->status == 304) /* RFC 9110 section 15.4.5: no content */
        return NULL;
    cJSON *body = cJSON_CreateObject();
    cJSON *error = cJSON_AddObjectToObject(body, "error");
    cJSON_AddStringToObject(error, "code", f->code);
    cJSON_AddStringToObject(error, "message", f->message);
    if (*f->where)
        cJSON_AddStringToObject(error, "target", f->where);
    return body;
}

bool refused_by(struct call *c, struct faults *f)
{
    for (size_t i = 0; i < f->count; i++) {
        if (overlooked(c, &f->list[i]))
            continue;
        c->refused = true;
        c->answer.status = f->list[i].status;
        c->answer.body = error_body(&f->list[i]);
        return true;
    }
    return false;
}

bool refused(struct call *c, int status, const char *code, const char *where, const char *message)
{
    struct faults one = {.list = {fault_of(status, code, where, message)}, .count = 1};
    return refused_by(c, &one);
}
