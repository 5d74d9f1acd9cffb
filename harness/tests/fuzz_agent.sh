#!/bin/sh
# The agent (harness/fuzz/agent): with it in the server, what runs there is coverage of the fuzzer over HTTP, of each
# input by itself; nobody else may read it; without the variable nothing is shared. What is no agent's is refused.
. conformance/tests/lib.sh
serve=build/agent/harness/fuzz/planted/serve
replay=build/asan/harness/fuzz/serve/fuzz_http
[ -x $serve ] && [ -x $replay ] || { echo 'make FLAVOUR=agent '"$serve"' builds what this runs'; exit 77; }
[ -f build/plain/harness/fuzz/fuzz_sequence.o ] || { echo 'make fuzz-http-parts builds what this runs'; exit 77; }
unset MAKEFLAGS MAKELEVEL MFLAGS CONNSPEC_LEVEL CONNSPEC_AGENT PLANTED PLANTED_LOG
name=/connspec-test-$$
shared=/dev/shm$name
trap 'rm -f "$shared"; end' EXIT
export SEED=1 RUNS=300

# reached OUT - fuzzes $url; prints how much was covered.
reached() {
    OUT=$work/$1 scripts/fuzz-http "$url" >"$work/told" 2>&1 || { cat "$work/told"; return 1; }
    sed -n 's/.*DONE *cov: \([0-9]*\) .*/\1/p' "$work/$1/fuzz.log"
}
# edges - how many are marked as run.
edges() {
    tail -c +17 "$shared" | tr -d '\0' | wc -c
}

start $serve
without=$(reached without)
[ ! -e "$shared" ] || fail 'it shares without being told to'
start env CONNSPEC_AGENT=$name $serve
[ "$(stat -c %a "$shared")" = 600 ] || fail "others may read it: $(stat -c %a "$shared")"
export CONNSPEC_AGENT=$name
with=$(reached with)
[ "$with" -gt $((without + 1000)) ] || fail "the server is no coverage: $with with it, $without without"

# Each input begins with nothing: what another one ran is not there, whatever it was.
CONNSPEC_URL=$url $replay corpus/sequence >"$work/out" 2>&1 || { cat "$work/out"; fail 'a replay'; }
CONNSPEC_URL=$url $replay corpus/put/reject/empty-object.json >"$work/out" 2>&1 || { cat "$work/out"; fail 'a replay'; }
one=$(edges)
CONNSPEC_URL=$url $replay corpus/put/reject/empty-object.json corpus/put/accept/site-to-site.json corpus/put/reject/empty-object.json >"$work/out" 2>&1 || { cat "$work/out"; fail "a replay"; }
[ "$one" -gt 300 ] && [ "$(edges)" -lt $((one + 60)) ] || fail "$one edges, and $(edges) with others before it"
head -c 16 "$shared" >"$work/head"
all=$(od -An -tu4 -j12 -N4 "$work/head" | tr -d ' ')
{ cat "$work/head"; head -c "$all" /dev/zero | tr '\0' '\1'; } >"$work/marked"
cat "$work/marked" >"$shared"
CONNSPEC_URL=$url $replay corpus/put/reject/empty-object.json >"$work/out" 2>&1 || { cat "$work/out"; fail "a replay"; }
[ "$(edges)" -lt $((one + 60)) ] || fail "$(edges) edges of $all were not cleared"

# refuse WHY - it is not taken for an agent's.
refuse() {
    if CONNSPEC_URL=$url $replay corpus/put/reject/empty-object.json >"$work/out" 2>&1; then
        fail "$1 is taken for an agent's"
    fi
    expect "$work/out" "connspec: CONNSPEC_AGENT=$name: "
}
head -c 1000 "$work/marked" >"$shared"
refuse 'what is shorter than it says'
{ printf 'connspec\1\0\0\0\377\377\377\377'; head -c 70000 /dev/zero; } >"$shared"
refuse 'what has too many edges'
{ printf 'connspec\2\0\0\0\20\0\0\0'; head -c 70000 /dev/zero; } >"$shared"
refuse 'another version'
{ printf 'somebody\1\0\0\0\20\0\0\0'; head -c 70000 /dev/zero; } >"$shared"
refuse "somebody else's"
: >"$shared"
refuse 'an empty one'
cat "$work/marked" >"$shared"
chmod 644 "$shared"
refuse 'what others read'
start $serve # which goes on without
expect "$work/server.log" 'agent: .* cannot be shared'
curl -s -o "$work/none" "$url" || fail 'it does not serve'
rm "$shared"
refuse 'nothing'
