# shellcheck shell=bash
# The steps every command shares: from nothing to a usable Odoo.

# setup STAGE EXTRA_STEPS: packages, Odoo, Python, PostgreSQL.
setup() {
    # shellcheck disable=SC2034  # read by step_ready and its like
    STEPS=$((4 + ${2:-0}))
    make_state
    lock_setup
    ensure_packages "$1"
    ensure_odoo
    ensure_venv
    ensure_postgres
    render_config
    unlock_setup
}

# addons_path: ours first, then Odoo's own second folder.
addons_path() {
    local path=$ODOO_ROOT/addons
    if compgen -G "$ADDONS/*/__manifest__.py" >/dev/null; then path=$ADDONS,$path; fi
    printf '%s' "$path"
}

render_config() {
    ODOO_CONF=$STATE/odoo.conf
    DATA=$STATE/data
    TEST_DATA=$STATE/testdata
    mkdir -p "$DATA" "$TEST_DATA"
    cli_python render_conf.py "$CONFIG/odoo.conf" "$ODOO_CONF" "addons_path=$(addons_path)" "data_dir=$DATA" ||
        die "the Odoo configuration could not be written to $ODOO_CONF"
    if is_root && id tthc >/dev/null 2>&1; then chgrp tthc "$ODOO_CONF"; fi
    export PYTHONWARNINGS=${PYTHONWARNINGS:-ignore::DeprecationWarning,ignore::SyntaxWarning}
}

# odoo ARGS…: Odoo's own command line, in the venv.
odoo() { "$VENV/bin/python" "$VENV/bin/odoo" "$@"; }

free_port() {
    "$VENV/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
