#!/bin/sh
# Servers that answer the same to everything pass no clause of substance, and the report is short.
. conformance/tests/lib.sh

error='{"error":{"code":"Constant","message":"the same to everything"}}'
for how in '200 connection' '200 echo' '201 connection' '204' "400 $error" "404 $error" "405 $error" "500 $error"; do
    # shellcheck disable=SC2086 # words on purpose
    start node conformance/tests/constant.js ${how%% *} "${how#* }"
    certify 1 --level core --jobs 2
    jq -se '.[-1].level == null' "$work/reports/results.jsonl" >/dev/null || fail "$how: certified"
    [ "$(wc -l <"$work/out")" -lt 300 ] || fail "$how: a wall of $(wc -l <"$work/out") lines"
    # Of the clauses only forms that a constant answer can have by luck may hold.
    held=$(jq -s '[.[-1].clauses[] | select(.status == "pass" and (.id | startswith("CORE")))] | length' "$work/reports/results.jsonl")
    [ "$held" -le 9 ] || { cat "$work/out"; fail "$how: $held core clauses hold"; }
    head -n 12 "$work/out" | grep -q 'NOT CONFORMING' || fail "$how: the first lines do not say it"
done

for seed in 1 2 3; do
    start node conformance/tests/constant.js random $seed
    certify 1 --level core --jobs 2
    jq -se '.[-1].level == null' "$work/reports/results.jsonl" >/dev/null || fail "random $seed: certified"
done
