#!/bin/sh
# A third of the right implementations is certified for all the levels it is right at; `make variants`
# certifies them all. The plain build does here, as for the mutants.
. conformance/tests/lib.sh

EVERY=3 CONNSPEC=build/plain/connspec scripts/variants >"$work/verdicts" 2>&1 || {
    grep -v ': certified at ' "$work/verdicts"
    fail 'right, but not certified as it must be'
}
[ "$(grep -c ': certified at ' "$work/verdicts")" -ge 80 ] || fail 'too few variants'
