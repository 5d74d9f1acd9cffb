#!/bin/sh
# No token, Authorization value, secret header or shared key in any output, verbose included.
. conformance/tests/lib.sh

export TOP_SECRET='eyJhbGciOiJub25lIn0.c2VjcmV0LXRva2Vu.x-y_z'
key='header-secret-4711'
SERVE_TOKEN=$TOP_SECRET
export SERVE_TOKEN
start "$connspec" serve --token-env SERVE_TOKEN --mutant create-201
certify 1 --level core --token-env TOP_SECRET --header "x-api-key: $key" --verbose
printf '%s\n' "$TOP_SECRET" >"$work/token"
cp -r "$work/reports" "$work/kept"
certify 1 --level core --token-file "$work/token" --header "x-api-key: $key"
rm "$work/token"

expect "$work/reports/results.jsonl" 'redacted'
grep -rqF "$TOP_SECRET" "$work" && fail "the token stands in $(grep -rlF "$TOP_SECRET" "$work")"
grep -rqF "$(printf %s "$TOP_SECRET" | base64 -w0)" "$work" && fail 'the token stands there in base64'
grep -rqF "$key" "$work" && fail "the header stands in $(grep -rlF "$key" "$work")"

# The reproduction takes the token from a variable, and works.
script=$(ls "$work"/reports/repro/*CORE-01*.sh | head -n 1)
expect "$script" 'CONNSPEC_TOKEN'
CONNSPEC_TOKEN=$TOP_SECRET sh "$script" >"$work/repro.out" 2>&1 || { cat "$work/repro.out"; fail 'reproduction'; }
expect "$work/repro.out" '^HTTP/1.1 201'

# Without the right token nothing can be said.
certify 3 --level core
expect "$work/out" '--token-env'
