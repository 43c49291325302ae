# shellcheck shell=bash
# Starting programs so that none outlives the script, however the script ends. Sourced.
#
# Each program runs in a session of its own: Ctrl-C in the terminal reaches this script alone, which then ends everything in
# order. A mark in their environment finds also those that went to the background. If the script is killed outright, the kernel
# sends SIGTERM to the program in its place.

MARK="matview-$$-$RANDOM$RANDOM"

# A shell without job control has its background jobs ignore Ctrl-C. Ignored is inherited, so it is undone for our programs.
undo_ignore=()
if env --default-signal=INT true 2>/dev/null; then
    undo_ignore=(env '--default-signal=INT,QUIT')
fi
end_with_us=()
if setpriv --pdeathsig TERM true 2>/dev/null; then
    end_with_us=(setpriv --pdeathsig TERM --)
fi
leash=(setsid "${undo_ignore[@]}" "${end_with_us[@]}")

# obey_interrupts ARGUMENT...: starts the script anew if it was told to ignore Ctrl-C itself (as by "scripts/demo &" in a
# script): bash can't trap a signal that was ignored from the start.
obey_interrupts() {
    local ignored
    ignored=$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$$/status" 2>/dev/null) || return 0
    if ((16#${ignored:-0} & 2)) && ((${#undo_ignore[@]})); then
        exec "${undo_ignore[@]}" "$BASH" "$0" "$@"
    fi
}

on_leash() {
    export MATVIEW_SCRIPTS="$MARK ${MATVIEW_SCRIPTS:-}"
    exec "${leash[@]}" "$@"
}

# run COMMAND...: runs it to its end, and returns its exit status.
# (Descriptors 8 and 9 hold locks, which must end with the script.)
run() {
    on_leash "$@" </dev/null 8>&- 9>&- &
    wait_for $!
}

# run_into FILE COMMAND...: the same, with the output added to a file.
run_into() {
    on_leash "${@:2}" </dev/null >>"$1" 2>&1 8>&- 9>&- &
    wait_for $!
}

run_quietly() { run_into "$LOG" "$@"; }

wait_for() {
    local status=0
    wait "$1" || status=$?
    return "$status"
}

# Call once, early: whatever happens from here on, finish() runs.
handle_signals() {
    trap finish EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 131' QUIT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
}

# The programs end before the server that they talk to.
finish() {
    local status=$?
    trap '' HUP INT QUIT PIPE TERM
    trap - EXIT
    set +e
    ((status <= 128)) || printf '\n%s: interrupted, cleaning up\n' "${0##*/}" >&2 2>/dev/null
    end_apt
    end_children
    stop_server
    exit "$status"
}

# living_children JOB...: the processes in the sessions of these jobs, and all that carry our mark; zombies aside.
living_children() {
    local sessions="$*"
    {
        grep -lszE -- "^MATVIEW_SCRIPTS=.*$MARK" /proc/[0-9]*/environ
        grep -lsE -- "^[0-9]+ \(.*\) [^ZX] [0-9]+ [0-9]+ (${sessions// /|}) " /proc/[0-9]*/stat
    } | tr -cd '0-9\n' | sort -u
}

# Asks every program to end; those with a schema of their own in a database take it away first. After three seconds the
# processes outside their groups are asked too, after ten they are all killed.
end_children() {
    local job jobs tries pids
    mapfile -t jobs < <(jobs -p | grep -vxF -- "${SERVER_PID:-none}")
    for job in "${jobs[@]}"; do
        # The group, or the process alone when it had no time yet to get a group.
        kill -TERM -- "-$job" 2>/dev/null || kill -TERM "$job" 2>/dev/null
    done
    for ((tries = 0; tries < 100; ++tries)); do
        mapfile -t pids < <(living_children "${jobs[@]:-none}")
        ((${#pids[@]})) || return 0
        ((tries != 30)) || kill -TERM "${pids[@]}" 2>/dev/null
        sleep 0.1
    done
    kill -KILL "${pids[@]}" 2>/dev/null
}
