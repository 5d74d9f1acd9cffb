# lib.sh - what the end-to-end tests share. Sourced; not a test.
# shellcheck shell=sh
set -eu

connspec=${CONNSPEC:-build/asan/connspec}
work=$(mktemp -d)
started=''
export ASAN_OPTIONS=detect_leaks=1

end() {
    for pid in $started; do
        kill "$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
    done
    rm -rf "$work"
}
trap end EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# start COMMAND... - runs a server that prints its URL; sets $url.
start() {
    rm -f "$work/url"
    mkfifo "$work/url"
    "$@" >"$work/url" 2>"$work/server.log" &
    started="$started $!"
    read -r url <"$work/url" || { cat "$work/server.log"; fail "$* did not start"; }
}

# certify STATUS [OPTION]... - certifies $url, which must end with that status; output in $work/out.
certify() {
    wanted=$1
    shift
    status=0
    "$connspec" certify "$url" --report-dir "$work/reports" "$@" >"$work/out" 2>"$work/err" || status=$?
    [ $status -eq "$wanted" ] || {
        cat "$work/out" "$work/err"
        fail "certify $* ended with $status, not $wanted"
    }
}

# count STATUS - how many checks of the last run ended so.
count() {
    jq -s --arg status "$1" '[.[] | select(.type == "check" and .status == $status)] | length' \
        "$work/reports/results.jsonl"
}

expect() { # FILE PATTERN
    grep -qE -- "$2" "$1" || {
        cat "$1"
        fail "$1 has no '$2'"
    }
}
