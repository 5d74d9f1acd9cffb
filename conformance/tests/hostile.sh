#!/bin/sh
# Whatever a server does, a run ends in time, says what is wrong, stays small, and keeps reports
# clean and tokens at home. `hostile.sh one MODE [OPTION]...` plays one of them and says how it went.
CONNSPEC=${CONNSPEC:-build/plain/connspec}
. conformance/tests/lib.sh
hostile=${HOSTILE:-build/asan/conformance/tests/hostile}
TOP_SECRET=eyJhbGciOiJub25lIn0.aG9zdGlsZS10b2tlbg.x-y_z
export TOP_SECRET

wrong() {
    echo "$mode: $*" >&2
    bad=1
}

# clean WHAT PATTERN FILE... - no byte of these files matches.
clean() {
    what=$1 pattern=$2
    shift 2
    found=$(LC_ALL=C grep -rlaP -m 1 -- "$pattern" "$@" | head -n 1) || :
    [ -z "$found" ] || wrong "$what in ${found#"$work/"}: $(LC_ALL=C grep -aoP -m 1 -- \
        ".{0,80}($pattern).{0,20}" "$found" | head -n 1 | cat -v)"
}

# run [OPTION]... - certifies $url under the eyes of `hostile --measure`: 6 seconds and the reports.
run() {
    # shellcheck disable=SC2086 # two words or none
    "$hostile" --measure "$work/measured" 40 "$connspec" certify "$url" --level core --timeout 1 \
        --max-time 6 --report-dir "$work/reports" $trust "$@" >"$work/out" 2>"$work/err"
    read -r memory status millis left <"$work/measured"
}

# A CR that a request held stands in the script that repeats it.
check_reports() {
    controls='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]'
    shown="$work/out $work/err $work/reports/junit.xml"
    # shellcheck disable=SC2086 # names of files
    clean 'control characters' "$controls" $shown "$work/reports/results.jsonl"
    clean 'control characters' '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]' "$work/reports/repro"
    # shellcheck disable=SC2086
    clean 'bidirectional controls' '\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]' $shown "$work/reports/repro"
    # shellcheck disable=SC2086
    clean 'a command for a CI server' '^::' $shown
    clean 'the token' "$TOP_SECRET" "$work/out" "$work/err" "$work/reports"
    clean '/etc/passwd' 'root:[^:]*:0:0' "$work/out" "$work/err" "$work/reports"
    xmllint --noout "$work/reports/junit.xml" 2>"$work/xml" || wrong "junit.xml: $(head -n 3 "$work/xml")"
    tail -n 1 "$work/reports/results.jsonl" | jq -e '.type == "verdict"' >/dev/null ||
        wrong 'results.jsonl has no verdict'
}

check_run() {
    # The run itself keeps to its limit; the reports come after, and disks are slow where many write.
    [ "$millis" -le 25000 ] || wrong "it took $millis ms"
    tail -n 1 "$work/reports/results.jsonl" | jq -e '(.seconds // 0) <= 9' >/dev/null ||
        wrong 'the run did not keep to --max-time'
    case $connspec in
    *asan*) ;;
    *) [ "$memory" -le 102400 ] || wrong "it took $memory KiB" ;;
    esac
    [ "$left" -eq 0 ] || wrong "$left processes are left"
    case $status in
    1 | 3) [ "$ruling" != right ] || wrong "exit status $status: $(sed -n 3,6p "$work/out")" ;;
    5) ;;
    0) [ "$ruling" != wrong ] || wrong 'it was certified' ;;
    *) wrong "exit status $status: $(tail -n 3 "$work/err" | cat -v)" ;;
    esac
    [ "$(cat "$work/out" "$work/err" | wc -l)" -le 300 ] || wrong "$(wc -l <"$work/out") lines of output"
    [ "$(cat "$work/out" "$work/err" | wc -c)" -le 100000 ] || wrong "$(wc -c <"$work/out") bytes of output"
    size=$(du -sk "$work/reports" | cut -f 1)
    [ "$size" -le 204800 ] || wrong "$size KiB of reports"
    [ "$status" -eq 0 ] || head -n 12 "$work/out" | grep -qE 'NOT CONFORMING|INCOMPLETE|NO VERDICT' ||
        wrong "no verdict in the first lines: $(head -n 3 "$work/out" "$work/err" | cat -v)"
}

check_server() {
    if grep -q '^other' "$work/log"; then wrong 'the other host was visited'; fi
    kill "${started##* }" 2>/dev/null || :
    server=0
    wait "${started##* }" || server=$?
    [ $server -eq 0 ] || wrong "the server itself ended with $server: $(tail -n 20 "$work/server.log")"
}

one() {
    mode=$1 bad=0 trust=''
    shift
    ruling=$("$hostile" --list | awk -v mode="$mode" '$1 == mode { print $2 }')
    start "$hostile" "$mode" --log "$work/log" --cacert "$work/ca.pem" --token-env TOP_SECRET "$@"
    case $url in https:*) trust="--cacert $work/ca.pem" ;; esac
    # Once all looked well, a third of the checks shows as much.
    run --token-env TOP_SECRET ${1:+--only 'core/patch-*'}
    check_run
    check_reports
    check_server
    [ -z "${SHOW:-}" ] || printf '%s\n' "$(printf '%-24s %-18s status %d %6d ms %7d KiB %4d lines %6d KiB  ' \
        "$mode" "$*" "$status" "$millis" "$memory" "$(wc -l <"$work/out")" "$size")$(sed -n 4,5p "$work/out" | cat -v | tr '\n' ' ')"
    return $bad
}

# Over plain HTTP a token goes no further than loopback, unless that was asked for.
clear_text() {
    start "$hostile" silent --after 100000 --log "$work/log" --token-env TOP_SECRET
    url=http://0.0.0.0:${url##*:}
    certify 2 --level core --timeout 1 --token-env TOP_SECRET
    expect "$work/err" 'https://, or --insecure'
    grep -q '^here' "$work/log" && fail 'the token went out over plain HTTP'
    certify 5 --level core --timeout 1 --only 'core/put-creates/*' --token-env TOP_SECRET --insecure
    expect "$work/log" "Authorization: Bearer $TOP_SECRET"
}

# A proxy that the environment names gets neither request nor token.
proxied() {
    start "$hostile" redirect-other --after 20 --log "$work/log" --token-env TOP_SECRET
    proxy=$(sed -n 's/^# other //p' "$work/log")
    http_proxy=$proxy HTTP_PROXY=$proxy https_proxy=$proxy ALL_PROXY=$proxy no_proxy='' \
        certify 1 --level core --timeout 1 --token-env TOP_SECRET
    grep -q '^other' "$work/log" && fail 'the proxy of the environment was asked'
    expect "$work/log" "Authorization: Bearer $TOP_SECRET"
}

# Who asks to be asked again a second later is asked again a second later.
throttled() {
    start "$hostile" throttled-429 --after 40 --every 400
    certify 0 --level core --timeout 5 --max-time 60
}

if [ "${1:-}" = one ]; then
    shift
    one "$@"
    exit
fi

[ "$("$hostile" --list | wc -l)" -ge 40 ] || fail 'fewer than 40 modes'
clear_text
proxied
throttled
modes=$("$hostile" --list | awk '{ print $1 }')
{
    echo "$modes"
    # Once all looked well: a few, or with HOSTILE_ALL all of them.
    for mode in ${HOSTILE_ALL:+$modes} silent closes stops-in-body drips late twice tls-self-signed tls-stops \
        redirect-307 status-304 interims headers-endless throttled-huge length-large body-endless chunk-garbage \
        gzip-bomb json-deep-within json-wide-within nul-body escapes-strings echoes-token; do
        echo "$mode --after 40"
    done
    for mode in silent closes resets-in-body dies redirect-307 escapes-error echoes-token; do echo "$mode --after 5"; done
    for mode in silent closes resets-unanswered stops-in-body json-cut redirect-self; do
        echo "$mode --after 20 --every 3"
    done
    for mode in closes-each-time closes-politely http-1.0; do echo "$mode --after 40 --every 10"; done
} | sort -u >"$work/runs"
xargs -P 3 -L 1 "$0" one <"$work/runs" || fail 'see above'
