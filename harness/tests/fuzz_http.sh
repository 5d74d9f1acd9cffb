#!/bin/sh
# scripts/fuzz-http: a wrong endpoint's fault is found and can be done again, a right one has none; one that dies is
# told from one that is not there, and what killed it is found; no other machine is asked, no token is left behind.
. conformance/tests/lib.sh
[ -f build/plain/harness/fuzz/fuzz_sequence.o ] || { echo 'make fuzz-http-parts builds what this runs'; exit 77; }
unset MAKEFLAGS MAKELEVEL MFLAGS CONNSPEC_LEVEL
export OUT=$work/fuzzed SEED=1 RUNS=300

# fuzz STATUS URL - output in $work/told and $work/err.
fuzz() {
    status=0
    rm -rf "$OUT"
    scripts/fuzz-http "$2" >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || { cat "$work/told" "$work/err"; tail -n 20 "$OUT/fuzz.log"; fail "fuzzing $2 ended with $status, not $1"; }
}

MINE=a-token-of-mine
export MINE
start "$connspec" serve --token-env MINE
TOKEN_ENV=MINE fuzz 0 "$url"
expect "$work/told" 'found nothing'
expect "$work/err" ' requests, [0-9]+ a second'
! grep -rqa "$MINE" "$OUT/corpus" "$OUT/found" "$OUT/fuzz.log" "$work/told" "$work/err" || fail 'the token is left behind'
# Answers count: without them there is less to find.
reached() {
    sed -n 's/.*DONE *cov: \([0-9]*\) .*/\1/p' "$OUT/fuzz.log"
}
with=$(reached)
export CONNSPEC_NO_SIGNATURES=1
TOKEN_ENV=MINE fuzz 0 "$url"
unset CONNSPEC_NO_SIGNATURES
[ "$(reached)" -lt $((with - 50)) ] || fail "answers are no coverage: $with with them, $(reached) without"

RUNS=3000
start "$connspec" serve --mutant refused-patch-stored
fuzz 1 "$url"
expect "$work/told" '^BROKEN     CORE-09'
again=$(sed -n 's/^reproduce  //p' "$work/told")
! env $again >"$work/again" 2>&1 || fail "$again does not do it again"
expect "$work/again" '^BROKEN     CORE-09'
[ "$(wc -c <"${again##* }")" -lt 900 ] || fail 'the input is not small'

# A target that an input kills: found without a restart, made sure of and small with one.
start "$connspec" serve
behind=${url##*:}
start node conformance/tests/dying.js 0 "$behind" '"thirdgateway"'
dead=$url
fuzz 1 "$dead"
expect "$work/err" 'the target hung up'
expect "$work/told" 'RESTART='
cat >"$work/again.sh" <<END
node conformance/tests/dying.js ${dead##*:} $behind '"thirdgateway"' >/dev/null 2>&1 &
echo \$! >>$work/pids
END
trap 'for pid in $(cat "$work/pids" 2>/dev/null); do kill "$pid" 2>/dev/null || :; done; end' EXIT
RESTART="sh $work/again.sh" fuzz 1 "$dead"
expect "$work/told" '^reproduce'
grep -aq thirdgateway "$OUT/found/smallest" || fail 'the input is not the one'
for pid in $(cat "$work/pids"); do kill "$pid" 2>/dev/null || :; done
tries=0
while curl -s -o "$work/none" "$dead"; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail 'it does not end'
    sleep 0.1
done
fuzz 2 "$dead"
expect "$work/err" 'the target is dead: no connection'

# What several inputs do together, an earlier one armed it: which ones is found among the last.
start "$connspec" serve
behind=${url##*:}
armed='/thirdgateway.*DELETE .*DELETE .*DELETE .*thirdgateway/'
start node conformance/tests/dying.js 0 "$behind" "$armed"
together=$url
cat >"$work/again.sh" <<END
node conformance/tests/dying.js ${together##*:} $behind '$armed' >/dev/null 2>&1 &
echo \$! >>$work/pids
END
RESTART="sh $work/again.sh" fuzz 1 "$together"
expect "$work/told" 'the target dies of [2-9] inputs'
again=$(sed -n 's/^reproduce  //p' "$work/told")
env RESTART= CONNSPEC_RESTART="sh $work/again.sh" $again >"$work/again" 2>&1 || :
expect "$work/again" 'the target hung up'
for file in "$OUT/found/culprits/001" "$(find "$OUT/found/culprits" -type f | sort | tail -n 1)"; do
    grep -aq thirdgateway "$file" || fail "$file has no part in it"
done

# No faster than is asked.
start "$connspec" serve
RUNS=20 RATE=100 fuzz 0 "$url"
rate=$(sed -n 's/.*requests, \([0-9]*\) a second/\1/p' "$work/err")
[ "$rate" -le 101 ] || fail "RATE=100: $rate requests a second"

fuzz 2 http://192.0.2.1:8080
expect "$work/err" 'REMOTE=yes|CONNSPEC_REMOTE=yes'
fuzz 2 ftp://127.0.0.1
fuzz 2 ''
TOKEN_ENV=NO_SUCH_VARIABLE fuzz 2 "$dead"
