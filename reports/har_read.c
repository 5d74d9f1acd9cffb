/* HAR read back; written by anybody. */
#include "reports/har.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "reports/chain.h"
#include "reports/line.h"
#include "reports/shell.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_VALUES ((size_t)1 << 20) /* JSON values of one entry */

struct entries {
    const char *path;
    struct bytes rest; /* behind the one that was read last */
    size_t number;
};

/* The next element of an array in checked JSON, without its comma; false at its end. */
static bool next_element(struct bytes *rest, struct bytes *element)
{
    const char *p = rest->ptr, *end = p + rest->len;
    while (p < end && (strchr(" \t\r\n,", *p) && *p))
        p++;
    if (p == end || *p == ']')
        return false;
    size_t depth = 0;
    bool quoted = false;
    const char *from = p;
    for (; p < end; p++) {
        if (quoted) {
            if (*p == '\\')
                p++;
            else
                quoted = *p != '"';
        } else if (*p == '"') {
            quoted = true;
        } else if (*p == '{' || *p == '[') {
            depth++;
        } else if ((*p == '}' || *p == ']') && depth) {
            depth--;
        } else if (!depth && (*p == ',' || *p == ']')) {
            break;
        }
    }
    *element = (struct bytes){from, (size_t)(p - from)};
    *rest = (struct bytes){p, (size_t)(end - p)};
    return true;
}

/* NULL where there is no text, or none that can be decoded. */
static char *body_of(const cJSON *body, const char *encoding, size_t *len)
{
    return kept_body(cJSON_GetStringValue(line_member(body, "text")),
                     strcmp(line_text(body, encoding), "base64") == 0, len);
}

/* HTTP/2 has what it says in its first line as headers with a colon in front. */
static void read_headers(const cJSON *message, struct headers *out)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(message, "headers"))
    {
        const char *name = line_text(header, "name");
        if (*name && *name != ':')
            headers_add(out, name, line_text(header, "value"));
    }
}

static bool is_cut(const cJSON *message)
{
    return cJSON_IsTrue(line_member(message, "_bodyCut")) ||
           cJSON_IsTrue(line_member(message, "_headersCut"));
}

static void read_request(const cJSON *request, struct har_exchange *x)
{
    const char *url = line_text(request, "url");
    size_t origin = url_origin(url), len;
    x->origin = mem_copy(url, origin);
    x->request = request_new(line_text(request, "method"), url[origin] ? url + origin : "/");
    read_headers(request, &x->request.headers);
    const cJSON *data = line_member(request, "postData");
    char *body = body_of(data, "_encoding", &len);
    if (body)
        request_body(&x->request, body, len);
    x->cut |= is_cut(request) || (!body && line_real(request, "bodySize") > 0);
    free(body);
}

static void read_response(const cJSON *response, struct har_exchange *x)
{
    const cJSON *content = line_member(response, "content");
    double status = line_real(response, "status");
    x->response.status = status >= 100 && status <= 999 ? (int)status : 0;
    x->response.delivery = x->response.status ? ANSWERED : DROPPED;
    read_headers(response, &x->response.headers);
    x->response.body = body_of(content, "encoding", &x->response.body_len);
    x->cut |= is_cut(response) || (!x->response.body && line_real(content, "size") > 0);
    if (!x->response.body)
        x->response.body = mem_string("");
}

static int take_entry(struct entries *in, struct bytes text, take_har *take, void *context,
                      struct err *err)
{
    static const struct json_limits limits = {.max_values = ENTRY_VALUES};
    struct json_problem problem;
    struct har_exchange x = {0};
    cJSON *entry = json_read(text, &limits, &problem);
    const cJSON *request = line_member(entry, "request"),
                *response = line_member(entry, "response");
    int status = 0;
    if (!cJSON_IsString(line_member(request, "method")) || !line_has(request, "url") ||
        !cJSON_IsObject(response))
        status = err_set(err, "%s: entry %zu has no request with method and url, or no response",
                         in->path, in->number);
    if (!status) {
        read_request(request, &x);
        read_response(response, &x);
        status = take(context, in->number, &x);
        free(x.origin);
        request_free(&x.request);
        response_free(&x.response);
    }
    cJSON_Delete(entry);
    return status;
}

int har_read(const char *path, take_har *take, void *context, struct err *err)
{
    char *data = NULL;
    size_t len;
    struct json_problem problem;
    struct entries in = {.path = path};
    struct bytes element;
    if (file_read(path, RESULTS_MAX, &data, &len, err))
        return -1;
    struct bytes text = {data, len};
    int status = 0;
    if (!json_check(text, &(struct json_limits){.max_bytes = RESULTS_MAX}, &problem))
        status = err_set(err, "%s:%zu:%zu: %s", path, problem.line, problem.column, problem.text);
    else if (!json_find(text, "/log/entries", &in.rest) || *in.rest.ptr != '[')
        status = err_set(err, "%s: this is no HAR: there is no array at /log/entries", path);
    else
        in.rest = (struct bytes){in.rest.ptr + 1, in.rest.len - 1};
    while (!status && next_element(&in.rest, &element)) {
        in.number++;
        status = take_entry(&in, element, take, context, err);
    }
    free(data);
    return status;
}
