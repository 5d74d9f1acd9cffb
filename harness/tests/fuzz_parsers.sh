#!/bin/sh
# What is known of the parsers (harness/fuzz/parsers/known.json) is all that they do over the corpus, and
# each entry is still so. A difference that is not known ends the harness.
# shellcheck disable=SC1091
. conformance/tests/lib.sh
harness=build/fuzz/harness/fuzz/fuzz_parsers
known=harness/fuzz/parsers/known.json
[ -x $harness ] || { echo 'make FLAVOUR=fuzz fuzzers builds what this runs'; exit 77; }
inputs=$(find corpus/put corpus/patch corpus/regress -type f | LC_ALL=C sort)

# told KNOWN - every difference, a line each
told() {
    # shellcheck disable=SC2086 # a list of files
    CONNSPEC_TELL=1 CONNSPEC_KNOWN=$1 $harness $inputs 2>&1 | grep -aE '^(known|new): ' | sort -u
}
told $known >"$work/told"
! grep -a '^new' "$work/told" || fail 'differences that are not known'
jq -r '.[] | "known: \(.parser) \(.does) \(.body)"' $known | sort -u >"$work/listed"
diff "$work/listed" "$work/told" || fail 'an entry of known.json is stale: nothing in the corpus shows it'

inputs=$(find corpus/regress/fuzz_parsers -type f | LC_ALL=C sort)
# Taking any of a few entries away makes it new, and ends the harness.
for entry in 'cJSON accepts trailing-bytes' 'Jansson refuses nul-in-string' 'json-c refuses deep' \
    'json-glib differs beyond-64-bits' 'yajl disagrees duplicate-member'; do
    jq --arg entry "$entry" 'map(select("\(.parser) \(.does) \(.body)" != $entry))' $known >"$work/less.json"
    told "$work/less.json" | grep -a '^new' >"$work/new" || fail "$entry is not missed"
    ! grep -avF "new: ${entry% *} " "$work/new" || fail "$entry missed elsewhere"
done
status=0
CONNSPEC_KNOWN=$work/less.json $harness corpus/regress/fuzz_parsers/duplicate-tags.body >"$work/out" 2>&1 || status=$?
[ $status -ne 0 ] || fail 'what is not known does not end the harness'
expect "$work/out" '^BROKEN     yajl \(yajl 2\.[0-9.]*\) disagrees$'
expect "$work/out" '^this body  duplicate-member '
expect "$work/out" '^expected   /tags/a: a text '
expect "$work/out" '^body       \{"tags":\{"a":"1","a":"2"\}\}$'

# A list that is none is said to be none.
echo '[{"parser":"cJSON","does":"accepts","body":"x"}]' >"$work/bad.json"
! CONNSPEC_KNOWN=$work/bad.json $harness corpus/regress/fuzz_parsers/empty.body >"$work/out" 2>&1 || fail 'an entry without a reason'
expect "$work/out" 'entry 1 has no text "because"'
