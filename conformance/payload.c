#include "conformance/payload.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>
#include <string.h>

/* Stands in a body where bytes are to stand; no scenario says it. */
#define MARK "connspec:bytes:stand:here"

static const cJSON *member(const cJSON *part, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(part, name);
}

static void add_number(struct buf *out, size_t number)
{
    char digits[24], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + number % 10);
    while (number /= 10);
    buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

/* "%d" in it is which one it is, from 0. */
static void add_numbered(struct buf *out, const char *text, size_t times)
{
    const char *mark = strstr(text, "%d"), *rest = mark ? mark + 2 : "";
    size_t before = mark ? (size_t)(mark - text) : strlen(text), after = strlen(rest);
    for (size_t i = 0; i < times && !out->failed; i++) {
        buf_add(out, text, before);
        if (mark)
            add_number(out, i);
        buf_add(out, rest, after);
    }
}

static void add_repeated(struct buf *out, const cJSON *part)
{
    const char *text = member(part, "repeat")->valuestring;
    size_t times = (size_t)member(part, "times")->valuedouble;
    if (member(part, "numbered"))
        add_numbered(out, text, times);
    else
        buf_repeat(out, text, strlen(text), times);
}

static void add_hex(struct buf *out, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        size_t high = (size_t)(strchr(digits, hex[0]) - digits);
        size_t low = (size_t)(strchr(digits, hex[1]) - digits);
        buf_byte(out, (char)(high << 4 | low));
        hex++;
    }
}

/* --- files --- */

static const char *stands_for(struct bytes text, const struct corpus_names *names, size_t *len)
{
    const struct {
        const char *word, *name;
    } all[] = {{"\"firstgateway\"", names->gateway1},
               {"\"secondgateway\"", names->gateway2},
               {"\"nosuchgateway\"", names->missing},
               {"\"cn1\"", names->connection}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *len = strlen(all[i].word);
        if (all[i].name && text.len >= *len && memcmp(text.ptr, all[i].word, *len) == 0)
            return all[i].name;
    }
    return NULL;
}

static void add_name(struct buf *out, const char *name)
{
    cJSON *string = cJSON_CreateString(name);
    char *text = json_print(string, false);
    buf_text(out, text);
    free(text);
    cJSON_Delete(string);
}

static int add_file(struct buf *out, const char *ref, const struct assets *assets,
                    const struct corpus_names *names, struct err *err)
{
    struct bytes text;
    char *path = mem_format("corpus/%s.json", ref + 1);
    bool found = assets_get(assets, path, &text);
    if (!found)
        err_set(err, "there is no %s for the bytes \"%s\"", path, ref);
    free(path);
    while (found && text.len) {
        size_t len = 1;
        const char *name = *text.ptr == '"' ? stands_for(text, names, &len) : NULL;
        if (name)
            add_name(out, name);
        else
            buf_add(out, text.ptr, len = 1);
        text = (struct bytes){text.ptr + len, text.len - len};
    }
    return found ? 0 : -1;
}

/* --- parts --- */

static int add_part(struct buf *out, const cJSON *part, const struct assets *assets,
                    const struct corpus_names *names, struct err *err)
{
    if (cJSON_IsArray(part)) /* a variable's value */
        return payload_add(out, part, assets, names, err);
    if (cJSON_IsString(part))
        buf_text(out, part->valuestring);
    else if (member(part, "repeat") && !cJSON_IsNumber(member(part, "times")))
        return err_set(err, "\"times\" is no number");
    else if (member(part, "repeat"))
        add_repeated(out, part);
    else if (member(part, "hex"))
        add_hex(out, member(part, "hex")->valuestring);
    else if (member(part, "file"))
        return add_file(out, member(part, "file")->valuestring, assets, names, err);
    else
        return err_set(err, "a part of \"bytes\" is neither text nor one of the generators");
    return 0;
}

static int too_long(const struct buf *out, struct err *err)
{
    return err_set(err, "\"bytes\" are more than %zu", out->max);
}

int payload_add(struct buf *out, const cJSON *bytes, const struct assets *assets,
                const struct corpus_names *names, struct err *err)
{
    const cJSON *part;
    int result = 0;
    if (cJSON_IsString(bytes))
        result = add_part(out, bytes, assets, names, err);
    else
        cJSON_ArrayForEach(part, bytes) result =
            result ? result : add_part(out, part, assets, names, err);
    return !result && out->failed ? too_long(out, err) : result;
}

int payload_add_within(struct buf *out, cJSON *body, const char *at, const cJSON *bytes,
                       const struct assets *assets, const struct corpus_names *names,
                       struct err *err)
{
    cJSON *standing = cJSON_CreateString(MARK);
    if (!pointer_set(body, at, standing)) {
        cJSON_Delete(standing);
        return err_set(err, "\"at\": %s leads nowhere in the body", at);
    }
    char *text = json_print(body, false);
    char *mark = strstr(text, "\"" MARK "\"");
    buf_add(out, text, (size_t)(mark - text));
    int result = payload_add(out, bytes, assets, names, err);
    if (!result && !buf_text(out, mark + strlen("\"" MARK "\"")))
        result = too_long(out, err);
    free(text);
    return result;
}

void payload_chunk(struct buf *out, struct bytes body, size_t size)
{
    while (body.len) {
        size_t len = body.len < size ? body.len : size;
        buf_format(out, "%zx\r\n", len);
        buf_add(out, body.ptr, len);
        buf_text(out, "\r\n");
        body = (struct bytes){body.ptr + len, body.len - len};
    }
    buf_text(out, "0\r\n\r\n");
}
