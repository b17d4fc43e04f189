# shellcheck shell=bash
# ./tthc run: from nothing to a running server with demo data.

# port_taken PORT: does anything answer there?
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# show_logins DATABASE: those of config/demo_logins.tsv that it has.
show_logins() {
    local role login password purpose there
    there=$(cli_python db.py logins "$1")
    printf '\n%-20s %-20s %-20s %s\n' Role Login Password 'What for'
    while IFS=$'\t' read -r role login password purpose; do
        if grep -qxF -- "$login" <<<"$there"; then
            printf '%-20s %-20s %-20s %s\n' "$role" "$login" "$password" "$purpose"
        fi
    done <"$CONFIG/demo_logins.tsv"
    echo
}

# refuse_taken_port PORT: ours already running is success, another's is not.
refuse_taken_port() {
    if [ -n "$(server_pid "$1")" ]; then
        say "already running: http://127.0.0.1:$1 (database $(server_database "$1"); ./tthc stop ends it)"
        exit 0
    fi
    ! port_taken "$1" || die "port $1 is taken by another program; stop that one, or choose another port: ./tthc run --port $(($1 + 10))"
}

# ensure_run_database NAME: its addons are kept to what it was made with.
ensure_run_database() {
    local name=$1 limit=${TTHC_MODULES:-} new=
    step "database $name"
    lock_database "$name"
    settle_durability "$name"
    if ! database_exists "$name"; then
        need_space 500
        database_from_template "$name" "$DATA"
        new=1
    elif [ -z "$limit" ]; then
        limit=$(cli_python addons.py limit "$name") || exit 1
    fi
    if apply_plan "$name" "$DATA" "$limit" || [ -n "$new" ]; then step_done; else step_ready; fi
    unlock_database
}

cmd_run() {
    local port=${TTHC_PORT:-8069} name=${TTHC_DB:-tthc} detach=
    while [ $# -gt 0 ]; do
        case $1 in
            --detach) detach=1 ;;
            --port) port=${2:-}; shift ;;
            -d) name=${2:-}; shift ;;
            *) die "run does not know '$1'; it knows --detach, --port N and -d NAME" ;;
        esac
        shift
    done
    if ! [[ $port =~ ^[0-9]{4,5}$ ]] || [ "$port" -lt 1024 ] || [ "$port" -gt 65000 ]; then
        die "--port needs a number from 1024 to 65000"
    fi
    require_name "$name"
    refuse_taken_port "$port"
    setup run 2
    ensure_run_database "$name"
    step "server"
    start_server "$name" "$port"
    [ -n "$detach" ] || follow_server "$port"
}
