#!/bin/sh
# "Strengths as written": where two readings can be defended, an implementation that takes either is
# certified, and the report says which one in a note. The plain build does here, as for the variants.
. conformance/tests/lib.sh
connspec=build/plain/connspec

# noted VARIANT LEVEL CLAUSE PATTERN - is certified at LEVEL, without a warning, and a note of CLAUSE
# says PATTERN.
noted() {
    start "$connspec" serve --variant "$1"
    certify 0 --level "$2"
    expect "$work/out" "^CERTIFIED at $2"
    [ "$(count warn)" -eq 0 ] || fail "$1 has a warning"
    jq -e -s --arg clause "$3" --arg says "$4" \
        'any(.[]; .type == "check" and .status == "note" and .clause == $clause and
            ((.message // "") | test($says)))' "$work/reports/results.jsonl" >"$work/found" ||
        fail "$1 has no note of $3 that says '$4'"
    kill "${started##* }"
}

# not_noted LEVEL PATTERN - the plain reference, which takes the other reading, has no such note.
not_noted() {
    start "$connspec" serve
    certify 0 --level "$1"
    ! jq -e -s --arg says "$2" \
        'any(.[]; .type == "check" and .status == "note" and ((.message // "") | test($says)))' \
        "$work/reports/results.jsonl" >"$work/found" || fail "the reference has a note '$2'"
    kill "${started##* }"
}

noted weak-never-matches platform PLAT-09 'weak etag never matches'
noted writes-conflict platform PLAT-18 'concurrent writes were answered 409'
noted slash-accepted platform PLAT-06 'slash at the end of a URI means nothing'
noted slash-400 platform PLAT-06 'slash at the end of its URI is refused'
noted location-exact platform PLAT-13 'spelling of the location is refused'
noted location-as-sent platform PLAT-13 'spelling of the location is accepted'
noted choices-any-case core CORE-11 'in another case is accepted'
noted choices-any-case core CORE-12 'in another case is accepted'
not_noted core 'in another case'
not_noted platform 'weak etag|answered 409|means nothing'
noted too-large-400 robust ROB-08 'body of this size is refused'
noted body-512k robust ROB-08 'body of this size is refused'
