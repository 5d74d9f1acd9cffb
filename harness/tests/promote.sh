#!/bin/sh
# What a fuzzer found becomes a scenario that loads and sends the same; what a case sent becomes a seed that
# does the same.
# shellcheck disable=SC1091
. conformance/tests/lib.sh
export PROMOTE=build/asan/harness/fuzz/promote
[ -x $PROMOTE ] || { echo "make FLAVOUR=asan planted builds what this runs"; exit 77; }

export SUITE=$work/suite
mkdir -p "$SUITE/harness"
cp -r conformance corpus "$SUITE"
cp -r harness/contract "$SUITE/harness"
printf '\036PUT a\n%s\036PUT b\n{"x":"\200"}\036PATCH a if-match=current\n{"tags":{"a":"{b}"}}\036GET a\n\036DELETE a if-match=stale\n' \
    "$(jq -c . corpus/put/accept/dedicated.json)" >"$work/finding"
scripts/promote "$work/finding" platform/found PLAT-09 >"$work/out"
found=$SUITE/conformance/scenarios/platform/found.json
"$connspec" list checks --suite "$SUITE" >"$work/out" 2>&1 && fail 'a scenario with a TODO loads'
sed -i 's/TODO: one sentence that says what a right implementation does./It does what it does./' "$found"
start "$connspec" serve
# the frozen list does not have it, which is said; what counts is that it was played
"$connspec" certify "$url" --suite "$SUITE" --level platform --only platform/found --report-dir "$work/reports" >"$work/out" 2>&1 || :
results=$work/reports/results.jsonl
[ "$(jq -s '[.[] | select(.type == "check" and (.id | startswith("platform/found")) and .status == "pass")] | length' "$results")" -eq 1 ] ||
    { cat "$work/out"; fail 'the scenario does not hold for the reference'; }
id=$(jq -r 'select(.type == "exchange" and .case != null) | .case' "$results" | grep '^platform/found' | head -n 1)
sent=$(jq -r --arg case "$id" 'select(.type == "exchange" and .case == $case and .role == "step") | .request.method' "$results" | tr '\n' ' ')
[ "$sent" = 'PUT PUT PATCH GET DELETE ' ] || fail "it sends $sent"

scripts/seed "$results" "$id" >"$work/seed"
heads=$(tr '\036' '\n' <"$work/seed" | grep -aoE '^(PUT|PATCH|GET|DELETE) .*' | tr '\n' ' ')
[ "$heads" = 'PUT a PUT b PATCH a if-match=current GET a DELETE a if-match=stale ' ] || fail "the seed is $heads"
PLANTED_LOG=$work/canaries build/asan/harness/fuzz/planted/fuzz_planted "$work/seed" >"$work/out" 2>&1 || fail 'the seed ends it'
[ "$(build/asan/harness/fuzz/planted/report "$work/canaries" | jq .putsAccepted)" -eq 1 ] || fail 'the seed creates nothing'

scripts/seed "$results" platform/nowhere >"$work/out" 2>&1 && fail 'a seed of nothing'
scripts/promote "$work/nowhere" platform/other PLAT-09 2>/dev/null && fail 'a scenario of nothing'
scripts/promote "$work/finding" platform/found PLAT-09 2>/dev/null && fail 'a scenario that is there is overwritten'
scripts/promote "$work/finding" platform/other PLAT-99 2>/dev/null && fail 'a clause that is not there'
exit 0
