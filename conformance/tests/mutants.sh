#!/bin/sh
# Every mutant is caught by a check of the clause it breaks. The plain build does here: it is the
# checks that are tested, not their memory.
. conformance/tests/lib.sh

CONNSPEC=build/plain/connspec scripts/mutants >"$work/matrix" 2>&1 || {
    grep -vE '^killed' "$work/matrix"
    fail 'some mutants survive'
}
[ "$(grep -c '^killed' "$work/matrix")" -ge 100 ] || fail 'too few mutants'
