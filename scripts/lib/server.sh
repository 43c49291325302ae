# shellcheck shell=bash disable=SC2034,SC2154
# A private PostgreSQL server: in a directory of its own below /tmp, reached by a socket in there, gone with the script. Sourced.

SERVER_DIR=''
SERVER_PID=''
SERVER_URI=''

# Not $TMPDIR: the path of a socket has to stay short, and the server's user must be able to get there.
server_prefix=/tmp/matview-pg

# The server refuses to run as root.
server_account() {
    if id -u postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# Sets AS_SERVER, the words that run a program as the server's user. Changing the user clears the wish to be told of the
# parent's death, so that one comes last: setpriv does both in this order.
set_server_user() {
    local account
    AS_SERVER=(env -C / setpriv)
    ((EUID == 0)) || return 0
    account=$(server_account)
    AS_SERVER+=("--reuid=$account" "--regid=$(id -g "$account")" --init-groups)
}

# The lock (descriptor 9) tells other runs that this directory is in use, and ends with us in every case.
make_server_dir() {
    local dir=$server_prefix.$$.$RANDOM
    mkdir -m 700 -- "$dir" || return
    SERVER_DIR=$dir
    exec 9<"$SERVER_DIR"
    flock -n 9 || return
    ((EUID != 0)) || chown -- "$(server_account):" "$SERVER_DIR"
}

# Directories of runs that were killed: nobody holds their lock. (The process in the name covers the moment before the lock.)
sweep_dead_servers() {
    local dir pid
    for dir in "$server_prefix".*.*; do
        is_ours "$dir" || continue
        pid=${dir#"$server_prefix".}
        pid=${pid%%.*}
        [[ $pid == "$$" || ! -d /proc/$pid ]] || continue
        flock -n -- "$dir" true 2>/dev/null || continue
        stop_orphan "$dir"
        rm -rf -- "$dir"
    done
}

# is_ours DIR: anybody can make directories in /tmp. Those of root's servers belong to the server's user.
is_ours() {
    [[ -d $1 && ! -L $1 ]] || return 1
    [[ -O $1 ]] || { ((EUID == 0)) && [[ $(stat -c %U -- "$1") == "$(server_account)" ]]; }
}

# stop_orphan DIR: its server, if it lives, by the directory on its command line.
stop_orphan() {
    local pid
    pid=$(head -n 1 -- "$1/data/postmaster.pid" 2>/dev/null) || return 0
    if grep -qsF -- "$1/data" "/proc/$pid/cmdline"; then
        kill -QUIT "$pid" 2>/dev/null || return 0
        await_end "$pid" 50 || kill -KILL "$pid" 2>/dev/null || true
    fi
}

# await_end PID TENTHS: waits so long for a process to be gone.
await_end() {
    local tries
    for ((tries = 0; tries < $2; ++tries)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    return 1
}

# Sets SERVER_URI. Errors come by return codes: as a step, this runs without "set -e".
start_server() {
    local bindir
    bindir=$(server_bindir) || { echo "no PostgreSQL server of version 15 or newer" >>"$LOG"; return 1; }
    sweep_dead_servers
    set_server_user
    make_server_dir || return
    make_cluster "$bindir" || return
    launch_server "$bindir"
    await_server || { cat -- "$SERVER_DIR/log" >>"$LOG"; return 1; }
    SERVER_URI="postgresql:///postgres?host=$SERVER_DIR&user=postgres"
}

make_cluster() {
    run_quietly "${AS_SERVER[@]}" --pdeathsig TERM -- "$1/initdb" -D "$SERVER_DIR/data" -U postgres -A trust --no-sync -E UTF8 \
        --locale=C.UTF-8
}

# The server is a child of this very shell (pg_ctl would put a process in between), so that it dies with it: --pdeathsig.
# Nothing in it has to survive a crash, so nothing is synchronised; shared memory in files suits the small /dev/shm of containers.
launch_server() {
    local settings=(
        listen_addresses= "unix_socket_directories=$SERVER_DIR" unix_socket_permissions=0700
        fsync=off synchronous_commit=off full_page_writes=off
        max_connections=50 shared_buffers=256MB max_wal_size=4GB dynamic_shared_memory_type=mmap
        jit=off timezone=UTC log_timezone=UTC
    )
    setsid "${undo_ignore[@]}" "${AS_SERVER[@]}" --pdeathsig QUIT -- "$1/postgres" -D "$SERVER_DIR/data" "${settings[@]/#/--}" \
        </dev/null >"$SERVER_DIR/log" 2>&1 8>&- 9>&- &
    SERVER_PID=$!
}

# The last line of postmaster.pid says when it takes connections.
await_server() {
    local tries
    for ((tries = 0; tries < 1200; ++tries)); do
        if grep -qs '^ready' "$SERVER_DIR/data/postmaster.pid"; then return 0; fi
        kill -0 "$SERVER_PID" 2>/dev/null || return 1
        sleep 0.05
    done
    return 1
}

# The usual way first (twice: while it starts up, a signal can get lost), then more and more harshly.
stop_server() {
    local signal
    if [[ -n $SERVER_PID ]]; then
        for signal in INT INT QUIT KILL; do
            kill "-$signal" "$SERVER_PID" 2>/dev/null || break
            await_end "$SERVER_PID" 20 && break
        done
        SERVER_PID=''
    fi
    if [[ -n $SERVER_DIR ]]; then
        rm -rf -- "$SERVER_DIR"
        SERVER_DIR=''
    fi
}
