#!/bin/sh
# The frozen list is current.
. conformance/tests/lib.sh

"$connspec" list checks --json --suite . >"$work/suite.json"
diff -u conformance/suite.json "$work/suite.json" || fail 'conformance/suite.json is not current: make freeze, and look at the difference'
