# shellcheck shell=bash
# ./tthc stop: the servers of this folder and its private PostgreSQL, or one server.

# database_in_use: a database that another ./tthc works on just now.
database_in_use() {
    local lock
    for lock in "$STATE"/db-*.lock; do
        [ -e "$lock" ] || continue
        if ! flock -n "$lock" true; then
            lock=${lock##*/db-}
            printf '%s\n' "${lock%.lock}"
            return 0
        fi
    done
}

cmd_stop() {
    local file used
    [ -d "$STATE" ] || die "nothing is set up here, so nothing is running"
    if [ "${1:-}" = --port ] && [ $# -eq 2 ]; then
        [ -e "$RUNDIR/server-$2" ] || die "no server of this folder runs on port $2"
        stop_server "$2"
        return 0
    fi
    [ $# -eq 0 ] || die "stop does not know '$*'; it knows --port N"
    for file in "$RUNDIR"/server-*; do
        [ ! -e "$file" ] || stop_server "${file##*-}"
    done
    used=$(database_in_use)
    if [ -n "$used" ]; then
        say "PostgreSQL goes on: another ./tthc is using the database $used"
        return 0
    fi
    stop_postgres
    say "nothing of this folder is running"
}
