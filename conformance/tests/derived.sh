#!/bin/sh
# A member that is added to the contract gets its cases, which are listed, selected, run and
# reproduced like the scripted ones; one that nobody tries is an error.
. conformance/tests/lib.sh
openapi=harness/contract/2015-05-01-preview/openapi.json

# suite FILTER - a copy of the suite whose contract went through jq.
suite() {
    rm -rf "$work/suite"
    mkdir -p "$work/suite/harness" "$work/suite/conformance"
    cp -R corpus "$work/suite/"
    cp -R harness/contract "$work/suite/harness/"
    cp -R conformance/scenarios conformance/*.json "$work/suite/conformance/"
    jq "$1" $openapi >"$work/suite/$openapi"
}

properties=.components.schemas.ConnectionRequest.properties.properties
suite "$properties.properties.routingWeight = {type: \"string\", enum: [\"10\", \"20\"]}"
"$connspec" list checks --suite . >"$work/before"
"$connspec" list checks --suite "$work/suite" >"$work/after"
diff "$work/before" "$work/after" | grep '^[<>]' >"$work/new" || :
# type and enum, PUT on a new and on an existing connection, three connection types
for way in type/array type/boolean type/null type/number type/object value/empty value/longer value/cut; do
    for state in put update; do
        for type in dedicated point-to-site site-to-site; do
            kind=unknown-value
            [ "${way%/*}" = type ] && kind=wrong-type
            case="core/$state-$kind/$type/properties.routingWeight/${way#*/}"
            expect "$work/new" "^> $case@CORE-3[23]\$"
        done
    done
done
! grep '^<' "$work/new" || fail 'cases went away'

# the reference does not know the member, so it ignores it: its cases run, and fail
start "$connspec" serve
only='core/put-wrong-type/dedicated/properties.routingWeight/*'
certify 1 --suite "$work/suite" --only "$only" --report-dir "$work/reports"
[ "$(count fail)" -eq 5 ] || fail "$(count fail) checks failed, not 5"
expect "$work/out" 'core/put-wrong-type/dedicated/properties.routingWeight/'
expect "$work/reports/results.jsonl" 'routingWeight'

# a rule that no scenario tries
suite "$properties.properties.gateway1[\"x-connspec-derive\"] = {maxLength: \"CORE-33\"}"
! "$connspec" list checks --suite "$work/suite" >"$work/out" 2>&1 || fail 'an untried derivation is no error'
expect "$work/out" 'derives "maxLength" for CORE-33 from "createOrReplaceConnection", but no scenario'

# a member that cannot be made up
suite "$properties.properties.weight = {type: \"string\"}"
! "$connspec" list checks --suite "$work/suite" >"$work/out" 2>&1 || fail 'a member without example is no error'
expect "$work/out" 'core/[a-z-]*.json:[0-9]+: /cases/member: /properties/weight: the schema has no "examples"'
