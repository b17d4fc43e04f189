# shellcheck shell=bash
# shellcheck disable=SC2034  # the other parts use what is set here
# Paths, messages, progress and locks; sourced first by ./tthc.

STATE=${TTHC_STATE_DIR:-$ROOT/.tthc}
LOGS=$STATE/log
CONFIG=$ROOT/config
ADDONS=$ROOT/addons
VENV=$STATE/venv
RUNDIR=$STATE/run
QUIET=${TTHC_QUIET:-}
STEP=0
STEPS=0
HEARTBEAT=

say() { printf '%s\n' "$*" >&2; }

die() {
    printf 'tthc: %s\n' "$*" >&2
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# step TITLE: begin a numbered step; says nothing until something happens.
step() {
    STEP=$((STEP + 1))
    STEP_TITLE=$1
    STEP_START=$SECONDS
}

step_ready() {
    [ -n "$QUIET" ] || say "[$STEP/$STEPS] $STEP_TITLE: ${1:-ready}"
}

step_work() { say "[$STEP/$STEPS] $STEP_TITLE: $1 …"; }

step_done() { say "[$STEP/$STEPS] $STEP_TITLE: ${1:-done} ($((SECONDS - STEP_START)) s)"; }

# doing LOG: the module Odoo is loading, when the log is Odoo's.
doing() { sed -n 's/.*Loading module \([a-z0-9_]*\) (\([0-9]*\/[0-9]*\)).*/, module \2 \1/p' "$1" 2>/dev/null | tail -n 1; }

heartbeat_start() {
    local title=$1 log=$2 parent=$$ began=$SECONDS
    (
        while sleep 10 >/dev/null 2>&1 && kill -0 "$parent" 2>/dev/null; do
            say "      … $title, $((SECONDS - began)) s$(doing "$log")"
        done
    ) 8>&- 9>&- &
    HEARTBEAT=$!
}

heartbeat_stop() {
    [ -n "$HEARTBEAT" ] || return 0
    kill "$HEARTBEAT" 2>/dev/null || true
    wait "$HEARTBEAT" 2>/dev/null || true
    HEARTBEAT=
}
trap heartbeat_stop EXIT

# the net under everything: nothing ends without a line saying where
trap 'say "tthc: unexpected failure (status $?) at ${BASH_SOURCE[0]##*/}:$LINENO; logs: $LOGS"' ERR

# logged TITLE LOG COMMAND…: output goes to the log; a sign of life every 10 s.
logged() {
    local title=$1 log=$2 rc=0
    shift 2
    heartbeat_start "$title" "$log"
    "$@" >>"$log" 2>&1 </dev/null || rc=$?
    heartbeat_stop
    return "$rc"
}

# last_words LOG: the last line of a log that looks like the reason.
last_words() {
    local line
    line=$(grep -aE '^(E:|ERROR|error|Err:|.*(CRITICAL|[Ee]rror:|FATAL|[Nn]o space))' "$1" 2>/dev/null | tail -n 1)
    [ -n "$line" ] || line=$(grep -av '^\s*$' "$1" 2>/dev/null | tail -n 1)
    printf '%s' "${line:0:300}"
}

make_state() {
    if ! mkdir -p "$STATE" 2>/dev/null || [ ! -w "$STATE" ]; then
        die "no right to write $STATE (owner: $(stat -c %U "$STATE" 2>/dev/null || stat -c %U "$ROOT")): run as that user, clone into a folder of your own, or set TTHC_STATE_DIR"
    fi
    mkdir -p "$LOGS" "$RUNDIR" "$STATE/stamp" "$STATE/download"
    chmod go+x "$STATE" 2>/dev/null || true
}

# need_space MIB: refuse early when the disk is nearly full.
need_space() {
    local free
    free=$(df -Pm "$STATE" | awk 'NR==2 {print $4}')
    [ "$free" -ge "$1" ] || die "the disk of $STATE has $free MiB free and $1 MiB are needed: make room or set TTHC_STATE_DIR to a folder on another disk"
}

# hash_of FILE…: one short hash of the files' contents.
hash_of() { cat "$@" | sha256sum | cut -c1-16; }

pins_hash() { hash_of "$CONFIG/requirements.txt" "$CONFIG/odoo-packages.txt"; }

stamp_is() { [ "$(cat "$STATE/stamp/$1" 2>/dev/null)" = "$2" ]; }

stamp_set() { printf '%s\n' "$2" >"$STATE/stamp/$1"; }

# lock_setup / unlock_setup: one set-up at a time in this folder (descriptor 9).
lock_setup() {
    exec 9>"$STATE/lock"
    flock -n 9 && return 0
    say "waiting for another ./tthc that is setting up this folder …"
    flock 9
}

unlock_setup() { exec 9>&-; }

# lock_database NAME: one builder or tester a database (descriptor 8).
lock_database() {
    exec 8>"$STATE/db-$1.lock"
    flock -n 8 && return 0
    say "waiting for another ./tthc that is using the database $1 …"
    flock 8
}

unlock_database() { exec 8>&-; }

require_name() {
    [[ $1 =~ ^[a-z][a-z0-9_]{0,49}$ ]] ||
        die "'$1' is no database name for this tool: use small letters, digits and _ (at most 50, first a letter)"
}

# db_python SCRIPT ARGS…: a helper script of cli/ in the venv.
cli_python() {
    local script=$1
    shift
    "$VENV/bin/python" -B "$ROOT/cli/$script" "$@"
}
