#include "conformance/serial.h"

#include "base/json.h"
#include "contract/compare.h"

/* The PATCHes that may have been the last ones: order[0] is the last of all. */
struct ending {
    const struct serial_write *order[SERIAL_MAX];
    size_t count;
};

cJSON *serial_after(const cJSON *base, const struct serial_write *w)
{
    if (!w->patch || !cJSON_IsObject(w->sent))
        return cJSON_Duplicate(w->sent, true);
    cJSON *nothing = base ? NULL : cJSON_CreateObject();
    cJSON *merged = merge_patch(base ? base : nothing, w->sent);
    cJSON_Delete(nothing);
    return merged;
}

/* Takes `value`; what it becomes by the ending. */
static cJSON *ended(cJSON *value, const struct ending *e)
{
    for (size_t i = e->count; i-- > 0;) {
        cJSON *next = serial_after(value, e->order[i]);
        cJSON_Delete(value);
        value = next;
    }
    return value;
}

/* Takes `value`. */
static bool is_shown(const struct contract *c, cJSON *value, const cJSON *shown)
{
    cJSON *left = contract_view(c, value), *right = contract_view(c, shown);
    bool same = json_equal(left, right);
    cJSON_Delete(left);
    cJSON_Delete(right);
    cJSON_Delete(value);
    return same;
}

static bool in_ending(const struct ending *e, const struct serial_write *w)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->order[i] == w)
            return true;
    return false;
}

/* Every PATCH that what is shown does not speak against is one of the last: it only hides more of
 * what was before. So the first order that is found will do. */
static struct ending find_ending(const struct contract *c, const struct serial_write *list,
                                 size_t count, const cJSON *shown)
{
    struct ending e = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        if (!list[i].patch || in_ending(&e, &list[i]) ||
            !is_shown(c, ended(serial_after(shown, &list[i]), &e), shown))
            continue;
        e.order[e.count++] = &list[i];
        i = (size_t)-1; /* those that did not fit may now, hidden by this one */
    }
    return e;
}

bool serial_leaves(const struct contract *c, const cJSON *base, const struct serial_write *list,
                   size_t count, const cJSON *shown)
{
    if (count > SERIAL_MAX)
        count = SERIAL_MAX;
    struct ending e = find_ending(c, list, count, shown);
    if (e.count &&
        is_shown(c, ended(base ? cJSON_Duplicate(base, true) : cJSON_CreateObject(), &e), shown))
        return true;
    for (size_t i = 0; i < count; i++)
        if (!list[i].patch && is_shown(c, ended(cJSON_Duplicate(list[i].sent, true), &e), shown))
            return true;
    return false;
}
