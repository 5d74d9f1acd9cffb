#include "conformance/rescue.h"

#include "base/mem.h"
#include "conformance/discover.h"
#include "conformance/restart.h"
#include "conformance/suspects.h"

#include <stdlib.h>
#include <time.h>

#define LOOKS 5 /* a target may answer and end a moment later */
#define LOOK_MS 100
#define BACK_LOOKS 100 /* until a restarted target takes connections: ten seconds */

static void pause_ms(long ms)
{
    struct timespec span = {.tv_nsec = ms * 1000000L};
    nanosleep(&span, NULL);
}

/* Commands end before what they start takes connections. What is asked here shows in no record. */
static bool takes_connections(struct client *client)
{
    struct request probe = request_new("GET", "/");
    bool takes = false;
    for (int i = 0; i < BACK_LOOKS && !takes && !run_over(client->run); i++) {
        struct response rs;
        struct err err;
        if (i)
            pause_ms(LOOK_MS);
        takes = !target_send(client->target, &probe, &rs, &err) && rs.delivery == ANSWERED;
        response_free(&rs);
    }
    request_free(&probe);
    return takes;
}

bool bring_back(struct client *client)
{
    struct run *run = client->run;
    atomic_store(&run->unreachable, 0);
    atomic_store(&run->gone, false); /* else nothing would be waited for */
    bool back = restart_run(run) && takes_connections(client) && discover_again(client);
    atomic_store(&run->gone, !back);
    return back;
}

/* Takes the words. */
static void say(struct run *run, char *words)
{
    char *before = run->killer;
    run->killer = before ? mem_format("%s; then after %s", before, words) : words;
    if (before)
        free(words);
    free(before);
}

/* Those that were under way together. */
struct together {
    struct suspect list[SUSPECTS_MAX];
    size_t count;
};

static char *list_words(const struct together *t)
{
    struct buf out = buf_new((size_t)1 << 16);
    if (t->count > 1)
        buf_text(&out, "one of these, which were under way together: ");
    for (size_t i = 0; i < t->count; i++) {
        char *one = suspect_words(&t->list[i]);
        buf_format(&out, "%s%s", i ? "; " : "", one);
        free(one);
    }
    return buf_take(&out);
}

static bool is_there(struct client *client, const struct request *probe)
{
    struct seen x = {.request = request_copy(probe)};
    struct err err;
    bool there = !client_send(client, ROLE_READ_BACK, &x, &err) && seen_status(&x);
    client_settle(client);
    seen_free(&x);
    return there;
}

static bool stays(struct client *client, const struct request *sent)
{
    struct request probe = request_new("GET", sent->path);
    bool there = true;
    for (int i = 0; i < LOOKS && there; i++) {
        if (i)
            pause_ms(LOOK_MS);
        there = is_there(client, &probe);
    }
    request_free(&probe);
    return there;
}

enum trial { ENDED_IT, LEFT_IT, NOT_TRIED };

/* Sends the request alone to a target that was just started. */
static enum trial try_alone(struct client *client, const struct suspect *suspect)
{
    struct err err;
    struct seen x = {.request = request_copy(&suspect->request)};
    enum trial trial = NOT_TRIED;
    if (bring_back(client)) {
        client->case_id = suspect->case_id;
        client->step = suspect->step;
        bool sent = !client_send(client, ROLE_STEP, &x, &err);
        client_settle(client);
        trial = sent && !stays(client, &suspect->request) ? ENDED_IT : LEFT_IT;
    }
    seen_free(&x);
    return trial;
}

static const char *conclusion(enum trial last, size_t count)
{
    if (last == NOT_TRIED)
        return "the restart command did not bring it back";
    return count > 1 ? "sent alone to a target that was just started, none of them ends it"
                     : "sent alone to a target that was just started, it does not end that";
}

static char *find_killer(struct client *client, const struct together *t, char **guilty)
{
    enum trial trial = LEFT_IT;
    size_t at = 0;
    for (; at < t->count; at++)
        if ((trial = try_alone(client, &t->list[at])) != LEFT_IT)
            break;
    char *named = trial == ENDED_IT ? suspect_words(&t->list[at]) : list_words(t);
    char *words = trial == ENDED_IT
                      ? mem_format("%s, which ends a target that was just started, too", named)
                      : mem_format("%s; %s", named, conclusion(trial, t->count));
    if (trial == ENDED_IT)
        *guilty = mem_string(t->list[at].case_id);
    free(named);
    return words;
}

/* Level robust finds out by itself (hostile.h), and says so with run->gone. */
static bool has_gone(const struct run *run)
{
    return !*run->interrupted && !atomic_load(&run->gone) &&
           atomic_load(&run->unreachable) >= UNREACHABLE_LIMIT;
}

static bool try_rescue(struct run *run, const struct together *t, char **guilty)
{
    struct client client;
    struct err err;
    if (!run->options->restart_command || run->rescues++ == RESCUES_MAX ||
        client_open(&client, run, &err)) {
        say(run, list_words(t));
        return false;
    }
    say(run, find_killer(&client, t, guilty));
    bool back = !atomic_load(&run->gone) && bring_back(&client);
    client_close(&client);
    return back;
}

static void take_together(struct run *run, struct together *t)
{
    t->count = suspects_take(run->suspects, t->list);
}

static void clear_together(struct together *t)
{
    for (size_t i = 0; i < t->count; i++)
        suspect_clear(&t->list[i]);
}

bool rescue(struct run *run, char **guilty)
{
    struct together t, again;
    *guilty = NULL;
    if (!has_gone(run))
        return false;
    take_together(run, &t);
    bool back = t.count && try_rescue(run, &t, guilty);
    take_together(run, &again); /* what was sent again is no suspect of the next time */
    clear_together(&again);
    clear_together(&t);
    return back;
}
