#include "reports/shell.h"

#include "base/mem.h"
#include "contract/redact.h"
#include "reports/escape.h"
#include "reports/line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SEPARATOR " \\\n    "

static void name_add(struct names *n, char *name)
{
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->list[i], name) == 0) {
            free(name);
            return;
        }
    }
    n->list = mem_grow(n->list, n->count + 1, sizeof *n->list);
    n->list[n->count++] = name;
}

void names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->list[i]);
    free(n->list);
    *n = (struct names){0};
}

/* X-Api-Key: HEADER_X_API_KEY. An Authorization that is in the record is one of a step's own: the
 * run's token is added behind the record's back. */
static char *header_variable(const char *name)
{
    char *variable = mem_format("HEADER_%s", name);
    for (char *p = variable; *p; p++) {
        bool lower = *p >= 'a' && *p <= 'z';
        bool word = lower || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        *p = lower ? (char)(*p - 'a' + 'A') : word ? *p : '_';
    }
    return variable;
}

const char *variable_default(const char *name)
{
    if (strcmp(name, "SHARED_KEY") == 0)
        return "a-shared-key-of-my-own";
    return strcmp(name, "HEADER_AUTHORIZATION") == 0 ? "'Bearer not-the-token'"
                                                     : "a-secret-of-my-own";
}

static const char *secret_variable(const cJSON *request)
{
    const char *url = line_text(request, "url");
    return strcasestr(url, "/sharedkey") ? "SHARED_KEY" : "SECRET";
}

static bool is_redacted(const char *text)
{
    return strstr(text, REDACTED) != NULL;
}

void request_variables(const cJSON *request, struct names *out)
{
    const cJSON *header;
    if (is_redacted(line_text(request, "url")) || is_redacted(line_text(request, "body")))
        name_add(out, mem_string(secret_variable(request)));
    cJSON_ArrayForEach(header, line_member(request, "headers"))
    {
        if (is_redacted(line_text(header, "value")))
            name_add(out, header_variable(line_text(header, "name")));
    }
}

/* One word: single-quoted, with "$VARIABLE" in the place of what was redacted. */
static void word(struct buf *out, const char *text, const char *variable)
{
    const char *at;
    while ((at = strstr(text, REDACTED))) {
        if (at > text)
            escape_shell(out, (struct bytes){text, (size_t)(at - text)});
        buf_format(out, "\"$%s\"", variable);
        text = at + sizeof REDACTED - 1;
        if (!*text)
            return;
    }
    escape_shell(out, bytes_of(text));
}

size_t url_origin(const char *url)
{
    const char *authority = strstr(url, "://");
    size_t scheme = authority ? (size_t)(authority - url) + 3 : 0;
    return scheme + strcspn(url + scheme, "/");
}

void shell_method(struct buf *out, const char *method)
{
    buf_text(out, SEPARATOR);
    if (strcmp(method, "HEAD") == 0) {
        buf_text(out, "--head");
        return;
    }
    buf_text(out, "-X ");
    if (*method && strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(method))
        buf_text(out, method);
    else
        escape_shell(out, bytes_of(method));
}

/* What curl sends as it stands, within double quotes too. */
static bool is_plain_path(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "/._~-?=&%:@+,;()*";
    return *path == '/' && strspn(path, plain) == strlen(path);
}

void shell_url(struct buf *out, const cJSON *request)
{
    const char *url = line_text(request, "url"), *path = url + url_origin(url);
    buf_text(out, " \"$ENDPOINT");
    if (is_plain_path(path)) {
        buf_format(out, "%s\"", path);
        return;
    }
    buf_text(out, "/\"" SEPARATOR "--request-target ");
    word(out, path, secret_variable(request));
}

/* A name curl can be given: a token of RFC 9110, so never a file to read ("@name"). */
static bool is_header_name(const char *name)
{
    static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "!#$%&'*+-.^_`|~";
    return *name && strspn(name, token) == strlen(name);
}

static void header_option(struct buf *out, const char *name, const char *value)
{
    char *variable = header_variable(name);
    char *text = *value ? mem_format("%s: %s", name, value) : mem_format("%s;", name);
    buf_text(out, SEPARATOR "-H ");
    word(out, text, variable);
    free(text);
    free(variable);
}

static bool has_header(const cJSON *request, const char *name)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(request, "headers"))
    {
        if (strcasecmp(line_text(header, "name"), name) == 0)
            return true;
    }
    return false;
}

void shell_headers(struct buf *out, const cJSON *request, bool body)
{
    const cJSON *header;
    if (!has_header(request, "authorization") && !cJSON_IsTrue(line_member(request, "anonymous")))
        buf_text(out, SEPARATOR "${CONNSPEC_TOKEN:+-H \"Authorization: Bearer $CONNSPEC_TOKEN\"}");
    cJSON_ArrayForEach(header, line_member(request, "headers"))
    {
        if (is_header_name(line_text(header, "name")))
            header_option(out, line_text(header, "name"), line_text(header, "value"));
    }
    if (body && !has_header(request, "content-type"))
        buf_text(out, SEPARATOR "-H 'Content-Type:'");
    if (body && !has_header(request, "expect"))
        buf_text(out, SEPARATOR "-H 'Expect:'");
}

void shell_run_header(struct buf *out, const char *header)
{
    char *name = mem_copy(header, strcspn(header, ":"));
    const char *value = header + strlen(name);
    value += *value == ':';
    value += strspn(value, " ");
    if (is_header_name(name) && (!*value || is_redacted(value))) {
        char *variable = header_variable(name);
        buf_format(out, SEPARATOR "${%s:+-H ", variable);
        buf_byte(out, '"');
        for (const char *p = name; *p; p++)
            buf_format(out, strchr("$`", *p) ? "\\%c" : "%c", *p);
        buf_format(out, ": $%s\"}", variable);
        free(variable);
    } else if (is_header_name(name)) {
        header_option(out, name, value);
    }
    free(name);
}

static int digit64(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static void base64_decode(struct buf *out, const char *text)
{
    uint32_t bits = 0;
    int have = 0;
    for (int digit; (digit = digit64(*text)) >= 0; text++) {
        bits = (bits << 6 | (uint32_t)digit) & 0xffffff;
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        buf_byte(out, (char)(bits >> have & 0xff));
    }
}

/* printf's own format: whatever is not plain in octal. */
static void octal_word(struct buf *out, struct bytes data)
{
    buf_byte(out, '\'');
    for (size_t i = 0; i < data.len; i++) {
        unsigned char c = (unsigned char)data.ptr[i];
        bool plain = c >= ' ' && c < 0x7f && !strchr("'\\%", c);
        buf_format(out, plain ? "%c" : "\\%03o", c);
    }
    buf_byte(out, '\'');
}

/* In the tree U+0000 is C0 80 (json.h). */
static void nul_bytes(struct buf *out, const char *text)
{
    for (; *text; text++) {
        bool nul = text[0] == '\xc0' && text[1] == '\x80';
        buf_byte(out, nul ? '\0' : *text);
        text += nul;
    }
}

bool shell_body(struct buf *out, const cJSON *request)
{
    const char *text = line_text(request, "body"), *coded = line_text(request, "bodyBase64");
    if (!line_member(request, "body") && !line_member(request, "bodyBase64"))
        return false;
    struct buf bytes = buf_new(SIZE_MAX / 4);
    if (*coded)
        base64_decode(&bytes, coded);
    else
        nul_bytes(&bytes, text);
    if (*coded || (bytes.len && memchr(bytes.data, 0, bytes.len))) {
        buf_text(out, "printf ");
        octal_word(out, buf_view(&bytes));
    } else {
        buf_text(out, "printf %s ");
        word(out, text, secret_variable(request));
    }
    buf_text(out, " |\n");
    buf_free(&bytes);
    return true;
}
