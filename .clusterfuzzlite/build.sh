#!/bin/bash -eu
# build.sh [HARNESS...] - builds the harnesses (json, put, ...; all of them) as the base builder of ClusterFuzzLite
# and OSS-Fuzz wants it: the compilers and what they are to instrument are $CC, $CXX, $CFLAGS, $CXXFLAGS
# and $LIB_FUZZING_ENGINE, and no other flag of an engine or sanitizer is here. $SRC/connspec is the
# checkout, $SRC/cjson the source of cJSON. What is made on the way is in $WORK; in $OUT are the
# programs, each with seeds, options and a dictionary. Nothing of the checkout is read at run time.
# ADAPTER, a file of the checkout, is the handler that put, patch and sequence ask (the reference), LIBS
# what it links with, which should be archives: set them with ENV in the Dockerfile.
cd "$SRC/connspec"
work=$WORK/connspec
adapter=${ADAPTER:-harness/fuzz/handlers/reference.c}
version=$(sed -n 's/^VERSION := //p' Makefile)
common="-std=c17 -D_GNU_SOURCE -pthread -Iharness -I. -I$work/include -DCONNSPEC_VERSION=\"$version\""

# Not here: fuzz_parsers, whose parsers are programs of their own, linked with what a runner need not have.
# MemorySanitizer: those whose libraries are all instrumented, which is cJSON.
all='answer json redact mutate judge openapi put patch sequence scenario target_file results'
[ "$SANITIZER" != memory ] || all='answer json redact mutate'
harnesses=${*:-$all}

# about HARNESS - the rooms it is made of, how long its inputs are, its dictionary, and where its seeds are.
about() {
    local small='harness/base harness/contract harness/target harness/fuzz/mutate'
    rooms="$small conformance reports" max=6000 dict=corpus/connection.dict seeds='corpus/put corpus/patch corpus/regress'
    case $1 in
    json) rooms=harness/base ;;
    redact | mutate) rooms=$small ;;
    answer) rooms=$small max=8192 dict=corpus/answer.dict seeds=corpus/answer ;;
    openapi) max=65536 seeds=harness/contract/2015-05-01-preview ;;
    scenario) max=8192 seeds=conformance/scenarios/core ;;
    target_file) max=8192 seeds=corpus/target ;;
    results) max=65536 seeds=corpus/results ;;
    put | patch | sequence) rooms="$small harness/reference harness/fuzz/oracle" ;;
    esac
    [ "$1" != sequence ] || seeds="corpus/sequence corpus/key $seeds"
    source=$(find harness/fuzz conformance/tests reports/tests -name "fuzz_$1.c")
    [ -n "$source" ] || { echo "build.sh: there is no harness $1" >&2; exit 1; }
}

# compile FOLDER FLAGS... - each source on standard input, as FOLDER/its-path.o.
compile() {
    local folder=$1
    shift
    # shellcheck disable=SC2016 # the inner shell's own
    xargs -P "$(nproc)" -I{} sh -c \
        'mkdir -p "$(dirname "$1/$2.o")" && out=$1/$2.o source=$2 && shift 2 && "$@" -c -o "$out" "$source"' \
        sh "$folder" {} $CC "$@" $common
}

# The sources of rooms, without main programs and what talks HTTP: no harness gets there (cluster/without_http.c).
sources_of() {
    local room
    for room; do printf '%s\n' "$room"/*.c; done |
        grep -vxE '.*/main\.c|harness/target/(http|wire)\.c|harness/reference/server\.c' | sort -u
}

rm -rf "$work"
mkdir -p "$work/include/cjson"
cp "$SRC"/cjson/cJSON.[ch] "$work/include/cjson"
cjson=$work/include/cjson/cJSON.c
scripts/embed assets_embedded $(find harness/contract conformance corpus -name '*.json' | sort) >"$work/assets.S"
$CC -c -o "$work/assets.o" "$work/assets.S"
scripts/embed html_embedded $(find reports/html -type f | sort) >"$work/page.S"
$CC -c -o "$work/page.o" "$work/page.S"

# What is fuzzed.
needed='' mains=''
for harness in $harnesses; do
    about "$harness"
    needed="$needed $rooms" mains="$mains $source"
done
{
    sources_of $needed
    printf '%s\n' $mains "$adapter" harness/fuzz/cluster/without_http.c
} | compile "$work/target" $CFLAGS
$CC $CFLAGS -c -o "$work/cJSON.o" "$cjson"
ar rcs "$work/libconnspec.a" $(sources_of $needed | sed "s,.*,$work/target/&.o,") \
    "$work/target/harness/fuzz/cluster/without_http.c.o" "$work/cJSON.o" "$work/assets.o" "$work/page.o"

# The mutator is no target: it is one object without instrumentation, with cJSON and base/ of its own, of which
# two names are seen. libFuzzer alone calls them; AFL++ takes a mutator from its environment, which is not ours.
mutator=''
case $FUZZING_ENGINE:" $harnesses " in
libfuzzer:*' put '* | libfuzzer:*' patch '* | libfuzzer:*' sequence '*)
    mutator=$work/mutator.o
    { sources_of harness/base harness/fuzz/mutate; echo harness/fuzz/mutate_libfuzzer.c; } | compile "$work/mutator" -O2 -g -fPIC
    $CC -O2 -g -fPIC -c -o "$work/mutator/cJSON.o" "$cjson"
    ld -r -o "$mutator" $(find "$work/mutator" -name '*.o')
    objcopy --keep-global-symbol=LLVMFuzzerCustomMutator --keep-global-symbol=LLVMFuzzerCustomCrossOver "$mutator"
    ;;
esac

# seeds_of NAME FOLDER... - $OUT/NAME_seed_corpus.zip, without folders in it.
seeds_of() {
    local name=$1 file
    shift
    mkdir -p "$work/seeds/$name"
    find "$@" -type f | while read -r file; do
        cp "$file" "$work/seeds/$name/$(printf '%s' "$file" | tr / -)"
    done
    rm -f "$OUT/${name}_seed_corpus.zip"
    (cd "$work/seeds/$name" && find . -type f | sort | zip -q -X -@ "$OUT/${name}_seed_corpus.zip")
}

for harness in $harnesses; do
    about "$harness"
    parts=''
    case $harness in put | patch | sequence) parts="$work/target/$adapter.o $mutator ${LIBS:-}" ;; esac
    $CXX $CXXFLAGS -o "$OUT/fuzz_$harness" "$work/target/$source.o" $parts "$work/libconnspec.a" \
        $LIB_FUZZING_ENGINE -l:libpcre2-8.a -l:libcrypto.a -lm -ldl -pthread
    cp "$dict" "$OUT/fuzz_$harness.dict"
    printf '[libfuzzer]\nmax_len = %s\n' "$max" >"$OUT/fuzz_$harness.options"
    seeds_of "fuzz_$harness" $seeds
done
