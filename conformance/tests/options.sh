#!/bin/sh
# What the options promise, seen from outside.
. conformance/tests/lib.sh

# Gateways of other names: given, or created on the target.
start "$connspec" serve --gateway hub --gateway 'branch office'
certify 0 --level core --gateway hub --gateway 'branch office' --missing-gateway 'not there'
certify 1 --level core
expect "$work/reports/results.jsonl" "do the gateways 'firstgateway' and 'secondgateway' exist"
certify 0 --level core --gateway new1 --gateway new2 --provision-gateways

# Settings from a file and from the environment.
cat >"$work/target.json" <<EOF
{ "url": "$url", "gateway": ["hub", "branch office"], "level": "core",
  "resource-group": "from-file", "report-dir": "$work/reports" }
EOF
"$connspec" certify --target "$work/target.json" >"$work/out" || { cat "$work/out"; fail '--target'; }
expect "$work/reports/results.jsonl" 'resourceGroup/from-file/'
CONNSPEC_RESOURCE_GROUP=from-environment CONNSPEC_LEVEL=core certify 0 --gateway hub --gateway 'branch office'
expect "$work/reports/results.jsonl" 'resourceGroup/from-environment/'

# --keep leaves what was created, and sends no DELETE but the probe's.
start "$connspec" serve
certify 5 --level core --only 'core/put-creates/*' --keep
path=$(jq -rs '[.[] | select(.type == "exchange" and .request.method == "PUT" and .case != null)][0].request.url' "$work/reports/results.jsonl")
[ "$(curl -s -o /dev/null -w '%{http_code}' "$path")" = 200 ] || fail "$path is gone in spite of --keep"

# A path in the URL goes before every request's path: the reference does not know it.
url=$url/prefix
certify 1 --level core --only 'core/put-creates/*'
expect "$work/reports/results.jsonl" '/prefix/subscriptions/'

# What is listed is what runs; --dry-run sends nothing.
"$connspec" certify --dry-run --level core >"$work/dry"
jq -rs '[.[] | select(.type == "check" and .level == "core")] | .[].id' "$work/reports/results.jsonl" | sort >"$work/ran"
sort "$work/dry" | cmp - "$work/ran" || fail '--dry-run lists other checks'
"$connspec" list clauses | grep -c '^[A-Z]*-[0-9]' | grep -qx 72 || fail 'list clauses'
"$connspec" list scenarios | grep -q '^core/put-creates ' || fail 'list scenarios'
status=0
"$connspec" list nonsense 2>"$work/err" || status=$?
[ $status -eq 2 ] || fail 'list nonsense'

# Colour goes to a terminal only.
grep -q "$(printf '\033')" "$work/out" && fail 'colour in a file'
exit 0
