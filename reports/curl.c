#include "reports/chain.h"
#include "reports/escape.h"
#include "reports/line.h"
#include "reports/render.h"
#include "reports/shell.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The script is being written for one check. */
struct script {
    const struct results *r;
    const cJSON *check;
    struct chain chain;
    struct buf *out;
    bool whole; /* nothing that has to be sent is missing */
};

static void comment(struct script *s, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_format(s->out, "# %s", label);
    escape_terminal(s->out, bytes_of(text));
    buf_byte(s->out, '\n');
}

static void introduction(struct script *s)
{
    buf_text(s->out, "#!/bin/sh\n");
    comment(s, "", line_text(s->check, "id"));
    comment(s, "", line_text(s->check, "says"));
    comment(s, "In the run: ", line_text(s->check, "message"));
    comment(s, "Target: ", line_text(s->r->head, "target"));
    buf_text(s->out,
             "# Sends again what led to this check, in order. Run it with sh.\nset -eu\n\n");
}

static void endpoint(struct script *s)
{
    const char *url = line_text(line_member(s->chain.shown, "request"), "url");
    size_t len = url_origin(url);
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0) {
        buf_text(s->out, "# The run judged an implementation inside the program; name a server.\n"
                         ": \"${ENDPOINT:?set it to a URL such as http://127.0.0.1:8080}\"\n");
        return;
    }
    buf_text(s->out, "ENDPOINT=${ENDPOINT:-");
    escape_shell(s->out, (struct bytes){url, len});
    buf_text(s->out, "}\nENDPOINT=${ENDPOINT%/}\n");
}

/* What was redacted comes from the environment. */
static void variables(struct script *s)
{
    struct names used = {0};
    for (size_t i = 0; i < s->r->exchange_count; i++)
        if (chain_has(&s->chain, i))
            request_variables(line_member(exchange_tree(s->r, i), "request"), &used);
    buf_text(s->out, "# CONNSPEC_TOKEN, where it is set, is sent as the bearer token.\n"
                     "CONNSPEC_TOKEN=${CONNSPEC_TOKEN:-}\n");
    if (used.count)
        buf_text(s->out, "# Secrets are not kept in results. These stand for what was sent; give "
                         "them a value\n# of your own where the one here will not do (in a body it "
                         "must be JSON-escaped).\n");
    for (size_t i = 0; i < used.count; i++)
        buf_format(s->out, "%s=${%s:-%s}\n", used.list[i], used.list[i],
                   variable_default(used.list[i]));
    names_free(&used);
}

static void step_comment(struct script *s, const cJSON *x)
{
    const cJSON *response = line_member(x, "response");
    unsigned step = line_number(x, "step"), status = line_number(response, "status");
    buf_byte(s->out, '\n');
    buf_text(s->out, "# ");
    if (step)
        buf_format(s->out, "step %u, ", step);
    escape_terminal(s->out, bytes_of(line_text(x, "role")));
    buf_text(s->out, ": in the run ");
    if (status)
        buf_format(s->out, "the answer was %u", status);
    else
        escape_terminal(s->out, bytes_of(line_text(response, "delivery")));
    buf_byte(s->out, '\n');
    if (x == s->chain.shown)
        comment(s, "Expected here: ", line_text(s->check, "expected"));
}

static void options_of_run(struct script *s)
{
    const cJSON *configuration = line_member(s->r->head, "configuration"), *header;
    if (cJSON_IsTrue(line_member(configuration, "insecure")))
        buf_text(s->out, " --insecure");
    if (line_has(configuration, "cacert")) {
        buf_text(s->out, " --cacert ");
        escape_shell(s->out, bytes_of(line_text(configuration, "cacert")));
    }
    cJSON_ArrayForEach(header, line_member(configuration, "headers"))
    {
        if (cJSON_IsString(header))
            shell_run_header(s->out, header->valuestring);
    }
}

static void send_again(struct script *s, const cJSON *x)
{
    const cJSON *request = line_member(x, "request");
    step_comment(s, x);
    if (request_is_cut(request)) {
        buf_format(s->out,
                   "echo 'This request, with %.0f bytes of body, was too long to be kept.' >&2\n"
                   "exit 1\n",
                   line_real(request, "bodyLength"));
        s->whole = false;
        return;
    }
    bool body = shell_body(s->out, request);
    buf_text(s->out, "curl -q -sS -i --globoff --path-as-is --http1.1 --noproxy '*' --max-time 60");
    options_of_run(s);
    shell_method(s->out, line_text(request, "method"));
    shell_url(s->out, request);
    shell_headers(s->out, request, body);
    if (body)
        buf_text(s->out, " \\\n    --data-binary @-");
    buf_text(s->out, " ||\n    echo \"(curl ended with status $?)\"\necho\n");
}

static void say(struct script *s, const char *label, const char *text)
{
    if (!*text)
        return;
    struct buf line = buf_new((size_t)1 << 20);
    buf_text(&line, label);
    escape_terminal(&line, bytes_of(text));
    buf_text(s->out, "printf '%s\\n' ");
    escape_shell(s->out, buf_view(&line));
    buf_byte(s->out, '\n');
    buf_free(&line);
}

static void ending(struct script *s)
{
    buf_byte(s->out, '\n');
    say(s, "Where:    ", line_text(s->check, "where"));
    say(s, "Expected: ", line_text(s->check, "expected"));
    say(s, "Was:      ", line_text(s->check, "actual"));
}

bool render_curl(const struct results *r, const cJSON *check, struct buf *out)
{
    struct script s = {.r = r, .check = check, .out = out, .whole = true};
    chain_of(&s.chain, r, check);
    introduction(&s);
    if (!s.chain.shown) {
        buf_text(out, "echo 'Nothing that was sent shows this check.' >&2\nexit 1\n");
        return false;
    }
    endpoint(&s);
    variables(&s);
    for (size_t i = 0; i < r->exchange_count && s.whole; i++)
        if (chain_has(&s.chain, i))
            send_again(&s, exchange_tree(r, i));
    if (s.whole)
        ending(&s);
    return s.whole && !out->failed;
}
