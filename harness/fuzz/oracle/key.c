#include "fuzz/oracle/key.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void fold(char *out, size_t size, struct bytes text)
{
    size_t len = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len && len + 1 < size; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool digit = byte >= '0' && byte <= '9', quote = byte == '\'';
        quoted ^= quote;
        if ((quoted && !quote) || (digit && len && out[len - 1] == '0'))
            continue;
        out[len++] = (char)(digit ? '0' : byte >= 0x20 && byte < 0x7F ? byte : '?');
    }
    out[len] = '\0';
}

/* The pointer without what a client named: tags, and members whose names are no words. */
static void fold_pointer(char *out, size_t size, struct bytes pointer)
{
    size_t len = 0;
    bool tag = false;
    const char *at = pointer.ptr, *end = at + pointer.len;
    while (at < end) {
        size_t part = 1;
        bool word = true;
        for (; at + part < end && at[part] != '/'; part++)
            word &= (at[part] >= '0' && at[part] <= '9') ||
                    ((at[part] | 32) >= 'a' && (at[part] | 32) <= 'z');
        bool tags = part == 5 && memcmp(at, "/tags", part) == 0;
        struct bytes shown = word && !tag ? (struct bytes){at, part} : bytes_of("/*");
        if (len + shown.len < size) {
            memcpy(out + len, shown.ptr, shown.len);
            len += shown.len;
        }
        tag = tags;
        at += part;
    }
    out[len] = '\0';
}

static struct bytes message_of(struct bytes answer)
{
    static const char member[] = "\"message\":\"";
    const char *at = answer.len ? memmem(answer.ptr, answer.len, member, strlen(member)) : NULL;
    if (!at)
        return (struct bytes){"", 0};
    at += strlen(member);
    const char *end = memchr(at, '"', (size_t)(answer.ptr + answer.len - at));
    return (struct bytes){at, (size_t)((end ? end : answer.ptr + answer.len) - at)};
}

void oracle_key(char out[ORACLE_KEY_MAX], struct bytes where, int status, struct bytes answer)
{
    char pointer[80], words[80] = "";
    fold_pointer(pointer, sizeof pointer, where);
    if (status >= 400)
        fold(words, sizeof words, message_of(answer));
    snprintf(out, ORACLE_KEY_MAX, "%s %d %s", pointer, status % 1000, words);
}
