/* bare_put ORIGIN FILE - sends the PUTs in FILE, one after the other on one connection, and reads
 * each answer: what libcurl takes when nothing is checked. FILE begins with the request headers, one
 * a line, and an empty line; then comes one request a line, path, tab and body. Prints the seconds
 * from the first answer to the last. */
#include <curl/curl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The peer keeps each answer in memory too, as a client does that means to look at it. */
struct answer {
    char *text;
    size_t len, room;
};

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    struct answer *a = context;
    size_t more = size * count;
    if (a->len + more > a->room) {
        size_t room = 2 * (a->len + more);
        char *text = realloc(a->text, room);
        if (!text)
            return 0;
        a->text = text;
        a->room = room;
    }
    memcpy(a->text + a->len, data, more);
    a->len += more;
    return more;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *next_line(FILE *file, char **line, size_t *room)
{
    ssize_t len = getline(line, room, file);
    if (len > 0 && (*line)[len - 1] == '\n')
        (*line)[len - 1] = '\0';
    return len > 0 ? *line : NULL;
}

static struct curl_slist *read_headers(FILE *file)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    char *line = NULL;
    size_t room = 0;
    while (next_line(file, &line, &room) && *line)
        list = curl_slist_append(list, line);
    free(line);
    return list;
}

static int put(CURL *curl, const char *origin, char *line, struct answer *answer)
{
    char url[4096];
    char *body = strchr(line, '\t');
    if (!body)
        return -1;
    *body++ = '\0';
    int len = snprintf(url, sizeof url, "%s%s", origin, line);
    if (len < 0 || (size_t)len >= sizeof url)
        return -1;
    long status = 0;
    answer->len = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    if (curl_easy_perform(curl) != CURLE_OK)
        return -1;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 && answer->len ? 0 : -1;
}

static int put_all(CURL *curl, const char *origin, FILE *file)
{
    struct answer answer = {0};
    struct curl_slist *headers = read_headers(file);
    char *line = NULL;
    size_t room = 0;
    double first = 0;
    int result = 0;
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    while (!result && next_line(file, &line, &room)) {
        result = put(curl, origin, line, &answer);
        if (!first)
            first = seconds_now();
    }
    if (result)
        fprintf(stderr, "bare_put: a PUT was not answered 200\n");
    else
        printf("%.6f\n", seconds_now() - first);
    free(line);
    free(answer.text);
    curl_slist_free_all(headers);
    return result;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
    CURL *curl = file ? curl_easy_init() : NULL;
    int result = curl ? put_all(curl, argv[1], file) : -1;
    curl_easy_cleanup(curl);
    if (file)
        fclose(file);
    return result ? EXIT_FAILURE : EXIT_SUCCESS;
}
