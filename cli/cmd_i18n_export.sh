# shellcheck shell=bash
# ./tthc i18n-export MODULE: the module's .pot, and new terms into its vi.po.

cmd_i18n_export() {
    local name=${TTHC_TEST_DB:-tthc_test} module=${1:-}
    [ -n "$module" ] || die "i18n-export needs the name of a module of addons/"
    [ -f "$ADDONS/$module/__manifest__.py" ] || die "there is no addon '$module' in addons/"
    # shellcheck source=/dev/null
    source "$ROOT/cli/cmd_test.sh"
    # shellcheck source=/dev/null
    source "$ROOT/cli/cmd_lint.sh"
    require_name "$name"
    setup run 1
    lock_database "$name"
    ensure_test_database "$name" "${TTHC_TEST_MODULES:-}" ""
    in_shell "$name" i18n_export.py "$@" || exit $?
}
