# shellcheck shell=bash disable=SC2034
# What the scripts print: messages, errors, and steps with the time each took. Sourced.

if [[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
    bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' yellow=$'\e[33m' plain=$'\e[0m'
else
    bold='' green='' red='' yellow='' plain=''
fi

LOG=''      # where quiet steps write, see start_log
SUMMARY=()  # one line a step: name|result|detail
declare -A ADDS=()  # what a step tests that no other does, by its name

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

# die MESSAGE
die() {
    warn "${0##*/}: $*"
    exit 1
}

# usage_error MESSAGE: one line, and the exit status that means "called wrongly".
usage_error() {
    warn "${0##*/}: $* (see ${0##*/} --help)"
    exit 2
}

# start_log FILE: quiet steps write there from now on.
start_log() {
    LOG=$1
    : >"$LOG"
}

show_log_tail() {
    [[ -s $LOG ]] || return 0
    warn "--- the last lines of $LOG"
    tail -n 40 -- "$LOG" >&2
    warn "---"
}

# Microseconds. The decimal sign of EPOCHREALTIME follows the locale, so it is dropped.
now() { printf '%s' "${EPOCHREALTIME//[!0-9]/}"; }

# seconds_since START
seconds_since() {
    local tenths=$((($(now) - $1) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# step NAME COMMAND...: a command whose output goes to the log; its end is shown when it fails.
step() {
    local name=$1 start status=0
    start=$(now)
    shift
    printf '  %-20s' "$name"
    "$@" || status=$?
    conclude "$name" "$status" "$start"
    ((status == 0)) || show_log_tail
    return "$status"
}

# step_shown NAME COMMAND...: a command whose output the user wants to see.
step_shown() {
    local name=$1 start status=0
    start=$(now)
    shift
    say "${bold}== $name${plain}"
    "$@" || status=$?
    printf '  %-20s' "$name"
    conclude "$name" "$status" "$start"
    return "$status"
}

# conclude NAME STATUS START: says how a step ended, and keeps it for the summary.
conclude() {
    local took
    took=$(seconds_since "$3")
    if (($2 == 0)); then
        say "${green}ok${plain}  $took"
        SUMMARY+=("$1|ok|$took")
    else
        say "${red}failed${plain} (exit status $2)  $took"
        SUMMARY+=("$1|failed|$took")
    fi
}

# skip_step NAME REASON
skip_step() {
    SUMMARY+=("$1|skipped|$2")
}

# adds NAME WHAT
adds() { ADDS[$1]=$2; }

print_summary() {
    local line name result detail colour
    say "${bold}== summary${plain}"
    for line in "${SUMMARY[@]}"; do
        IFS='|' read -r name result detail <<<"$line"
        case $result in
            ok) colour=$green ;;
            failed) colour=$red ;;
            *) colour=$yellow ;;
        esac
        printf '  %-20s%s%-9s%s%s\n' "$name" "$colour" "$result" "$plain" "$detail${ADDS[$name]:+  (${ADDS[$name]})}"
    done
}
