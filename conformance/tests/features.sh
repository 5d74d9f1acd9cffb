#!/bin/sh
# What robust scenarios are made of goes out as it is written, and in the right order: each is looked for
# in what was sent.
. conformance/tests/lib.sh

# shows CASE FILTER - the requests of the steps of a case, as an array, are as the jq filter says.
shows() {
    jq -es --arg case "$1" '[.[] | select(.type == "exchange" and .case == $case and .role == "step")
        | .request] | length > 0 and ('"$2"')' "$work/reports/results.jsonl" >"$work/shown" ||
        fail "$1 did not send what it says"
}

inside=robust/refuses-malformed-inside
growing=robust/grows-with-bare-members/members
status=0
CONNSPEC=$connspec scripts/certify --report-dir "$work/reports" --level all --jobs 4 --seed 5 \
    --only 'core/put-creates/*' --only "$inside/*" --only 'robust/takes-chunks-of-64/dedicated' \
    --only "$growing" --only 'robust/survives-many-elements/*' --only robust/still-serves \
    --only 'platform/concurrent-puts-are-whole/*' >"$work/out" 2>"$work/err" || status=$?
[ $status -eq 5 ] || { cat "$work/out" "$work/err"; fail "ended with $status"; }
[ "$(count fail)" -eq 0 ] || { cat "$work/out"; fail 'the reference fails'; }
[ "$(count pass)" -gt 30 ] || fail "only $(count pass) checks passed"

# Bytes at a place of an otherwise well-formed body: no JSON any more.
some=$(jq -rs --arg only "$inside/" '[.[] | select(.type == "exchange" and .role == "step"
    and ((.case // "") | startswith($only))) | .case][0]' "$work/reports/results.jsonl")
shows "$some" 'any(.[]; (.body // "") | startswith("{\"name\"")) and all(.[] | select((.body // "") | startswith("{\"name\"")); .body | try (fromjson | false) catch true)'
# Chunks of 64 bytes, counted in hex, and the last one.
shows robust/takes-chunks-of-64/dedicated 'any(.[]; ((.body // "") | startswith("40\r\n") and endswith("\r\n0\r\n\r\n"))
    and any(.headers[]; .name == "Transfer-Encoding" and .value == "chunked"))'
# Four sizes in the same proportion, ascending; more of each only where the machine is slow just then.
shows "$growing" '[.[] | .bodyLength] | unique as $sizes | .[0:4] == $sizes and ($sizes | length) == 4
    and ($sizes[-1] / $sizes[0] > 7) and ($sizes[-1] / $sizes[0] < 9)'

# Two writes at once: on one connection, before either is read back.
jq -es 'any([.[] | select(.type == "exchange" and ((.case // "") | startswith("platform/concurrent-puts")))]
    | group_by([.case, .step])[]; ([.[] | select(.role == "step" and .request.method == "PUT")]
    | length >= 2 and ([.[].request.url] | unique | length) == 1))' "$work/reports/results.jsonl" \
    >"$work/shown" || fail 'no two writes at one step'

# The robust cases come after all others, one by one, and the last one a second after them.
jq -es '
    [.[] | select(.type == "exchange" and .case != null)] as $all |
    [$all[] | select(.case | startswith("robust/"))] as $robust |
    ($all | map(select(.case | startswith("robust/") | not)) | map(.id) | max) < ($robust | map(.id) | min) and
    ($robust | map(.case) | reduce .[] as $one ([]; if .[-1] == $one then . else . + [$one] end)
        | length == (unique | length)) and
    ($robust[-1].case == "robust/still-serves/dedicated") and
    ([$robust[-1].at, ([$robust[] | select(.case != "robust/still-serves/dedicated")][-1].at)] | .[0] - .[1] >= 1)
    ' "$work/reports/results.jsonl" >"$work/shown" || fail 'the robust cases are not in their order'
