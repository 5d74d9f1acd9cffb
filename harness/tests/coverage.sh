#!/bin/sh
# scripts/coverage: what a kept corpus reaches, of the target and of all; more inputs reach more; an input that
# ends the process costs nobody else's profile.
set -eu
[ -f build/cover/libconnspec.a ] || { echo 'make coverage-parts builds what this runs'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
OUT=$work/out
LIBS=$(echo harness/fuzz/planted/*_bugs.c)
export OUT LIBS TARGET=harness/fuzz/planted/planted.c

fail() {
    echo "FAILED: $*" >&2
    cat "$work/told" >&2
    exit 1
}

# lines NAME - of the target that are reached, in tenths of a percent.
lines() {
    sed -n "s/^$1 *lines \([0-9]*\)\.\([0-9]\).*/\1\2/p" "$work/told"
}

status=0
scripts/coverage >"$work/told" 2>&1 || status=$?
[ $status -eq 2 ] && grep -q 'has no corpus' "$work/told" || fail 'coverage of nothing'

mkdir -p "$OUT/corpus/sequence"
echo '{' >"$OUT/corpus/sequence/broken"
scripts/coverage >"$work/told" 2>&1
few=$(lines target)
cp corpus/sequence/* corpus/put/accept/dedicated.json "$OUT/corpus/sequence/"
scripts/coverage >"$work/told" 2>&1
many=$(lines target)
[ "$few" -gt 50 ] && [ "$many" -gt $((few + 50)) ] || fail "$few, then $many"
[ "$(lines sequence)" -gt 50 ] || fail 'no line for the harness'
grep -q 'class=.covered-line' "$OUT"/coverage/html/coverage/*/harness/fuzz/planted/planted.c.html ||
    grep -rqs 'covered-line' "$OUT/coverage/html" || fail 'no lines in HTML'

cp harness/fuzz/planted/witness/moves.sequence "$OUT/corpus/sequence/"
PLANTED=moves scripts/coverage >"$work/told" 2>&1
[ "$(lines target)" -ge "$many" ] || fail "a crash costs what others reach: $(lines target), not $many"
