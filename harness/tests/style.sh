#!/bin/sh
# Layers, format, and no warning from clang either.
set -eu
scripts/check-layers
sources=$(git ls-files -co --exclude-standard '*.c' '*.h')
# shellcheck disable=SC2086 # a list of files
clang-format --dry-run --Werror $sources
flags=$(pkg-config --cflags json-glib-1.0) # its headers are in no usual place
if command -v clang >/dev/null; then
    for file in $(git ls-files -co --exclude-standard '*.c'); do
        # shellcheck disable=SC2086 # words
        clang $flags -std=c17 -D_GNU_SOURCE -Iharness -I. -DCONNSPEC_VERSION='""' -Wall -Wextra -Werror -Wshadow \
            -Wstrict-prototypes -Wmissing-prototypes -fsyntax-only "$file"
    done
fi
# Functions that promise too little about the size of what they write.
if echo "$sources" | xargs grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\(' /dev/null; then
    echo 'these functions are not used here' >&2
    exit 1
fi
# The top level is fixed: what a fuzzer leaves in the folder it was started in does not get in.
extra=$(git ls-files -co --exclude-standard | sed 's,/.*,,' | sort -u |
    grep -vxE '\..*|Makefile|README\.md|corpus|harness|conformance|reports|scripts' || :)
[ -z "$extra" ] || { echo "not of the top level: $extra" >&2; exit 1; }
# A test that cannot be started fails for everybody but its author.
closed=$(for file in $(git ls-files -co --exclude-standard '*/tests/*.sh' 'scripts/*'); do
    [ -d "$file" ] || [ -x "$file" ] || [ "$(head -c 2 "$file")" != '#!' ] || echo "$file"
done)
[ -z "$closed" ] || { echo "not executable (chmod +x): $closed" >&2; exit 1; }
