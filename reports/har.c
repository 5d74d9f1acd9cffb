#include "reports/har.h"

#include "base/json.h"
#include "base/mem.h"
#include "reports/line.h"
#include "reports/shell.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static void add_text(cJSON *to, const char *name, const char *value)
{
    cJSON_AddStringToObject(to, name, value);
}

/* Whatever the head says: a time that cannot be read is the beginning of 1970. */
static time_t started(const struct results *r)
{
    struct tm tm = {0};
    return strptime(line_text(r->head, "started"), "%Y-%m-%dT%H:%M:%SZ", &tm) ? timegm(&tm) : 0;
}

static void add_time(cJSON *entry, time_t start, double at)
{
    char text[64], date[32];
    double whole = at >= 0 && at < 1e9 ? at : 0;
    time_t when = start + (time_t)whole;
    struct tm tm;
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", gmtime_r(&when, &tm));
    snprintf(text, sizeof text, "%s.%06uZ", date,
             (unsigned)((whole - (double)(time_t)whole) * 1e6));
    add_text(entry, "startedDateTime", text);
}

static void add_headers(cJSON *to, const cJSON *message)
{
    cJSON *list = cJSON_AddArrayToObject(to, "headers");
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(message, "headers"))
    {
        cJSON *one = cJSON_CreateObject();
        add_text(one, "name", line_text(header, "name"));
        add_text(one, "value", line_text(header, "value"));
        cJSON_AddItemToArray(list, one);
    }
    cJSON_AddArrayToObject(to,
                           "cookies"); /* the API has none; those who would send any have headers */
    cJSON_AddNumberToObject(to, "headersSize", -1);
    cJSON_AddNumberToObject(to, "bodySize", line_real(message, "bodyLength"));
}

static const char *header_of(const cJSON *message, const char *name)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(message, "headers"))
    {
        if (strcasecmp(line_text(header, "name"), name) == 0)
            return line_text(header, "value");
    }
    return "";
}

static void add_body(cJSON *to, const cJSON *message, const char *encoding)
{
    bool coded = line_member(message, "bodyBase64");
    add_text(to, "mimeType", header_of(message, "Content-Type"));
    add_text(to, "text", line_text(message, coded ? "bodyBase64" : "body"));
    if (coded)
        add_text(to, encoding, "base64");
}

static void add_cuts(cJSON *to, const cJSON *message)
{
    static const char *const names[][2] = {{"bodyCut", "_bodyCut"}, {"headersCut", "_headersCut"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cJSON_IsTrue(line_member(message, names[i][0])))
            cJSON_AddTrueToObject(to, names[i][1]);
}

/* Name and value as they stand in the URL: what is to be judged is not decoded. */
static void add_query(cJSON *request, const char *url)
{
    cJSON *list = cJSON_AddArrayToObject(request, "queryString");
    const char *at = strchr(url, '?');
    while (at && *++at && *at != '#') {
        size_t len = strcspn(at, "&#");
        const char *equals = memchr(at, '=', len);
        size_t name_len = equals ? (size_t)(equals - at) : len;
        char *name = mem_copy(at, name_len);
        char *value = mem_copy(equals ? equals + 1 : "", equals ? len - name_len - 1 : 0);
        cJSON *one = cJSON_CreateObject();
        add_text(one, "name", name);
        add_text(one, "value", value);
        cJSON_AddItemToArray(list, one);
        free(name);
        free(value);
        at = at[len] == '&' ? at + len : NULL;
    }
}

static void add_request(cJSON *entry, const cJSON *x)
{
    const cJSON *message = line_member(x, "request");
    cJSON *request = cJSON_AddObjectToObject(entry, "request");
    add_text(request, "method", line_text(message, "method"));
    add_text(request, "url", line_text(message, "url"));
    add_text(request, "httpVersion", "HTTP/1.1");
    add_headers(request, message);
    add_query(request, line_text(message, "url"));
    if (line_member(message, "body") || line_member(message, "bodyBase64"))
        add_body(cJSON_AddObjectToObject(request, "postData"), message, "_encoding");
    add_cuts(request, message);
}

static void add_response(cJSON *entry, const cJSON *x)
{
    const cJSON *message = line_member(x, "response");
    bool answered = strcmp(line_text(message, "delivery"), "answered") == 0;
    cJSON *response = cJSON_AddObjectToObject(entry, "response");
    cJSON_AddNumberToObject(response, "status", answered ? line_real(message, "status") : 0);
    add_text(response, "statusText", "");
    add_text(response, "httpVersion", "HTTP/1.1");
    add_headers(response, message);
    cJSON *content = cJSON_AddObjectToObject(response, "content");
    cJSON_AddNumberToObject(content, "size", line_real(message, "bodyLength"));
    add_body(content, message, "encoding");
    add_text(response, "redirectURL", header_of(message, "Location"));
    add_cuts(response, message);
    if (answered)
        return;
    add_text(response, "_error", line_text(message, "delivery"));
    if (line_has(message, "note"))
        add_text(response, "comment", line_text(message, "note"));
}

static void add_timings(cJSON *entry, const cJSON *x)
{
    double ms = line_real(line_member(x, "response"), "micros") / 1000;
    cJSON_AddNumberToObject(entry, "time", ms);
    cJSON *timings = cJSON_AddObjectToObject(entry, "timings");
    cJSON_AddNumberToObject(timings, "send", 0);
    cJSON_AddNumberToObject(timings, "wait", ms);
    cJSON_AddNumberToObject(timings, "receive", 0);
    cJSON_AddObjectToObject(entry, "cache");
}

static cJSON *entry_of(const cJSON *x, time_t start)
{
    cJSON *entry = cJSON_CreateObject();
    add_time(entry, start, line_real(x, "at"));
    add_request(entry, x);
    add_response(entry, x);
    add_timings(entry, x);
    cJSON_AddNumberToObject(entry, "_exchange", line_real(x, "id"));
    if (line_has(x, "case"))
        add_text(entry, "_case", line_text(x, "case"));
    if (line_number(x, "step"))
        cJSON_AddNumberToObject(entry, "_step", line_number(x, "step"));
    add_text(entry, "_role", line_text(x, "role"));
    return entry;
}

/* An entry at a time: a run has tens of thousands. */
void render_har(const struct results *r, struct buf *out)
{
    const cJSON *tool = line_member(r->head, "tool");
    cJSON *creator = cJSON_CreateObject();
    time_t start = started(r);
    add_text(creator, "name", line_has(tool, "name") ? line_text(tool, "name") : "connspec");
    add_text(creator, "version", line_text(tool, "version"));
    buf_text(out, "{\"log\":{\"version\":\"1.2\",\"creator\":");
    json_add_visible(out, creator);
    cJSON_Delete(creator);
    buf_text(out, ",\"entries\":[");
    bool first = true;
    for (size_t i = 0; i < r->exchange_count; i++) {
        const cJSON *x = exchange_tree(r, i);
        cJSON *entry = x ? entry_of(x, start) : NULL;
        if (!entry)
            continue;
        buf_text(out, first ? "\n" : ",\n");
        first = false;
        json_add_visible(out, entry);
        cJSON_Delete(entry);
        results_forget(r);
    }
    buf_text(out, "\n]}}\n");
}
