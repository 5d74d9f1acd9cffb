#!/bin/sh
# Each harness of a handler runs under AFL++ with the mutator's library: nothing is found in the reference, and
# what was made reached new code. RUNS (400) executions, a fixed seed.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v afl-fuzz >/dev/null || { echo 'afl++ is not installed: scripts/deps fuzz'; exit 77; }
[ -x build/afl/harness/fuzz/fuzz_put ] || { echo 'make FLAVOUR=afl afl builds what this runs'; exit 77; }
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_FAST_CAL=1
export AFL_FORKSRV_INIT_TMOUT=30000 AFL_IGNORE_PROBLEMS=1 AFL_CUSTOM_MUTATOR_ONLY=1
export AFL_CUSTOM_MUTATOR_LIBRARY=$PWD/build/mutator/connspec-mutator.so

# campaign KIND SEEDS - $work/KIND/default/fuzzer_stats says how it went.
campaign() {
    CONNSPEC_MUTATE=$1 afl-fuzz -i "$2" -o "$work/$1" -s 1 -E "${RUNS:-400}" -- \
        "build/afl/harness/fuzz/fuzz_$1" -1000 >"$work/$1.log" 2>&1 || { tail -n 30 "$work/$1.log"; exit 1; }
}
stat_of() {
    awk -F ' *: *' -v name="$2" '$1 == name { print $2 }' "$work/$1/default/fuzzer_stats"
}

mkdir "$work/seeds"
cp corpus/put/accept/dedicated.json corpus/put/accept/site-to-site.json "$work/seeds"
campaign put "$work/seeds"
campaign patch corpus/patch/accept
campaign sequence corpus/sequence
for kind in put patch sequence; do
    [ "$(stat_of $kind saved_crashes)" -eq 0 ] || { echo "FAILED: $kind found $(ls "$work/$kind/default/crashes")" >&2; exit 1; }
    [ "$(stat_of $kind corpus_found)" -gt 5 ] || { echo "FAILED: $kind made nothing new" >&2; exit 1; }
    echo "$kind: $(stat_of $kind execs_done) executions, $(stat_of $kind corpus_found) new inputs"
done
