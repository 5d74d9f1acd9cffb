/* campaign - an unattended campaign of libFuzzer and AFL++ over harnesses; scripts/campaign builds what it
 * needs, and calls it. */
#include "base/mem.h"
#include "fuzz/campaign/look.h"
#include "fuzz/campaign/night.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LIST_MAX 64
#define TIME_MAX (30u * 24 * 3600)

/* The only writable global there is: a signal handler has no other way in. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

static const char usage[] =
    "campaign --out DIR --programs DIR --time 8h [OPTION]...\n"
    "campaign --look PROGRAM [--through NAME]... FILE    what an input does\n"
    "\n"
    "  --out DIR          what is kept from campaign to campaign, and what is found\n"
    "  --programs DIR     libfuzzer/, afl/, afl-asan/ and afl-cmplog/ with fuzz_NAME in them\n"
    "  --time TIME        seconds, or with s, m, h or d behind it\n"
    "  --jobs N           engines at a time [processors]\n"
    "  --target NAME      what is fuzzed, for people\n"
    "  --seeds DIR        inputs to begin with; repeatable\n"
    "  --dictionary FILE  for -dict= and -x\n"
    "  --mutator FILE     AFL++'s custom mutator library\n"
    "  --through NAME     a function that is only on the way to faults; repeatable\n"
    "  --seed N           of the first engine [1]\n"
    "  --slice SECONDS    that an engine runs before the next has its turn\n"
    "  --input-seconds N  that an input may take [10]\n"
    "  --shown-with TEXT  before the commands that people are told\n"
    "  --disk-floor MIB   stop the engines when less is free [512]\n"
    "  --resume           go on with a campaign that was cut short\n"
    "  --with-parent      end, as at SIGTERM, when who has started it ends\n"
    "\n"
    "Exit status: 0 nothing new, 1 new findings, 2 it could not be run, or not to its end.\n";

static int refuse(const char *option, const char *value, const char *wanted)
{
    fprintf(stderr, "campaign: --%s %s: %s\n", option, value, wanted);
    return -1;
}

static int number(const char *option, const char *value, unsigned long long min,
                  unsigned long long max, unsigned long long *out)
{
    char *end;
    errno = 0;
    *out = strtoull(value, &end, 10);
    if (errno || end == value || *end || *value == '-' || *out < min || *out > max) {
        fprintf(stderr, "campaign: --%s %s: a number from %llu to %llu is wanted\n", option, value,
                min, max);
        return -1;
    }
    return 0;
}

static int duration(const char *value, unsigned *out)
{
    char *end;
    errno = 0;
    double factor = 0, count = strtod(value, &end);
    static const struct {
        const char *unit;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (end != value && strcmp(end, units[i].unit) == 0)
            factor = units[i].seconds;
    if (!(factor > 0) || !(count * factor >= 20) || !(count * factor <= TIME_MAX))
        return refuse("time", value, "20 seconds to 30 days are wanted, as 90s, 30m, 8h or 2d");
    *out = (unsigned)(count * factor);
    return 0;
}

struct lists {
    const char *seeds[LIST_MAX + 1], *through[LIST_MAX + 1];
    const char *look, *file; /* a program, and an input of it */
    size_t seed_count, through_count;
};

static int append(const char **list, size_t *count, const char *option, const char *value)
{
    if (*count == LIST_MAX)
        return refuse(option, value, "there are too many");
    list[(*count)++] = value;
    return 0;
}

static int take_option(struct night_options *o, struct lists *l, const char *name,
                       const char *value)
{
    unsigned long long n = 0;
    if (strcmp(name, "out") == 0)
        o->out = value;
    else if (strcmp(name, "programs") == 0)
        o->programs = value;
    else if (strcmp(name, "target") == 0)
        o->target = value;
    else if (strcmp(name, "shown-with") == 0)
        o->shown_with = value;
    else if (strcmp(name, "look") == 0)
        l->look = value;
    else if (strcmp(name, "dictionary") == 0)
        o->dictionary = value;
    else if (strcmp(name, "mutator") == 0)
        o->mutator = value;
    else if (strcmp(name, "time") == 0)
        return duration(value, &o->seconds);
    else if (strcmp(name, "seeds") == 0)
        return append(l->seeds, &l->seed_count, name, value);
    else if (strcmp(name, "through") == 0)
        return append(l->through, &l->through_count, name, value);
    else if (strcmp(name, "resume") == 0)
        o->resume = true;
    else if (strcmp(name, "with-parent") == 0)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    else if (strcmp(name, "seed") == 0)
        return number(name, value, 0, (unsigned long long)1 << 62, &o->seed);
    else if (strcmp(name, "jobs") == 0) {
        int bad = number(name, value, 1, JOBS_MAX, &n);
        o->jobs = (unsigned)n;
        return bad;
    } else if (strcmp(name, "slice") == 0) {
        int bad = number(name, value, 1, TIME_MAX, &n);
        o->slice = (unsigned)n;
        return bad;
    } else if (strcmp(name, "input-seconds") == 0) {
        int bad = number(name, value, 1, 3600, &n);
        o->input_seconds = (unsigned)n;
        return bad;
    } else if (strcmp(name, "disk-floor") == 0) {
        int bad = number(name, value, 0, 1 << 30, &n);
        o->disk_floor = n << 20;
        return bad;
    }
    return 0;
}

static int read_options(struct night_options *o, struct lists *l, int argc, char **argv)
{
    static const struct option all[] = {{"out", 1, NULL, 0},
                                        {"programs", 1, NULL, 0},
                                        {"time", 1, NULL, 0},
                                        {"jobs", 1, NULL, 0},
                                        {"target", 1, NULL, 0},
                                        {"seeds", 1, NULL, 0},
                                        {"dictionary", 1, NULL, 0},
                                        {"mutator", 1, NULL, 0},
                                        {"through", 1, NULL, 0},
                                        {"seed", 1, NULL, 0},
                                        {"slice", 1, NULL, 0},
                                        {"disk-floor", 1, NULL, 0},
                                        {"input-seconds", 1, NULL, 0},
                                        {"shown-with", 1, NULL, 0},
                                        {"look", 1, NULL, 0},
                                        {"resume", 0, NULL, 0},
                                        {"with-parent", 0, NULL, 0},
                                        {"help", 0, NULL, 'h'},
                                        {0}};
    int which = 0, got;
    while ((got = getopt_long(argc, argv, "h", all, &which)) != -1) {
        if (got == 'h') {
            fputs(usage, stdout);
            exit(0);
        }
        if (got || take_option(o, l, all[which].name, optarg ? optarg : ""))
            return -1;
    }
    l->file = l->look && optind + 1 == argc ? argv[optind++] : NULL;
    if (l->file)
        return 0;
    if (optind < argc || l->look || !o->out || !o->programs || !o->seconds) {
        fputs(usage, stderr);
        return -1;
    }
    return 0;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
    struct lists lists = {0};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const char *no_color = getenv("NO_COLOR");
    struct night_options o = {.seeds = lists.seeds,
                              .through = lists.through,
                              .target = "an implementation",
                              .jobs = processors > 0 && processors < JOBS_MAX ? (unsigned)processors
                                                                              : 1,
                              .seed = 1,
                              .input_seconds = 10,
                              .disk_floor = 512ull << 20,
                              .terminal = isatty(STDERR_FILENO),
                              .interrupted = &interrupted};
    o.colour = o.terminal && !(no_color && *no_color);
    struct err err;
    if (read_options(&o, &lists, argc, argv))
        return 2;
    catch_signals();
    int result =
        lists.file ? look_at(lists.look, lists.file, o.through, &err) : night_run(&o, &err);
    if (result < 0)
        fprintf(stderr, "campaign: %s\n", err.text);
    return result < 0 ? 2 : result;
}
