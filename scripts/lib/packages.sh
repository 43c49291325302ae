# shellcheck shell=bash disable=SC2154
# Each way to take matview in: a program is built outside of the checkout and run. Sourced.
#
# The commands are those of docs/install.md and README.md, taken from there. What cannot be tried is skipped with its reason, unless
# $MATVIEW_REQUIRE (names, separated by commas) says that it has to be: deb, conan, vcpkg, libc++.

PLACE=''  # where the programs are built

need_package_tools() {
    need pkg-config 'command pkg-config'
    need dpkg-dev 'command dpkg-shlibdeps' optional
    need python3-venv 'command python3' optional
}

# block FILE HEADING LANGUAGE N: the Nth block of that language behind a heading, or behind the file's begin for ''.
block() {
    awk -v heading="$2" -v fence="\`\`\`$3" -v wanted="$4" '
        heading == "" || $0 == heading { inside = 1 }
        heading != "" && /^## / && $0 != heading { inside = 0 }
        inside && $0 == fence { ++number; printing = 1; next }
        $0 == "```" { printing = 0 }
        inside && printing && number == wanted { print }' "$1"
}

# skip_or_fail NAME REASON [STEP]: skips, or fails where it is required.
skip_or_fail() {
    local name=${3:-package $1}
    say "  $name: skipped: $2"
    if [[ ,${MATVIEW_REQUIRE:-}, == *,$1,* ]]; then
        SUMMARY+=("$name|failed|$2")
        return 1
    fi
    skip_step "$name" "$2"
}

# has_commit: this checkout is a git repository, so that there is something to fetch or to make an archive of.
has_commit() { git -C "$root" rev-parse HEAD >/dev/null 2>&1; }

# in_way DIRECTORY: runs commands from stdin there as a user would, without any warning. They find this checkout and ccache,
# which takes the files that unity builds make in their own directories for the same ones, wherever these are.
in_way() {
    local script
    script=$(sed "s,path/to/matview,$root,g")
    run_quietly env -C "$1" HOME="$PLACE/home" CXXFLAGS="$strict_flags" DATABASE_URL="${DATABASE:-$SERVER_URI}" \
        CMAKE_CXX_COMPILER_LAUNCHER="$(type -P ccache)" CCACHE_DIR="$(ccache -k cache_dir 2>/dev/null)" CCACHE_BASEDIR="$BUILD" \
        MATVIEW_BUILD_DIR="$BUILD" bash -exc "$script"
}

# a_service DIRECTORY: the test's service, without a build.
a_service() {
    mkdir -p -- "$1"
    cp -- "$root"/tests/package/service/main.cpp "$1"
}

# prints DIRECTORY PROGRAM EXPECTED: what the program prints is what it should.
prints() {
    env -C "$1" DATABASE_URL="${DATABASE:-$SERVER_URI}" "$2" 2>>"$LOG" | diff "$3" - >>"$LOG" 2>&1
}

expected=$root/tests/package/service/expected.txt

# installed HEADING NAME: builds and installs, then builds a service that finds it.
installed() {
    local dir=$PLACE/$2
    a_service "$dir"
    block "$root/docs/install.md" "$1" cmake 1 >"$dir/CMakeLists.txt"
    block "$root/docs/install.md" "$1" sh 1 | in_way "$dir" || return
    block "$root/docs/install.md" "$1" sh 2 | in_way "$dir" || return
    prints "$dir" build/service "$expected"
}

# The tree holds what is listed, and nothing else. Headers are those of include/.
installed_files() {
    local dir=$PLACE/home/$1 listed=$root/tests/package/installed_$1.txt
    diff <(find "$dir" -mindepth 1 ! -type d -printf '%P\n' | grep -v '^include/' | sort) <(sort "$listed") >>"$LOG" || return
    diff <(find "$dir/include" -type f -printf '%P\n' | sort) <(find "$root/include" -type f -printf '%P\n' | sort) >>"$LOG" || return
    # No path of the place where it was built.
    ! grep -rlF -e "$root" -e "$PLACE" --include='*.cmake' --include='*.pc' "$dir" >>"$LOG"
}

# What was installed below DESTDIR and then moved is found where it is now.
relocated() {
    local dir=$PLACE/relocated
    a_service "$dir"
    block "$root/docs/install.md" '## CMake, static' cmake 1 >"$dir/CMakeLists.txt"
    in_way "$dir" <<'END' || return
DESTDIR="$PWD/stage" cmake --install ../static/matview --prefix /opt/matview
mv stage/opt/matview "moved to here"
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$PWD/moved to here"
cmake --build build
END
    prints "$dir" build/service "$expected"
}

with_pkg_config() {
    local dir=$PLACE/pkg-config-$1
    a_service "$dir"
    block "$root/docs/install.md" '## pkg-config' sh 1 | sed "s,HOME/static,HOME/$1,; s,^\./service\$,LD_LIBRARY_PATH=\$HOME/$1/lib ./service," |
        in_way "$dir" || return
    LD_LIBRARY_PATH=$PLACE/home/$1/lib prints "$dir" ./service "$expected"
}

# COMPONENTS: each is found and linked, with all that is in it; one that does not exist is refused.
components() {
    local dir=$PLACE/components
    mkdir -p -- "$dir"
    cp -- "$root"/tests/package/service/{components.cpp,board.hpp} "$dir"
    cat >"$dir/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(components LANGUAGES CXX)
find_package(matview 0.1 CONFIG REQUIRED COMPONENTS testing json manage)
add_executable(components components.cpp)
target_link_libraries(components PRIVATE matview::testing matview::json matview::manage)
enable_testing()
add_executable(whole $<TARGET_OBJECTS:components>)
target_link_libraries(whole PRIVATE matview::json "$<LINK_LIBRARY:WHOLE_ARCHIVE,matview::testing,matview::manage>")
matview_verify(components HEADERS board.hpp MODELS Board)
find_package(matview 0.1 CONFIG QUIET COMPONENTS nonsense)
if(matview_FOUND)
  message(FATAL_ERROR "there is no component nonsense")
endif()
find_package(matview 0.2 CONFIG QUIET)
if(matview_FOUND)
  message(FATAL_ERROR "0.1 is no 0.2")
endif()
END
    in_way "$dir" <<END || return
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="\$HOME/$1"
cmake --build build
build/components sql Board
END
}

# README's lines and README's program: sources in the project, on the database that README's SQL makes.
from_readme() {
    local dir=$PLACE/readme
    mkdir -p -- "$dir"
    block "$root/README.md" '' cpp 1 >"$dir/main.cpp"
    block "$root/README.md" '' sql 1 >"$dir/make.sql"
    block "$root/README.md" '' text 1 >"$dir/expected.txt"
    block "$root/README.md" '' cmake 1 | sed "s,add_subdirectory(matview),add_subdirectory($root matview)," >"$dir/CMakeLists.txt"
    in_way "$dir" <<'END' || return
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release
cmake --build build
cmake --install build --prefix "$PWD/nothing"
test ! -e nothing
! ninja -C build -t targets all | grep -E 'matview/(tests|examples|tools|bench)/'
END
    on_readme_database "$dir"
}

# The program finds a server by the PG* environment; that is our own one, or what --database was completed by.
on_readme_database() {
    local psql
    [[ -z $DATABASE ]] || return 0
    psql=$(server_bindir)/psql
    export PGHOST=$SERVER_DIR PGUSER=postgres PGDATABASE=readme
    run_quietly "$psql" -qX -d postgres -c 'CREATE DATABASE readme' && run_quietly "$psql" -qX -f "$1/make.sql" &&
        env -C "$1" build/leaderboard 2>>"$LOG" | diff "$1/expected.txt" - >>"$LOG" 2>&1
    local status=$?
    unset PGHOST PGUSER PGDATABASE
    return "$status"
}

# The same fetched from a repository, and built in a few large files.
from_fetch_content() {
    local dir=$PLACE/fetch
    a_service "$dir"
    {
        printf 'cmake_minimum_required(VERSION 3.25)\nproject(service LANGUAGES CXX)\n'
        block "$root/README.md" '' cmake 2 | sed "s,/path/to/matview,$root,; s,GIT_TAG main,GIT_TAG $(git -C "$root" rev-parse HEAD),"
        printf 'add_executable(service main.cpp)\ntarget_link_libraries(service PRIVATE matview::matview)\n'
    } >"$dir/CMakeLists.txt"
    in_way "$dir" <<'END' || return
cmake -S . -B build -G Ninja -DCMAKE_UNITY_BUILD=ON
cmake --build build
END
    prints "$dir" build/service "$expected"
}

# two_libraries static|shared
two_libraries() {
    local dir=$PLACE/two-$1
    cp -r -- "$root/tests/package/two_libraries" "$dir"
    in_way "$dir" <<END || return
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="\$HOME/$1"
cmake --build build
END
    prints "$dir" build/two_libraries "$dir/expected.txt"
}

# Installed for real, and taken away again.
with_debian_packages() {
    local dir=$PLACE/debian status=0
    a_service "$dir"
    block "$root/docs/install.md" '## Debian packages' sh 1 | sed "s,path/to/matview/build/packages,$BUILD/packages,g" |
        in_way "$dir" || status=$?
    if ((status == 0)); then prints "$dir" ./service "$expected" || status=$?; fi
    run_quietly dpkg --purge matview libmatview-dev libmatview0.1 || status=$?
    return "$status"
}

debian_step() {
    if ! has_apt || ! has_command dpkg-shlibdeps; then
        skip_or_fail deb "this is no Debian"
    elif ((EUID != 0)); then
        skip_or_fail deb "packages are installed by root"
    elif [[ -n $(dpkg-query -W -f '${Status}' libmatview-dev 2>/dev/null) ]]; then
        skip_or_fail deb "libmatview-dev is installed here"
    else
        step 'package deb' with_debian_packages
    fi
}

conan_step() {
    local venv=$PLACE/venv
    if ! run_quietly python3 -m venv "$venv" || ! run_quietly "$venv/bin/pip" install --quiet conan; then
        skip_or_fail conan "pip cannot install it here"
        return
    fi
    step 'package conan' with_conan "$venv/bin"
}

# On the system's libraries: those packages of Conan's are said to be there already. Compiler and flags are its profile's.
with_conan() {
    local dir=$PLACE/conan
    a_service "$dir"
    cp -r -- "$root/tests/package/conan" "$dir/system"
    block "$root/docs/install.md" '## CMake, static' cmake 1 >"$dir/CMakeLists.txt"
    {
        printf 'unset CXX CXXFLAGS\nexport PATH="%s:$PATH" CONAN_HOME="$PWD/home"\nconan profile detect\nconan remote disable "*"\ncat system/profile >>"$CONAN_HOME/profiles/default"\n' "$1"
        block "$root/docs/install.md" '## Conan' sh 1 | sed 's,$, -s compiler.cppstd=20 -s build_type=Debug,'
        printf 'conan install --requires=matview/0.1.0 -s compiler.cppstd=20 -s build_type=Debug -g CMakeToolchain -g CMakeDeps --output-folder=generated\n'
        printf 'cmake -S . -B build -G Ninja -DCMAKE_TOOLCHAIN_FILE="$PWD/generated/conan_toolchain.cmake" -DCMAKE_BUILD_TYPE=Debug\ncmake --build build\n'
    } | in_way "$dir" || return
    prints "$dir" build/service "$expected"
}

# The port, made of this commit's archive in place of a release's, beside the system's libraries: those ports are empty here. Compiler and flags
# are its triplet's. Nothing is written into vcpkg's own tree.
with_vcpkg() {
    local dir=$PLACE/vcpkg version archive
    local options=(--overlay-ports=ports --overlay-ports=system --enforce-port-checks --binarysource=clear --downloads-root=downloads
        --x-install-root=installed --x-packages-root=packages --x-buildtrees-root=buildtrees)
    a_service "$dir"
    cp -r -- "$root/packaging/vcpkg/ports" "$dir/ports"
    cp -r -- "$root/tests/package/vcpkg" "$dir/system"
    block "$root/docs/install.md" '## CMake, static' cmake 1 >"$dir/CMakeLists.txt"
    version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$dir/ports/matview/vcpkg.json")
    archive=$dir/downloads/matview-matview-v$version.tar.gz
    mkdir -- "$dir/downloads"
    git -C "$root" archive --prefix="matview-$version/" --output="$archive" HEAD || return
    sed -i "s/SHA512 0/SHA512 $(sha512sum <"$archive" | cut -d ' ' -f 1)/" "$dir/ports/matview/portfile.cmake"
    {
        printf 'unset CXX CXXFLAGS\nexport VCPKG_ROOT="%s" VCPKG_DISABLE_METRICS=1 VCPKG_FORCE_SYSTEM_BINARIES=1\n' "$1"
        block "$root/docs/install.md" '## vcpkg' sh 1 | sed "s,--overlay-ports=path/to/matview/packaging/vcpkg/ports,${options[*]},"
        printf 'cmake -S . -B build -G Ninja -DCMAKE_TOOLCHAIN_FILE="$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" -DVCPKG_INSTALLED_DIR="$PWD/installed"\ncmake --build build\n'
    } | in_way "$dir" || return
    prints "$dir" build/service "$expected"
}

# vcpkg_root: the tree of the vcpkg on the PATH, which has the scripts and the ports.
vcpkg_root() {
    local dir=${VCPKG_ROOT:-}
    [[ -n $dir ]] || dir=$(dirname -- "$(realpath -- "$(type -P vcpkg)")")
    [[ -e $dir/.vcpkg-root ]] && realpath -- "$dir"
}

vcpkg_step() {
    local tree
    step 'vcpkg files' run_quietly cmake -DROOT="$root" -P "$root/tests/package/check_port.cmake" || return
    if ! has_command vcpkg; then
        skip_or_fail vcpkg "linted, not run: there is no vcpkg on the PATH"
    elif ! tree=$(vcpkg_root); then
        skip_or_fail vcpkg "linted, not run: neither \$VCPKG_ROOT nor the vcpkg on the PATH leads to vcpkg's tree"
    elif ! has_commit; then
        skip_or_fail vcpkg "linted, not run: this is no git repository, so there is nothing to make an archive of"
    else
        step 'package vcpkg' with_vcpkg "$tree"
    fi
}

packages_step() {
    local status=0
    PLACE=$BUILD/packages-test
    rm -rf -- "$PLACE"
    mkdir -p -- "$PLACE/home"
    if [[ -z $DATABASE && -z $SERVER_URI ]]; then step server start_server || return; fi
    step 'package static' installed '## CMake, static' static || return
    step 'package shared' installed '## CMake, shared' shared || return
    local linkage
    for linkage in static shared; do
        step "files $linkage" installed_files "$linkage" || status=1
        step "pkg-config $linkage" with_pkg_config "$linkage" || status=1
        step "components $linkage" components "$linkage" || status=1
        step "two libs $linkage" two_libraries "$linkage" || status=1
    done
    step 'package relocated' relocated || status=1
    step 'package README' from_readme || status=1
    if has_commit; then
        step 'package fetched' from_fetch_content || status=1
    else
        skip_or_fail fetched "this is no git repository"
    fi
    debian_step || status=1
    conan_step || status=1
    vcpkg_step || status=1
    rm -rf -- "$PLACE"
    return "$status"
}
