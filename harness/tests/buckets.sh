#!/bin/sh
# What tells findings apart: each planted bug is one, of a name of its own, wherever the fault is one that the
# harness with every oracle sees.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
harness=build/asan/harness/fuzz/planted/fuzz_sequence
[ -x build/plain/campaign ] && [ -x $harness ] || { echo 'make campaign-parts, make FLAVOUR=asan planted build what this runs'; exit 77; }

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

look() {
    build/plain/campaign --look $harness --through do_harm --through canary_triggered "$1"
}

for witness in harness/fuzz/planted/witness/*.sequence; do
    bug=$(basename "$witness" .sequence)
    status=0
    PLANTED=$bug look "$witness" >"$work/told" 2>"$work/err" || status=$?
    case $bug:$status in
    none-match-to-change:0) continue ;; # the model never sends it: no clause says what must come of it
    *:1) ;;
    *) fail "$bug: $(cat "$work/told" "$work/err")" ;;
    esac
    name=$(sed -n '1s/: .*//p' "$work/told")
    # The bug's name is that of a function, or in an answer's message, where digits are folded.
    echo "$name" | tr _ - | grep -q -e "$(echo "$bug" | sed 's/[0-9][0-9]*/[0-9]*/g')" || fail "$bug is told as $name"
    echo "$name" >>"$work/names"
done
[ "$(wc -l <"$work/names")" -ge 110 ] || fail 'too few bugs'
[ -z "$(sort "$work/names" | uniq -d)" ] || fail "more than one bug: $(sort "$work/names" | uniq -d)"

look corpus/put/accept/dedicated.json >"$work/told" || fail 'a right body does something'
grep -qx 'it came through' "$work/told" || fail "$(cat "$work/told")"
status=0
build/plain/campaign --look $harness "$work/nowhere" 2>"$work/err" || status=$?
[ $status -eq 2 ] || fail "a file that is not there ended with $status"
echo "$(wc -l <"$work/names") bugs, each of a name of its own"
