#!/bin/sh
# What fuzzers start from: it is what the contract makes of it, and each seed reaches past the parser where
# it should. And the mutator has no member's name but from there.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build=build/asan/harness/fuzz/planted
[ -x $build/report ] || { echo 'make FLAVOUR=asan planted builds what this runs'; exit 77; }

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

scripts/fuzz-seeds --check || fail 'see above'
cp -r scripts corpus harness "$work" # another copy, in which one is not
echo '# more' >>"$work/corpus/connection.dict"
"$work/scripts/fuzz-seeds" --check 2>/dev/null && fail 'a dictionary that is not current is current'

# counted MEMBER SEED... - what the canaries counted.
counted() {
    member=$1
    shift
    rm -f "$work/canaries"
    PLANTED_LOG=$work/canaries $build/fuzz_planted "$@" >"$work/out" 2>&1 || { cat "$work/out"; fail "$1 ends it"; }
    $build/report "$work/canaries" | jq ".$member"
}

puts=$(find corpus/put/accept -type f | wc -l)
[ "$(counted putsAccepted corpus/put/accept)" -eq "$puts" ] || fail 'a body of corpus/put/accept is refused'

# A PATCH is one of a connection.
mkdir "$work/patches"
for patch in corpus/patch/accept/*.json; do
    { printf '\036PUT a\n'; cat corpus/put/accept/site-to-site.json; printf '\036PATCH a\n'; cat "$patch"; } \
        >"$work/patches/$(basename "$patch")"
done
patches=$(find "$work/patches" -type f | wc -l)
[ "$(counted writesAccepted "$work/patches")" -eq $((2 * patches)) ] || fail 'a body of corpus/patch/accept is refused'

for sequence in corpus/sequence/*; do
    [ "$(counted putsAccepted "$sequence")" -ge 1 ] || fail "$sequence creates nothing"
done

# Names of the contract's members and values, but for those that are words of OpenAPI too.
jq -r '.components.schemas | .ConnectionRequest, .IpsecParameters, .SharedKey, .ResetSharedKey
    | .. | objects | (.properties? | objects | keys[]), (.enum? | arrays | .[])' \
    harness/contract/2015-05-01-preview/openapi.json | grep -vxE 'properties|value|name|type|required|if|then|enum|description|additionalProperties|x-.*|.ref' | sort -u >"$work/names"
[ "$(wc -l <"$work/names")" -ge 15 ] || fail 'too few names to look for'
while read -r name; do
    ! grep -n "\"$name\"" harness/fuzz/mutate/*.c harness/fuzz/mutate_*.c || fail "$name is typed into the mutator"
done <"$work/names"
