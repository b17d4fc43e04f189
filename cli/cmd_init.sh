# shellcheck shell=bash
# ./tthc init NAME: a database of one's own.

known_module() {
    local dir
    for dir in "$ADDONS" "$ODOO_ROOT/addons" "$ODOO_ROOT/odoo/addons" "$VENV"/lib/python3*/site-packages/odoo/addons; do
        [ ! -f "$dir/$1/__manifest__.py" ] || return 0
    done
    return 1
}

require_modules() {
    local module
    for module in ${1//,/ }; do
        known_module "$module" || die "there is no module '$module', neither in addons/ nor in Odoo"
    done
}

# copy_of SOURCE NAME: nobody may be connected to the source while it is copied.
copy_of() {
    cli_python db.py copy "$1" "$2" || exit 1
    copy_filestore "$(data_dir_of "$1")" "$1" "$DATA" "$2"
}

# init_database NAME MODULES DEMO-OPTION
init_database() {
    local name=$1 modules=$2 log=$LOGS/$1-install.log snapshot=$STATE/$1.snapshot ours
    ours=$(cli_python addons.py ours "$modules")
    cli_python addons.py plan "$name" "$(pins_hash)" "$snapshot" "${ours:-none}" >/dev/null || exit 1
    : >"$log"
    step_work "installing ${modules//,/, }"
    if ! odoo_once "$name" "$DATA" "$log" "$name" -i "$modules" --load-language vi_VN ${3:+"$3"}; then
        check_log "$log" || true
        forget_database "$name"
        die "the database $name could not be made and was removed again; log: $log"
    fi
    cli_python addons.py record "$name" "$snapshot" || exit 1
    rm -f "$snapshot"
    give_data_to_service
}

cmd_init() {
    local name='' demo='' modules='' force='' source=''
    while [ $# -gt 0 ]; do
        case $1 in
            --demo) demo=--with-demo ;;
            --no-demo) demo='' ;;
            --force) force=1 ;;
            --modules) modules=${2:-}; shift ;;
            --from) source=${2:-}; [ -n "$source" ] || die "--from needs the name of a database"; shift ;;
            -*) die "init does not know '$1'; it knows --demo, --no-demo, --modules a,b, --from NAME and --force" ;;
            *) [ -z "$name" ] || die "init makes one database; '$1' is one name too many"; name=$1 ;;
        esac
        shift
    done
    [ -n "$name" ] || die "init needs the name of the new database: ./tthc init NAME [--demo|--no-demo] [--modules a,b] [--from NAME] [--force]"
    require_name "$name"
    setup run 1
    step "database $name"
    lock_database "$name"
    settle_durability "$name"
    if database_exists "$name"; then
        [ -n "$force" ] || die "the database $name exists already; choose another name, or replace it and lose what is in it: ./tthc init $name --force"
    fi
    if [ -z "$source" ]; then
        modules=${modules:-$(cli_python addons.py list)}
        modules=${modules:-base,web}
    fi
    require_modules "$modules"
    if [ -n "$source" ]; then
        [ "$name" != "$source" ] || die "a database cannot be made from itself"
        database_exists "$source" || die "there is no database $source to copy"
    fi
    forget_database "$name"
    [ -z "$source" ] || copy_of "$source" "$name"
    [ -z "$modules" ] || init_database "$name" "$modules" "$demo"
    step_done "made, login admin with password admin (change it at once); start it: ./tthc run -d $name"
}
