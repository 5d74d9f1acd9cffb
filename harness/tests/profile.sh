#!/bin/sh
# The profile of the built-in parsers shows the differences that are known, and survives adapters that
# crash, hang, chatter or are none.
# shellcheck disable=SC1091
. conformance/tests/lib.sh
export REVIEW=build/asan/review SECONDS_EACH=1
OUT=$work/all SECONDS_EACH=5 scripts/profile >"$work/table"

# reading PARSER PROBE - what the table says.
reading() {
    jq -r --arg parser "$1" --arg probe "$2" '.probes[] | select(.class + "/" + .probe == $probe)
        | .results[] | select(.parser == $parser) | .reading' "$profile"
}
# shows PROBE READING... - of each parser, in the order of the report.
shows() {
    probe=$1
    shift
    for parser in cJSON Jansson json-c yajl json-glib; do
        [ "$(reading $parser "$probe")" = "$1" ] ||
            fail "$parser, $probe: '$(reading $parser "$probe")', and should be '$1'"
        shift
    done
}
profile=$work/all/profile.json
[ "$(jq -r '[.parsers[].name] | join(" ")' "$profile")" = 'cJSON Jansson json-c yajl json-glib' ] || fail 'not the five parsers'
[ "$(jq '[.probes[] | select((.results | length) != 5)] | length' "$profile")" -eq 0 ] || fail 'a probe without five results'

shows duplicates/gateway1-second-missing first last last first last
shows duplicates/gateway1-first-missing first last last first last
shows duplicates/gateway1-escaped-second-missing first last last first last
shows look-alikes/other-case-first 'as sent' 'as sent' 'as sent' 'as sent' 'as sent'
shows look-alikes/nul-in-name-first 'taken for it' refused 'as sent' 'taken for it' 'as sent'
shows look-alikes/nul-in-name-last 'as sent' refused 'taken for it' 'as sent' 'taken for it'
shows text/nul-in-value 'cut at the NUL' refused 'cut at the NUL' 'cut at the NUL' 'cut at the NUL'
shows text/lone-high-surrogate refused refused U+FFFD '"?"' refused
shows text/raw-newline 'as sent' refused 'as sent' refused 'as sent'
shows utf-8/byte-ff 'as sent' refused 'as sent' refused refused
shows utf-8/overlong-slash 'as sent' refused 'as sent' 'as sent' refused
shows numbers/two-to-53-and-1 9007199254740992 'as sent' 'as sent' 'as sent' 'as sent'
shows numbers/two-to-63 'as sent' refused 9223372036854775807 'as sent' -9223372036854775808
shows numbers/huge inf refused inf inf inf
shows numbers/leading-zero 123 refused 123 refused 83
shows numbers/nan refused refused nan refused refused
shows numbers/minus-zero 'as sent' 'as sent' 'as sent' 'as sent' 'as sent'
shows syntax/bom accepted refused refused refused accepted
shows syntax/bytes-behind accepted refused accepted refused refused
shows syntax/comma-at-end-of-object refused refused accepted refused refused
shows syntax/comment refused refused accepted accepted accepted
shows syntax/assigned refused refused refused refused accepted
shows depth/objects-open refused refused refused refused crashed
shows size/tags-100000 'as sent' 'as sent' 'as sent' 'as sent' 'as sent'
[ "$(reading cJSON depth/arrays)" = '998, then refused' ] || fail 'how deep cJSON goes'
[ "$(reading json-c depth/arrays)" = '30, then refused' ] || fail 'how deep json-c goes'
case $(reading json-glib depth/arrays) in
'crashed beyond about '*) ;;
*) fail 'how deep json-glib goes' ;;
esac

# Where it matters: to those with the good copy, and to nobody who refuses.
[ "$(jq -r '[.probes[] | select(.probe == "gateway1-second-missing") | .results[] | select(.risk) | .parser]
    | join(" ")' "$profile")" = 'cJSON yajl' ] || fail 'whose risk a hidden gateway is'
[ "$(jq '[.probes[].results[] | select(.outcome == "refused" and .risk)] | length' "$profile")" -eq 0 ] || fail 'a refusal is a risk'
[ "$(jq '[.probes[] | select(.differs) | .probe] | index("one-name") == null and
    (index("gateway1-second-missing") != null) and (index("minus-zero") == null)' "$profile")" = true ] || fail 'what differs'
expect "$work/table" '^\| gateway1 twice, the second one does not exist \| either \| first \(risk\) \| last \| last \| first \(risk\) \| last \|$'
expect "$work/table" '^- gateway1 twice, the second one does not exist: \*\*cJSON, yajl\*\* firstgateway; \*\*Jansson, json-c, json-glib\*\* nosuchgateway$'
cmp -s "$work/table" "$work/all/profile.md" || fail 'what is printed is not what is kept'

# An adapter that is hostile in each way there is, but not to a good body.
cat >"$work/hostile.c" <<'END'
#include "fuzz/adapter.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static bool has(const char *body, size_t len, const char *what)
{
    return memmem(body, len, what, strlen(what)) != NULL;
}
static void tell(struct connspec_sink *sink, const char *pointer, const char *text)
{
    sink->member(sink, (struct connspec_text){pointer, strlen(pointer)}, CONNSPEC_STRING,
                 (struct connspec_text){text, strlen(text)});
}
static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    static char line[1024];
    memset(line, 'x', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    if (has(body, len, "Gateway1"))
        for (int i = 0; i < 4000; i++)
            fputs(line, i % 2 ? stderr : stdout);
    if (has(body, len, "\\u0000x"))
        abort();
    if (has(body, len, "+1,"))
        for (;;)
            ;
    if (has(body, len, ":.5"))
        for (;;)
            pause();
    if (has(body, len, ":1.,"))
        _exit(3);
    if (has(body, len, "0x10") && !malloc((size_t)3 << 30))
        abort();
    tell(sink, "/properties/gateway1/name", "firstgateway");
    tell(sink, "/properties/gateway2/name", "secondgateway");
    tell(sink, "/properties/ipsecParameters/saDataSizeKilobytes", "1");
    return true;
}
static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION, .name = "hostile", .parser = &parser};
END
OUT=$work/hostile scripts/profile "$work/hostile.c" >"$work/table" || fail 'a hostile adapter ends the profile'
profile=$work/hostile/profile.json
outcome() {
    jq -r --arg probe "$1" '.probes[] | select(.class + "/" + .probe == $probe).results[0] | .outcome + ", " + (.note // "")' "$profile"
}
is() {
    [ "$(outcome "$1")" = "$2" ] || fail "$1: '$(outcome "$1")', and should be '$2'"
}
is text/nul-in-value 'crashed, killed by SIGABRT'
# Which limit it meets first is a matter of what else the machine does.
case $(outcome numbers/plus) in
'hung, no answer within 1 seconds of CPU' | 'hung, no answer within 4 seconds') ;;
*) fail "numbers/plus: '$(outcome numbers/plus)'" ;;
esac
is numbers/no-integer 'hung, no answer within 4 seconds'
is numbers/no-fraction 'crashed, ended with status 3'
is numbers/hex 'crashed, killed by SIGABRT'
is look-alikes/other-case-first 'accepted, '
is text/raw-newline 'not asked, '
[ "$(reading hostile text/raw-newline)" = 'not told' ] || fail 'a location that is not told'

# What a sanitizer sees of a read beyond the body.
sed 's/^    if (has(body, len, "Gateway1"))$/    if (has(body, len, "Gateway1") \&\& body[len])/' "$work/hostile.c" >"$work/beyond.c"
SANITIZE=address OUT=$work/beyond scripts/profile "$work/beyond.c" >"$work/table"
profile=$work/beyond/profile.json
case $(outcome look-alikes/other-case-first) in
'crashed, ended with status 1: SUMMARY: AddressSanitizer: heap-buffer-overflow '*) ;;
*) fail "a read beyond the body: $(outcome look-alikes/other-case-first)" ;;
esac

# What cannot be profiled is said so, in a sentence.
refuses() { # PATTERN ADAPTER
    status=0
    OUT=$work/none scripts/profile "$2" >"$work/out" 2>"$work/err" || status=$?
    [ $status -eq 2 ] || fail "profile $2 ended with $status"
    expect "$work/err" "$1"
}
refuses 'there is no file .*nosuch.c' "$work/nosuch.c"
refuses 'README.md is no C file' README.md
echo 'int x;' >"$work/bad.c"
refuses 'bad.c does not define connspec_adapter' "$work/bad.c"
echo 'int f(void); int x = f();' >"$work/bad.c"
refuses 'bad.c could not be built' "$work/bad.c"
sed 's/\.version = CONNSPEC_ADAPTER_VERSION/.version = 2/' "$work/hostile.c" >"$work/bad.c"
refuses 'is an adapter of version 2' "$work/bad.c"
sed 's/, \.parser = &parser//' "$work/hostile.c" | grep -v 'connspec_parser parser' | sed 's/static bool parse/bool parse/' >"$work/bad.c"
refuses 'has neither parser nor handler' "$work/bad.c"
sed 's/return true/return false/' "$work/hostile.c" >"$work/bad.c"
refuses 'hostile refuses a good body' "$work/bad.c"
sed 's/"firstgateway"/"else"/' "$work/hostile.c" >"$work/bad.c"
refuses 'does not tell /properties/gateway1/name' "$work/bad.c"
sed 's/if (has(body, len, "+1,"))/if (len)/' "$work/hostile.c" >"$work/bad.c"
refuses 'hostile hung over a good body' "$work/bad.c"
printf '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n' >"$work/none.c"
cc -o "$work/program" "$work/none.c"
status=0
"$REVIEW" profile "$work/none" "$work/program" 2>"$work/err" || status=$?
[ $status -eq 2 ] || fail "a program that is no adapter: $status"
expect "$work/err" 'does not speak to us .*it is no adapter'
