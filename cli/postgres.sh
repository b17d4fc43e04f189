# shellcheck shell=bash
# PostgreSQL: an existing server when one is configured, else a private cluster
# on a unix socket only, run by an unprivileged user.

# config_value KEY: the value of KEY in the file of TTHC_CONFIG.
config_value() {
    [ -n "${TTHC_CONFIG:-}" ] || return 0
    [ -r "$TTHC_CONFIG" ] || die "TTHC_CONFIG=$TTHC_CONFIG cannot be read"
    sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*//p" "$TTHC_CONFIG" | tail -n 1 |
        sed 's/[[:space:]]*$//; /^False$/d'
}

# own_postgresql: does the caller name a server of their own?
own_postgresql() {
    [ -n "${PGHOST:-}" ] && [ "${PGHOST:-}" != "${TTHC_PRIVATE_PGHOST:-}" ] && return 0
    [ -n "$(config_value db_host)" ]
}

# take VARIABLE KEY: the variable as it is, else the key of TTHC_CONFIG.
take() {
    local value=${!1:-}
    [ -n "$value" ] || value=$(config_value "$2")
    [ -z "$value" ] || export "$1=$value"
}

export_own_server() {
    take PGHOST db_host
    take PGPORT db_port
    take PGUSER db_user
    take PGPASSWORD db_password
    export PGUSER="${PGUSER:-$(id -un)}"
    [ "$PGUSER" != postgres ] || die "Odoo refuses the database user postgres; make another one with CREATEDB and set PGUSER to it"
}

# service_user: who runs the private PostgreSQL (and the server) for root.
service_user() { if is_root; then echo tthc; else id -un; fi; }

ensure_service_user() {
    is_root || return 0
    id tthc >/dev/null 2>&1 && return 0
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin tthc ||
        die "the system user tthc, which runs PostgreSQL for root, could not be made"
}

# as_service COMMAND…: run as that user.
as_service() {
    if is_root; then
        runuser -u tthc -- "$@"
    else
        "$@"
    fi
}

service_can_reach() { as_service test -x "$1" 2>/dev/null; }

# postgres_home: where the cluster lives; outside when the service user cannot
# enter this folder (a clone in root's home).
postgres_home() {
    if service_can_reach "$STATE"; then
        printf '%s\n' "$STATE/postgres"
    else
        printf '/var/lib/tthc/%s\n' "$(printf '%s' "$STATE" | sha256sum | cut -c1-12)"
    fi
}

# socket_dir: unix sockets have a path limit of about 100 characters.
socket_dir() {
    local dir=$PG_HOME/socket
    if [ ${#dir} -gt 80 ]; then
        dir=/tmp/tthc-$(printf '%s' "$PG_HOME" | sha256sum | cut -c1-12)
    fi
    printf '%s\n' "$dir"
}

own_folder() {
    mkdir -p "$1"
    if is_root; then chown tthc:tthc "$1"; fi
    chmod 700 "$1"
    [ "$(stat -c %U "$1")" = "$(service_user)" ] || die "$1 belongs to $(stat -c %U "$1"), not to $(service_user); remove it or set TTHC_STATE_DIR"
}

init_cluster() {
    local log=$LOGS/postgres-init.log
    [ -f "$PG_HOME/data/PG_VERSION" ] && return 0
    step_work "making a private database cluster"
    : >"$log"
    rm -rf "$PG_HOME/data"
    (cd / && as_service "$PG_BIN/initdb" -D "$PG_HOME/data" -U tthc -E UTF8 --locale=C.UTF-8 --auth=trust) >>"$log" 2>&1 ||
        die "PostgreSQL could not make its cluster in $PG_HOME/data ($(last_words "$log")); log: $log"
    cat >>"$PG_HOME/data/postgresql.conf" <<'END'
# --- ./tthc: local only; access is guarded by the socket folder's mode 0700
listen_addresses = ''
max_connections = 200
max_locks_per_transaction = 256
shared_buffers = 256MB
END
}

postgres_running() {
    [ -f "$PG_HOME/data/postmaster.pid" ] &&
        (cd / && as_service "$PG_BIN/pg_ctl" -D "$PG_HOME/data" status >/dev/null 2>&1)
}

start_postgres() {
    local log=$PG_HOME/postgres.log
    [ "$(cat "$PG_HOME/data/PG_VERSION")" = "$("$PG_BIN/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')" ] ||
        die "the private databases were made by PostgreSQL $(cat "$PG_HOME/data/PG_VERSION") and $("$PG_BIN/postgres" --version) is installed: install that version again, or start anew with ./tthc reset"
    (cd / && as_service "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -w -t 60 -l "$log" \
        -o "-k '$PGHOST'" start) >>"$LOGS/postgres.log" 2>&1 8>&- 9>&- </dev/null ||
        die "the private PostgreSQL did not start ($(tail -n 1 "$log" 2>/dev/null)); log: $log"
}

# locate_postgres: sets PG_BIN, PG_HOME and the PG* variables of the private one.
locate_postgres() {
    PG_BIN=$(find_postgresql) || die "no PostgreSQL server was found; an administrator must install postgresql, or set PGHOST to a server"
    PG_HOME=$(postgres_home)
    PGHOST=$(socket_dir)
    export PGHOST TTHC_PRIVATE_PGHOST=$PGHOST PGPORT=5432 PGUSER=tthc
    unset PGPASSWORD PGDATABASE
}

ensure_postgres() {
    step "PostgreSQL"
    if own_postgresql; then
        export_own_server
        cli_python db.py ping || exit 1
        step_ready "using the server at $PGHOST"
        return 0
    fi
    ensure_service_user
    locate_postgres
    mkdir -p "$(dirname "$PG_HOME")"
    own_folder "$PG_HOME"
    own_folder "$PGHOST"
    init_cluster
    if postgres_running; then
        step_ready
        return 0
    fi
    step_work "starting"
    start_postgres
    step_done "started"
}

stop_postgres() {
    own_postgresql && return 0
    if ! find_postgresql >/dev/null || { is_root && ! id tthc >/dev/null 2>&1; }; then return 0; fi
    locate_postgres
    postgres_running || return 0
    (cd / && as_service "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -w -m fast stop) >>"$LOGS/postgres.log" 2>&1 ||
        die "the private PostgreSQL did not stop; log: $LOGS/postgres.log"
    say "stopped the private PostgreSQL"
}
