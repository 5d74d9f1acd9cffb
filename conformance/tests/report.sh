#!/bin/sh
# connspec report: documents out of results, of a run and of a fuzz campaign; what cannot be made is refused.
set -eu
connspec=${CONNSPEC:-build/asan/connspec}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sample=corpus/campaign/three-findings.jsonl

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# refused TEXT ARGUMENT... - with status 2, saying so.
refused() {
    text=$1 status=0
    shift
    "$connspec" report "$@" >"$work/out" 2>"$work/err" || status=$?
    [ $status -eq 2 ] && grep -qF -e "$text" "$work/err" || { cat "$work/err" >&2; fail "report $* ended with $status"; }
}

"$connspec" report $sample --format sarif -o "$work/sarif"
jq -e '.version == "2.1.0" and (.runs | length) == 1 and (.runs[0].results | map(.baselineState)) == ["new", "unchanged", "absent"]
    and .runs[0].results[0].locations[0].physicalLocation == {"artifactLocation": {"uri": "parser%20one.c"}, "region": {"startLine": 12}}
    and .runs[0].results[1].ruleId == "CORE-05" and (.runs[0].tool.driver.rules | map(.id)) == ["SEGV", "CORE-05", "leak"]
    and (.runs[0].tool.driver.rules[1].shortDescription.text | length) > 20' "$work/sarif" >/dev/null || fail "$(cat "$work/sarif")"

"$connspec" report $sample --format markdown >"$work/md"
grep -qF '**1 new**, 1 known, 1 fixed.' "$work/md" || fail 'no verdict'
[ "$(grep -c '^## ' "$work/md")" -eq 3 ] || fail 'no parts'
# Outside text is code: it can neither end that, nor a cell, nor reach a terminal.
grep -qF '`` SEGV <b>`x` \| \u001b[31m</b> ``' "$work/md" || { cat "$work/md"; fail 'outside text is not kept apart'; }
! grep -q "$(printf '\033')" "$work/md" || fail 'an escape gets through'

head -n 3 $sample >"$work/cut"
printf '{"type":"finding","na' >>"$work/cut"
"$connspec" report "$work/cut" --format markdown | grep -q 'cut short' || fail 'a campaign that was cut short looks whole'

refused "no format 'html5'" $sample --format html5
refused "markdown, sarif and html" $sample --format junit
refused "markdown, sarif and html" $sample --format badge
refused 'report what' $sample
refused "unexpected '--colour'" $sample --format sarif --colour
refused 'no-such' "$work/no-such" --format junit
sed 's/"name":"put-leak/"nome":"put-leak/' $sample >"$work/odd"
refused 'odd:5' "$work/odd" --format sarif
sed '3s/"says"/says/' $sample >"$work/odd"
refused 'odd:3' "$work/odd" --format sarif
status=0
"$connspec" report $sample --format sarif -o /proc/no/such 2>"$work/err" || status=$?
[ $status -eq 4 ] || fail "a file that cannot be written ends with $status"

# Of a run: what certify itself left, byte for byte.
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
mkfifo "$work/url"
"$connspec" serve >"$work/url" &
server=$!
read -r url <"$work/url"
"$connspec" certify "$url" --level core --report-dir "$work/run" >"$work/out"
"$connspec" report "$work/run/results.jsonl" --format junit -o "$work/junit.xml"
cmp "$work/junit.xml" "$work/run/junit.xml" || fail 'another JUnit than the run has left'
"$connspec" report "$work/run/results.jsonl" --format console | grep -q '^CERTIFIED' || fail 'no console report'
refused 'console, junit, har, badge, markdown and html' "$work/run/results.jsonl" --format sarif

"$connspec" report "$work/run/results.jsonl" --format badge -o "$work/badge.svg"
xmllint --noout "$work/badge.svg"
grep -q "<title id=\"title\">connection API: core, $(date -u +%Y)-..-..; target $url</title>" "$work/badge.svg" || fail "$(cat "$work/badge.svg")"

# The page: of one, of several and of a campaign among them. A browser looks at it in scripts/interop.
# has FILE FILTER - whether jq says true of the page's data.
has() {
    sed -n 's,.*<script type="application/json" id="data">,,;/^{"version"/,/^.*<\/script>$/{s,</script>$,,;p}' "$1" | jq -e "$2" >/dev/null || fail "$1: not $2"
}
"$connspec" report "$work/run/results.jsonl" --format html -o "$work/one.html"
has "$work/one.html" '.sources | length == 1 and .[0].kind == "run" and .[0].verdict.outcome == "certified" and (.[0].checks | length) > 1000'
has "$work/one.html" '.clauses | length > 50 and all(.source != "" and .strength != "")'
"$connspec" report "$work/run/results.jsonl" "$work/run/results.jsonl" $sample --format html -o "$work/three.html"
has "$work/three.html" '.sources | map(.kind) == ["run", "run", "campaign"]'
[ "$(grep -c 'id="evidence-' "$work/three.html")" -eq 2 ] || fail 'not the evidence of two runs'
! grep -qE 'https?://[^" ]*\.(js|css)|@import|url\(' "$work/one.html" || fail 'the page fetches something'
"$connspec" report corpus/campaign/over-time.jsonl --format html -o "$work/campaign.html"
has "$work/campaign.html" '.sources[0] | (.samples | map(.edges)) == [1800, 1950, 2019] and (.findings | length) == 1'
refused 'html and markdown compare several' $sample $sample --format sarif
refused 'no-such' "$work/run/results.jsonl" "$work/no-such" --format html
refused "unexpected 'x'" $(seq 16) x --format html

# A comment on a pull request: the verdict, what broke since and what was fixed, and each cause with a way to see it again.
"$connspec" report "$work/run/results.jsonl" --format markdown -o "$work/run.md"
grep -q '^✅ \*\*` CERTIFIED at core: ' "$work/run.md" && grep -qF '| core | 1' "$work/run.md" || fail "$(cat "$work/run.md")"
! grep -q '<details>' "$work/run.md" || fail 'something is broken'
check=$(jq -r 'select(.type == "check" and .clause == "CORE-01") | .id' "$work/run/results.jsonl" | head -n 1)
# worse FILTER - the results with that check gone through jq, in $work/worse.jsonl.
worse() {
    jq -c --arg id "$check" "if .type == \"check\" and .id == \$id then . + {status: \"fail\", exchange: 20} + $1 else . end" "$work/run/results.jsonl" >"$work/worse.jsonl"
    "$connspec" report "$work/run/results.jsonl" "$work/worse.jsonl" --format markdown >"$work/worse.md"
}
worse '{message: "a ``b` | <script>\u001b[31m</details>\n@somebody [x](http://y)", where: "/x", expected: "1", actual: "2"}'
grep -qF -- '- what: ``` a ``b` \| <script>\u001b[31m</details>\n@somebody [x](http://y) ```' "$work/worse.md" || { cat "$work/worse.md"; fail 'outside text is not kept apart'; }
grep -qF "Broke: \` $check \`" "$work/worse.md" && grep -qx 'Fixed: nothing' "$work/worse.md" || fail 'what broke is not told'
grep -qF "connspec replay results.jsonl '$check'" "$work/worse.md" || fail 'no way to see it again'
grep -q 'and the results contradict that' "$work/worse.md" || fail 'a verdict that its checks contradict looks like one'
! grep -q "$(printf '\033')" "$work/worse.md" || fail 'an escape gets through'
"$connspec" report "$work/worse.jsonl" "$work/run/results.jsonl" --format markdown | grep -qF "Fixed: \` $check \`" || fail 'what was fixed is not told'
# Whatever is broken, a comment holds it.
jq -c 'if .type == "check" then . + {status: "fail", where: ("/" + .id), message: ("`" * 500 + .id), actual: ("|" * 5000), expected: ("\u001b" * 5000)} else . end' "$work/run/results.jsonl" >"$work/worst.jsonl"
"$connspec" report "$work/worst.jsonl" --format markdown >"$work/worst.md"
grep -q 'more causes' "$work/worst.md" && [ "$(wc -c <"$work/worst.md")" -lt 65536 ] || fail "$(wc -c <"$work/worst.md") bytes are no comment"
"$connspec" report "$work/run/results.jsonl" $sample --format markdown | grep -q '^# Fuzz campaign' || fail 'a campaign is lost'
