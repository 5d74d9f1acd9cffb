/* robust_conversation.h - hostile requests of each ROB clause, in an order in which each of its mutants
 * gives itself away, and what was answered as text. */
#ifndef ROBUST_CONVERSATION_H
#define ROBUST_CONVERSATION_H

#include "test_reference_kit.h"

#include "base/buf.h"

#define FRESH CONNECTION("fresh")
#define MIB ((size_t)1 << 20)
#define START "{\"location\":\"West US\",\"tags\":{\"k\":\"v\"}"
#define REST                                                                                       \
    ",\"properties\":{\"gateway1\":{\"name\":\"firstgateway\"},\"gateway2\":{\"name\":"            \
    "\"secondgateway\"},\"connectionType\":\"SiteToSite\",\"connectivityState\":"                  \
    "\"Connected\"," IPSEC "}"
#define GOOD START REST "}"
#define WITH(more) START "," more REST "}"

struct talk {
    struct service *s;
    struct buf out;
    unsigned long line;
};

/* Whether the bytes at `at` are a GUID: 36 of hex digits and dashes. */
static inline bool is_guid(const char *at, size_t left)
{
    size_t len = 0;
    if (left < 36 || at[8] != '-')
        return false;
    while (len < 36 && strchr("0123456789abcdef-", at[len]))
        len++;
    return len == 36;
}

static inline void note(struct talk *t, struct bytes text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++)
        if (is_guid(text.ptr + i, text.len - i))
            i += 35;
        else if (text.len < 2048)
            buf_byte(&t->out, text.ptr[i]);
        else
            hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    if (text.len >= 2048)
        buf_format(&t->out, "%zu bytes, %llx", text.len, (unsigned long long)hash);
}

static inline void say_bytes(struct talk *t, const char *method, const char *path,
                             struct bytes body, const char *header)
{
    struct request rq = request_new(method, path);
    struct response rs;
    if (body.ptr) {
        request_body(&rq, body.ptr, body.len);
        add_header_line(&rq, JSON_TYPE);
    }
    for (; header && *header; header += strlen(header) + 1)
        add_header_line(&rq, header);
    service_handle_on(t->s, t->line, &rq, &rs);
    const char *interim = headers_get(&rs.headers, "Connspec-Interim");
    buf_format(&t->out, "\n%s %.80s: %s %d %u %s ", method, path, delivery_name(rs.delivery),
               rs.status, rs.micros, interim ? interim : "-");
    note(t, (struct bytes){rs.body, rs.body_len});
    request_free(&rq);
    response_free(&rs);
}

static inline void say(struct talk *t, const char *method, const char *path, const char *body)
{
    say_bytes(t, method, path, bytes_of(body), NULL);
}

/* The body to a connection that is there and to one that is not; each time what it did. */
static inline void hostile(struct talk *t, struct bytes body)
{
    static const char *const methods[] = {"PUT", "PATCH"};
    for (size_t i = 0; i < 2; i++) {
        say(t, "PUT", C1, GOOD);
        say_bytes(t, methods[i], C1, body, NULL);
        say(t, "GET", C1, NULL);
    }
    say_bytes(t, "PUT", FRESH, body, NULL);
    say(t, "GET", FRESH, NULL);
    say(t, "DELETE", FRESH, NULL);
    say(t, "PUT", C1, GOOD);
}

static inline void hostile_text(struct talk *t, const char *body)
{
    hostile(t, bytes_of(body));
}

static inline void hostile_buf(struct talk *t, struct buf *b)
{
    hostile(t, buf_view(b));
    buf_free(b);
}

static inline struct buf repeated(const char *before, const char *text, size_t count,
                                  const char *after)
{
    struct buf b = buf_new((size_t)80 << 20);
    buf_text(&b, before);
    for (size_t i = 0; i < count; i++)
        buf_text(&b, text);
    buf_text(&b, after);
    assert_false(b.failed);
    return b;
}

static inline struct buf many_members(const char *before, size_t count, const char *after)
{
    struct buf b = buf_new((size_t)80 << 20);
    buf_text(&b, before);
    for (size_t i = 0; i < count; i++)
        buf_format(&b, "%s\"m%zu\":\"\"", i ? "," : "", i);
    buf_text(&b, after);
    return b;
}

static inline void talk_json(struct talk *t) /* ROB-01 */
{
    static const char *const bodies[] = {
        "{\"tags\":{\"k\":\"w",
        START REST,
        GOOD "{}",
        "{/* c */\"tags\":{}}",
        "{'tags':{}}",
        "{\"tags\":{},}",
        "\xEF\xBB\xBF{}",
        " \n ",
        "{tags:{}}",
        "{\"tags\":{\"k\":\"\x01\"}}",
        "{\"tags\":{\"k\":\"\\x\"}}",
        "[]",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        hostile_text(t, bodies[i]);
    hostile(t, (struct bytes){"{\0}\0", 4});
}

static inline void talk_twice(struct talk *t) /* ROB-02 */
{
    static const char *const names[][2] = {{"nowhere", "firstgateway"},
                                           {"firstgateway", "nowhere"}};
    static const char *const shapes[] = {
        "\"gateway1\":{\"name\":\"%s\",\"name\":\"%s\"},\"gateway2\":{\"name\":\"secondgateway\"}",
        "\"gateway1\":{\"name\":\"%s\",\"n\\u0061me\":\"%s\"},\"gateway2\":{\"name\":"
        "\"secondgateway\"}",
        "\"gateway1\":{\"name\":\"%s\"},\"gateway1\":{\"name\":\"%s\"},\"gateway2\":{\"name\":"
        "\"secondgateway\"}",
        "\"gateway2\":{\"name\":\"%s\"},\"gateway2\":{\"name\":\"%s\"},\"gateway1\":{\"name\":"
        "\"secondgateway\"}",
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (size_t j = 0; j < 2; j++) {
            struct buf b = buf_new(4096);
            const char *two = strstr(shapes[i] + strcspn(shapes[i], "%") + 2, "%s");
            buf_text(&b, START ",\"properties\":{\"connectionType\":\"Dedicated\","
                               "\"connectivityState\":\"Connected\",");
            buf_add(&b, shapes[i], strcspn(shapes[i], "%"));
            buf_text(&b, names[j][0]);
            const char *from = shapes[i] + strcspn(shapes[i], "%") + 2;
            buf_add(&b, from, (size_t)(two - from));
            buf_text(&b, names[j][1]);
            buf_text(&b, two + 2);
            buf_text(&b, "}}");
            hostile_buf(t, &b);
        }
    hostile_text(t, START REST ",\"properties\":{}}");
}

static inline void talk_bytes(struct talk *t) /* ROB-03 */
{
    static const char *const values[] = {
        "\"\xFF\"",       "\"\xC0\xAF\"",  "\"\xED\xA0\x80\"",     "\"\\ud800\"",
        "\"\\udc00\\n\"", "\"a\\u0000b\"", "\"\xF0\x80\x80\xAF\"", "\"\xC3\"",
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char *body =
            mem_format("{\"location\":\"West US\",\"tags\":{\"k\":%s}" REST "}", values[i]);
        hostile_text(t, body);
        free(body);
    }
    hostile_text(t, WITH("\"\xFF\":1"));
    hostile_text(t, WITH("\"a\\u0000\":1"));
    hostile(t, (struct bytes){START "\0" REST "}", strlen(START REST) + 2});
    char *body = edited(GOOD, "/properties/gateway1/name", "\"firstgateway\\u0000nowhere\"");
    hostile_text(t, body);
    free(body);
}

static inline void talk_deep(struct talk *t) /* ROB-04 */
{
    static const char *const openings[][2] = {{"", "["}, {"", "{\"a\":"}, {"{\"tags\":", "["}};
    for (size_t i = 0; i < 3; i++) {
        struct buf b = repeated(openings[i][0], openings[i][1], 60000, "");
        hostile_buf(t, &b);
    }
    struct buf b = repeated(START REST ",\"more\":", "[", 2000, "");
    for (size_t i = 0; i < 2000; i++)
        buf_byte(&b, ']');
    buf_byte(&b, '}');
    hostile_buf(t, &b);
    b = many_members(START REST ",", 25000, "}");
    hostile_buf(t, &b);
    b = many_members("{\"tags\":{", 25000, "}}");
    hostile_buf(t, &b);
    b = repeated("{\"more\":[0", ",0", 25000, "]}");
    hostile_buf(t, &b);
}

static inline void talk_numbers(struct talk *t) /* ROB-05 */
{
    static const char *const numbers[] = {"1e400", "1e-400",    "-0",       "NaN",
                                          "01",    "-Infinity", "Infinity", "0.0e999"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char *body = mem_format("{\"more\":%s}", numbers[i]);
        hostile_text(t, body);
        free(body);
    }
    struct buf b = repeated("{\"more\":[1,", "7", 400, "]}");
    hostile_buf(t, &b);
}

static inline void talk_ipsec(struct talk *t) /* ROB-06 */
{
    static const char *const values[] = {
        "\"-1\"",
        "\"0\"",
        "\"2147483647\"",
        "\"2147483648\"",
        "\"4294967296\"",
        "\"3600.5\"",
        "\" 7 \"",
        "\"9223372036854775808\"",
        "\"18446744073709551616\"",
    };
    static const char *const members[] = {"saDataSizeKilobytes", "saLifeTimeSeconds",
                                          "encryptionType", "pfsGroup"};
    struct buf large = repeated("\"", "7777777777777777", MIB / 16, "\"");
    for (size_t j = 0; j < sizeof members / sizeof *members; j++) {
        for (size_t i = 0; i <= sizeof values / sizeof *values; i++) {
            bool last = i == sizeof values / sizeof *values;
            char *pointer = mem_format("/properties/ipsecParameters/%s", members[j]);
            char *body = edited(GOOD, pointer, last ? large.data : values[i]);
            say(t, "PUT", C1, body);
            say(t, "PATCH", C1, body);
            say(t, "GET", C1, NULL);
            free(body);
            free(pointer);
        }
    }
    buf_free(&large);
}

static inline void talk_names(struct talk *t) /* ROB-07 */
{
    static const char *const names[] = {
        "a",     "a%00b",  "a%2Fsharedkey", "a%2Fb", "b%2Fa",   "x/../a",        "x%2F..%2Fa",
        "..",    "%2e%2e", "a.b",           "a.",    "a%C3%A9", "a%F0%9F%98%80", "a%0Ab",
        "%2561", "a%FF",   "a%7F"};
    char *const others[] = {repeated("", "x", 64, "").data, repeated("", "x", 65, "").data,
                            repeated("", "x", 260, "").data, repeated("", "x", 261, "").data};
    for (size_t i = 0; i < sizeof names / sizeof *names + 4; i++) {
        bool odd = i < sizeof names / sizeof *names;
        char *path = mem_format(GROUP "connections/%s" VERSION,
                                odd ? names[i] : others[i - sizeof names / sizeof *names]);
        say(t, "PUT", path, GOOD);
        say(t, "PATCH", path, "{\"tags\":{}}");
        say(t, "GET", path, NULL);
        say(t, "GET", CONNECTION("a"), NULL);
        free(path);
    }
    for (size_t i = 0; i < 4; i++)
        free(others[i]);
}

static inline void talk_large(struct talk *t) /* ROB-08 */
{
    static const size_t sizes[] = {MIB, 2 * MIB, SERVICE_MAX_BODY + 1};
    for (size_t i = 0; i < 3; i++) {
        char *body = mem_alloc(sizes[i]);
        memset(body, ' ', sizes[i]);
        memcpy(body, GOOD, strlen(GOOD));
        hostile(t, (struct bytes){body, sizes[i]});
        if (i == 2)
            say_bytes(t, "PUT", C1, (struct bytes){body, sizes[i]}, "Content-Length: 67108864\0");
        say(t, "PUT", C1, GOOD);
        free(body);
    }
    struct buf b = repeated("{\"more\":\"", "0123456789abcdef", MIB / 16, "\"}");
    hostile_buf(t, &b);
}

static inline void talk_heads(struct talk *t) /* ROB-09 */
{
    static const char *const heads[] = {
        "Content-Length: 1\0Content-Length: 2\0",
        "Content-Length: 1\0Transfer-Encoding: chunked\0",
        "Transfer-Encoding: chunked\0",
        "Expect: 100-continue\0",
    };
    char *big = mem_alloc((64 << 10) + 9);
    memset(big, 'x', (64 << 10) + 7);
    memcpy(big, "X-Big: ", 7);
    for (size_t i = 0; i < 5; i++) {
        const char *head = i < 4 ? heads[i] : big;
        say(t, "PUT", C1, GOOD);
        say_bytes(t, "GET", C1, bytes_of(NULL), head);
        say_bytes(t, "PUT", C1, bytes_of(GOOD), head);
        say_bytes(t, "PATCH", C1, bytes_of("{\"tags\":{}}"), head);
        say(t, "GET", C1, NULL);
    }
    free(big);
    struct buf many = buf_new(1 << 16);
    for (int i = 0; i < 100; i++) {
        buf_format(&many, "X-Many-%d: %d", i, i);
        buf_byte(&many, '\0');
    }
    say_bytes(t, "GET", C1, bytes_of(NULL), many.data);
    buf_free(&many);
}

static inline void talk_time(struct talk *t) /* ROB-10 */
{
    struct buf b = many_members("{\"tags\":{", 5000, "}}");
    say_bytes(t, "PATCH", C1, buf_view(&b), NULL);
    buf_free(&b);
    b = many_members("{\"tags\":{},\"tags\":{},", 5000, "}");
    say(t, "PUT", C1, GOOD);
    say_bytes(t, "PATCH", C1, buf_view(&b), NULL);
    buf_free(&b);
    b = many_members("{", 5000, "}");
    say_bytes(t, "PATCH", C1, buf_view(&b), NULL);
    buf_free(&b);
    static const char *const shapes[][4] = {{"{\"more\":[0", ",0", "]}"},
                                            {"{\"more\":", "[", ""},
                                            {"{\"more\":\"", "\\n", "\"}"},
                                            {"{\"more\":[1", "7", "]}"},
                                            {"{\"more\":\"", "0123456789abcdef", "\"}"},
                                            {"{\"more\":\"", "\xC3\xA9", "\"}"}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        b = repeated(shapes[i][0], shapes[i][1], 20000, shapes[i][2]);
        say_bytes(t, "PATCH", C1, buf_view(&b), NULL);
        buf_free(&b);
    }
    b = repeated("X-Big: ", "x", 20000, "");
    buf_byte(&b, '\0');
    say_bytes(t, "GET", C1, bytes_of(NULL), b.data);
    buf_free(&b);
    b = repeated("{\"more\":\"", "0123456789abcdef", 4096, "\"}");
    say_bytes(t, "PATCH", C1, buf_view(&b), "Transfer-Encoding: chunked\0");
    buf_free(&b);
}

static inline void talk_strings(struct talk *t) /* ROB-11 */
{
    static const char *const values[] = {
        "\"<b>x</b> & 'y' \\\" ; -- z\"",
        "\"\xF0\x9F\x98\x80 after\"",
        "\"\xD7\xA9\xD7\x9D \xE2\x80\xAE x\"",
        "\" trim \"",
        "\"a\\\\nb \\n \\t \\r /\"",
        "\"$(id) ${HOME} %20 %41 %s\"",
        "\"e\xCC\x81 &amp; &lt;\"",
        "\"caf\xC3\xA9\"",
    };
    static const char *const places[] = {"/tags/k", "/location",
                                         "/properties/ipsecParameters/encryptionType"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t j = 0; j < sizeof places / sizeof *places; j++) {
            char *body = edited(GOOD, places[j], values[i]);
            say(t, "DELETE", C1, NULL);
            say(t, "PUT", C1, body);
            say(t, "GET", C1, NULL);
            free(body);
        }
}

static inline void talk_next(struct talk *t) /* ROB-12 */
{
    static const char *const bad[][3] = {
        {"PUT", C1, "{\"tags\":{\"other\":\"1\"}}"}, {"PUT", C1, "{\"tags\":"},
        {"PATCH", C1, "{\"location\":7}"},           {"PATCH", C1, "{]"},
        {"GET", CONNECTION("a%00"), NULL},           {"GET", C1, GOOD},
        {"GET", C1, "GET / HTTP/1.1\r\n\r\n"},
    };
    say(t, "PUT", C1, GOOD);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        t->line++;
        say(t, bad[i][0], bad[i][1], bad[i][2]);
        say(t, "GET", C1, NULL);
        say(t, "PUT", C1, GOOD);
        say(t, "PATCH", C1, "{\"tags\":{\"p\":\"q\"}}");
    }
    struct buf b = repeated("", "                ", MIB / 2 + 1, "");
    say_bytes(t, "PUT", C1, buf_view(&b), NULL);
    say(t, "GET", C1, NULL);
    buf_free(&b);
}

#endif
