#!/bin/sh
# Mutants of every level are caught by a check of the clause they break: every written one of core,
# family and platform, every fifth of those that are wrong about one member alone, and every fifth of
# robust, whose bodies are large; `make mutants` tries them all. The plain build does here: it is the
# checks that are tested, not their memory. And scripts/mutants says when it does not know.
. conformance/tests/lib.sh
plain=$(pwd)/build/plain/connspec

EVERY=5 CONNSPEC=$plain scripts/mutants >"$work/matrix" 2>&1 || {
    grep -v '^killed' "$work/matrix"
    fail 'some mutants survive'
}
[ "$(grep -c '^killed' "$work/matrix")" -ge 800 ] || fail 'too few mutants'
for level in core family platform robust; do
    expect "$work/matrix" "^$level: ([0-9]+) of \\1 mutants are caught"
done

# other WORDS... - a connspec that does these words, and else what connspec does; build/mutants is kept
# out of the way.
other() {
    printf '#!/bin/sh\n%s\nexec %s "$@"\n' "$*" "$plain" >"$work/connspec"
    chmod +x "$work/connspec"
    status=0
    CONNSPEC=$work/connspec LEVEL=family scripts/mutants get-stale >"$work/out" 2>&1 || status=$?
    [ $status -eq 1 ] || fail "scripts/mutants ends with $status"
}

# A run that is killed, or leaves no results, is no verdict, and nothing is caught by it.
for end in 137 3 2; do
    # shellcheck disable=SC2016 # expanded by that script
    other '[ "$1" != certify ] || { '"$plain"' "$@"; exit '$end'; }'
    expect "$work/out" "^NOT RUN.FAM-.*exit status $end"
    expect "$work/out" '^family: 0 of 1 .*, 1 NOT RUN'
done
# shellcheck disable=SC2016
other '[ "$1" != certify ] || exit 1'
expect "$work/out" '^NOT RUN.FAM-.*exit status 1-without-results'

# What is right after all is certified.
# shellcheck disable=SC2016
other '[ "$1 $2" != "serve --mutant" ] || { shift 3; exec '"$plain"' serve "$@"; }'
expect "$work/out" '^CERTIFIED.FAM-'
