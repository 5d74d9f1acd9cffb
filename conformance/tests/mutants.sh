#!/bin/sh
# Mutants of every level are caught by a check of the clause they break: every written one of core, and
# a sample of the others; `make mutants` tries them all. The plain build does here: it is the checks that
# are tested, not their memory. And scripts/mutants says when it does not know.
. conformance/tests/lib.sh
plain=$(pwd)/build/plain/connspec

# try EVERY LEVEL LEAST - those of that sample, so many at least, are caught.
try() {
    EVERY=$1 LEVEL=$2 CONNSPEC=$plain scripts/mutants >"$work/matrix" 2>&1 || {
        grep -v '^killed' "$work/matrix"
        fail "some mutants of $2 survive"
    }
    expect "$work/matrix" "^$2: ([0-9]+) of \\1 mutants are caught"
    [ "$(grep -c '^killed' "$work/matrix")" -ge "$3" ] || fail "too few mutants of $2"
}
try 5 core 300
try 4 family 40
try 4 platform 80
try 10 robust 15

# other WORDS... - tries a mutant with a connspec that does these words first; that must fail.
other() {
    printf '#!/bin/sh\n%s\nexec %s "$@"\n' "$*" "$plain" >"$work/connspec"
    chmod +x "$work/connspec"
    status=0
    CONNSPEC=$work/connspec LEVEL=family scripts/mutants get-cached >"$work/out" 2>&1 || status=$?
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
