/* An adapter's parser, linked in, against our strict reader: it accepts what is JSON and an object, and nothing
 * else, and understands its members as they were sent. The input is the body of a PUT.
 *
 * What parsers commonly differ over (agree/traits.h) is told like a broken clause, whose name is what it does
 * ("accepts", "refuses", "differs") and whose key is the kind of body; CONNSPEC_MUTED has those that are known. A body
 * that is questionable in two ways is not held against it: which of them is to blame would be a guess. */
#include "base/mem.h"
#include "fuzz/adapter.h"
#include "fuzz/agree/inside.h"
#include "fuzz/agree/known.h"
#include "fuzz/agree/yardstick.h"
#include "fuzz/fuzz.h"
#include "fuzz/oracle/journal.h"
#include "fuzz/oracle/muted.h"

#include <string.h>
#include <sysexits.h>

#define SIZE_MAX_LOOKED_AT ((size_t)32 << 10) /* members are looked up one by one */

const enum mutate_kind fuzz_kind = MUTATE_PUT;

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "connspec: %s\n", why);
    exit(EX_UNAVAILABLE);
}

static const char *muted(void)
{
    static char *text; /* read once */
    static bool read;
    struct err err;
    if (!read && muted_read(&text, &err))
        give_up(err.text);
    read = true;
    return text;
}

static void print_bytes(const char *label, struct bytes text)
{
    fprintf(stderr, "%s", label);
    for (size_t i = 0; i < text.len; i++)
        fprintf(stderr, text.ptr[i] >= ' ' && text.ptr[i] <= '~' ? "%c" : "\\x%02x",
                (unsigned char)text.ptr[i]);
    fputc('\n', stderr);
}

static void print_told(const char *label, const struct told *t)
{
    if (!t) {
        fprintf(stderr, "%s(not there)\n", label);
        return;
    }
    print_bytes(label, t->pointer);
    print_bytes("           ", t->text);
}

static void complain(const char *does, const char *says, const struct traits *traits,
                     struct bytes body, const struct told *want, const struct told *have)
{
    const char *key = traits->count ? traits->list[0] : "plain";
    if (traits->count > 1 || muted_has(muted(), does, key))
        return;
    fprintf(stderr, "\nBROKEN     %s  %s\n           The parser %s: %s.\nkey        %s\n", does,
            connspec_adapter.name, says, key, key);
    if (want || have) {
        print_told("expected   ", want);
        print_told("actual     ", have);
    }
    print_bytes("body       ", body);
    abort();
}

static void hold(struct bytes body, const struct understood *by)
{
    static const struct json_limits limits = {.max_depth = JSON_READ_DEPTH};
    struct json_problem problem;
    struct traits traits;
    const struct told *want = NULL, *have = NULL;
    cJSON *tree = json_read(body, &limits, &problem);
    struct understood right = {0};
    traits_find(body, tree ? JSON_FINE : problem.fault, &traits);
    if (cJSON_IsObject(tree))
        yardstick_read(body, tree, &right);
    if (by->accepted && !right.accepted)
        complain(DOES_ACCEPT, "accepts what is no JSON object", &traits, body, NULL, NULL);
    else if (!by->accepted && right.accepted)
        complain(DOES_REFUSE, "refuses a JSON object", &traits, body, NULL, NULL);
    else if (right.accepted && understood_differ(&right, by, &want, &have))
        complain(DOES_DIFFER, "understands what was not sent", &traits, body, want, have);
    understood_free(&right);
    cJSON_Delete(tree);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    if (connspec_adapter.version != CONNSPEC_ADAPTER_VERSION || !connspec_adapter.parser)
        give_up("the adapter has no parser of this version of adapter.h");
    muted();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes body = {size ? (const char *)data : "", size};
    struct understood by;
    if (size > SIZE_MAX_LOOKED_AT)
        return 0;
    journal_add(body);
    inside_parse(connspec_adapter.parser, body, &by);
    hold(body, &by);
    understood_free(&by);
    return 0;
}
