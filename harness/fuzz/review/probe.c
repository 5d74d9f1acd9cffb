#include "fuzz/review/probe.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

#define BODY_MAX ((size_t)64 << 20)

const struct probe_class *probe_class(size_t index)
{
    static const struct probe_class *const all[PROBE_CLASSES] = {
        &probe_duplicates, &probe_lookalikes, &probe_text,  &probe_bytes,
        &probe_numbers,    &probe_syntax,     &probe_depth, &probe_size};
    return all[index];
}

static void add_numbered(struct buf *b, struct bytes piece, size_t number)
{
    const char *mark = piece.len ? memchr(piece.ptr, '%', piece.len) : NULL;
    if (!mark) {
        buf_add(b, piece.ptr, piece.len);
        return;
    }
    size_t front = (size_t)(mark - piece.ptr);
    buf_add(b, piece.ptr, front);
    buf_format(b, "%zu", number);
    buf_add(b, mark + 1, piece.len - front - 1);
}

static void add_text(struct buf *b, const struct probe *p, size_t count)
{
    buf_add(b, p->head.ptr, p->head.len);
    for (size_t i = 0; i < count; i++)
        add_numbered(b, p->before, i);
    buf_add(b, p->text.ptr, p->text.len);
    for (size_t i = 0; i < count; i++)
        add_numbered(b, p->behind, i);
    buf_add(b, p->tail.ptr, p->tail.len);
}

/* The good body around the slots, each with the value it has where no probe is. */
static const struct {
    const char *before, *value;
} pieces[SLOTS] = {
    [SLOT_FRONT] = {"", ""},
    [SLOT_LOCATION] = {"{\"name\":\"cn1\",\"location\":", "\"West US\""},
    [SLOT_TAGS] = {",\"tags\":", "{\"key1\":\"value1\"}"},
    [SLOT_FIRST] = {",\"properties\":{", ""},
    [SLOT_GATEWAY1] = {"\"gateway1\":", "{\"name\":\"firstgateway\"}"},
    [SLOT_SIZE] = {",\"gateway2\":{\"name\":\"secondgateway\"},\"connectionType\":\"SiteToSite\","
                   "\"connectivityState\":\"Connected\",\"ipsecParameters\":{"
                   "\"encryptionType\":\"AES256\",\"pfsGroup\":\"PFS2\","
                   "\"saDataSizeKilobytes\":",
                   "\"102400000\""},
    [SLOT_LAST] = {",\"saLifeTimeSeconds\":\"3600\",\"hashAlgorithm\":\"SHA256\"}", ""},
    [SLOT_END] = {"}", ""},
    [SLOT_BEHIND] = {"}", ""},
};

struct buf probe_body(const struct probe *p, size_t count)
{
    struct buf b = buf_new(BODY_MAX);
    for (int slot = 0; slot < SLOTS && !(p && p->slot == SLOT_WHOLE); slot++) {
        buf_text(&b, pieces[slot].before);
        if (p && (int)p->slot == slot)
            add_text(&b, p, count);
        else
            buf_text(&b, pieces[slot].value);
    }
    if (p && p->slot == SLOT_WHOLE)
        add_text(&b, p, count);
    assert(!b.failed);
    return b;
}
