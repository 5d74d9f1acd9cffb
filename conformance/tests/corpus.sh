#!/bin/sh
# The corpus: each body is sent by a scenario; the reference implementation answers each one, sent by
# hand with curl, as its folder says; the page's examples are what the page has.
. conformance/tests/lib.sh

# --- each is sent: a scenario has its name as a row, or in full ---

find conformance/scenarios -name '*.json' -exec cat {} + |
    grep -oE '"(@[a-z0-9/-]*/)?[a-z0-9-]+"' | tr -d '"' | sed 's,.*/,,' | sort -u >"$work/words"
find corpus -name '*.json' | while read -r file; do
    grep -qx "$(basename "$file" .json)" "$work/words" || echo "$file"
done >"$work/unsent"
[ ! -s "$work/unsent" ] || fail "no scenario sends $(cat "$work/unsent")"

# --- each is answered as its folder says ---

start "$connspec" serve
group="$url/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myrg1/providers/microsoft.network"
version='?api-version=2015-05-01-preview'

# one NAME METHOD FILE HOW - a request of a curl configuration; the answer's status and the file
one() {
    printf 'url = "%s"\nrequest = %s\nheader = "Content-Type: application/json"\n' "$1" "$2"
    printf '%s = "@%s"\noutput = /dev/null\n' "$4" "$3"
    printf 'write-out = "%%{http_code} %s %s\\n"\nnext\n' "$3" "$4"
}

connection="$group/connections/cn1$version"
for how in data-binary data; do
    for file in $(find corpus/put corpus/patch -name '*.json' | sort); do
        # what is patched is there, and is whole
        case $file in
        corpus/patch/*) one "$connection" PUT corpus/put/accept/site-to-site.json data-binary
            one "$connection" PATCH "$file" "$how" ;;
        # the place of a connection cannot be changed, so each has a new one
        corpus/put/*) one "$connection" DELETE "$file" data-binary
            one "$connection" PUT "$file" "$how" ;;
        esac
    done
done | sed '$d' >"$work/curl"
curl -s -K "$work/curl" >"$work/answers"
[ "$(wc -l <"$work/answers")" -eq "$(grep -c '^url' "$work/curl")" ] || fail 'not all were answered'

# Without its line ends, which is what -d makes of a file, a comment ends elsewhere.
awk 'NR % 2 == 0 {
    want = $2 ~ /\/accept\// ? "^200$" : $2 ~ /\/reject\// && $3 == "data-binary" ? "^4..$" : "^[24]..$"
    if ($1 !~ want) print
}' "$work/answers" >"$work/wrong"
[ ! -s "$work/wrong" ] || fail "answered otherwise: $(cat "$work/wrong")"

for kind in shared-key reset; do
    case $kind in shared-key) rest=sharedkey method=PUT ;; reset) rest=sharedkey/reset method=POST ;; esac
    curl -s -o /dev/null -X PUT -H 'Content-Type: application/json' -d @corpus/put/accept/dedicated.json "$connection"
    status=$(curl -s -o /dev/null -w '%{http_code}' -X $method -H 'Content-Type: application/json' \
        -d @corpus/key/accept/$kind.json "$group/connections/cn1/$rest$version")
    [ "$status" = 200 ] || fail "corpus/key/accept/$kind.json is answered $status"
done
status=$(curl -s -o /dev/null -w '%{http_code}' -X PUT -H 'Content-Type: application/json' \
    -d @corpus/gateway/accept/gateway.json "$group/virtualNetworkGateways/firstgateway$version")
[ "$status" = 200 ] || fail "corpus/gateway/accept/gateway.json is answered $status"

# --- the page's examples ---

page=../shared/spec/create-or-update-a-connection.md
for kind in request response; do
    number=$([ $kind = request ] && echo 1 || echo 2)
    printed=corpus/put/reject/page/$kind-as-printed.json
    if [ -f $page ]; then
        awk -v number="$number" '/^```json/ { n++; inside = 1; next } /^```/ { inside = 0 }
            inside && n == number { sub(/[ \r]+$/, ""); print }' $page | sed -e '/./!d' >"$work/page"
        sed -e 's/ *$//' -e '/./!d' $printed | cmp - "$work/page" || fail "$printed is not what the page has"
    fi
    ! jq . $printed >"$work/tree" 2>&1 || fail "$printed is JSON"
    jq . corpus/put/either/page/$kind-mended.json >"$work/tree" || fail "$kind-mended.json is no JSON"
done
