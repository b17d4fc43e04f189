# shellcheck shell=bash
# ./tthc check: verify the event ledger, the seals, the numbers and the ledger books.

cmd_check() {
    local name=${TTHC_DB:-tthc} arguments=()
    while [ $# -gt 0 ]; do
        case $1 in
            -d)
                [ $# -ge 2 ] || die "-d needs the name of a database"
                name=$2
                shift
                ;;
            --dossier)
                [ $# -ge 2 ] || die "--dossier needs the number of a dossier"
                arguments+=("$2")
                shift
                ;;
            *) die "check knows no argument '$1'; ./tthc help lists them" ;;
        esac
        shift
    done
    require_name "$name"
    # shellcheck disable=SC2034  # read by step_ready
    QUIET=1
    setup run
    database_exists "$name" || die "there is no database $name; make it with ./tthc init $name"
    cli_python db.py has_module "$name" tthc_dossier ||
        die "tthc_dossier is not installed in $name, so it has no ledger to check"
    "$VENV/bin/python" -B "$ROOT/cli/shell.py" -c "$ODOO_CONF" -d "$name" \
        --data-dir "$(data_dir_of "$name")" --no-http --log-level warn \
        -- "${arguments[@]}" <"$ROOT/cli/check_ledger.py" || exit $?
}
