#!/bin/sh
# What a developer types: try a scenario, begin a scenario or a mutant. What is forgotten is told.
. conformance/tests/lib.sh
connspec=$(pwd)/$connspec
export CONNSPEC=$connspec

mkdir "$work/tree"
cp -R scripts harness conformance corpus "$work/tree/"
cd "$work/tree"

# --- try ---
scripts/try core/put-required/dedicated/location >"$work/out" 2>&1 || fail 'try: the reference fails'
expect "$work/out" '^> PUT http://127.0.0.1:'
expect "$work/out" '^< 400'
expect "$work/out" '^try: core/put-required/dedicated/location was checked, nothing failed'
mutant=lax-create-location-nothing@dedicated
! MUTANT=$mutant scripts/try core/put-required/dedicated/location >"$work/out" || fail "try: $mutant passes"
expect "$work/out" '^try: core/put-required/dedicated/location failed'
! scripts/try core/nothing >"$work/out" 2>&1 || fail 'try: runs what is not there'
expect "$work/out" "'core/nothing' matches no check"

# --- a scenario ---
scripts/add-scenario core/put-something CORE-01 >"$work/out"
expect "$work/out" '^1\. Write it'
! "$connspec" list checks --suite . >"$work/out" 2>&1 || fail 'a TODO is loaded'
expect "$work/out" 'put-something.json:2: /says: .*TODO'
sed -i 's/TODO: one/One/' conformance/scenarios/core/put-something.json
scripts/try core/put-something >"$work/out" || fail 'the beginnings of a scenario do not hold'
"$connspec" list checks --json --suite . >"$work/suite.json"
! cmp -s "$work/suite.json" conformance/suite.json || fail 'the new scenario is not in the list'
! scripts/add-scenario core/put-something CORE-01 >"$work/out" 2>&1 || fail 'overwritten'
expect "$work/out" 'is there already'
! scripts/add-scenario core/other CORE-99 >"$work/out" 2>&1 || fail 'a clause that is not there'
expect "$work/out" 'there is no clause CORE-99'
! scripts/add-scenario Other CORE-01 >"$work/out" 2>&1 || fail 'a bad id'

# --- a mutant ---
scripts/add-mutant does-wrong CORE-01 >"$work/out"
file=$(sed -n '1s/:.*//p' "$work/out")
line=$(sed -n '1s/^[^:]*:\([0-9]*\) .*/\1/p' "$work/out")
sed -n "${line}p" "$file" >"$work/row"
expect "$work/row" '\.name = "does-wrong",'
cc -std=c17 -D_GNU_SOURCE -Iharness -fsyntax-only "$file" || fail 'the row does not compile'
! scripts/add-mutant does-wrong CORE-01 >"$work/out" 2>&1 || fail 'twice'
expect "$work/out" 'there is a mutant does-wrong already'
! scripts/add-mutant Other CORE-01 >"$work/out" 2>&1 || fail 'a bad name'
! scripts/add-mutant other CORE-99 >"$work/out" 2>&1 || fail 'a clause that is not there'

# --- the list ---
git init -q . && git add -A && git -c user.name=t -c user.email=t@localhost commit -qm tree
cp "$work/suite.json" conformance/suite.json
scripts/suite-diff >"$work/out"
expect "$work/out" '^new core/put-something: 3$'
expect "$work/out" 'checks before, [0-9]+ now'
