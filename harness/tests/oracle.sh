#!/bin/sh
# The harnesses of PUT, PATCH and sequences: each promise is broken once by a wrong reference (a mutant) and
# named by its clause, with what was sent and answered; over the same inputs the right one breaks none.
# shellcheck disable=SC1091
. conformance/tests/lib.sh
build=build/fuzz/harness/fuzz
[ -x $build/fuzz_sequence ] || { echo 'make FLAVOUR=fuzz fuzzers builds what this runs'; exit 77; }

# does HEAD [FILE] - one operation more of the sequence in $work/input
does() {
    { printf '\036%s\n' "$1"; [ $# -lt 2 ] || cat "$2"; } >>"$work/input"
}
body() { # JSON - a file of it
    printf '%s' "$1" >"$work/body"
    echo "$work/body"
}
good=corpus/put/accept/site-to-site.json
runs() { # HARNESS MUTANT - with ASan's leaks left out of what is broken on purpose
    CONNSPEC_REFERENCE=$2 ASAN_OPTIONS=detect_leaks=0 $build/fuzz_"$1" "$work/input" >"$work/out" 2>&1
}
# breaks HARNESS MUTANT CLAUSE SENTENCE - the input, which is then forgotten
breaks() {
    ! runs "$1" "$2" || fail "$1: $2 breaks nothing"
    grep -aqE "^BROKEN     $3  " "$work/out" || { cat "$work/out"; fail "$1: $2 is not named by $3"; }
    expect "$work/out" "$4"
    expect "$work/out" '^request    (GET|PUT|PATCH|POST|DELETE) /subscriptions/'
    expect "$work/out" '^answer     [1-5][0-9][0-9] '
    $build/fuzz_"$1" "$work/input" >"$work/out" 2>&1 || { cat "$work/out"; fail "$1: the reference breaks over the input for $2"; }
    kept=$((kept + 1))
    mv "$work/input" "$work/$1.$kept"
    : >"$work/input"
}
kept=0
: >"$work/input"
# --- a body ---

cat $good >"$work/input"
breaks put create-201 CORE-01 'not with 200'
cat corpus/put/reject/missing-gateway1.json >"$work/input"
breaks put gateway1-unchecked CORE-05 'a gateway that does not exist is accepted'
sed 's/"Connected"/true/' $good >"$work/input"
breaks put boolean-for-state CORE-33 'must be refused is accepted'
printf '{"location":' >"$work/input"
breaks put json-truncated-500 ROB-01 'status is none that the contract has'
cat $good >"$work/input"
breaks put request-id-missing FAM-03 'no header x-ms-request-id'
cat corpus/put/reject/missing-gateway1.json >"$work/input"
breaks put poisoned CORE-10 'A good PUT is refused'
printf '{"tags":{"a":"b"}}' >"$work/input"
breaks patch get-misses-patch FAM-01 'is not what the write answered'
printf '{"tags":{"a":"b"}}' >"$work/input"
breaks patch etag-kept PLAT-08 'its etag did not'
printf '{"location":"Elsewhere"}' >"$work/input"
breaks patch location-moves PLAT-13 'Another location is accepted'
printf '{"tags":null}' >"$work/input"
breaks patch patch-null-ignored PLAT-12 'tags'

# --- operations ---

does 'PUT a' corpus/put/reject/missing-gateway1.json
breaks sequence refused-create-stored CORE-09 'A refused PUT changed what is stored'
does 'PUT a' $good
does 'PATCH a' "$(body '{"tags":{"a":"b"},"properties":{"gateway1":{"name":"nosuchgateway"}}}')"
breaks sequence refused-patch-stored CORE-09 'A refused PATCH changed what is stored'
does 'PUT a' $good
does 'DELETE a'
does 'GET a'
breaks sequence delete-nothing FAM-02 'After DELETE there is not what must be'
does 'PUT a' $good
does 'PATCH a' "$(body '{"tags":{"a":"b"}}')"
does 'PATCH a if-match=stale' "$(body '{"tags":{"c":"d"}}')"
breaks sequence if-match-ignored PLAT-09 'whose precondition fails is carried out'
does 'PUT a' $good
does 'PUT a if-none-match=star' $good
breaks sequence if-none-match-ignored PLAT-10 'whose precondition fails is carried out'
does 'PUT a' $good
does 'PUT a/sharedkey' "$(body '{"value":"abc"}')"
does 'PUT a' $good
does 'GET a/sharedkey'
breaks sequence key-lost-on-update FAM-10 'key'
does 'PUT a' $good
does 'GET -'
breaks sequence list-in-connections FAM-08 'list|value|array'

# --- right implementations of another kind, over all of that; at the level that they are made for ---

connspec=build/plain/connspec
for variant in body-name-required body-name-ignored choices-any-case location-changes tags-without-limit \
    preconditions-ignored patch-creates patch-null-refused refusals-422 refusal-body-empty no-get \
    unknown-members-refused; do
    level=$($connspec serve --list-variants | awk -v name=$variant '$1 == name { print $3 }')
    case $level in core | family | platform) ;; *) level=platform ;; esac
    for harness in put patch sequence; do
        CONNSPEC_LEVEL=$level CONNSPEC_REFERENCE=$variant $build/fuzz_$harness "$work/$harness".* >"$work/out" 2>&1 || {
            cat "$work/out"
            fail "$harness: $variant, which is right at $level, breaks something"
        }
    done
done
