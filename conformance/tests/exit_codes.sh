#!/bin/sh
# Each documented exit status, provoked.
. conformance/tests/lib.sh

start "$connspec" serve --mutant create-201
certify 1 --level core
expect "$work/out" 'NOT CONFORMING'
expect "$work/out" 'CORE-01'

start "$connspec" serve
certify 0 --level core

certify 5 --level core --only 'core/put-creates/*'
[ "$(count fail)" -eq 0 ] || fail 'a fail with --only'
[ "$(count pass)" -gt 0 ] || fail 'nothing passed with --only'
certify 5 --level core --skip 'CORE-16=no tags here'
[ "$(count skipped)" -gt 0 ] || fail 'nothing was skipped'
expect "$work/out" 'no tags here'

certify 2 --level gold
certify 2 --only 'nothing/like/this'
expect "$work/err" 'matches no check'
url=ftp://127.0.0.1
certify 2
url='http://user:hunter2@127.0.0.1'
certify 2
grep -q hunter2 "$work/err" && fail 'a password was printed'

# A port that was free a moment ago: nobody listens.
start "$connspec" serve
kill "${started##* }"
wait "${started##* }" || :
certify 3 --level core
expect "$work/out" 'cannot reach|refused'

mkdir "$work/suite"
start "$connspec" serve
certify 2 --suite "$work/suite"
certify 2 --report-dir /proc/nowhere
