#!/bin/sh
# The tutorial's code does what the tutorial says; the reference has no findings, wrong ones have theirs,
# and what crashes or leaks is said so.
# shellcheck disable=SC1091
. conformance/tests/lib.sh
unset MAKEFLAGS MAKELEVEL MFLAGS
export RUNS=0 # fuzzing has a test of its own, fuzz_adapter.sh

# tutorial N - the Nth block of C of the tutorial.
tutorial() {
    awk -v wanted="$1" '/^```c$/ { on = ++n == wanted; next } /^```$/ { on = 0 } on' harness/fuzz/REVIEW.md
}
tutorial 1 >"$work/my_parser.c"
tutorial 2 >"$work/my_handler.c"

# review STATUS ADAPTER - output in $work/out.
review() {
    status=0
    REVIEW=build/asan/review OUT=$work/review SECONDS_EACH=1 scripts/review "$2" >"$work/out" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || {
        cat "$work/out" "$work/err"
        fail "review of $2 ended with $status, not $1"
    }
}
# promised FILE - each line of the tutorial's report is in ours.
promised() {
    sed -n '/^    '"$1"'/,/^$/p' harness/fuzz/REVIEW.md | sed 's/^    //; /^$/d' >"$work/promised"
    [ -s "$work/promised" ] || fail "the tutorial does not show $1"
    while IFS= read -r line; do
        grep -qF -- "$line" "$work/out" || fail "the tutorial shows what is not so: $line"
    done <"$work/promised"
}
command="make review TARGET=path/to/my_parser.c LIBS=-lcjson"
grep -qF "    $command" harness/fuzz/REVIEW.md || fail 'the tutorial has another command'
OUT=$work/review make -s review TARGET="$work/my_parser.c" LIBS=-lcjson >"$work/out" 2>"$work/err" && fail 'make found nothing'
promised '| "Gateway1"'
sed 's/cJSON_GetObjectItem(/cJSON_GetObjectItemCaseSensitive(/' "$work/my_parser.c" >"$work/better.c"
LIBS=-lcjson review 1 "$work/better.c"
expect "$work/out" '^\| "Gateway1" before gateway1 \| accept \| as sent \|$'
expect "$work/out" '^[0-9]+ probes: [0-9]+ fine, 0 not survived, '

OUT=$work/review make -s review TARGET="$work/my_handler.c" >"$work/out" 2>"$work/err" && fail 'make found nothing'
promised CORE-05
expect "$work/out" '^PLAT-02 \(platform, must\)'
expect "$work/out" '^[0-9]+ places where a must is broken'

review 0 harness/fuzz/handlers/reference.c
expect "$work/out" '^nothing was found$'
bodies=$(find corpus/put corpus/patch -name '*.json' | wc -l)
expect "$work/out" "^$bodies bodies of the corpus: "

# wrong MUTANT CLAUSE - the review of a wrong implementation names the clause, and nothing else.
wrong() {
    CONNSPEC_REFERENCE=$1 review 1 harness/fuzz/handlers/reference.c
    [ "$(grep -oE '^[A-Z]+-[0-9]+' "$work/out" | tr '\n' ' ')" = "$2 " ] || {
        cat "$work/out"
        fail "$1 does not break $2"
    }
}
wrong create-201 CORE-01
wrong gateway2-unchecked 'CORE-06 CORE-08 ROB-02'
wrong refused-patch-stored 'CORE-09 CORE-12'
wrong type-unchecked-in-patch CORE-32
wrong id-url CORE-22

# worse SED PATTERN - the tutorial's handler made worse.
worse() {
    sed "$1" "$work/my_handler.c" >"$work/worse.c"
    cmp -s "$work/worse.c" "$work/my_handler.c" && fail "the tutorial's handler has no $1"
    review 1 "$work/worse.c"
    expect "$work/out" "$2"
}
worse 's/^    if (strcmp.*/    if (rq->body \&\& memmem(rq->body, rq->body_len, "nosuchgateway", 13)) abort();\n&/' \
    '^  the process: expected an answer from 200 to 499, found no answer: killed by SIGABRT'
worse 's/^    free(m->stored);$//' '^  the end of the process: expected nothing is left behind, found .*leaked'
worse 's/forget, stop}/stop_not, stop}/; s/^static void handle/static void stop_not(void *self) { (void)self; }\n&/' \
    'expected 404: the adapter.s reset leaves no connection, found 200'
worse 's/m->stored ? 200/m->stored \&\& !rq->body ? 200 : m->stored ? 503/' 'nothing else was tried, found 503'
worse 's/^    if (strcmp.*/    if (rq->body \&\& rq->body[rq->body_len]) return;\n&/' 'heap-buffer-overflow'
worse 's/^    if (strcmp.*/    while (rq->body \&\& memmem(rq->body, rq->body_len, "nosuchgateway", 13)) ;\n&/' \
    'it hung too often: the rest was not sent'
# Another spelling of the group is no fault (E1).
worse 's/^    if (strcmp.*/    if (!strstr(rq->path, "resourceGroups")) { rs->status = 404; return; }\n&/' '^PLAT-02 '
worse 's/return calloc.*/return NULL;/' "the adapter's open returned NULL"

review 2 "$work/nosuch.c"
expect "$work/err" 'there is no file'
status=0
make -s review >"$work/out" 2>"$work/err" || status=$?
[ $status -eq 2 ] || fail "make review without a target: $status"
expect "$work/err" 'no adapter was named'
