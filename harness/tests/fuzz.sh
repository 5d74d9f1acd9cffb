#!/bin/sh
# Each harness runs its seeds, and then so many mutations of them (RUNS, 3000; what takes long a tenth),
# under ASan and UBSan. A fixed seed: the same each time. HARNESSES names some of them, BUILD another build.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build=${BUILD:-build/fuzz}
[ -x $build/harness/fuzz/fuzz_json ] || { echo 'make FLAVOUR=fuzz fuzzers builds what this runs'; exit 77; }

# seeds HARNESS - where its seeds are, and its options.
seeds() {
    case $1 in
    */fuzz_answer) echo "-dict=corpus/answer.dict corpus/answer" ;;
    */fuzz_openapi) echo "-max_len=65536 -runs=$((runs / 10)) harness/contract/2015-05-01-preview" ;;
    */fuzz_scenario) echo "-max_len=6000 -runs=$((runs / 10)) conformance/scenarios/core" ;;
    */fuzz_target_file) echo 'corpus/target' ;;
    */fuzz_campaign) echo '-max_len=20000 corpus/campaign' ;;
    */fuzz_crash) echo '-max_len=20000 corpus/crash' ;;
    */fuzz_dsse) echo '-max_len=4096 corpus/dsse corpus/regress/fuzz_dsse' ;;
    */fuzz_har) echo '-max_len=20000 corpus/har' ;;
    */fuzz_results) echo '-max_len=20000 corpus/results' ;;
    */fuzz_sequence) echo '-max_len=6000 corpus/sequence corpus/put corpus/patch corpus/key corpus/regress' ;;
    *) echo '-max_len=6000 corpus/put corpus/patch corpus/regress' ;;
    esac
}

runs=${RUNS:-3000} failed=''
jq -r '.[] | select(.parser == "cJSON") | "\(.does) \(.body)"' harness/fuzz/parsers/known.json >"$work/muted"
for harness in "$build"/harness/fuzz/fuzz_* "$build"/*/tests/fuzz_*; do
    case $harness in *.o | *.d) continue ;; esac
    case " ${HARNESSES:-${harness##*/fuzz_}} " in *" ${harness##*/fuzz_} "*) ;; *) continue ;; esac
    name=$(basename "$harness")
    mkdir "$work/$name"
    # The parser that is linked with it is cJSON, of which more is known than of one's own.
    CONNSPEC_MUTED=''
    [ "$name" != fuzz_parser ] || CONNSPEC_MUTED=$work/muted
    export CONNSPEC_MUTED
    # shellcheck disable=SC2046 # words on purpose
    if "$harness" -seed=1 -runs="$runs" -rss_limit_mb=2048 -artifact_prefix="$work/$name-" "$work/$name" \
        $(seeds "$harness") >"$work/$name.log" 2>&1; then
        echo "$name: $(grep -a '^Done' "$work/$name.log")"
    else
        tail -n 40 "$work/$name.log"
        for input in "$work/$name-"*; do base64 "$input" | head -n 20; done
        failed="$failed $name"
    fi
done
[ -z "$failed" ] || { echo "FAILED:$failed" >&2; exit 1; }
