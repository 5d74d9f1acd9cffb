#!/bin/sh
# Who asks to be left alone (Retry-After) is left alone, up to the bounds: five seconds, three times a
# request, and never past --max-time. The target counts; nothing here waits longer than a second.
. conformance/tests/lib.sh

start "$connspec" serve
behind=${url##*:}

# asks EXIT STATUS SECONDS TIMES [OPTION]... - certifies one case of a target that asks so.
asks() {
    ends=$1
    start node conformance/tests/asks.js "$behind" "$2" "$3" "$4"
    shift 4
    certify "$ends" --level core --jobs 1 --only core/put-creates/dedicated "$@"
}

# writes PATTERN COUNT - so many writes went like that.
writes() {
    found=$(grep -cE "^[0-9]+ $1\$" "$work/server.log") || :
    [ "$found" -eq "$2" ] || { cat "$work/server.log"; fail "$found writes were $1, not $2"; }
}

# again COUNT - so many answers were recorded as such that decide nothing.
again() {
    found=$(jq -s '[.[] | select(.type == "exchange" and has("retryAfter"))] | length' \
        "$work/reports/results.jsonl")
    [ "$found" -eq "$1" ] || fail "$found answers were waited for, not $1"
}

asks 5 503 0 3 # three times, and the fourth answer counts
[ "$(count fail)" -eq 0 ] || { cat "$work/out"; fail 'what was answered in the end failed'; }
writes 503 3
writes handed-on 1
again 3
asks 1 429 0 4 # a fourth time is not waited for
writes 429 4
writes handed-on 0
expect "$work/out" 'actual *429'
again 3

asks 1 503 6 1 # longer than five seconds
writes 503 1
again 0
asks 1 503 3 1 --max-time 2 # past the end of the run
writes 503 1
again 0
expect "$work/out" 'actual *503'
asks 1 500 0 1 # no status that asks
writes 500 1
asks 1 503 soon 1 # nor a time
writes 503 1

asks 5 503 1 1 # a second is a second
[ "$(count fail)" -eq 0 ] || { cat "$work/out"; fail 'what was answered in the end failed'; }
writes 503 1
writes handed-on 1
gap=$(sed -n 's/ handed-on$//p' "$work/server.log")
[ "$gap" -ge 990 ] || fail "it was asked again after $gap ms"
