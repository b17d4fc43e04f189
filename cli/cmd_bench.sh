# shellcheck shell=bash
# ./tthc bench: benchmarks/run.py inside Odoo's shell, on a database of its own
# that also holds the peer it is compared with.

# AGPL-3: fetched for the comparison only, into its own folder, never a dependency
BENCH_PEER=odoo-addon-helpdesk_mgmt
BENCH_VERSION=19.0.1.3.2

fetch_peer() {
    local log=$LOGS/bench.log
    step "the peer $BENCH_PEER"
    if stamp_is bench "$BENCH_VERSION" && [ -d "$STATE/bench/odoo/addons/helpdesk_mgmt" ]; then
        step_ready
        return 0
    fi
    step_work "downloading"
    : >"$log"
    rm -rf "$STATE/bench"
    logged "$BENCH_PEER" "$log" "$VENV/bin/pip" install --no-input --disable-pip-version-check \
        --no-deps --target "$STATE/bench" "$BENCH_PEER==$BENCH_VERSION" ||
        die "$BENCH_PEER could not be downloaded ($(last_words "$log")); log: $log"
    stamp_set bench "$BENCH_VERSION"
    step_done
}

# bench_config: the usual configuration, with the peer's folder in the path.
bench_config() {
    cli_python render_conf.py "$CONFIG/odoo.conf" "$STATE/odoo-bench.conf" \
        "addons_path=$(addons_path),$STATE/bench/odoo/addons" "data_dir=$TEST_DATA"
    ODOO_CONF=$STATE/odoo-bench.conf
}

install_peer() {
    local log=$LOGS/$1-peer.log
    if cli_python db.py has_module "$1" helpdesk_mgmt; then return 0; fi
    : >"$log"
    odoo_once "$1" "$TEST_DATA" "$log" "helpdesk_mgmt" -i helpdesk_mgmt --with-demo ||
        die "helpdesk_mgmt does not install in $1 ($(last_words "$log")); log: $log"
}

cmd_bench() {
    local name=${TTHC_BENCH_DB:-tthc_bench}
    [ -f "$ROOT/benchmarks/run.py" ] || die "there is no benchmarks/run.py yet"
    # shellcheck source=/dev/null
    source "$ROOT/cli/cmd_test.sh"
    require_name "$name"
    setup run 2
    fetch_peer
    bench_config
    lock_database "$name"
    ensure_test_database "$name" "" ""
    install_peer "$name"
    TTHC_ROOT=$ROOT "$VENV/bin/python" -B "$ROOT/cli/shell.py" -c "$ODOO_CONF" -d "$name" \
        --data-dir "$TEST_DATA" --no-http --log-level warn -- "$@" <"$ROOT/benchmarks/run.py" || exit $?
}
