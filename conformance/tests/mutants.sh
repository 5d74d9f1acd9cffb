#!/bin/sh
# Every written mutant, and every fifth of those that are wrong about one member alone, is caught by a
# check of the clause it breaks; `make mutants` tries them all. The plain build does here: it is the
# checks that are tested, not their memory.
. conformance/tests/lib.sh

EVERY=5 CONNSPEC=build/plain/connspec scripts/mutants >"$work/matrix" 2>&1 || {
    grep -vE '^killed' "$work/matrix"
    fail 'some mutants survive'
}
[ "$(grep -c '^killed' "$work/matrix")" -ge 300 ] || fail 'too few mutants'
