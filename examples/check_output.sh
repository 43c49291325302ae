#!/usr/bin/env bash
# Checks what the examples show: check_output.sh FILE. FILE holds the output of all, among other lines maybe.
#
# Each file in expected/ holds an example's lines. <n> stands for a number, <text> for anything but nothing. Empty lines and the
# width of gaps do not count. Prints the reason and exits with 1 where something differs.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")

# squeezed FILE: its lines without what does not count.
squeezed() { sed -E 's/[[:space:]]+/ /g; s/^ //; s/ $//; /^$/d' -- "$1"; }

# pattern_of LINE: the regular expression for it.
pattern_of() { sed -E 's/[][\.*^$+?(){}|]/\\&/g; s/<n>/[0-9][0-9,.]*/g; s/<text>/.+/g; s/.*/^&$/' <<<"$1"; }

# check EXPECTED: looks for its first line, then compares line by line. Sets REASON.
check() {
    local -a expected
    local i at=-1
    mapfile -t expected < <(squeezed "$here/expected/$1")
    for i in "${!shown[@]}"; do
        if [[ ${shown[i]} =~ $(pattern_of "${expected[0]}") ]]; then at=$i; break; fi
    done
    if ((at < 0)); then
        REASON="$1: there is no line like \"${expected[0]}\""
        return 1
    fi
    for i in "${!expected[@]}"; do
        [[ ${shown[at + i]-} =~ $(pattern_of "${expected[i]}") ]] && continue
        REASON=$(printf '%s, line %d:\n  expected: %s\n  shown:    %s' "$1" $((i + 1)) "${expected[i]}" "${shown[at + i]-(the end)}")
        return 1
    done
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

(($# == 1)) || fail "Usage: $0 FILE"
[[ -r $1 ]] || fail "$1 can't be read"
mapfile -t shown < <(squeezed "$1")

REASON=''
check 01.txt || fail "$REASON"
check 02_skipped.txt || check 02.txt || fail "$REASON"
check 03.txt || fail "$REASON"
check 04.txt || fail "$REASON"
