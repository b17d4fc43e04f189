# shellcheck shell=bash
# ./tthc test: pytest with pytest-odoo on a database of its own.

# ensure_test_database NAME LIMIT REBUILD
ensure_test_database() {
    local name=$1 limit=$2 why
    step "database $name"
    settle_durability "$name"
    why=$(needs_rebuild "$name" "$limit") || exit 1
    [ -z "$3" ] || why="asked for"
    if [ -n "$why" ]; then
        [ "$why" = new ] || say "      rebuilding $name: $why"
        database_from_template "$name" "$TEST_DATA"
    fi
    if apply_plan "$name" "$TEST_DATA" "$limit" || [ -n "$why" ]; then step_done; else step_ready; fi
}

# test_paths LIMIT: where the tests are.
test_paths() {
    local name
    if [ -z "$1" ]; then
        for name in "$ADDONS" "$ROOT/tests"; do [ ! -d "$name" ] || echo "$name"; done
        return 0
    fi
    for name in ${1//,/ }; do [ ! -d "$ADDONS/$name" ] || echo "$ADDONS/$name"; done
}

# names_a_path ARGS…: does the caller say what to run?
names_a_path() {
    local word
    for word in "$@"; do
        [[ $word == -* ]] || { [ -e "${word%%::*}" ] && return 0; }
    done
    return 1
}

cmd_test() {
    local name=${TTHC_TEST_DB:-tthc_test} limit=${TTHC_TEST_MODULES:-} rebuild='' args=()
    while [ $# -gt 0 ]; do
        case $1 in
            --rebuild) rebuild=1 ;;
            *) args+=("$1") ;;
        esac
        shift
    done
    require_name "$name"
    setup test 1
    lock_database "$name"
    export PGOPTIONS="${PGOPTIONS:-} -c synchronous_commit=off"
    ensure_test_database "$name" "$limit" "$rebuild"
    if names_a_path "${args[@]}"; then
        run_pytest "$name" "${args[@]}"
    else
        run_all "$name" "$limit" "${args[@]}"
    fi
}

# last_addons: the last addons by name that have about a ninth of all the addons' tests. With those of
# tests/, which are few and long, they take as long as the rest.
last_addons() {
    local folder count all=0 sum=0 names=() counts=()
    for folder in "$ADDONS"/*/; do
        count=$(cat "$folder"tests/*.py 2>/dev/null | grep -c "^ *def test_") || true
        names=("${folder%/}" "${names[@]}") counts=("$count" "${counts[@]}") all=$((all + count))
    done
    for folder in "${names[@]}"; do
        sum=$((sum + counts[0])) counts=("${counts[@]:1}")
        [ $((sum * 9)) -le "$all" ] || break
        echo "$folder"
    done
}

# run_all NAME LIMIT ARGS…: everything; most addons' tests beside those of the other addons and of
# tests/, each on a database of its own, if this machine has two processors.
run_all() {
    local name=$1 limit=$2 paths
    shift 2
    mapfile -t paths < <(test_paths "$limit")
    [ ${#paths[@]} -gt 0 ] || die "there is nothing to test: no tests/ and no addon is chosen"
    if [ -z "$limit" ] && [ ${#paths[@]} -eq 2 ] && [ "$(nproc)" -gt 1 ]; then
        run_both "$name" "${paths[@]}" "$@"
    else
        run_pytest "$name" "$@" "${paths[@]}"
    fi
}

# run_both NAME FIRST SECOND ARGS…: what the second says is told when the first has ended. That no test
# was chosen (5) is a failure only of both.
run_both() {
    local name=$1 first=$2 second=$3 log=$LOGS/test-second.log pid first_rc=0 second_rc=0 others
    shift 3
    mapfile -t others < <(last_addons)
    forget_database "${name}_second"
    cli_python db.py copy "$name" "${name}_second" || exit 1
    copy_filestore "$TEST_DATA" "$name" "$TEST_DATA" "${name}_second"
    (run_pytest "${name}_second" "$@" "$second" "${others[@]}") >"$log" 2>&1 &
    pid=$!
    # shellcheck disable=SC2064  # the process of now
    trap "kill $pid 2>/dev/null; heartbeat_stop" EXIT
    (run_pytest "$name" "$@" "${others[@]/#/--ignore=}" "$first") || first_rc=$?
    wait "$pid" || second_rc=$?
    trap heartbeat_stop EXIT
    cat "$log"
    forget_database "${name}_second"
    [ "$first_rc" -ne 5 ] || [ "$second_rc" -eq 5 ] || first_rc=0
    [ "$second_rc" -ne 5 ] || [ "$first_rc" -eq 5 ] || second_rc=0
    exit $((first_rc > second_rc ? first_rc : second_rc))
}

# run_pytest DATABASE ARGS…: does not return.
run_pytest() {
    local name=$1
    shift
    export HYPOTHESIS_STORAGE_DIRECTORY=$STATE/hypothesis TTHC_ROOT=$ROOT TTHC_TEST_DB=$name
    mkdir -p "$LOGS/screenshots"
    exec "$VENV/bin/pytest" --odoo-config "$ODOO_CONF" --odoo-database "$name" --odoo-http \
        --odoo-extra "data-dir=$TEST_DATA" --odoo-extra "screenshots=$LOGS/screenshots" \
        --odoo-extra "db-filter=^$name\$" --rootdir "$ROOT" -o "cache_dir=$STATE/pytest_cache/$name" "$@"
}
