#!/bin/sh
# The plain reference is certified for core at any --jobs and --seed, with no fail and no warning.
. conformance/tests/lib.sh

start "$connspec" serve
for how in '--jobs 1' '--jobs 4 --seed 1' '--jobs 16 --seed 77' '--jobs 3 --seed 123456789'; do
    # shellcheck disable=SC2086 # words on purpose
    certify 0 --level core $how
    for status in fail warn inconclusive not-implemented skipped; do
        [ "$(count $status)" -eq 0 ] || { cat "$work/out"; fail "$how: $(count $status) $status"; }
    done
    [ "$(count pass)" -gt 100 ] || fail "$how: only $(count pass) checks passed"
    expect "$work/out" 'CERTIFIED'
done

# What was created is gone again.
left=$("$connspec" list checks | wc -l)
[ "$left" -gt 100 ] || fail 'list checks lists too little'
jq -se '[.[] | select(.type == "exchange" and .role == "cleanup")] | length > 0 and all(.response.status == 200)' \
    "$work/reports/results.jsonl" >/dev/null || fail 'clean-up did not work'

# The reports are what they say they are.
xmllint --noout "$work/reports/junit.xml"
jq -se '.[0].type == "head" and .[-1].type == "verdict" and .[-1].level == "core" and .[-1].exitCode == 0' \
    "$work/reports/results.jsonl" >/dev/null || fail 'head or verdict line'
