# shellcheck shell=bash disable=SC2034
# What the scripts need, and what of it is missing here. Sourced.

# A need is a line "package|probe|importance". The package counts where there is apt, the probe elsewhere; without apt an
# optional need is reported and done without.
NEEDS=()
need() { NEEDS+=("$1|$2|${3:-required}"); }

# Debian 12 has versions in its package names that later releases don't have; there the unversioned name is recent enough.
is_bookworm() { [[ -r /etc/debian_version && $(</etc/debian_version) == 12* ]]; }

# on_bookworm PACKAGE OTHERWISE
on_bookworm() { if is_bookworm; then echo "$1"; else echo "$2"; fi; }

need_build_tools() {
    need g++ 'command g++'
    need cmake 'command cmake'
    need ninja-build 'command ninja'
    need ccache 'command ccache' optional
    need libpq-dev 'header libpq-fe.h'
    need libfmt-dev 'header fmt/core.h'
    need libcli11-dev 'header CLI/CLI.hpp'
    need nlohmann-json3-dev 'header nlohmann/json.hpp'
    # The plain libboost-dev of Debian 12 is 1.74, which has no PFR yet.
    need "$(on_bookworm libboost1.81-dev libboost-dev)" 'header boost/pfr.hpp'
}

need_server() {
    need "$(on_bookworm postgresql-15 postgresql)" 'server of PostgreSQL 15 or newer'
}

need_test_tools() {
    need doctest-dev 'header doctest/doctest.h'
    need "$(on_bookworm clang-14 clang)" 'command clang++-14 clang++' optional
    need "$(on_bookworm libclang-rt-14-dev libclang-rt-dev)" 'sanitizers of clang' optional
    need pgbouncer 'command pgbouncer' optional
    need openssl 'command openssl' optional
    need iproute2 'command ip' optional
    need libbenchmark-dev 'header benchmark/benchmark.h' optional
    need valgrind 'command valgrind' optional
    need "$(on_bookworm clang-format-14 clang-format)" 'command clang-format-14 clang-format' optional
    need "$(on_bookworm clang-tidy-14 clang-tidy)" 'command clang-tidy-14 clang-tidy' optional
}

has_apt() { has_command apt-get && has_command dpkg-query; }

# Sets MISSING and OPTIONAL_MISSING to the packages, MISSING_PROBES to what was looked for in vain.
find_missing() {
    local line package probe importance
    MISSING=() OPTIONAL_MISSING=() MISSING_PROBES=()
    for line in "${NEEDS[@]}"; do
        IFS='|' read -r package probe importance <<<"$line"
        if is_satisfied "$package" "$probe"; then
            continue
        elif has_apt || [[ $importance == required ]]; then
            MISSING+=("$package") MISSING_PROBES+=("$probe")
        else
            OPTIONAL_MISSING+=("$package")
        fi
    done
}

# is_satisfied PACKAGE PROBE
is_satisfied() {
    if has_apt; then
        has_package "$1"
    else
        # shellcheck disable=SC2086  # a probe is several words
        has_part $2
    fi
}

# installed_packages PATTERN...: the names of those installed.
installed_packages() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p'
}

# has_package PACKAGE: any server and any Boost that is new enough will do.
has_package() {
    local wanted
    case $1 in
        postgresql*) wanted='postgresql-(1[5-9]|[2-9][0-9])' ;;
        libboost*) wanted='libboost1\.(7[5-9]|[89][0-9])-dev' ;;
        *) wanted=${1//[+.]/\\&} ;;
    esac
    installed_packages "$1" 'postgresql-[0-9]*' 'libboost1.*-dev' | grep -qxE -- "$wanted"
}

# has_part KIND WHAT...: is it on this system, wherever it came from?
has_part() {
    case $1 in
        command) has_command "${@:2}" ;;
        header) has_header "$2" ;;
        server) server_bindir >/dev/null ;;
        sanitizers) has_clang_runtime ;;
    esac
}

# has_command NAME...: one of them
has_command() {
    local name
    for name; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

has_header() {
    local dir dirs
    IFS=: read -ra dirs <<<"${CPATH:-}:${CPLUS_INCLUDE_PATH:-}:$(pg_config --includedir 2>/dev/null)"
    for dir in "${dirs[@]}" /usr/include /usr/local/include /usr/include/postgresql /usr/include/pgsql; do
        if [[ -n $dir && -e $dir/$1 ]]; then return 0; fi
    done
    return 1
}

has_clang_runtime() {
    compgen -G '/usr/lib*/llvm*/lib/clang/*/lib/*/libclang_rt.asan*' || compgen -G '/usr/lib*/clang/*/lib/*/libclang_rt.asan*'
} >/dev/null

# Directories that may hold the server's programs: Debian's, newest first, then the PATH's and other systems'.
server_bindir_candidates() {
    printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV
    type -P initdb | sed 's,/[^/]*$,,'
    pg_config --bindir 2>/dev/null || true
    printf '%s\n' /usr/bin /usr/local/bin /usr/local/pgsql/bin
}

server_bindir() {
    local dirs dir version
    mapfile -t dirs < <(server_bindir_candidates)
    for dir in "${dirs[@]}"; do
        [[ -x $dir/initdb && -x $dir/postgres ]] || continue
        version=$("$dir/postgres" --version 2>/dev/null) || continue
        version=${version##*(PostgreSQL) }
        version=${version%%[!0-9]*}
        ((${version:-0} >= 15)) || continue
        printf '%s' "$dir"
        return 0
    done
    return 1
}
