#!/bin/sh
# The script beside a failed check shows the failure again, against the same server and another one.
. conformance/tests/lib.sh

# repeats MUTANT CHECK-GLOB PATTERN - the script's output shows what was wrong in the run.
repeats() {
    start "$connspec" serve --mutant "$1"
    certify 1 --level core
    script=$(find "$work/reports/repro" -name "$2" | sort | head -n 1)
    [ -n "$script" ] || fail "$1: no script like $2"
    sh "$script" >"$work/repro.out" 2>&1 || { cat "$work/repro.out"; fail "$script"; }
    expect "$work/repro.out" "$3"
    start "$connspec" serve
    ENDPOINT=$url sh "$script" >"$work/repro.out" 2>&1
    grep -qE "$3" "$work/repro.out" && { cat "$work/repro.out"; fail "$1: the reference shows it too"; }
    return 0
}

repeats create-201 'core--put-creates--*@CORE-01.sh' '^HTTP/1.1 201'
repeats gateway2-unchecked 'core--put-missing-gateway2--*@CORE-06.sh' '^HTTP/1.1 200'
repeats etag-strong 'every-answer@CORE-23.sh' '"etag": *"\\"'
