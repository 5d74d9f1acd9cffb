#!/bin/sh
# scripts/fuzz: a wrong handler's faults are found, minimised and can be done again; a right one has none; what
# cannot be fuzzed is said so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -f build/fuzz/libconnspec.a ] || { echo 'make fuzz-parts builds what this runs'; exit 77; }
unset MAKEFLAGS MAKELEVEL MFLAGS CONNSPEC_LEVEL
export OUT=$work/out SEED=1 RUNS=300

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# fuzz STATUS ADAPTER - output in $work/told.
fuzz() {
    status=0
    scripts/fuzz "$2" >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$1" ] || { cat "$work/told" "$work/err"; fail "fuzzing $2 ended with $status, not $1"; }
}

fuzz 0 harness/fuzz/handlers/reference.c
grep -qx 'fuzzing found nothing' "$work/told" || fail 'the reference is not said to be fine'

# Wrong in one thing: what is found is that.
"${CONNSPEC:-build/asan/connspec}" serve --list-mutants >"$work/mutants"
CONNSPEC_REFERENCE=$(awk '$2 == "CORE-05" { print $1; exit }' "$work/mutants")
export CONNSPEC_REFERENCE
fuzz 1 harness/fuzz/handlers/reference.c
grep -q '^BROKEN     CORE-05' "$work/told" || { cat "$work/told"; fail "$CONNSPEC_REFERENCE is not told by its clause"; }
again=$(sed -n 's/^reproduce  //p' "$work/told" | head -n 1)
# shellcheck disable=SC2086 # words on purpose
$again >"$work/again" 2>&1 && fail "$again does not do it again"
grep -q '^BROKEN     CORE-05' "$work/again" || fail "$again does something else"
input=${again##* }
[ "$(wc -c <"$input")" -lt 400 ] || fail "$input is not small"
unset CONNSPEC_REFERENCE

# The tutorial's handler is not for platform; what it breaks of core is told when that is asked for.
awk '/^```c$/ { on = ++n == 2; next } /^```$/ { on = 0 } on' harness/fuzz/REVIEW.md >"$work/my_handler.c"
CONNSPEC_LEVEL=core fuzz 1 "$work/my_handler.c"
grep -q '^BROKEN     \(CORE\|ROB\)' "$work/told" || fail 'nothing of core is broken'
! grep -q '^BROKEN     \(FAM\|PLAT\)' "$work/told" || fail 'more than core was asked for'

fuzz 3 harness/fuzz/parsers/cjson.c
fuzz 2 "$work/nowhere.c"
echo 'int x = ;' >"$work/broken.c"
fuzz 2 "$work/broken.c"
grep -q 'could not be built' "$work/err" || fail 'no remedy'
