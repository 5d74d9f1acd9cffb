#include "base/pointer.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

char *pointer_part(const char **pointer)
{
    const char *p = *pointer;
    if (*p != '/')
        return NULL;
    char *part = mem_alloc(strcspn(p + 1, "/") + 1);
    size_t n = 0;
    for (p++; *p && *p != '/'; p++) {
        if (*p != '~') {
            part[n++] = *p;
        } else if (p[1] == '0' || p[1] == '1') {
            part[n++] = *++p == '0' ? '~' : '/';
        } else {
            free(part);
            return NULL;
        }
    }
    *pointer = p;
    return part;
}

static bool well_formed(const char *pointer)
{
    if (*pointer && *pointer != '/')
        return false;
    for (; *pointer; pointer++)
        if (*pointer == '~' && pointer[1] != '0' && pointer[1] != '1')
            return false;
    return true;
}

bool pointer_index(const char *part, size_t *index)
{
    size_t len = strlen(part), value = 0;
    if (!len || len > 9 || (part[0] == '0' && len > 1))
        return false;
    for (; *part; part++) {
        if (*part < '0' || *part > '9')
            return false;
        value = value * 10 + (size_t)(*part - '0');
    }
    *index = value;
    return true;
}

static cJSON *child(const cJSON *parent, const char *part)
{
    size_t index;
    if (cJSON_IsObject(parent))
        return cJSON_GetObjectItemCaseSensitive(parent, part);
    if (cJSON_IsArray(parent) && pointer_index(part, &index))
        return cJSON_GetArrayItem(parent, (int)index);
    return NULL;
}

/* Whether the part of a pointer that begins here says the name. */
static bool says(const char *part, const char *name)
{
    for (; *part && *part != '/'; part++, name++) {
        char c = *part;
        if (c == '~' && part[1] != '0' && part[1] != '1')
            return false;
        if (c == '~')
            c = *++part == '0' ? '~' : '/';
        if (c != *name)
            return false;
    }
    return !*name;
}

static const cJSON *member_of(const cJSON *object, const char *part)
{
    const cJSON *m = object->child;
    while (m && !says(part, m->string))
        m = m->next;
    return m;
}

static const cJSON *step(const cJSON *at, const char **pointer)
{
    if (**pointer == '/' && cJSON_IsObject(at)) {
        at = member_of(at, *pointer + 1);
        *pointer += 1 + strcspn(*pointer + 1, "/");
        return at;
    }
    char *part = pointer_part(pointer);
    at = part ? child(at, part) : NULL;
    free(part);
    return at;
}

cJSON *pointer_get(const cJSON *root, const char *pointer)
{
    const cJSON *at = root;
    while (at && *pointer)
        at = step(at, &pointer);
    return (cJSON *)at;
}

static bool appends(const cJSON *array, const char *part)
{
    size_t index;
    if (strcmp(part, "-") == 0)
        return true;
    return pointer_index(part, &index) && index == (size_t)cJSON_GetArraySize(array);
}

static bool put(cJSON *parent, const char *part, cJSON *value)
{
    cJSON *old = child(parent, part);
    if (cJSON_IsObject(parent))
        return old ? cJSON_ReplaceItemInObjectCaseSensitive(parent, part, value)
                   : cJSON_AddItemToObject(parent, part, value);
    if (!cJSON_IsArray(parent))
        return false;
    if (old)
        return cJSON_ReplaceItemViaPointer(parent, old, value);
    return appends(parent, part) && cJSON_AddItemToArray(parent, value);
}

/* What is missing is made; once something was, everything below it can be made too. */
static cJSON *descend(cJSON *parent, const char *part)
{
    cJSON *next = child(parent, part);
    if (next)
        return next;
    next = cJSON_CreateObject();
    if (put(parent, part, next))
        return next;
    cJSON_Delete(next);
    return NULL;
}

bool pointer_set(cJSON *root, const char *pointer, cJSON *value)
{
    if (!root || !value || !*pointer || !well_formed(pointer))
        return false;
    char *part = pointer_part(&pointer);
    cJSON *parent = root;
    while (parent && *pointer) {
        parent = descend(parent, part);
        free(part);
        part = pointer_part(&pointer);
    }
    bool done = parent && put(parent, part, value);
    free(part);
    return done;
}

bool pointer_remove(cJSON *root, const char *pointer)
{
    const char *last = strrchr(pointer, '/');
    if (!last || !well_formed(pointer))
        return false;
    char *above = mem_copy(pointer, (size_t)(last - pointer));
    cJSON *parent = pointer_get(root, above), *item = pointer_get(parent, last);
    free(above);
    if (item)
        cJSON_Delete(cJSON_DetachItemViaPointer(parent, item));
    return item != NULL;
}

bool pointer_add(struct buf *b, const char *part)
{
    buf_byte(b, '/');
    while (*part) {
        size_t plain = strcspn(part, "~/");
        buf_add(b, part, plain);
        part += plain;
        if (*part)
            buf_text(b, *part++ == '~' ? "~0" : "~1");
    }
    return !b->failed;
}
