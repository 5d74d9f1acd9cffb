#include "target/endpoint.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_loopback(const char *host, size_t len)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (len > 2 && host[0] == '[')
        host++, len -= 2;
    char *name = mem_copy(host, len);
    bool yes = strcasecmp(name, "localhost") == 0 ||
               (inet_pton(AF_INET, name, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127) ||
               (inet_pton(AF_INET6, name, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6));
    free(name);
    return yes;
}

/* Length of the host in "host:port" or "[v6]:port"; 0 when malformed. */
static size_t host_length(const char *authority, size_t len)
{
    size_t host;
    if (len && authority[0] == '[') {
        const char *end = memchr(authority, ']', len);
        host = end ? (size_t)(end - authority) + 1 : 0;
    } else {
        const char *colon = memchr(authority, ':', len);
        host = colon ? (size_t)(colon - authority) : len;
    }
    if (host < len && authority[host] != ':')
        return 0;
    for (size_t i = host + 1; i < len; i++)
        if (!isdigit((unsigned char)authority[i]))
            return 0;
    return host;
}

static int vet(const char *url, const char *authority, size_t len, struct err *err)
{
    if (memchr(authority, '@', len))
        return err_set(err,
                       "the URL has a user or password in it: use --token-env or --token-file");
    for (const unsigned char *c = (const unsigned char *)url; *c; c++)
        if (*c <= 0x20 || *c == 0x7f)
            return err_set(err, "the URL has white space or control characters in it");
    if (strpbrk(authority, "?#"))
        return err_set(err, "%.300s: the URL of a target has no query and no fragment", url);
    if (!host_length(authority, len))
        return err_set(err, "%.300s: no host, or a malformed one", url);
    return 0;
}

int endpoint_parse(struct endpoint *out, const char *url, struct err *err)
{
    bool tls = strncasecmp(url, "https://", 8) == 0;
    if (!tls && strncasecmp(url, "http://", 7) != 0)
        return err_set(err, "%.300s: not a URL that begins with http:// or https://", url);
    const char *authority = url + (tls ? 8 : 7);
    size_t len = strcspn(authority, "/?#");
    if (vet(url, authority, len, err))
        return -1;
    size_t path = strlen(authority + len);
    while (path && authority[len + path - 1] == '/')
        path--;
    *out = (struct endpoint){.origin = mem_copy(url, (size_t)(authority - url) + len),
                             .prefix = mem_copy(authority + len, path),
                             .tls = tls,
                             .loopback = is_loopback(authority, host_length(authority, len))};
    return 0;
}

void endpoint_free(struct endpoint *e)
{
    free(e->origin);
    free(e->prefix);
    *e = (struct endpoint){0};
}
