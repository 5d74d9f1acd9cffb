#!/bin/sh
# scripts/campaign on an endpoint: what is wrong with it is found, once, by a command that shows it again; nothing is
# new the next night, and where it was mended it is told as fixed; a target that dies is restarted, and goes on.
. conformance/tests/lib.sh
[ -f build/plain/harness/fuzz/fuzz_sequence.o ] && [ -x build/plain/campaign ] || { echo 'make campaign-parts builds what this runs'; exit 77; }
unset MAKEFLAGS MAKELEVEL MFLAGS CONNSPEC_LEVEL
export OUT=$work/out SLICE=10 TIME=50

# night STATUS URL - output in $work/told and $work/err.
night() {
    status=0
    TARGET=$2 scripts/campaign >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || { cat "$work/told" "$work/err"; fail "a campaign on $2 ended with $status, not $1"; }
}
figure() {
    jq "select(.type == \"campaign-verdict\").$1" "$OUT/results.jsonl"
}

MINE=a-token-of-mine
export MINE
port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
start "$connspec" serve --port "$port" --token-env MINE --mutant refused-patch-stored
wrong=${started##* }
TOKEN_ENV=MINE night 1 "$url"
name=$(cd "$OUT/findings" && echo sequence-CORE-09-*)
name=${name%% *}
finding=$OUT/findings/$name
jq -e '.flaky == false and .reproduced == .replays' "$finding/finding.json" >/dev/null || fail "$name is not sure"
again=$(jq -r .command "$finding/finding.json")
CONNSPEC_TOKEN=$MINE sh -c "$again" >"$work/again" 2>&1 || :
expect "$work/again" '^BROKEN     CORE-09'
jq -r 'select(.type == "leg") | .text' "$OUT/log.jsonl" | sort -u >"$work/engines"
printf 'afl\nlibfuzzer\n' | cmp -s - "$work/engines" || fail "the engines are $(cat "$work/engines")"
! grep -rqa "$MINE" "$OUT" "$work/told" "$work/err" || fail 'the token is left behind'

kill "$wrong"
wait "$wrong" 2>/dev/null || :
start "$connspec" serve --port "$port" --token-env MINE
TOKEN_ENV=MINE TIME=30 night 0 "$url"
[ "$(figure new)" -eq 0 ] && [ "$(figure known)" -eq 0 ] && [ "$(figure fixed)" -ge 1 ] || fail 'what was mended is not told as fixed'

# It dies, is restarted, and the campaign goes on.
rm -rf "$OUT"
start "$connspec" serve
behind=${url##*:}
start node conformance/tests/dying.js 0 "$behind" '"thirdgateway"'
dying=$url
cat >"$work/again.sh" <<END
node conformance/tests/dying.js ${dying##*:} $behind '"thirdgateway"' >/dev/null 2>&1 &
echo \$! >>$work/pids
END
trap 'for pid in $(cat "$work/pids" 2>/dev/null); do kill "$pid" 2>/dev/null || :; done; end' EXIT
RESTART="sh $work/again.sh" night 1 "$dying"
[ "$(wc -l <"$work/pids")" -gt 3 ] || fail 'it was not restarted'
grep -rqa thirdgateway "$OUT"/findings/*/input || fail 'what kills it was not found'
for pid in $(cat "$work/pids"); do kill "$pid" 2>/dev/null || :; done
tries=0
while curl -s -o "$work/none" "$dying"; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail 'it does not end'
    sleep 0.1
done

# One that is not there: nothing can be said, and what is known stays known.
known=$(ls "$OUT/findings")
TIME=20 night 2 "$dying"
expect "$work/err" 'the target is dead'
[ "$(ls "$OUT/findings")" = "$known" ] || fail 'findings were lost'
night 2 http://192.0.2.1:8080
expect "$work/err" 'REMOTE=yes'
