# shellcheck shell=bash
# Making, filling and updating databases.

BASE_MODULES=base,web,mail,portal,payment,resource

# settle_durability NAME: NAME is going to be made or used. A server of the caller's stays as it is.
settle_durability() {
    own_postgresql || cli_python db.py durability "$1" "${TTHC_TEST_DB:-}" || exit 1
}

database_exists() { cli_python db.py exists "$1"; }

# odoo_once DB DATA_DIR LOG TITLE ARGS…: one Odoo run that installs and ends.
odoo_once() {
    local name=$1 data=$2 log=$3 title=$4
    shift 4
    logged "$title" "$log" odoo server -c "$ODOO_CONF" -d "$name" --data-dir "$data" \
        --stop-after-init --no-http --max-cron-threads=0 "$@"
}

forget_database() {
    cli_python db.py drop "$1" || exit 1
    rm -rf "${DATA:?}/filestore/$1" "${TEST_DATA:?}/filestore/$1"
}

# data_dir_of NAME: where the files of a database are.
data_dir_of() { if [ -d "$TEST_DATA/filestore/$1" ]; then echo "$TEST_DATA"; else echo "$DATA"; fi; }

copy_filestore() {
    rm -rf "${3:?}/filestore/$4"
    if [ -d "$1/filestore/$2" ]; then
        mkdir -p "$3/filestore"
        cp -a "$1/filestore/$2" "$3/filestore/$4"
    fi
}

template_name() { printf 'tthc_base_%s' "$(printf '%s %s %s' "$(pins_hash)" "$BASE_MODULES" "$ODOO_ROOT" | sha256sum | cut -c1-12)"; }

# drop_old_templates: those of earlier pins; on a shared server they may be others'.
drop_old_templates() {
    local old
    ! own_postgresql || return 0
    for old in $(cli_python db.py list tthc_base_); do forget_database "$old"; done
}

# ensure_template: Odoo's own modules, Vietnamese and demo data, made once.
ensure_template() {
    local log=$LOGS/template.log
    TEMPLATE=$(template_name)
    exec 7>"$STATE/template.lock"
    flock 7
    if ! database_exists "$TEMPLATE"; then
        step_work "Odoo's own modules with Vietnamese, once for all databases"
        drop_old_templates
        forget_database "${TEMPLATE}_new"
        : >"$log"
        odoo_once "${TEMPLATE}_new" "$TEST_DATA" "$log" "Odoo's own modules" \
            -i "$BASE_MODULES" --load-language vi_VN --with-demo ||
            die "Odoo's own modules could not be installed ($(last_words "$log")); log: $log"
        copy_filestore "$TEST_DATA" "${TEMPLATE}_new" "$TEST_DATA" "$TEMPLATE"
        rm -rf "${TEST_DATA:?}/filestore/${TEMPLATE}_new"
        cli_python db.py rename "${TEMPLATE}_new" "$TEMPLATE" || exit 1
    fi
}

# database_from_template NAME DATA_DIR
database_from_template() {
    ensure_template
    forget_database "$1"
    cli_python db.py copy "$TEMPLATE" "$1" || exit 1
    exec 7>&-
    copy_filestore "$TEST_DATA" "$TEMPLATE" "$2" "$1"
}

# apply_plan NAME DATA_DIR LIMIT: install and update our addons as needed.
apply_plan() {
    local name=$1 data=$2 log=$LOGS/$1-install.log snapshot=$STATE/$1.snapshot plan install update rc=0 args=()
    plan=$(cli_python addons.py plan "$name" "$(pins_hash)" "$snapshot" "$3") || exit 1
    install=$(sed -n 's/^install //p' <<<"$plan")
    update=$(sed -n 's/^update //p' <<<"$plan")
    [ -z "$install" ] || args+=(-i "$install")
    [ -z "$update" ] || args+=(-u "$update" --i18n-overwrite)
    if [ ${#args[@]} -gt 0 ]; then
        step_work "${install:+installing ${install//,/, }}${install:+${update:+; }}${update:+updating ${update//,/, }}"
        : >"$log"
        # until recorded, it counts as broken off: a killed run is not trusted
        cli_python addons.py fail "$name"
        odoo_once "$name" "$data" "$log" "our addons" --with-demo "${args[@]}" || rc=$?
        if ! check_log "$log" || [ "$rc" -ne 0 ]; then
            die "the addons do not install cleanly in the database $name; the whole log: $log"
        fi
    fi
    cli_python addons.py record "$name" "$snapshot" || exit 1
    rm -f "$snapshot"
    [ ${#args[@]} -gt 0 ]
}

# check_log LOG: no warning or error while our addons are installed.
check_log() { cli_python check_log.py "$1" "$CONFIG/log-allowed.txt" >&2; }

# needs_rebuild NAME LIMIT: prints why a test database cannot be kept.
needs_rebuild() {
    if ! database_exists "$1"; then
        echo "new"
    else
        cli_python addons.py plan "$1" "$(pins_hash)" /dev/null "$2" | sed -n 's/^rebuild //p' | head -n 1
    fi
}
