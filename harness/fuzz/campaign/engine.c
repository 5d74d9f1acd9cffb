#include "fuzz/campaign/engine.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS_MAX 64
#define TAIL 8192 /* of a log, which has the last figures */
#define STATS_MAX ((size_t)64 << 10)
#define AFL_ASAN                                                                                   \
    "ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0:allocator_may_return_null=1"
#define LOOP 100000 /* inputs of one process of AFL++: what leaks does not add up for ever */

static const char *const names[MODES] = {"libfuzzer", "afl", "afl-cmplog", "afl-asan"};

const char *mode_name(enum mode m)
{
    return names[m];
}

bool mode_possible(const struct harness *h, enum mode m)
{
    switch (m) {
    case MODE_LIBFUZZER:
        return h->libfuzzer;
    case MODE_AFL:
        return h->afl;
    case MODE_CMPLOG:
        return h->afl && h->afl_cmplog;
    default:
        return h->afl_asan;
    }
}

/* --- command lines --- */

struct words {
    char *list[WORDS_MAX + 1];
    size_t count;
};

static void add(struct words *w, char *word)
{
    if (w->count < WORDS_MAX)
        w->list[w->count++] = word;
    else
        free(word);
}

static void words_free(struct words *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->list[i]);
}

static char *afl_folder(const struct leg *l, enum mode m, const char *below)
{
    return mem_format("%s/afl/%s/%s", l->place->work, names[m], below);
}

static void add_afl_queues(struct words *w, const struct leg *l)
{
    for (int m = MODE_AFL; m < MODES; m++) {
        char *queue = afl_folder(l, (enum mode)m, "queue");
        struct stat about;
        if (stat(queue, &about) == 0)
            add(w, queue);
        else
            free(queue);
    }
}

static void libfuzzer_words(struct words *w, struct words *environment, const struct leg *l)
{
    add(w, mem_string(l->place->harness->libfuzzer));
    static const char *const options[] = {
        "-fork=1",        "-ignore_crashes=1",  "-ignore_timeouts=1",
        "-ignore_ooms=1", "-rss_limit_mb=2560", "-len_control=0",
        "-reload=1"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        add(w, mem_string(options[i]));
    add(w, mem_format("-timeout=%u", l->input_seconds));
    add(w, mem_format("-max_total_time=%u", l->seconds));
    add(w, mem_format("-seed=%llu", l->seed % 0x7FFFFFFF + 1));
    add(w, mem_format("-artifact_prefix=%s/artifacts/", l->place->work));
    if (l->dictionary)
        add(w, mem_format("-dict=%s", l->dictionary));
    add(w, mem_format("%s/libfuzzer", l->place->work));
    add(w, mem_string(l->place->corpus));
    for (const char *const *s = l->seeds; *s; s++)
        add(w, mem_string(*s));
    add_afl_queues(w, l);
    add(environment, mem_format("TMPDIR=%s/tmp", l->place->work));
    add(environment, mem_string("UBSAN_OPTIONS=print_stacktrace=1"));
}

/* What OSS-Fuzz sets, so that it starts on any machine, and what several on few cores need. */
static void afl_environment(struct words *e, const struct leg *l)
{
    static const char *const all[] = {"AFL_SKIP_CPUFREQ=1",
                                      "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1",
                                      "AFL_TRY_AFFINITY=1",
                                      "AFL_NO_AFFINITY=1",
                                      "AFL_FAST_CAL=1",
                                      "AFL_CMPLOG_ONLY_NEW=1",
                                      "AFL_FORKSRV_INIT_TMOUT=30000",
                                      "AFL_IGNORE_PROBLEMS=1",
                                      "AFL_NO_UI=1",
                                      "AFL_AUTORESUME=1",
                                      AFL_ASAN,
                                      "UBSAN_OPTIONS=abort_on_error=1:symbolize=0:halt_on_error=1"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        add(e, mem_string(all[i]));
    if (!l->mutator || !l->place->harness->mutate)
        return;
    add(e, mem_format("AFL_CUSTOM_MUTATOR_LIBRARY=%s", l->mutator));
    add(e, mem_format("CONNSPEC_MUTATE=%s", l->place->harness->mutate));
    if (l->mode == MODE_AFL)
        add(e, mem_string("AFL_CUSTOM_MUTATOR_ONLY=1"));
}

static void afl_words(struct words *w, struct words *environment, const struct leg *l)
{
    const struct harness *h = l->place->harness;
    add(w, mem_string("/usr/bin/env"));
    add(w, mem_string("afl-fuzz"));
    add(w, mem_string("-i"));
    add(w, mem_format("%s/seeds", l->place->work));
    add(w, mem_string("-o"));
    add(w, mem_format("%s/afl", l->place->work));
    add(w, mem_string(l->mode == MODE_AFL ? "-M" : "-S"));
    add(w, mem_string(names[l->mode]));
    if (l->mode == MODE_AFL) {
        add(w, mem_string("-F"));
        add(w, mem_format("%s/libfuzzer", l->place->work));
    }
    add(w, mem_string("-V"));
    add(w, mem_format("%u", l->seconds));
    add(w, mem_string("-s"));
    add(w, mem_format("%llu", l->seed % 0x7FFFFFFF));
    add(w, mem_string("-t"));
    add(w,
        mem_format("%u+", l->input_seconds * 500)); /* what it takes for a hang, replays look at */
    if (l->dictionary && l->mode != MODE_AFL) {
        add(w, mem_string("-x"));
        add(w, mem_string(l->dictionary));
    }
    if (l->mode == MODE_CMPLOG) {
        add(w, mem_string("-c"));
        add(w, mem_string(h->afl_cmplog));
    }
    add(w, mem_string("--"));
    add(w, mem_string(l->mode == MODE_ASAN ? h->afl_asan : h->afl));
    add(w, mem_format("-%d", LOOP));
    afl_environment(environment, l);
}

int leg_start(const struct leg *l, pid_t *pid, char **log, struct err *err)
{
    struct words argv = {0}, environment = {0};
    if (l->mode == MODE_LIBFUZZER)
        libfuzzer_words(&argv, &environment, l);
    else
        afl_words(&argv, &environment, l);
    if (l->muted)
        add(&environment, mem_format("CONNSPEC_MUTED=%s", l->muted));
    *log = mem_format("%s/%s.log", l->place->work, names[l->mode]);
    unlink(*log);
    int status = process_start(
        &(struct command){(const char *const *)argv.list, (const char *const *)environment.list},
        *log, pid, err);
    words_free(&argv);
    words_free(&environment);
    return status;
}

/* --- figures --- */

/* The number behind the last `word` in the text; below 0: it is not in there. */
static double last_number(const char *text, const char *word)
{
    const char *found = NULL;
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        found = at;
    return found ? strtod(found + strlen(word) + strspn(found + strlen(word), " :"), NULL) : -1;
}

/* The end of a file, as text; false when there is none. */
static bool read_tail(const char *path, char tail[TAIL + 1])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t end = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    ssize_t got = end < 0 ? -1 : pread(fd, tail, TAIL, end > TAIL ? end - TAIL : 0);
    if (fd >= 0)
        close(fd);
    tail[got > 0 ? got : 0] = '\0';
    return got > 0;
}

/* "#21334: cov: 1651 ft: 4697 corp: 723 exec/s 550 oom/timeout/crash: 0/0/1 time: 40s ..." */
static bool libfuzzer_figures(const char *log, struct figures *out)
{
    char tail[TAIL + 1];
    if (!read_tail(log, tail))
        return false;
    const char *line = NULL;
    for (const char *at = strstr(tail, "\n#"); at; at = strstr(at + 1, "\n#"))
        if (strstr(at, " cov: "))
            line = at;
    if (!line)
        return false;
    *out = (struct figures){strtod(line + 2, NULL), last_number(line, "exec/s"),
                            last_number(line, " cov"), last_number(line, " corp")};
    return true;
}

static bool afl_figures(const struct leg *l, struct figures *out)
{
    char *path = afl_folder(l, l->mode, "fuzzer_stats"), *text = NULL;
    size_t len;
    struct err err;
    bool there = file_read(path, STATS_MAX, &text, &len, &err) == 0;
    free(path);
    if (there)
        *out =
            (struct figures){last_number(text, "execs_done"), last_number(text, "execs_per_sec"),
                             last_number(text, "edges_found"), last_number(text, "corpus_count")};
    free(text);
    return there && out->executions >= 0;
}

bool leg_figures(const struct leg *l, const char *log, struct figures *out)
{
    return l->mode == MODE_LIBFUZZER ? libfuzzer_figures(log, out) : afl_figures(l, out);
}

/* --- what they have saved --- */

static int take_folder(const char *folder, const char *engine, take_input *take, void *context)
{
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort), status = 0;
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name;
        if (!status && name[0] != '.' && strcmp(name, "README.txt") != 0) {
            char *path = mem_format("%s/%s", folder, name);
            struct stat about;
            if (lstat(path, &about) == 0 && S_ISREG(about.st_mode))
                status = take(context, engine, path);
            free(path);
        }
        free(list[i]);
    }
    free(list);
    return status;
}

/* A resumed AFL++ moves what it had to "crashes.DATE". */
static int take_afl(const char *folder, const char *engine, take_input *take, void *context)
{
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort), status = 0;
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name;
        if (!status && (strncmp(name, "crashes", 7) == 0 || strncmp(name, "hangs", 5) == 0)) {
            char *path = mem_format("%s/%s", folder, name);
            status = take_folder(path, engine, take, context);
            free(path);
        }
        free(list[i]);
    }
    free(list);
    return status;
}

int place_saved(const struct place *p, take_input *take, void *context)
{
    char *artifacts = mem_format("%s/artifacts", p->work);
    char *pending = mem_format("%s/pending", p->work);
    int status = take_folder(pending, "earlier", take, context);
    if (!status)
        status = take_folder(artifacts, names[MODE_LIBFUZZER], take, context);
    for (int m = MODE_AFL; !status && m < MODES; m++) {
        char *folder = mem_format("%s/afl/%s", p->work, names[m]);
        status = take_afl(folder, names[m], take, context);
        free(folder);
    }
    free(pending);
    free(artifacts);
    return status;
}
