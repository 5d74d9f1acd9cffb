#!/bin/sh
# A target that a request ends is named with that request, the run ends with a verdict and not with
# follow-on failures, and with --restart-command it goes on.
# shellcheck disable=SC2086 # words on purpose
. conformance/tests/lib.sh
set -f

start "$connspec" serve
behind=${url##*:}

# dying TEXT - sets $url to a target that ends when it is sent TEXT, and $again to what starts it anew.
dying() {
    start node conformance/tests/dying.js 0 "$behind" "$1"
    again=$work/again.sh
    : >"$work/pids"
    cat >"$again" <<END
for pid in \$(cat $work/pids); do kill \$pid 2>/dev/null; done
node conformance/tests/dying.js ${url##*:} $behind '$1' >/dev/null &
echo \$! >$work/pids
END
}

stop_again() {
    for pid in $(cat "$work/pids" 2>/dev/null); do kill "$pid" 2>/dev/null || :; done
}
trap 'stop_again; end' EXIT

# One line of the console, however it is folded.
flat() { tr '\n' ' ' <"$work/out" | tr -s ' '; }
says() { flat | grep -qF -- "$1" || { cat "$work/out"; fail "nothing says: $1"; }; }
says_not() { ! flat | grep -qF -- "$1" || { cat "$work/out"; fail "something says: $1"; }; }
failures() { [ "$(count fail)" -le "$1" ] || { cat "$work/out"; fail "$(count fail) failures"; }; }

# Two of these send the text, whatever other scenarios may come to do.
these="--level core --only core/*-stores-*"
patched='core/patch-stores-tags/words-of-languages, step 2: PATCH with 68 bytes of body'
put='core/put-stores-tags/words-of-languages, step 1: PUT with 412 bytes of body'

# One request at a time: it was that one. What could not reach the target has not failed.
dying '"constructor"'
certify 1 $these --jobs 1
says "the target was gone after $patched - the target no longer answers"
failures 1
[ "$(count inconclusive)" -eq 0 ] || fail 'cases were blamed on a target that is not there'

# Several at a time: all that were under way, each once.
dying '"constructor"'
certify 1 $these --jobs 4 --seed 3
says 'the target was gone after'
says 'words-of-languages'
failures 4

# Brought back, it is asked which one it was, and all the rest is checked.
dying '"constructor"'
certify 1 $these --jobs 4 --restart-command "sh $again"
says "$patched, which ends a target that was just started, too; then after $put, which ends"
says_not 'no longer answers'
failures 2
[ "$(count pass)" -gt 40 ] || fail "only $(count pass) checks passed"
[ "$(jq -se '[.[] | select(.type == "check" and .message == "The target could not be reached.")] | length' \
    "$work/reports/results.jsonl")" -eq 0 ] || { cat "$work/out"; fail "cases were given up"; }

# A command that fails, and one that starts nothing.
dying '"constructor"'
certify 1 $these --jobs 2 --restart-command false
says 'the restart command did not bring it back - the target no longer answers'
failures 2
dying '"constructor"'
certify 1 $these --jobs 2 --restart-command true
says 'the restart command did not bring it back'
stop_again

# Level robust: the hostile request is named, and sent alone.
only="--only robust/refuses-malformed/a*"
dying "$(head -c 12 corpus/put/reject/json/assigned.json)"
certify 1 --level robust $only
says 'the target was gone after robust/refuses-malformed/assigned, step 1: PUT with'
says 'The target is gone since.'
failures 1
dying "$(head -c 12 corpus/put/reject/json/assigned.json)"
# shellcheck disable=SC2086 # words on purpose
certify 1 --level robust $only --restart-command "sh $again"
says 'Sent alone to the restarted target, it ended that too.'
says_not 'no longer answers'
failures 1
[ "$(count pass)" -ge 2 ] || { cat "$work/out"; fail 'the run did not go on'; }
