#!/bin/sh
# Ctrl-C in the middle of a run keeps the evidence, renders the reports and says it is incomplete.
. conformance/tests/lib.sh

start "$connspec" serve
"$connspec" certify "$url" --level core --rate 50 --jobs 2 --report-dir "$work/reports" >"$work/out" 2>&1 &
run=$!
# Wait for evidence, not for time: the file is there and has a check in it.
tries=0
until grep -q '"type":"check"' "$work/reports/results.jsonl" 2>/dev/null; do
    kill -0 $run 2>/dev/null || { cat "$work/out"; fail 'the run ended by itself'; }
    tries=$((tries + 1))
    [ $tries -lt 3000 ] || fail 'no check in time'
    sleep 0.01
done
kill -INT $run
status=0
wait $run || status=$?
[ $status -eq 5 ] || { cat "$work/out"; fail "exit status $status, not 5"; }
expect "$work/out" 'interrupted'
jq -se '.[-1].type == "verdict" and .[-1].interrupted == true and .[-1].level == null' \
    "$work/reports/results.jsonl" >/dev/null || fail 'no verdict line that says interrupted'
xmllint --noout "$work/reports/junit.xml"

# Out of time ends the same way.
certify 5 --level core --rate 50 --max-time 1
expect "$work/out" 'out of time'

# Nor does a target that never answers keep a person waiting for the time limit of the request.
start node conformance/tests/stalling.js
"$connspec" certify "$url" --level core --timeout 3000 --report-dir "$work/stalled" >"$work/out" 2>&1 &
run=$!
tries=0
until [ -s "$work/stalled/results.jsonl" ]; do
    tries=$((tries + 1))
    [ $tries -lt 3000 ] || fail 'no head line in time'
    sleep 0.01
done
kill -INT $run
status=0
wait $run || status=$?
[ $status -eq 5 ] || { cat "$work/out"; fail "exit status $status, not 5"; }
