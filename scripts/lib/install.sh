# shellcheck shell=bash disable=SC2119,SC2120,SC2154
# Installing what is missing, or saying why that can't be. Sourced.

# While it exists, Debian makes no database cluster when a server is installed. It has to sort last to have the last word.
no_cluster_conf=/etc/postgresql-common/createcluster.d/zz-matview-scripts.conf

MISSING=()
UNPACK=''   # a package that is unpacked below the build directory rather than installed
APT_PID=''

# Says what install_packages will do; the script ends here with --no-install, or when something is missing and there is no apt.
plan_packages() {
    find_missing
    if has_apt; then
        set_boost_aside
        can_install || report_without_root
        announce
    else
        report_without_apt
    fi
    ((INSTALL)) || exit 0
}

install_packages() {
    has_apt || return 0
    if ((${#MISSING[@]})); then
        step install apt_install "${MISSING[@]}" || install_failed
    fi
    if [[ -n $UNPACK ]]; then
        step unpack unpack_boost || install_failed
    fi
    remove_forgotten_conf
}

install_line() { printf 'apt-get install -y --no-install-recommends %s' "${MISSING[*]}"; }

announce() {
    local installing=Installing unpacking=Unpacking
    if ((INSTALL == 0)); then
        installing='Would install' unpacking='Would unpack'
    fi
    if ((${#MISSING[@]})); then
        say "$installing: ${MISSING[*]}"
        say "  with: $(sudo_prefix)$(install_line)"
    fi
    if [[ -n $UNPACK ]]; then
        say "$unpacking below $BUILD: $UNPACK (to install it would remove $(boost_rivals | paste -sd' '))"
    fi
    if ((${#MISSING[@]} == 0)) && [[ -z $UNPACK ]]; then say "Nothing is missing."; fi
}

report_without_apt() {
    local i lines=''
    if ((${#MISSING[@]})); then
        for ((i = 0; i < ${#MISSING[@]}; ++i)); do
            lines+=$(printf '\n  %-18s the %s' "${MISSING[i]}" "${MISSING_PROBES[i]}")
        done
        warn "${0##*/}: missing, and there is no apt-get to install it with (Debian's names, and what was looked for):$lines"
        ((INSTALL == 0)) || exit 1
    else
        say "Nothing is missing${OPTIONAL_MISSING[*]:+ that can not be done without (${OPTIONAL_MISSING[*]})}."
    fi
}

install_failed() {
    die "can't install what is missing (no network? sudo not allowed?): ${MISSING[*]} $UNPACK"
}

sudo_prefix() { if ((EUID != 0)) && has_command sudo; then printf 'sudo '; fi; }

can_install() { ((INSTALL == 0 || ${#MISSING[@]} == 0 || EUID == 0)) || has_command sudo; }

report_without_root() {
    die "missing: ${MISSING[*]}. To install needs root, or sudo, which is not here." \
        "As root: apt-get update && $(install_line)"
}

# apt_install PACKAGE...: as root; without packages it only fetches the package lists. Not on a leash: apt-install.sh ends by
# itself what must not be cut off.
apt_install() {
    local command=(bash "$lib/apt-install.sh") status=0
    if [[ " $* " == *' postgresql'* ]]; then command+=(--no-cluster "$no_cluster_conf"); fi
    if ((EUID != 0)); then command=(sudo "${command[@]}"); fi
    "${undo_ignore[@]}" "${end_with_us[@]}" "${command[@]}" "$@" </dev/null >>"$LOG" 2>&1 8>&- 9>&- &
    APT_PID=$!
    wait_for "$APT_PID" || status=$?
    APT_PID=''
    # sudo may take Ctrl-C for the program it runs, so that this script learns of it only here.
    ((status != 130)) || exit 130
    return "$status"
}

# At the end of the script.
end_apt() {
    if [[ -n $APT_PID ]] && kill -0 "$APT_PID" 2>/dev/null; then
        warn "waiting for apt-get to end what it has begun, so that no package is left half installed"
        kill -TERM "$APT_PID" 2>/dev/null
        wait "$APT_PID"
    fi
}

# A run that was killed may have left it. Once a server is installed it has done its work.
remove_forgotten_conf() {
    if [[ -e $no_cluster_conf && -w ${no_cluster_conf%/*} ]] && server_bindir >/dev/null; then
        rm -f -- "$no_cluster_conf"
    fi
}

# What of the user's Debian would remove to install Boost 1.81.
boost_rivals() {
    installed_packages 'libboost1.*-dev' bjam boost-build | grep -E '^(libboost1\.[0-9]+-dev|bjam|boost-build)$'
}

# Then its headers are unpacked below the build directory instead, where CMake finds them by Boost_ROOT.
set_boost_aside() {
    local package kept=()
    [[ " ${MISSING[*]} " == *' libboost1.81-dev '* && -n $(boost_rivals) ]] || return 0
    for package in "${MISSING[@]}"; do
        [[ $package == libboost1.81-dev ]] || kept+=("$package")
    done
    MISSING=("${kept[@]}")
    export Boost_ROOT=$BUILD/boost/usr
    [[ -e $Boost_ROOT/include/boost/pfr.hpp ]] || UNPACK=libboost1.81-dev
}

unpack_boost() {
    local dir=$BUILD/boost
    rm -rf -- "$dir" "$dir.part"
    mkdir -- "$dir.part" || return
    # Perhaps only the package lists are missing.
    download_into "$dir.part" || { apt_install && download_into "$dir.part"; } || return
    run_quietly dpkg-deb -x "$dir.part"/*.deb "$dir.part" || return
    rm -- "$dir.part"/*.deb
    mv -- "$dir.part" "$dir"
}

download_into() { run_quietly env -C "$1" apt-get download "$UNPACK"; }
