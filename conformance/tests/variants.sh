#!/bin/sh
# Every right implementation is certified for core, whatever it makes of what the clauses leave free.
# The plain build does here, as for the mutants.
CONNSPEC=${CONNSPEC:-build/plain/connspec}
. conformance/tests/lib.sh

"$connspec" serve --list-variants >"$work/variants"
[ "$(wc -l <"$work/variants")" -ge 18 ] || fail 'too few variants'

bad=''
while read -r name _ says; do
    start "$connspec" serve --variant "$name"
    status=0
    "$connspec" certify "$url" --level core --jobs 2 --report-dir "$work/reports" >"$work/out" 2>&1 || status=$?
    kill "${started##* }"
    wait "${started##* }" || { cat "$work/server.log"; fail "$name: the server"; }
    started=${started% *}
    warned=$(count warn)
    case $says in
    *'(warns)') [ "$warned" -gt 0 ] || bad="$bad $name:no-warning" ;;
    *) [ "$warned" -eq 0 ] || bad="$bad $name:$warned-warned" ;;
    esac
    if [ $status -ne 0 ] || [ "$(count fail)" -ne 0 ]; then
        bad="$bad $name:status-$status,$(count fail)-failed"
        jq -rs --arg name "$name" '.[] | select(.type == "check" and (.status == "fail" or .status == "inconclusive")) |
            "\($name): \(.status) \(.id) \(.message // "")"' "$work/reports/results.jsonl" | head -n 10
    fi
done <"$work/variants"
[ -z "$bad" ] || fail "right, but not certified:$bad"
