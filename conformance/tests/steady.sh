#!/bin/sh
# The plain reference is certified at all levels, with no fail and no warning, again and again: each
# run has --jobs and a --seed of its own. RUNS (2) says how often.
export CONNSPEC=build/plain/connspec
. conformance/tests/lib.sh

export CONNSPEC_TOKEN=of-the-reference
start "$connspec" serve --token-env CONNSPEC_TOKEN
run=0
while [ $run -lt "${RUNS:-2}" ]; do
    run=$((run + 1))
    how="--jobs $((run * 7 % 16 + 1)) --seed $((run * 7919))"
    # shellcheck disable=SC2086 # words on purpose
    certify 0 --level all --token-env CONNSPEC_TOKEN $how
    for status in fail warn inconclusive not-implemented skipped not-run; do
        [ "$(count $status)" -eq 0 ] || { cat "$work/out"; fail "$how: $(count $status) $status"; }
    done
    [ "$(count pass)" -gt 4000 ] || fail "$how: only $(count pass) checks passed"
    expect "$work/out" 'CERTIFIED at all levels'
    echo "$how: $(tail -n 3 "$work/out" | head -n 1)"
done
