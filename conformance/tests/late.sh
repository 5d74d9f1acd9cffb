#!/bin/sh
# A target that is well when it answers, and goes wrong within a second after the last hostile request,
# is found out: the run waits and proves it again. One that stays well is not blamed for it.
. conformance/tests/lib.sh

start "$connspec" serve
behind=${url##*:}

# late HOW STATUS - certifies a target that goes wrong 800 ms after it refused the one hostile request.
late() {
    start node conformance/tests/late.js "$behind" "$1" 800
    certify "$2" --level robust --only robust/refuses-malformed/assigned --only robust/still-serves
    expect "$work/server.log" '^late' # it came before the end of the run
    last=$(jq -rs '.[] | select(.id? == "robust/still-serves/dedicated@ROB-12") | .status' \
        "$work/reports/results.jsonl")
    [ "$last" = "$3" ] || { cat "$work/out"; fail "$1: the last proof came to $last"; }
}

late stays 5 pass
late fails 1 fail
late forgets 1 fail
late dies 1 fail
late obeys 1 fail
