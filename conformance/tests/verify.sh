#!/bin/sh
# certify --certificate, connspec verify: a certificate holds as it was left, and none that was tampered with does: an
# edited result, a removed check, another suite, swapped evidence, another run, a secret; nor one that another signed.
. conformance/tests/lib.sh
core='--level core --seed 1'
export CONNSPEC="$connspec"
# What is right is looked at with sanitizers; the forgeries, which are many, without.
plain=build/plain/connspec
[ -x $plain ] || { echo "make FLAVOUR=plain all builds $plain"; exit 77; }

# verify STATUS FOLDER [OPTION]... - output in $work/told.
verify() {
    wanted=$1 folder=$2 status=0
    shift 2
    looked=$plain
    [ "$folder" != "$work/right" ] || looked=$connspec
    $looked verify "$folder" "$@" >"$work/told" 2>"$work/err" || status=$?
    [ $status -eq "$wanted" ] || { cat "$work/told" "$work/err"; fail "verify $folder $* ended with $status, not $wanted"; }
}
# broken TEXT - the points that are broken are that one, and no others.
broken() {
    [ "$(grep -c '^BROKEN' "$work/told")" -eq 1 ] && grep -q "^BROKEN *.*$1" "$work/told" || { cat "$work/told"; fail "not (only) broken: $1"; }
}
# forge FILTER - a copy of the certificate in $work/forged, whose results went through jq, line by line, and whose other
# parts were made anew of that by whoever has all but the key.
forge() {
    rm -rf "$work/forged"
    cp -r "${from:-$work/right}" "$work/forged"
    jq -c "$1" "${from:-$work/right}/results.jsonl" >"$work/forged/results.jsonl"
    reseal
}
reseal() (
    cd "$work/forged"
    "$OLDPWD/$plain" report results.jsonl --format junit -o junit.xml
    [ -n "${keep_har:-}" ] || "$OLDPWD/$plain" report results.jsonl --format har -o exchanges.har
    sha256sum results.jsonl junit.xml exchanges.har product.json >manifest.sha256
    subjects=$(sed 's/\(.*\)  \(.*\)/{"name":"\2","digest":{"sha256":"\1"}}/' manifest.sha256 | jq -sc .)
    result=$(jq -r 'select(.type == "verdict") | if .outcome == "certified" then "PASSED" else "FAILED" end' results.jsonl)
    jq -r .payload attestation.dsse.json | base64 -d |
        jq -c --argjson s "$subjects" --arg r "$result" '.subject = $s | .predicate.result = $r' | tr -d '\n' | base64 -w0 >payload
    jq -n --rawfile p payload '{payloadType: "application/vnd.in-toto+json", payload: $p, signatures: []}' >attestation.dsse.json
    rm payload
)

openssl genpkey -algorithm ed25519 -out "$work/key.pem" 2>/dev/null
openssl pkey -in "$work/key.pem" -pubout -out "$work/key.pub"
openssl genpkey -algorithm ed25519 -out "$work/other.pem" 2>/dev/null
openssl pkey -in "$work/other.pem" -pubout -out "$work/other.pub"
echo '{"name": "gateway service", "version": "7.1", "vendor": "Contoso"}' >"$work/product.json"

MINE=a-token-of-mine
export MINE
start "$connspec" serve --token-env MINE
# shellcheck disable=SC2086 # words on purpose
certify 0 $core --token-env MINE --certificate "$work/right" --product "$work/product.json" --signing-key "$work/key.pem"
verify 0 "$work/right" --public-key "$work/key.pub"
expect "$work/told" '^IT HOLDS'
verify 0 "$work/right"
expect "$work/told" 'public-key looks at that'
(cd "$work/right" && sha256sum --quiet -c manifest.sha256) || fail 'sha256sum has another opinion'
jq -e '.vendor == "Contoso"' "$work/right/product.json" >/dev/null || fail 'the product is not declared'
jq -r .payload "$work/right/attestation.dsse.json" | base64 -d >"$work/statement"
jq -e '._type == "https://in-toto.io/Statement/v1" and .predicate.result == "PASSED" and (.subject | length) == 4
    and (.predicate.passedTests | length) > 100' "$work/statement" >/dev/null || fail 'no test result'
! grep -rqE "$MINE|PRIVATE KEY" "$work/right" "$work/reports" "$work/out" || fail 'a secret is left behind'
# Another implementation of DSSE and Ed25519 agrees.
{ printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c <"$work/statement")"; cat "$work/statement"; } >"$work/signed"
jq -r '.signatures[0].sig' "$work/right/attestation.dsse.json" | base64 -d >"$work/signature"
openssl pkeyutl -verify -pubin -inkey "$work/key.pub" -rawin -in "$work/signed" -sigfile "$work/signature" >/dev/null || fail 'openssl has another opinion of the signature'

# Another's signature; a byte; what was forged without the key.
verify 1 "$work/right" --public-key "$work/other.pub"
broken 'signed with the key'
cp -r "$work/right" "$work/touched"
sed -i 's/"vendor": *"Contoso"/"vendor": "Fabrikam"/' "$work/touched/product.json"
verify 1 "$work/touched"
expect "$work/told" '^BROKEN *the digests'
forge .
verify 0 "$work/forged"
expect "$work/told" 'is not signed: whoever had it'
verify 1 "$work/forged" --public-key "$work/key.pub"
broken 'signed with the key'

# Forged whole, and found out by what is in it.
dropped=$(jq -r 'select(.type == "check" and .clause == "CORE-05") | .id' "$work/right/results.jsonl" | head -n 1)
forge "select(.id != \"$dropped\")"
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *1 required checks are missing'
forge 'if .type == "head" then .suite.digest = "00" else . end'
verify 1 "$work/forged"
broken 'the suite is that of this connspec'
forge 'if .type == "head" then .run = "another1" else . end'
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *the names made up'
case=$(jq -r 'select(.type == "check" and .status == "pass" and .case) | .case' "$work/right/results.jsonl" | head -n 1)
forge "select(.type != \"exchange\" or .case != \"$case\")"
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *[0-9]+ checks were decided without an exchange'
forge 'if .type == "exchange" and .id == 20 then .request.headers += [{name: "Authorization", value: "Bearer of-somebody"}] else . end'
verify 1 "$work/forged"
broken 'no token and no shared key'
keep_har=yes forge 'if .type == "exchange" and .id == 20 then .response.status = 418 else . end'
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *exchanges.har is made of'
forge 'select(.type != "verdict")'
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *there is no verdict'

# What is right in another way holds too.
start "$connspec" serve --variant gateway-put-empty
certify 0 --level family --seed 1 --certificate "$work/other"
verify 0 "$work/other"

# What failed is certified as that; and made to pass, its own answers speak against it.
start "$connspec" serve --mutant etag-missing-in-update
# shellcheck disable=SC2086
certify 1 $core --certificate "$work/wrong"
verify 5 "$work/wrong"
expect "$work/told" 'was found not conforming'
from=$work/wrong
forge 'if .type == "check" and .status == "fail" then .status = "pass" else . end'
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *the checks come to the verdict'
counts=$(jq -c 'select(.type == "verdict") | .counts' "$work/right/results.jsonl")
forge "if .type == \"check\" and .status == \"fail\" then .status = \"pass\"
    elif .type == \"verdict\" then .outcome = \"certified\" | .level = \"core\" | .counts = $counts else . end"
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *every-answer@CORE-23 passed in the run, and exchange [0-9]+ breaks it'

# So do they where only a scenario knows what was asked for: played again with what was recorded, it fails.
start "$connspec" serve --mutant location-normalised
# shellcheck disable=SC2086
certify 1 $core --certificate "$work/sly"
verify 5 "$work/sly"
from=$work/sly
forge "if .type == \"check\" and .status == \"fail\" then .status = \"pass\"
    elif .type == \"verdict\" then .outcome = \"certified\" | .level = \"core\" | .counts = $counts else . end"
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *core/.* is told to be pass, and is fail by the recording: '
! grep '^BROKEN' "$work/told" | grep -v 'by the recording\|make of the recorded answers' || fail 'something else gives it away too: it proves nothing'
# Nor does it help to have asked something else, or to have lost the answers.
from=$work/right
asked=$(jq -r 'select(.type == "exchange" and .role == "step" and .request.method == "PUT") | .id' "$work/right/results.jsonl" | head -n 1)
forge "if .id == $asked and .type == \"exchange\" then .request.body |= sub(\"West US\"; \"East US\") else . end"
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *core/.* asks what nobody recorded: step [0-9]+, PUT '
forge 'if .type == "exchange" and .role != "discovery" then .response.bodyCut = true else . end'
verify 1 "$work/forged"
expect "$work/told" '^BROKEN *no more than a quarter'

# What cannot be used is refused, before anything is sent where that can be.
rm "$work/forged/exchanges.har"
verify 2 "$work/forged"
verify 2 "$work/nowhere"
verify 2 "$work/right" --public-key "$work/product.json"
certify 2 --product "$work/product.json"
certify 2 --certificate "$work/none" --product "$work/key.pem"
certify 2 --certificate "$work/none" --signing-key "$work/key.pub"
openssl genpkey -algorithm x25519 -out "$work/other-kind.pem" 2>/dev/null
certify 2 --certificate "$work/none" --signing-key "$work/other-kind.pem"
expect "$work/err" 'Ed25519'
[ ! -e "$work/none" ] || fail 'something was left by what was refused'
