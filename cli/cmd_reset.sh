# shellcheck shell=bash
# ./tthc reset: drop the databases and what runs; downloads stay.

confirm() {
    local answer
    [ -t 0 ] || die "reset asks before it deletes; without a terminal add --yes"
    printf '%s [y/N] ' "$1" >&2
    read -r answer
    [[ $answer =~ ^[yY] ]] || die "nothing was changed"
}

# drop_own_databases: on a configured server, only those this folder made.
drop_own_databases() {
    local name
    [ -x "$VENV/bin/python" ] && own_postgresql || return 0
    export_own_server
    for name in $(cli_python db.py made); do
        cli_python db.py drop "$name"
        say "dropped the database $name"
    done
}

cmd_reset() {
    local yes='' all='' what="all databases and files that ./tthc made in $STATE"
    while [ $# -gt 0 ]; do
        case $1 in
            --yes) yes=1 ;;
            --all) all=1 ;;
            *) die "reset does not know '$1'; it knows --yes and --all" ;;
        esac
        shift
    done
    [ -d "$STATE" ] || die "nothing is set up here"
    [ -z "$all" ] || what+=", and everything it downloaded"
    [ -n "$yes" ] || confirm "Delete $what?"
    # shellcheck source=/dev/null
    source "$ROOT/cli/cmd_stop.sh"
    [ -z "$(database_in_use)" ] || die "another ./tthc is using the database $(database_in_use); wait for it"
    cmd_stop
    drop_own_databases
    if ! own_postgresql && find_postgresql >/dev/null; then
        locate_postgres
        rm -rf "${PG_HOME:?}" "${PGHOST:?}"
    fi
    rm -rf "$STATE"/{data,testdata,run,log,bench,hypothesis,pytest_cache,odoo.conf} "$STATE"/*.lock "$STATE"/*.snapshot
    [ -z "$all" ] || rm -rf "${STATE:?}"
    say "done"
}
