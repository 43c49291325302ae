# shellcheck shell=bash disable=SC2154
# The fuzz targets under libFuzzer, and the soak. Sourced by scripts/test.

fuzz_seconds=''  # --fuzz: for all targets together; empty: 60 with --ci, else none
soak_minutes=''  # --soak; empty: 20 s with --ci, else none

# check_durations: what was given, or what is usual.
check_durations() {
    [[ ${fuzz_seconds:=$((ci ? 60 : 0))} =~ ^[0-9]+$ ]] || usage_error "--fuzz takes whole seconds"
    [[ -n $soak_minutes ]] || soak_minutes=$( ((ci)) && echo 0.34 || echo 0)
    is_decimal "$soak_minutes" || usage_error "--soak takes minutes"
}

is_decimal() { [[ $1 =~ ^[0-9]+(\.[0-9]+)?$ ]]; }
is_nonzero() { [[ $1 == *[1-9]* ]]; }

# has_libfuzzer CLANG: its runtime may be a package of its own, so a program is linked with it.
has_libfuzzer() {
    echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' |
        "$1" -fsanitize=fuzzer,address,undefined -x c++ - -o /dev/null &>/dev/null
}

# Every target runs, whatever became of the others.
fuzz_step() {
    local program target targets each status=0
    is_nonzero "$fuzz_seconds" || return 0
    if ! program=$(compiler_program clang) || ! has_libfuzzer "$program"; then
        skip_step fuzz "clang or its libFuzzer is not installed"
        return 0
    fi
    if ! build_fuzz "$program"; then
        skip_step fuzz "not built"
        return 1
    fi
    mapfile -t targets <"$BUILD/fuzz/tests/fuzz/targets"
    each=$((10#$fuzz_seconds / ${#targets[@]}))
    for target in "${targets[@]}"; do
        fuzz_one "$target" $((each > 0 ? each : 1)) || status=1
    done
    return "$status"
}

build_fuzz() {
    step 'configure fuzz' configure "$root" fuzz -DCMAKE_CXX_COMPILER="$1" \
        -DCMAKE_BUILD_TYPE=RelWithDebInfo '-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -g1 -DNDEBUG' \
        -DCMAKE_UNITY_BUILD=ON -DMATVIEW_DEVELOPER=ON -DMATVIEW_SANITIZE=ON -DMATVIEW_BUILD_FUZZ=ON -DMATVIEW_BUILD_TESTS=OFF \
        -DMATVIEW_BUILD_EXAMPLES=OFF -DMATVIEW_BUILD_TOOLS=OFF -DMATVIEW_INSTALL=OFF || return
    step 'build fuzz' build fuzz
}

# fuzz_one TARGET SECONDS: begins with its seeds and with what earlier runs found worth keeping.
fuzz_one() {
    local dir=$BUILD/fuzz/inputs/$1 program=$BUILD/fuzz/tests/fuzz/fuzz_$1 status=0
    rm -rf -- "$dir/seeds"
    mkdir -p -- "$dir/kept" "$dir/crashes"
    : >"$dir/begun"
    step "fuzz $1" run_target "$program" "$dir" "$2" || status=$?
    if ((status == 0)); then
        say "    $(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/log") inputs"
    else
        report_crashes "$program" "$dir"
    fi
    return "$status"
}

# run_target PROGRAM DIR SECONDS
run_target() {
    local status=0
    run_quietly "$1" --write-seeds="$2/seeds" || return
    : >"$2/log"
    run_into "$2/log" "$1" -max_total_time="$3" -max_len=4096 -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="$2/crashes/" "$2/kept" "$2/seeds" || status=$?
    tail -n 100 -- "$2/log" >>"$LOG"
    return "$status"
}

report_crashes() {
    local crash
    for crash in "$2"/crashes/*; do
        [[ $crash -nt $2/begun ]] || continue
        warn "the input is kept: $crash"
        warn "to run it again:   $1 $crash"
    done
}

# soak_step: with the last compiler's build, which has sanitizers in CI too.
soak_step() {
    local program
    program=$BUILD/$(test_build "${compilers##* }")/tests/soak/soak
    is_nonzero "$soak_minutes" || return 0
    if [[ -n $DATABASE ]]; then
        skip_step soak "it crashes its server, so it takes none but its own"
        return 0
    fi
    if [[ ! -x $program ]]; then
        skip_step soak "not built"
        return 1
    fi
    step_shown "soak $soak_minutes min" run env MATVIEW_SOAK_MINUTES="$soak_minutes" "$program"
}
