#!/bin/sh
# certify --baseline: known failures have an exit status of their own and are still failures to the verdict; new ones
# count; an entry that nothing fails for any more is an error.
. conformance/tests/lib.sh
core='--only core/put-missing-gateway1* --only core/put-drops-tags* --only every-*'
export CONNSPEC_BASELINE="$work/baseline.json"

# baseline ENTRY... - "GLOB REASON" each.
baseline() {
    printf '%s\n' "$@" | jq -R 'split(" ") | {check: .[0], reason: (.[1:] | join(" "))}' | jq -s . >"$CONNSPEC_BASELINE"
}
outcome() {
    jq -r 'select(.type == "verdict") | "\(.outcome) \(.exitCode)"' "$work/reports/results.jsonl"
}

start "$connspec" serve --mutant gateway1-404
baseline 'CORE-05 an old fault, issue 12'
# shellcheck disable=SC2086 # words on purpose
certify 6 $core
[ "$(outcome)" = 'not-conforming 1' ] || fail "a baseline has changed the verdict: $(outcome)"
expect "$work/out" 'failures known, 0 new'

baseline 'core/put-missing-gateway1/dedicated* only those'
# shellcheck disable=SC2086
certify 1 $core
expect "$work/out" '  new: core/put-missing-gateway1/point-to-site'
! grep -q '  new: core/put-missing-gateway1/dedicated' "$work/out" || fail 'what is known is new'

# Stale: it holds, or there is no such check; not what was left out.
baseline 'CORE-05 an old fault' 'core/put-drops-tags* no more'
# shellcheck disable=SC2086
certify 2 $core
expect "$work/err" "core/put-drops-tags\*' \(no more\) is stale: nothing of it fails any more"
baseline 'CORE-05 an old fault' 'core/no-such-thing a slip of the pen'
# shellcheck disable=SC2086
certify 2 $core
expect "$work/err" 'is stale: no check is called so'
baseline 'CORE-05 an old fault' 'FAM-01 not asked for now'
# shellcheck disable=SC2086
certify 6 $core

start "$connspec" serve
baseline 'FAM-01 not asked for now'
# shellcheck disable=SC2086
certify 5 $core
baseline 'core/put-missing-gateway1* mended since'
# shellcheck disable=SC2086
certify 5 $core
expect "$work/err" 'is stale'

# What is no baseline is refused before anything is sent.
printf '[\n {"check": "CORE-05"}]' >"$CONNSPEC_BASELINE"
certify 2
expect "$work/err" 'baseline.json:2:2: this entry is not'
baseline 'CORE-05 once' 'CORE-05 twice'
certify 2
expect "$work/err" 'a second time'
echo '{}' >"$CONNSPEC_BASELINE"
certify 2
expect "$work/err" 'an array|a JSON array'
rm "$CONNSPEC_BASELINE"
certify 2
