# shellcheck shell=bash
# The Python environment: pinned packages, and a .pth file naming Odoo.

venv_stamp() { printf '%s %s %s' "$(hash_of "$CONFIG/requirements.txt")" "$1" "$ODOO_ROOT"; }

# write_launcher: Odoo starts its own helper process from the script it was
# started with, so it needs a script (python -m odoo is not enough).
write_launcher() {
    cat >"$VENV/bin/odoo" <<END
#!$VENV/bin/python
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
END
    chmod 755 "$VENV/bin/odoo"
}

build_venv() {
    local python=$1 log=$LOGS/venv.log site
    : >"$log"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" >>"$log" 2>&1 || die "the Python environment could not be made ($(last_words "$log")); log: $log"
    logged "Python packages" "$log" "$VENV/bin/pip" install --no-input --disable-pip-version-check \
        --no-deps --prefer-binary -r "$CONFIG/requirements.txt" ||
        die "the Python packages could not be installed ($(last_words "$log")); check the network, then run the same command again (log: $log)"
    site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$ODOO_ROOT" >"$site/tthc_odoo.pth"
    "$VENV/bin/python" -c 'import odoo.release as r, sys; sys.exit(r.version_info[:2] != (19, 0))' >>"$log" 2>&1 ||
        die "Odoo 19 does not import from $ODOO_ROOT ($(last_words "$log")); log: $log"
    write_launcher
    "$VENV/bin/python" -m compileall -q -j 2 -x '/addons/' "$ODOO_ROOT/odoo" >>"$log" 2>&1 || true
}

ensure_venv() {
    local python
    step "Python environment"
    python=$(find_python) || die "no Python 3.10 or newer with venv was found; an administrator must install python3-venv"
    if stamp_is venv "$(venv_stamp "$python")" && [ -x "$VENV/bin/python" ]; then
        step_ready
        return 0
    fi
    need_space 800
    step_work "installing the pinned packages with $python"
    rm -f "$STATE/stamp/venv"
    build_venv "$python"
    stamp_set venv "$(venv_stamp "$python")"
    step_done
}
