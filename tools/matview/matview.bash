# Completion of matview's command line for bash: source it, or install it as /usr/share/bash-completion/completions/matview.

# The names of the materialized views of the database that the command line names.
_matview_views() {
    local i
    local -a database=()
    for ((i = 1; i < ${#COMP_WORDS[@]}; ++i)); do
        [[ ${COMP_WORDS[i]} == --database ]] && database=(--database "${COMP_WORDS[i + 1]}")
    done
    PGCONNECT_TIMEOUT=2 matview "${database[@]}" status </dev/null 2>/dev/null | awk 'NR > 1 && $1 !~ /"/ { print $1 }'
}

_matview() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    local -a words=()
    COMPREPLY=()
    case $before in
        --for) words=(all read refresh refresh-concurrently) ;;
        --database | --name | --time-zone | --lock-timeout | --lock-deadline | --statement-timeout | --min-interval) return ;;
        *)
            for ((i = 1; i < COMP_CWORD; ++i)); do
                case ${COMP_WORDS[i]} in
                    inspect | status | refresh | verify | lint)
                        command=${COMP_WORDS[i]}
                        break
                        ;;
                esac
            done
            words=(--help --database --pooled --json)
            case $command in
                '') words+=(--version inspect status refresh verify lint) ;;
                inspect) words+=(--related --definition --name) ;;
                refresh)
                    words+=(--concurrently --auto --lock-timeout --lock-deadline --statement-timeout --time-zone --wait
                        --skip-if-running --min-interval)
                    ;;
                verify) words+=(--for) ;;
            esac
            if [[ $word != -* && -n $command ]]; then mapfile -t words < <(_matview_views); fi
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$word")
}

complete -F _matview matview
