#!/bin/sh
# A sixth of the right implementations is certified at platform, the others at core; `make variants`
# certifies them all. The plain build does here, as for the mutants.
. conformance/tests/lib.sh

EVERY=6 LEVEL=platform CONNSPEC=build/plain/connspec scripts/variants >"$work/verdicts" 2>&1 || {
    grep -v ': certified at ' "$work/verdicts"
    fail 'right, but not certified as it must be'
}
[ "$(grep -c ': certified at ' "$work/verdicts")" -ge 60 ] || fail 'too few variants'

# Those whose answers are longer than others' are certified at robust too, where bodies are large.
LEVEL=robust CONNSPEC=build/plain/connspec scripts/variants tags-without-limit text-all-escaped >"$work/verdicts" 2>&1 || {
    grep -v ': certified at ' "$work/verdicts"
    fail 'right at robust, but not certified'
}
