#!/bin/sh
# connspec replay: what failed in a run is sent again, byte for byte, and still fails on the same target, holds on one
# that was mended, and is undecided where the answer is neither; what cannot be sent again is said.
. conformance/tests/lib.sh

# replay STATUS CHECK [URL] [OPTION]... - output in $work/told.
replay() {
    wanted=$1 status=0
    shift
    "$connspec" replay "$work/reports/results.jsonl" "$@" >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$wanted" ] || { cat "$work/told" "$work/err"; fail "replay $* ended with $status, not $wanted"; }
}
# first PATTERN - the first failed check that is called so.
first() {
    jq -r 'select(.type == "check" and .status == "fail") | .id' "$work/reports/results.jsonl" | grep -E "$1" | head -n 1
}

MINE=a-token-of-mine
export MINE
start "$connspec" serve --token-env MINE
right=$url

# mutant NAME ONLY PATTERN - what it fails is said to fail still, and to hold on the right one.
mutant() {
    start "$connspec" serve --mutant "$1" --token-env MINE
    certify 1 --token-env MINE --only "$2" --only 'every-*'
    check=$(first "$3")
    [ -n "$check" ] || fail "$1 fails nothing like $3"
    replay 1 "$check" --token-env MINE
    expect "$work/told" 'STILL FAILS'
    replay 0 "$check" "$right" --token-env MINE
    expect "$work/told" 'HOLDS NOW'
}
mutant gateway1-404 'core/put-missing-gateway1/*' '@CORE-05$'
mutant etag-missing-in-update 'core/put-replaces*' '^every-answer@CORE-23'
mutant refused-patch-stored 'core/patch-*' '@CORE-09$'
jq -r 'select(.type == "exchange") | .request.body // empty' "$work/reports/results.jsonl" | grep -q . || fail 'no bodies were sent'
! grep -q "$MINE" "$work/told" || fail 'the token is told'

# Without the token the answer is another one: nothing can be said.
replay 5 "$check" "$right"
expect "$work/told" 'UNDECIDED'
expect "$work/told" 'connspec certify .* --only'

replay 2 "$check/none"
expect "$work/err" 'has no check'
held=$(jq -r 'select(.type == "check" and .status == "pass" and .exchange) | .id' "$work/reports/results.jsonl" | head -n 1)
replay 2 "${held:-core/put-creates/dedicated@CORE-01}"
kill "${started##* }"
wait "${started##* }" 2>/dev/null || :
replay 3 "$check"
expect "$work/err" 'no connection'
