/* engine.h - libFuzzer and AFL++ as they are started, what they say of themselves, and where they leave what
 * they have found. FUZZING-NOTES of the project has why each option is what it is. */
#ifndef CAMPAIGN_ENGINE_H
#define CAMPAIGN_ENGINE_H

#include "fuzz/campaign/process.h"
#include "fuzz/campaign/triage.h"

enum mode {
    MODE_LIBFUZZER, /* ASan and UBSan, fork mode */
    MODE_AFL, /* without sanitizers, our mutator alone; AFL++'s main, which reads libFuzzer's corpus */
    MODE_CMPLOG, /* our mutator mixed with AFL++'s, CMPLOG, dictionary */
    MODE_ASAN,   /* with ASan and UBSan, mixed, dictionary */
    MODES,
};
const char *mode_name(enum mode m); /* "libfuzzer", "afl", "afl-cmplog", "afl-asan" */

/* One harness' share of a campaign's folder:
 *   corpus/     kept across campaigns, minimised
 *   work/       of this campaign: libfuzzer/ (corpus), artifacts/, afl/MODE/{queue,crashes,hangs} */
struct place {
    const struct harness *harness;
    char *corpus, *work;
};

struct leg {
    const struct place *place;
    enum mode mode;
    unsigned seconds;
    unsigned input_seconds; /* that an input may take */
    unsigned long long seed;
    const char *const *seeds; /* folders, only read; NULL-ended */
    const char *dictionary;   /* or NULL */
    const char *mutator;      /* AFL++'s library */
    const char *muted;        /* a file, or NULL (oracle/play.h) */
};

/* Whether this harness has what the mode needs. */
bool mode_possible(const struct harness *h, enum mode m);

/* Starts it. *log is the file that its output goes to, to free(). */
int leg_start(const struct leg *l, pid_t *pid, char **log, struct err *err);

struct figures {
    double executions, per_second, edges, corpus;
};
/* What the engine said last; false when it has said nothing yet. */
bool leg_figures(const struct leg *l, const char *log, struct figures *out);

/* Calls `take` for each file that an engine has saved as a crash, a hang and the like, until it returns
 * other than 0, which is returned. */
typedef int take_input(void *context, const char *engine, const char *path);
int place_saved(const struct place *p, take_input *take, void *context);

#endif
