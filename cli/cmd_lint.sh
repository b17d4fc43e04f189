# shellcheck shell=bash
# ./tthc lint: every static check; all run, then the verdict.

FAILED=()

# check TITLE COMMAND…: run one check and remember a failure.
check() {
    local title=$1
    shift
    step "$title"
    if "$@"; then step_done ok; else FAILED+=("$title"); step_done FAILED; fi
}

python_folders() {
    local name
    for name in addons cli tests benchmarks; do
        [ ! -d "$ROOT/$name" ] || echo "$ROOT/$name"
    done
}

check_ruff() {
    local folders
    mapfile -t folders < <(python_folders)
    "$VENV/bin/ruff" check --quiet --cache-dir "$STATE/ruff_cache" "${folders[@]}"
}

fix_ruff() {
    local folders
    mapfile -t folders < <(python_folders)
    "$VENV/bin/ruff" check --quiet --fix --cache-dir "$STATE/ruff_cache" "${folders[@]}" || true
    "$VENV/bin/ruff" format --cache-dir "$STATE/ruff_cache" "${folders[@]}"
}

check_format() {
    local folders
    mapfile -t folders < <(python_folders)
    "$VENV/bin/ruff" format --check --quiet --cache-dir "$STATE/ruff_cache" "${folders[@]}" || {
        say "      not in the standard format; ./tthc lint --fix writes it"
        return 1
    }
}

check_pylint() {
    local modules
    compgen -G "$ADDONS/*/__manifest__.py" >/dev/null || return 0
    mapfile -t modules < <(dirname "$ADDONS"/*/__manifest__.py)
    (cd "$ROOT" && PYLINTHOME=$STATE/pylint "$VENV/bin/pylint" --rcfile "$ROOT/.pylintrc" "${modules[@]}")
}

check_xml() { cli_python xml_check.py "$ADDONS"; }

check_shell() {
    if ! command -v shellcheck >/dev/null 2>&1; then
        say "      shellcheck is not installed; skipped"
        return 0
    fi
    (cd "$ROOT" && shellcheck -x tthc cli/*.sh .ci/run)
}

check_translations() {
    local limit=${TTHC_TEST_MODULES:-} name=${TTHC_TEST_DB:-tthc_test}
    cli_python addons.py list "$limit" >"$RUNDIR/lint-modules-$name"
    in_shell "$name" i18n_check.py "$(cat "$RUNDIR/lint-modules-$name")"
}

# in_shell DB SCRIPT ARGS…: a script of cli/ inside Odoo's shell.
in_shell() {
    local name=$1 script=$2
    shift 2
    "$VENV/bin/python" -B "$ROOT/cli/shell.py" -c "$ODOO_CONF" -d "$name" \
        --data-dir "$TEST_DATA" --no-http --log-level warn -- "$ADDONS" "$@" <"$ROOT/cli/$script"
}

cmd_lint() {
    local name=${TTHC_TEST_DB:-tthc_test}
    case ${1:-} in
        '' | --fix) ;;
        *) die "lint does not know '$1'; it knows --fix" ;;
    esac
    require_name "$name"
    # shellcheck source=/dev/null
    source "$ROOT/cli/cmd_test.sh"
    setup lint 7
    [ "${1:-}" != --fix ] || fix_ruff
    check ruff check_ruff
    check "ruff format" check_format
    check pylint-odoo check_pylint
    check XML check_xml
    check "shell scripts" check_shell
    lock_database "$name"
    ensure_test_database "$name" "${TTHC_TEST_MODULES:-}" ""
    check translations check_translations
    [ ${#FAILED[@]} -eq 0 ] || die "lint failed: ${FAILED[*]}"
    say "lint: all checks passed"
}
