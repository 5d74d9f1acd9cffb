#!/bin/sh
# An adapter behind HTTP (harness/fuzz/serve) sees of each input what it sees without a network: the same planted bugs
# are reached and triggered, at the same inputs and as often, also those that depend on what went before.
. conformance/tests/lib.sh
folder=build/asan/harness/fuzz
[ -x $folder/planted/serve ] && [ -x $folder/serve/fuzz_http ] || { echo 'make FLAVOUR=asan planted builds what this runs'; exit 77; }
unset PLANTED CONNSPEC_LEVEL CONNSPEC_MUTED
inputs='harness/fuzz/planted/witness corpus/sequence corpus/put/reject'

# shellcheck disable=SC2086 # a list of words
PLANTED_LOG=$work/inside $folder/planted/fuzz_sequence $inputs >"$work/out" 2>&1 || { cat "$work/out"; fail 'without a network'; }
export PLANTED_LOG="$work/over"
start $folder/planted/serve
# shellcheck disable=SC2086 # a list of words
CONNSPEC_URL=$url $folder/serve/fuzz_http $inputs >"$work/out" 2>&1 || { cat "$work/out"; fail 'over HTTP'; }
expect "$work/out" ' requests, [0-9]+ a second'
kill "$started"
wait "$started" || { cat "$work/server.log"; fail 'the server does not end well'; }
started=''

# How often each was reached, and triggered, and at which input; finding out what there is is an input less over HTTP.
table() {
    $folder/planted/report --table "$1" | awk '!/^[0-9]+ inputs/ { print $1, $2, $4, $5 }'
}
table "$work/inside" >"$work/inside.table"
table "$work/over" >"$work/over.table"
diff "$work/inside.table" "$work/over.table" || fail 'inputs do not do the same over HTTP'
[ "$(awk '$3 > 0' "$work/over.table" | wc -l)" -ge 100 ] || fail 'few bugs were triggered'
