#!/usr/bin/env bash
# Installs Debian packages; runs as root, by itself: apt-install.sh [--no-cluster CONF] PACKAGE...
#
# --no-cluster: CONF keeps Debian from making a database cluster when it installs a server, and is taken away again afterwards.
# Interrupted while packages are fetched, it stops at once. Later it stops after the few packages at hand: a half-done dpkg
# would have to be repaired by hand.
# shellcheck disable=SC2317  # functions called by traps
set -euo pipefail
umask 022
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

conf=''
if [[ ${1:-} == --no-cluster ]]; then
    conf=$2
    shift 2
fi
packages=("$@")

made_dirs=()
interrupted=0
stoppable=1
job=''
output=''
archives=''

on_signal() {
    interrupted=$1
    ((stoppable)) || return 0
    [[ -z $job ]] || kill -TERM -- "-$job" 2>/dev/null || true
    exit "$interrupted"
}

finish() {
    local status=$?
    trap '' HUP INT QUIT TERM
    set +e
    [[ -z $job ]] || wait "$job"
    allow_clusters
    rm -rf -- ${output:+"$output"} ${archives:+"$archives"}
    exit "$status"
}

forbid_clusters() {
    local dir
    for dir in "${conf%/*/*}" "${conf%/*}"; do
        if [[ ! -d $dir ]]; then
            mkdir -p -- "$dir"
            made_dirs=("$dir" "${made_dirs[@]}")
        fi
    done
    cat >"$conf" <<'END'
# Written by matview's scripts while they install a server, and removed by them.
create_main_cluster = false
END
}

# Only once no server is left half installed: its later completion would make the cluster after all.
allow_clusters() {
    [[ -n $conf ]] || return 0
    if dpkg-query -W -f '${db:Status-Status} ${Package}\n' 'postgresql-[0-9]*' 2>/dev/null |
        grep -vE '^(installed|not-installed|config-files) ' | grep -qE ' postgresql-[0-9]+$'; then
        echo "A server is half installed, so $conf stays; remove it when the installation is whole."
        return 0
    fi
    rm -f -- "$conf"
    ((${#made_dirs[@]} == 0)) || rmdir --ignore-fail-on-non-empty -- "${made_dirs[@]}"
}

# apt ARGUMENT...: waits up to two minutes for another apt (its own option for that covers only one of its locks).
apt() {
    local status deadline=$((SECONDS + 120))
    while :; do
        setsid env --default-signal=INT,QUIT apt-get -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" \
            </dev/null >"$output" 2>&1 &
        job=$!
        await_job && status=0 || status=$?
        job=''
        cat -- "$output"
        if ((status == 0)); then return 0; fi
        if ((SECONDS >= deadline)) || ! grep -q 'Could not get lock' "$output"; then return "$status"; fi
        sleep 2
    done
}

# A signal ends "wait" early; then the job goes on, and so does the waiting.
await_job() {
    local status
    while :; do
        status=0
        wait "$job" || status=$?
        kill -0 "$job" 2>/dev/null || return "$status"
    done
}

# No packages of the user's are removed, and no settings overwritten.
install_packages() {
    apt install -y --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold \
        -o Dir::Cache::archives="$archives" "$@"
}

# The usual place for downloaded packages is emptied after each installation, in containers.
make_temporary() {
    output=$(mktemp)
    archives=$(mktemp -d /var/cache/apt/matview.XXXXXX)
    chmod 755 -- "$archives"
}

trap finish EXIT
trap 'on_signal 129' HUP
trap 'on_signal 130' INT
trap 'on_signal 131' QUIT
trap 'on_signal 143' TERM

make_temporary
[[ -z $conf ]] || forbid_clusters
apt update || echo "apt-get update failed; trying with the package lists that are here"
((${#packages[@]})) || exit 0
install_packages --download-only "${packages[@]}"
stoppable=0
for ((i = 0; i < ${#packages[@]}; i += 4)); do
    install_packages "${packages[@]:i:4}"
    ((interrupted == 0)) || exit "$interrupted"
done
