# shellcheck shell=bash disable=SC2034
# What scripts/demo and scripts/test have in common on the command line and in the environment. Sourced.

DATABASE=''  # --database: somebody's own server, instead of a private one
INSTALL=1    # --no-install sets it to 0

# option_value OPTION VALUE...: the value of an option, which must be there and not be empty.
option_value() {
    [[ $# -ge 2 && -n $2 ]] || usage_error "$1 needs a value"
    printf '%s' "$2"
}

# A private server must not be mixed up with one that the environment names. With --database, PG* may complete the URI.
isolate_environment() {
    local name
    unset MATVIEW_TEST_DATABASE
    [[ -z $DATABASE ]] || return 0
    for name in "${!PG@}"; do
        unset "$name"
    done
}
