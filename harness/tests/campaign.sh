#!/bin/sh
# scripts/campaign: bugs that are there are found, each once, small, and can be seen again; the next night knows
# them, and the one after says what was mended. A campaign that is killed loses nothing, and goes on.
set -eu
[ -x build/plain/campaign ] && [ -f build/afl-asan/libconnspec.a ] || { echo 'make campaign-parts builds what this runs'; exit 77; }
work=$(mktemp -d)
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || :; rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS CONNSPEC_LEVEL
LIBS=$(echo harness/fuzz/planted/*_bugs.c)
OUT=$work/out
export LIBS OUT TARGET=harness/fuzz/planted/planted.c HARNESSES=sequence JOBS=2 SEED=1
bugs=unknown-tree,gateway-to-itself,read-after-refusal

fail() {
    echo "FAILED: $*" >&2
    cat "$work/told" "$work/err" >&2
    exit 1
}

# night STATUS BUGS - a campaign on an implementation with these bugs.
night() {
    status=0
    PLANTED=$2 TIME=${TIME:-60} scripts/campaign >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || fail "a campaign with $2 ended with $status, not $1"
}

findings() {
    (cd "$OUT/findings" && echo *)
}
three='sequence-ROB-01-status-500-Caught-in-read-after-refusal sequence-SEGV-in-gateway_to_itself sequence-SEGV-in-unknown_tree'

night 1 $bugs
[ "$(findings)" = "$three" ] || fail "found: $(findings)"
for finding in $three; do
    folder=$OUT/findings/$finding
    jq -e '.status == "new" and .reproduced == .replays and .minimised and .bytes <= .originalBytes' "$folder/finding.json" >/dev/null ||
        fail "$(cat "$folder/finding.json")"
    grep -q "$folder/input" "$work/told" || fail "$finding is not told"
    again=$(jq -r .command "$folder/finding.json")
    # shellcheck disable=SC2086 # words on purpose
    ! PLANTED=$bugs $again >"$work/again" 2>&1 || fail "$again does not do it again"
    # shellcheck disable=SC2086
    $again >"$work/again" 2>&1 || fail "$again fails without the bug"
done
small=$OUT/findings/sequence-SEGV-in-unknown_tree/input
[ "$(wc -c <"$small")" -lt 120 ] || fail 'the input is not small'
[ "$(find "$OUT/corpus/sequence" -type f | wc -l)" -gt 20 ] || fail 'no corpus is kept'
[ "$(grep -c '^{"type":"sample"' "$OUT/results.jsonl")" -ge 2 ] || fail 'nothing says how far it was when'
grep -q '<title>' "$OUT/report.html" || fail 'there is no report to look at'
jq -es 'map(select(.type == "finding")) | length == 3' "$OUT/results.jsonl" >/dev/null || fail 'results.jsonl'
jq -es 'map(select(.type == "sample" and .executions > 0)) | length > 0' "$OUT/log.jsonl" >/dev/null || fail 'log.jsonl'

# As a regression test it fails on what is broken, and holds on what is mended.
SUITE=$work/suite scripts/promote "$OUT/findings/sequence-SEGV-in-unknown_tree" 'Unknown members are freed' >"$work/told"
kept=$work/suite/corpus/regress/fuzz_sequence/unknown-members-are-freed
[ -f "$kept" ] || fail 'nothing is kept'
! SUITE=$work/suite scripts/promote "$OUT/findings/sequence-SEGV-in-unknown_tree" 'Unknown members are freed' 2>"$work/err" ||
    fail 'what is kept is written over'
replay=build/asan/harness/fuzz/planted/fuzz_sequence
! PLANTED=unknown-tree $replay "$kept" >"$work/again" 2>&1 || fail 'the regression test holds with the bug'
$replay "$kept" >"$work/again" 2>&1 || fail 'the regression test fails without the bug'

TIME=30
night 0 $bugs
[ "$(findings)" = "$three" ] || fail "the second night found: $(findings)"
jq -es '.[-1] | .new == 0 and .known == 3 and .fixed == 0' "$OUT/results.jsonl" >/dev/null || fail 'not all are known'

night 0 gateway-to-itself
jq -es '.[-1] | .new == 0 and .known == 1 and .fixed == 2' "$OUT/results.jsonl" >/dev/null || fail 'what is mended is not said'
grep -q '^Fixed' "$work/told" || fail 'what is mended is not told'

# Killed at once and without warning: what was found is there, nothing runs on, and it can go on.
rm -rf "$OUT"
PLANTED=$bugs TIME=120 scripts/campaign >"$work/told" 2>"$work/err" &
pid=$!
tries=0
while ! ls "$OUT"/findings/sequence-* >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || fail 'nothing was found that could be lost'
    kill -0 $pid 2>/dev/null || fail 'it ended by itself'
    sleep 0.1
done
before=$(findings)
kill -9 "$(ps -o pid= --ppid $pid)"
wait $pid 2>/dev/null || :
pid=''
for finding in $before; do
    jq -e .name "$OUT/findings/$finding/finding.json" >/dev/null || fail "$finding is not whole"
done
tries=0
while ps -eo args | grep -F "$OUT/programs/" | grep -qv grep; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail 'engines run on'
    sleep 0.1
done
lines=$(wc -l <"$OUT/log.jsonl") tries=0
PLANTED=$bugs TIME=120 RESUME=1 scripts/campaign >"$work/told" 2>"$work/err" &
pid=$!
while [ "$(wc -l <"$OUT/log.jsonl")" -le "$lines" ]; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || fail 'it does not go on'
    kill -0 $pid 2>/dev/null || fail 'it ended by itself'
    sleep 0.1
done
kill $pid
wait $pid || :
pid=''
for finding in $before; do
    jq -e '.status == "new"' "$OUT/findings/$finding/finding.json" >/dev/null || fail "$finding is new no more"
done
grep -q 'New findings' "$work/told" || fail 'an interrupted campaign says nothing of what it found'

# A disk that is full all of a sudden: what was found stays, what could not be kept is the next night's.
mkdir "$work/disk"
if mount -t tmpfs -o size=64m none "$work/disk" 2>/dev/null; then
    trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || :; umount "$work/disk" || :; rm -rf "$work"' EXIT
    set -- --out "$work/disk/out" --programs "$OUT/programs" --jobs 2 --disk-floor 0 --seeds corpus/sequence --seeds corpus/put \
        --mutator "$PWD/build/mutator/connspec-mutator.so" --through do_harm --through canary_triggered
    PLANTED=$bugs build/plain/campaign "$@" --time 60 >"$work/told" 2>"$work/err" &
    pid=$!
    tries=0
    while ! ls "$work"/disk/out/findings/sequence-* >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || fail 'nothing was found that could be lost'
        sleep 0.1
    done
    while kill -0 $pid 2>/dev/null; do # engines that end make room again: it stays full
        cat /dev/zero >>"$work/disk/filler" 2>/dev/null || :
        sleep 0.1
    done
    status=0
    wait $pid || status=$?
    pid=''
    [ $status -eq 2 ] && grep -q 'No space left' "$work/err" || fail "a full disk ended with $status"
    before=$(cd "$work/disk/out/findings" && echo sequence-*)
    for finding in $before; do
        jq -e .name "$work/disk/out/findings/$finding/finding.json" >/dev/null || fail "$finding is not whole"
    done
    rm "$work/disk/filler"
    status=0
    PLANTED=$bugs build/plain/campaign "$@" --time 40 >"$work/told" 2>"$work/err" || status=$?
    [ $status -le 1 ] || fail "with room again it ended with $status"
    for finding in $three; do
        jq -e .name "$work/disk/out/findings/$finding/finding.json" >/dev/null || fail "$finding was lost"
    done
fi

# Where there is no room engines stop, and it is said.
status=0
build/plain/campaign --out "$OUT" --programs "$OUT/programs" --time 20 --disk-floor 1000000000 >"$work/told" 2>"$work/err" || status=$?
grep -q 'disk: is full' "$work/err" || fail 'a full disk is not told'

# An engine that is not there, or fails each time, is left out; without any there is no campaign.
mkdir -p "$work/wrong/libfuzzer"
printf '#!/bin/sh\nexit 3\n' >"$work/wrong/libfuzzer/fuzz_put"
chmod +x "$work/wrong/libfuzzer/fuzz_put"
status=0
build/plain/campaign --out "$work/failing" --programs "$work/wrong" --time 60 >"$work/told" 2>"$work/err" || status=$?
[ $status -eq 2 ] && grep -q 'engine-fails' "$work/err" && grep -q 'no engine runs' "$work/err" || fail "an engine that fails ended with $status"

# What cannot be run is refused, with the remedy.
for words in '--time 5' '--time x' '--jobs 0' '--no-such' '--seed -1'; do
    status=0
    # shellcheck disable=SC2086
    build/plain/campaign --out "$OUT" --programs "$OUT/programs" --time 60 $words >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq 2 ] && [ -s "$work/err" ] || fail "$words ended with $status"
done
status=0
build/plain/campaign --out "$OUT" --programs "$work" --time 60 2>"$work/err" || status=$?
[ $status -eq 2 ] && grep -q 'fuzz_NAME' "$work/err" || fail 'no programs, no complaint'
status=0
TARGET=$work/nowhere.c scripts/campaign 2>"$work/err" || status=$?
[ $status -eq 2 ] || fail 'a target that is not there'
