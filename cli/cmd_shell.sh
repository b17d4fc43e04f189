# shellcheck shell=bash
# ./tthc shell: Odoo's shell; a script may come on standard input.

cmd_shell() {
    local name=${TTHC_DB:-tthc}
    if [ "${1:-}" = -d ]; then
        [ $# -ge 2 ] || die "-d needs the name of a database"
        name=$2
        shift 2
    fi
    require_name "$name"
    # shellcheck disable=SC2034  # read by step_ready
    QUIET=1
    setup run
    database_exists "$name" || die "there is no database $name; make it with ./tthc init $name"
    "$VENV/bin/python" -B "$ROOT/cli/shell.py" -c "$ODOO_CONF" -d "$name" \
        --data-dir "$(data_dir_of "$name")" --no-http --log-level warn -- "$@" || exit $?
}
