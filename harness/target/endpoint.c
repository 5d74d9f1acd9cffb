#include "target/endpoint.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DIGITS "0123456789"
#define HEX DIGITS "abcdefABCDEF"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_loopback(const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    return strcasecmp(host, "localhost") == 0 ||
           (inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127) ||
           (inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6));
}

static bool is_port(const char *text)
{
    size_t len = strspn(text, DIGITS);
    if (len == 0 || len > 5 || text[len])
        return false;
    long port = strtol(text, NULL, 10);
    return port > 0 && port < 65536;
}

/* Cuts "host:port" or "[v6]:port" into the bare host, which it returns; NULL when malformed. */
static char *cut_host(char *authority)
{
    struct in6_addr v6;
    bool bracket = *authority == '[';
    char *host = authority + bracket;
    size_t len = bracket ? strspn(host, HEX ":.") : strspn(host, LETTERS DIGITS "-._");
    char *rest = host + len;
    if (!len || (bracket && *rest++ != ']') || (*rest && *rest != ':'))
        return NULL;
    if (*rest && !is_port(rest + 1))
        return NULL;
    host[len] = '\0';
    return bracket && inet_pton(AF_INET6, host, &v6) != 1 ? NULL : host;
}

/* Says nothing of the text before it is known to hold no password. */
static int vet(const char *url, struct err *err)
{
    const char *at = strchr(url, '@');
    const char *slashes = strstr(url, "//");
    if (at && slashes && at < slashes + 2 + strcspn(slashes + 2, "/?#"))
        return err_set(err, "the target's URL has a user or password in it; take it out, and use "
                            "--token-env or --token-file");
    for (const unsigned char *c = (const unsigned char *)url; *c; c++)
        if (*c <= 0x20 || *c >= 0x7f)
            return err_set(err, "the target's URL has white space, a control character or "
                                "something else in it that is not ASCII: percent-encode it");
    return 0;
}

int endpoint_parse(struct endpoint *out, const char *url, struct err *err)
{
    if (vet(url, err))
        return -1;
    bool tls = strncasecmp(url, "https://", 8) == 0;
    if (!tls && strncasecmp(url, "http://", 7) != 0)
        return err_set(err, "%.300s: not a URL that begins with http:// or https://", url);
    if (strpbrk(url, "?#"))
        return err_set(err, "%.300s: the URL of a target has no query and no fragment; take it off",
                       url);
    const char *authority = url + (tls ? 8 : 7);
    size_t len = strcspn(authority, "/"), path = strlen(authority + len);
    char *copy = mem_copy(authority, len);
    const char *host = cut_host(copy);
    if (host) {
        path -= path && authority[len + path - 1] == '/';
        *out = (struct endpoint){.origin = mem_copy(url, (size_t)(authority - url) + len),
                                 .prefix = mem_copy(authority + len, path),
                                 .tls = tls,
                                 .loopback = is_loopback(host)};
    }
    free(copy);
    return host ? 0 : err_set(err, "%.300s: no host or port, or a malformed one", url);
}

void endpoint_free(struct endpoint *e)
{
    free(e->origin);
    free(e->prefix);
    *e = (struct endpoint){0};
}
