# shellcheck shell=bash
# Where things are built, and how. Sourced.

# would_be_writable DIR: it is, or it can be made.
would_be_writable() {
    local dir=$1
    while [[ ! -e $dir ]]; do dir=$(dirname -- "$dir"); done
    [[ -d $dir && -w $dir ]]
}

# choose_build_dir ROOT NAME...: sets BUILD, the directory above all builds; NAMEs are the builds this script will make in it.
choose_build_dir() {
    local root=$1 name
    shift
    if [[ -n ${MATVIEW_BUILD_DIR:-} ]]; then
        BUILD=$(realpath -m -- "$MATVIEW_BUILD_DIR")
        would_be_writable "$BUILD" || die "MATVIEW_BUILD_DIR ($BUILD) can't be written to"
        return 0
    fi
    BUILD=$root/build
    for name; do
        would_be_writable "$BUILD/$name" || use_temporary_build_dir
    done
}

# For a checkout that is not ours to write in. Others can make directories in /tmp too, so the owner is checked.
use_temporary_build_dir() {
    BUILD=${TMPDIR:-/tmp}/matview-build-$UID
    [[ ! -e $BUILD && ! -L $BUILD ]] || [[ -O $BUILD && ! -L $BUILD ]] ||
        die "$BUILD belongs to somebody else; set MATVIEW_BUILD_DIR to a directory of yours"
}

# lock_build NAME: makes the build directory. One script at a time works there (descriptor 8).
lock_build() {
    mkdir -p -- "$BUILD"
    exec 8>"$BUILD/$1.lock"
    if ! flock -n 8; then
        say "Waiting for another run to end."
        flock 8 &
        wait_for $!
    fi
}

unlock_build() { exec 8>&-; }

# A build directory that was moved, or configured in another way, is configured anew and rebuilt instead of failing.
forget_foreign_cache() {
    local root=$1 dir=$2 setting
    for setting in "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "CMAKE_CACHEFILE_DIR:INTERNAL=$dir" CMAKE_GENERATOR:INTERNAL=Ninja; do
        grep -qsxF -- "$setting" "$dir/CMakeCache.txt" && continue
        rm -rf -- "$dir"/{CMakeCache.txt,CMakeFiles,build.ninja,.ninja_log,.ninja_deps}
        return 0
    done
}

# configure ROOT NAME CMAKE-ARGUMENT...
configure() {
    local root=$1 dir=$BUILD/$2
    shift 2
    forget_foreign_cache "$root" "$dir"
    run_quietly cmake -S "$root" -B "$dir" -G Ninja "$@"
}

# build NAME. Not by "cmake --build", which can hang when it is ended by a signal.
build() {
    run_quietly ninja -C "$BUILD/$1" -j "$(nproc)" "${@:2}"
}
