#!/bin/sh
# What is built for ClusterFuzzLite and OSS-Fuzz holds against their checks, for two harnesses with libFuzzer and
# ASan; and each kind of bad build is refused, for what is wrong with it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for tool in clang zip unzip llvm-symbolizer; do
    command -v $tool >/dev/null || { echo "$tool is not installed: scripts/deps fuzz"; exit 77; }
done
scripts/cjson-source debian >/dev/null 2>&1 || { echo 'the source of cJSON cannot be fetched'; exit 77; }

# With an adapter, which says so in the program.
sed 's/"the built-in implementation"/"an adapter of cluster.sh"/' harness/fuzz/handlers/reference.c >"$work/adapter.c"
ADAPTER=$work/adapter.c scripts/cluster-build address libfuzzer "$work/good" json put
grep -q 'an adapter of cluster.sh' "$work/good/fuzz_put" || { echo 'FAILED: it is not the adapter that is fuzzed' >&2; exit 1; }
OUT=$work/good scripts/check-cluster address/libfuzzer >"$work/log" || { cat "$work/log"; exit 1; }
[ "$(grep -c ' reads its seeds' "$work/log")" -eq 2 ] && grep -q 'fuzz_put has its mutator' "$work/log" ||
    { cat "$work/log"; echo 'FAILED: not everything was looked at' >&2; exit 1; }

# refused FOLDER WHAT - it is, and for that; what is right in it stays right.
refused() {
    status=0
    OUT=$1 scripts/check-cluster "${3:-address/libfuzzer}" >"$work/log" 2>&1 || status=$?
    [ $status -eq 1 ] && grep -q "^REFUSED.* $2" "$work/log" && grep -q '^ok' "$work/log" ||
        { cat "$work/log"; echo "FAILED: not refused: $2" >&2; exit 1; }
    rm -rf "$1"
}

# spoilt - a copy of what is good with one target in it, to be spoilt.
spoilt() {
    mkdir "$work/bad"
    cp -a "$work"/good/*"_$1"* "$work/bad"
}

# built SED - as build.sh would build it that is changed so.
built() {
    sed "$1" .clusterfuzzlite/build.sh >"$work/build.sh"
    ! cmp -s "$work/build.sh" .clusterfuzzlite/build.sh || { echo "FAILED: nothing of build.sh is: $1" >&2; exit 1; }
    BUILD_SH=$work/build.sh scripts/cluster-build address libfuzzer "$work/bad" json
}

spoilt json
rm "$work/bad/fuzz_json_seed_corpus.zip"
refused "$work/bad" 'has seeds'

spoilt json
echo 'max_len 100' >>"$work/bad/fuzz_json.options"
refused "$work/bad" 'has options'

spoilt json
echo 'no dictionary' >"$work/bad/fuzz_json.dict"
refused "$work/bad" 'reads its seeds'

spoilt json
cp "$work/bad/fuzz_json" "$work/bad/fuzz.json"
refused "$work/bad" 'has a name'

# A program that runs files is no target, and has the name of one in it.
spoilt json
cat >"$work/replay.c" <<'C'
int LLVMFuzzerTestOneInput(const char *data, unsigned long size);
int LLVMFuzzerTestOneInput(const char *data, unsigned long size) { return !data && size; }
int main(int argc, char **argv) { return LLVMFuzzerTestOneInput(argv[0], argc); }
C
cc -o "$work/bad/replay" "$work/replay.c"
refused "$work/bad" 'replay starts'

spoilt put
objcopy --globalize-symbol=mutator_mutate "$work/bad/fuzz_put"
refused "$work/bad" 'has its mutator'

# Another sanitizer's build; one with flags of its own; one without those that it is given, for itself and for cJSON.
spoilt json
refused "$work/bad" 'has its sanitizer alone' undefined/libfuzzer
built 's/compile "$work\/target" $CFLAGS/& -fsanitize=undefined/'
refused "$work/bad" 'has its sanitizer alone'
built 's/compile "$work\/target" $CFLAGS/compile "$work\/target"/'
refused "$work/bad" 'is instrumented in LLVMFuzzerTestOneInput'
built 's/^$CC $CFLAGS -c -o "$work\/cJSON.o"/$CC -c -o "$work\/cJSON.o"/'
refused "$work/bad" 'is instrumented in cJSON_Delete'

# What reads the checkout, or leaves files where it is started.
cat >"$work/reads.c" <<'C'
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void at_start(void)
{
    FILE *seen = fopen("Makefile", "r"), *left = fopen("left", "w");
    if (seen || !left || fclose(left))
        abort();
}
C
cc -fPIC -c -o "$work/reads.o" "$work/reads.c"
built "s,^ *.CXX .CXXFLAGS,& $work/reads.o,"
refused "$work/bad" 'writes to no folder'
echo 'all bad builds are refused'
