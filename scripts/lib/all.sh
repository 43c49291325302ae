# shellcheck shell=bash source-path=SCRIPTDIR
# Everything that scripts/demo and scripts/test share. Sourced.
lib=$(dirname -- "${BASH_SOURCE[0]}")
source "$lib/console.sh"
source "$lib/children.sh"
source "$lib/options.sh"
source "$lib/needs.sh"
source "$lib/install.sh"
source "$lib/server.sh"
source "$lib/build.sh"
