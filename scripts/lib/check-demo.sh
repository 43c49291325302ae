# shellcheck shell=bash disable=SC2154
# Runs scripts/demo as a user would, and checks what it shows. Sourced.

demo_headings=(Why How Refresh Safe Manage)

# check_demo OPTION...: options of scripts/demo.
check_demo() {
    local output=$BUILD/demo-output.txt status=0
    : >"$output"
    run_into "$output" env MATVIEW_BUILD_DIR="$BUILD" NO_COLOR=1 "$root/scripts/demo" "$@" || status=$?
    cat -- "$output"
    ((status == 0)) || return "$status"
    check_demo_output "$output"
}

# check_demo_output FILE: names every heading that is not there; the rest is compared by the examples' own check.
check_demo_output() {
    local heading status=0
    for heading in "${demo_headings[@]}"; do
        if ! grep -qw -- "$heading" "$1"; then
            warn "the demo shows no \"$heading\""
            status=1
        fi
    done
    run "$root/examples/check_output.sh" "$1" || status=1
    return "$status"
}
