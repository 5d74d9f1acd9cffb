#!/bin/sh
# Planted bugs (harness/fuzz/planted): each witness triggers its bug, alone nothing ends by that, and with the
# bug switched on it is a crash, a leak, or an answer that the oracles see. What is right triggers none.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=harness/fuzz/planted
build=build/asan/$folder
[ -x $build/fuzz_sequence ] || { echo 'make FLAVOUR=asan planted builds what this runs'; exit 77; }
unset PLANTED PLANTED_LOG

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# triggered INPUT - the names of the bugs that it triggers, one a line.
triggered() {
    rm -f "$work/canaries"
    PLANTED_LOG="$work/canaries" $build/fuzz_planted "$1" >"$work/out" 2>&1 || fail "$1 ends the process: $(cat "$work/out")"
    $build/report "$work/canaries" >"$work/report.json"
    jq -r '.bugs[] | select(.triggeredAt) | .name' "$work/report.json"
}

triggered corpus/put/accept >"$work/right"
[ ! -s "$work/right" ] || fail "right bodies trigger $(tr '\n' ' ' <"$work/right")"
jq -e '.executions >= 10 and .putsAccepted >= 10 and (.bugs | length) >= 40' "$work/report.json" >"$work/out" ||
    fail "too little was played: $(head -c 300 "$work/report.json")"
jq -r '.bugs[].name' "$work/report.json" | sort >"$work/names"
[ -z "$(uniq -d "$work/names")" ] || fail "two bugs of one name: $(uniq -d "$work/names")"

count=0
for witness in "$folder"/witness/*.sequence; do
    name=$(basename "$witness" .sequence)
    grep -qx -- "$name" "$work/names" || fail "$witness is of no bug"
    triggered "$witness" >"$work/$name.triggered"
    grep -qx -- "$name" "$work/$name.triggered" || fail "$witness does not trigger its bug"
    if PLANTED=$name $build/fuzz_planted "$witness" >"$work/out" 2>&1; then
        # No crash: then the answer is wrong, which is the oracles' to see, who see nothing without it.
        if PLANTED=$name $build/fuzz_sequence "$witness" >"$work/out" 2>&1; then
            fail "$name does no harm"
        fi
        grep -q '^BROKEN' "$work/out" || fail "$name: $(tail -n 20 "$work/out")"
    else
        grep -q -e 'ERROR: AddressSanitizer' -e 'ERROR: LeakSanitizer' -e 'runtime error: ' "$work/out" || fail "$name: $(tail -n 20 "$work/out")"
    fi
    $build/fuzz_sequence "$witness" >"$work/out" 2>&1 || fail "$witness without its bug: $(tail -n 20 "$work/out")"
    count=$((count + 1))
done
$build/report --table "$work/canaries" | awk -v name="$name" '$1 == name && $4 > 0 && $5 == 1 { found = 1 } END { exit !found }' ||
    fail "no $name in the table"
[ "$count" -ge 36 ] || fail "$count witnesses"

# A bug that goes off at what is meant for others measures little.
cat "$work"/*.triggered | sort | uniq -c | awk '$1 > 4 { print; bad = 1 } END { exit bad }' ||
    fail 'triggered by too many witnesses'
echo "$count witnesses, each of its bug; $(wc -l <"$work/names") bugs; right bodies trigger none"
