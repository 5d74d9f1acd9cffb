#!/bin/sh
# A target is not failed for what others left on it: where a gateway's list is longer than what is read of
# an answer, what it would show is inconclusive, with a remedy. And no run leaves anything there itself.
. conformance/tests/lib.sh

group=subscriptions/00000000-0000-0000-0000-000000000000/resourceGroup/myrg1/providers/microsoft.network
version=api-version=2015-05-01-preview

start "$connspec" serve
certify 0 --level all
curl -sf "$url/$group/virtualNetworkGateways/firstgateway/connections?$version" >"$work/list"
[ "$(jq length "$work/list")" -eq 0 ] || fail "left behind: $(jq -c '[.[].name]' "$work/list")"

# More than 2 MiB; one curl with many requests is much faster than many with one each.
text=$(head -c 250 /dev/zero | tr '\0' x)
jq --arg text "$text" '.tags = ([range(15) | {key: "long\(.)", value: $text}] | from_entries)
    | del(.name)' corpus/put/accept/dedicated.json >"$work/body"
for i in $(seq 600); do
    [ "$i" -eq 1 ] || echo next
    cat <<END
url = "$url/$group/connections/crowd$i?$version"
request = PUT
header = "Content-Type: application/json"
data = "@$work/body"
output = "$work/answer"
write-out = "%{http_code}\n"
END
done >"$work/curlrc"
curl -s --config "$work/curlrc" >"$work/codes"
[ "$(grep -c '^200$' "$work/codes")" -eq 600 ] || fail "not crowded: $(cat "$work/answer")"

for level in family platform; do
    certify 5 --level $level
    [ "$(count fail)" -eq 0 ] || fail "$level: $(grep -m 3 FAIL "$work/out")"
    [ "$(count inconclusive)" -gt 0 ] || fail "$level: nothing is inconclusive"
    jq -es '[.[] | select(.type == "check" and .status == "inconclusive")]
        | all(.message | contains("gateways that few connections use"))' \
        "$work/reports/results.jsonl" >/dev/null || fail "$level: inconclusive without a remedy"
    expect "$work/out" 'give --gateway'
done
