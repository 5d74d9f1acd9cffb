#!/bin/sh
# connspec judge: recorded traffic of a right implementation is not failed, that of a wrong one is, by the same
# standing checks as in the run; connspec report --format har writes what it reads, without secrets.
. conformance/tests/lib.sh

# judge STATUS FILE - output in $work/out.
judge() {
    status=0
    "$connspec" judge "$2" --report-dir "$work/judged" >"$work/out" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || { cat "$work/out" "$work/err"; fail "judge $2 ended with $status, not $1"; }
}
failed() {
    jq -r 'select(.type == "check" and .status == "fail") | .id' "$1" | grep '^every-answer@' | sort
}

MINE=a-token-of-mine
export MINE
start "$connspec" serve --token-env MINE
certify 5 --token-env MINE --only 'core/patch-*state*' --only 'family/*' --only 'robust/*nul*' --only 'every-*'
"$connspec" report "$work/reports/results.jsonl" --format har -o "$work/right.har"
exchanges=$(grep -c '^{"type":"exchange"' "$work/reports/results.jsonl")
jq -e --argjson count "$exchanges" '.log.version == "1.2" and .log.creator.name == "connspec" and (.log.entries | length) == $count' \
    "$work/right.har" >/dev/null || fail 'not all exchanges are in the HAR'
! grep -q "$MINE" "$work/right.har" || fail 'the token is in the HAR'
judge 0 "$work/right.har"
judged=$(sed -n 's/^connspec: \([0-9]*\) exchanges were judged.*/\1/p' "$work/err")
[ "$judged" -gt $((exchanges / 2)) ] || fail "only $judged of $exchanges were judged"

for mutant in etag-missing-in-update request-id-missing; do
    start "$connspec" serve --mutant $mutant
    certify 1 --only 'core/put-replaces*' --only 'core/put-required*' --only 'every-*'
    failed "$work/reports/results.jsonl" >"$work/in-run"
    [ -s "$work/in-run" ] || fail "$mutant breaks no standing check"
    "$connspec" report "$work/reports/results.jsonl" --format har -o "$work/wrong.har"
    judge 1 "$work/wrong.har"
    failed "$work/judged/results.jsonl" | cmp -s - "$work/in-run" || fail "$mutant: judged otherwise than in the run"
    [ -n "$(find "$work/judged/repro" -name 'every-answer*')" ] || fail 'there is no way to see it again'
done

# Another tool's: an answer that is not JSON; HTTP/2; no body kept; another site.
cat >"$work/other.har" <<'END'
{"log": {"version": "1.2", "creator": {"name": "a browser", "version": "1"}, "entries": [
  {"request": {"method": "GET", "url": "https://example.org/api/subscriptions/1/resourceGroup/g/providers/microsoft.network/connections/c?api-version=2015-05-01-preview",
     "headers": [{"name": ":method", "value": "GET"}, {"name": "authorization", "value": "Bearer of-somebody"}]},
   "response": {"status": 200, "headers": [{"name": "content-type", "value": "text/html"}],
     "content": {"size": 4, "text": "PGI+", "encoding": "base64"}}},
  {"request": {"method": "GET", "url": "https://example.org/picture.png", "headers": []},
   "response": {"status": 200, "headers": [], "content": {"size": 0, "text": ""}}}]}}
END
judge 1 "$work/other.har"
expect "$work/err" '1 exchanges were judged; 1 are of no operation'
! grep -rq of-somebody "$work/judged" "$work/out" || fail 'a secret of the recording is left behind'
echo '{"log": {"entries": [1,]}}' >"$work/bad.har"
judge 2 "$work/bad.har"
expect "$work/err" 'bad.har:1:24'
judge 2 "$work/nowhere.har"

# What is known of a clause, of whichever case.
"$connspec" explain core-05 >"$work/out"
expect "$work/out" '^CORE-05  core, must'
expect "$work/out" '^  Source: page'
expect "$work/out" 'core/put-missing-gateway1/.*@CORE-05'
[ "$(sed -n '/^Mutants/,$p' "$work/out" | grep -cE '^  [a-z]')" -eq "$("$connspec" serve --list-mutants | awk '$2 == "CORE-05"' | wc -l)" ] || fail 'not all its mutants'
! "$connspec" explain CORE-99 2>"$work/err" || fail 'a clause that is none'
expect "$work/err" 'list clauses'
