# shellcheck shell=bash
# The development server: start, find, wait for, stop.

# server_pid PORT: the process of our server on that port, if it is alive.
server_pid() {
    local pid
    pid=$(sed -n 1p "$RUNDIR/server-$1" 2>/dev/null) || return 0
    if [ -n "$pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "-c $STATE/odoo.conf"; then
        printf '%s\n' "$pid"
    fi
}

server_database() { sed -n 2p "$RUNDIR/server-$1" 2>/dev/null; }

# server_user: for root, the service user when it can read everything.
server_user() {
    if is_root && id tthc >/dev/null 2>&1 && as_service test -x "$VENV/bin/python" &&
        as_service test -r "$ROOT/cli/help.txt" && as_service test -w "$DATA" &&
        [ -z "$(find "$ADDONS" ! -perm -o=r -print -quit 2>/dev/null)" ]; then
        echo tthc
    else
        id -un
    fi
}

give_data_to_service() {
    if is_root && id tthc >/dev/null 2>&1; then chown -R tthc:tthc "$DATA"; fi
}

# server_command NAME PORT: fills SERVER.
server_command() {
    SERVER=("$VENV/bin/python" "$VENV/bin/odoo" server -c "$STATE/odoo.conf" -d "$1" --db-filter "^$1\$"
        --http-port "$2" --gevent-port "$(($2 + 3))" --log-level "${TTHC_LOG_LEVEL:-info}")
    if [ "$(server_user)" = tthc ] && is_root; then
        SERVER=(setpriv --reuid tthc --regid tthc --init-groups "${SERVER[@]}")
    fi
}

# start_server NAME PORT: in the background; returns when it answers.
start_server() {
    local log=$LOGS/server.log pid
    give_data_to_service
    server_command "$1" "$2"
    step_work "starting"
    (cd / && HOME=$DATA exec setsid "${SERVER[@]}") >>"$log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
    pid=$!
    printf '%s\n%s\n' "$pid" "$1" >"$RUNDIR/server-$2"
    heartbeat_start "starting" /dev/null
    if ! cli_python wait_http.py "http://127.0.0.1:$2" "$pid"; then
        heartbeat_stop
        stop_server "$2" >/dev/null 2>&1
        die "the server did not start ($(last_words "$log")); log: $log"
    fi
    heartbeat_stop
    step_done "http://127.0.0.1:$2 (database $1, log $log)"
    show_logins "$1" >&2
}

# follow_server PORT: stay until the server ends or Ctrl-C.
follow_server() {
    local pid
    pid=$(server_pid "$1")
    say "Ctrl-C ends the server; ./tthc stop also ends the private PostgreSQL"
    trap 'trap - INT TERM; say "stopping …"; stop_server "$1"; exit 0' INT TERM
    while kill -0 "$pid" 2>/dev/null; do wait "$pid" || sleep 1; done
    die "the server ended by itself ($(last_words "$LOGS/server.log")); log: $LOGS/server.log"
}

process_alive() { [ -d "/proc/$1" ] && ! grep -qs '^State:.*Z' "/proc/$1/status"; }

# stop_server PORT
stop_server() {
    local pid turn
    pid=$(server_pid "$1")
    rm -f "$RUNDIR/server-$1"
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null || die "no right to stop the server on port $1 (process $pid); run this as the user who started it"
    for turn in $(seq 200); do
        process_alive "$pid" || break
        [ "$turn" -lt 150 ] || kill -KILL "$pid" 2>/dev/null || true
        sleep 0.1
    done
    say "stopped the server on port $1"
}
