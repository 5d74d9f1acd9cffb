#!/bin/sh
# The one installed binary needs no checkout.
. conformance/tests/lib.sh

here=$PWD
make -s install PREFIX="$work/usr" FLAVOUR=plain >"$work/install.log" 2>&1 || { cat "$work/install.log"; fail install; }
[ "$(find "$work/usr" -type f | wc -l)" -eq 1 ] || fail 'more than one file was installed'
connspec=$work/usr/bin/connspec
mkdir "$work/elsewhere"
cd "$work/elsewhere"
start "$connspec" serve
certify 0 --level core
"$connspec" list checks >"$work/inside"
"$connspec" list checks --suite "$here" >"$work/outside"
cmp "$work/inside" "$work/outside" || fail 'the suite inside the binary is not that of the checkout'
