# shellcheck shell=bash
# ./tthc import-procedures: records of the national portal into drafts, in the foreground.

cmd_import_procedures() {
    local name=${TTHC_DB:-tthc} file=
    while [ $# -gt 0 ]; do
        case $1 in
            -d)
                [ $# -ge 2 ] || die "-d needs the name of a database"
                name=$2
                shift
                ;;
            -*) die "import-procedures knows no option '$1'; ./tthc help lists them" ;;
            *)
                [ -z "$file" ] || die "import-procedures takes one file; '$1' is a second one"
                file=$1
                ;;
        esac
        shift
    done
    [ -n "$file" ] || die "import-procedures needs a file: ./tthc import-procedures FILE"
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then die "the file $file cannot be read"; fi
    file=$(readlink -f "$file")
    require_name "$name"
    # shellcheck disable=SC2034  # read by step_ready
    QUIET=1
    setup run
    database_exists "$name" || die "there is no database $name; make it with ./tthc init $name"
    cli_python db.py has_module "$name" tthc_catalogue_import ||
        die "tthc_catalogue_import is not installed in $name; install it under Apps, or with" \
            "./tthc init $name --modules tthc_catalogue_import"
    "$VENV/bin/python" -B "$ROOT/cli/shell.py" -c "$ODOO_CONF" -d "$name" \
        --data-dir "$(data_dir_of "$name")" --no-http --log-level warn \
        -- "$file" <"$ROOT/cli/import_procedures.py" || exit $?
}
