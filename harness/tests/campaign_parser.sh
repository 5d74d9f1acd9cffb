#!/bin/sh
# scripts/campaign on a parser, as a C file and as a shared library: what it does with questionable bodies is found, each
# once, and is what is known of it (harness/fuzz/parsers/known.json); what it has not is not asked of it.
. conformance/tests/lib.sh
[ -f build/afl/harness/fuzz/fuzz_parser.o ] && [ -x build/plain/campaign ] || { echo 'make campaign-parts builds what this runs'; exit 77; }
unset MAKEFLAGS MAKELEVEL MFLAGS

# night STATUS TARGET - output in $work/told and $work/err.
night() {
    status=0
    TARGET=$2 scripts/campaign >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || { cat "$work/told" "$work/err"; fail "a campaign on $2 ended with $status, not $1"; }
}

# known PARSER NUMBER - so many findings at least, and none but those of known.json.
known() {
    jq -r --arg parser "$1" '.[] | select(.parser == $parser) | "\(.does) \(.body)"' harness/fuzz/parsers/known.json | sort >"$work/known"
    jq -r '"\(.type) \(.where)"' "$OUT"/findings/*/finding.json | sort >"$work/found"
    [ -z "$(uniq -d "$work/found")" ] || fail "found twice: $(uniq -d "$work/found")"
    [ -z "$(comm -13 "$work/known" "$work/found")" ] || fail "of $1 is not known: $(comm -13 "$work/known" "$work/found")"
    [ "$(wc -l <"$work/found")" -ge "$2" ] || fail "of $1 only $(cat "$work/found")"
}

export OUT=$work/json_c TIME=40 SLICE=8
night 1 harness/fuzz/parsers/json_c.c
known json-c 5
[ "$(ls "$OUT/programs/afl")" = fuzz_parser ] || fail 'a parser is asked what it has not'
one=$(find "$OUT/findings" -name finding.json | sort | head -n 1) # which ones are found in the time, the machine says
again=$(jq -r .command "$one")
! $again >"$work/again" 2>&1 || fail "$again does not do it again"
expect "$work/again" "^BROKEN     $(jq -r .type "$one")  json-c"
expect "$work/again" "^key        $(jq -r .where "$one")"

export OUT=$work/so TIME=25
cc -std=gnu17 -D_GNU_SOURCE -O1 -g -fPIC -shared -Iharness -o "$work/mine.so" harness/fuzz/parsers/cjson.c -lcjson
night 1 "$work/mine.so"
known cJSON 3

HARNESSES=put night 2 harness/fuzz/parsers/json_c.c
expect "$work/err" 'neither handler nor parser'
echo 'int nothing;' >"$work/nothing.c"
night 2 "$work/nothing.c"
expect "$work/err" 'could not be built'
