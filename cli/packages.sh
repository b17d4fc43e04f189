# shellcheck shell=bash
# Debian packages: what is missing, and (as root) installing it.

# find_python: a Python with venv and pip, 3.10 or newer; the system's first.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 "$(command -v python3 || true)"; do
        if [ -x "$candidate" ] && "$candidate" -c \
            'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

# find_postgresql: the folder of the newest server's binaries.
find_postgresql() {
    local dir
    dir=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$dir" ] && [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then
        printf '%s\n' "$dir"
        return 0
    fi
    command -v initdb >/dev/null 2>&1 && dirname "$(command -v initdb)"
}

package_present() {
    local package=$1 found_by=$2
    case $found_by in
        @python) find_python >/dev/null ;;
        @postgresql) own_postgresql || find_postgresql >/dev/null ;;
        -) dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ;;
        *) command -v "$found_by" >/dev/null 2>&1 ;;
    esac
}

stage_rank() {
    case ${1%\?} in run) echo 1 ;; test) echo 2 ;; lint) echo 3 ;; *) die "config/debian-packages.txt: unknown need '$1'" ;; esac
}

# missing_packages STAGE: fills MISSING and MISSING_OPTIONAL.
missing_packages() {
    local package need found_by rest wanted
    MISSING=()
    MISSING_OPTIONAL=()
    wanted=$(stage_rank "$1")
    while read -r package need found_by rest; do
        case $package in '' | '#'*) continue ;; esac
        [ "$(stage_rank "$need")" -le "$wanted" ] || continue
        package_present "$package" "$found_by" && continue
        case $need in
            *\?) MISSING_OPTIONAL+=("$package") ;;
            *) MISSING+=("$package") ;;
        esac
    done <"$CONFIG/debian-packages.txt"
    : "$rest"
}

# offered PACKAGE: does this system's release have it?
offered() {
    [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]
}

install_packages() {
    local package wanted=("${MISSING[@]}") log=$LOGS/packages.log
    : >"$log"
    step_work "installing ${MISSING[*]} ${MISSING_OPTIONAL[*]}"
    logged "package lists" "$log" apt-get update ||
        die "the Debian package lists could not be fetched ($(last_words "$log")); check the network, then run the same command again (log: $log)"
    for package in "${MISSING_OPTIONAL[@]}"; do
        if offered "$package"; then wanted+=("$package"); else say "      this Debian release has no $package; going on without it"; fi
    done
    [ ${#wanted[@]} -gt 0 ] || return 0
    DEBIAN_FRONTEND=noninteractive logged "Debian packages" "$log" \
        apt-get install -y --no-install-recommends "${wanted[@]}" ||
        die "the Debian packages ${wanted[*]} could not be installed ($(last_words "$log")); log: $log"
    step_done "installed ${wanted[*]}"
}

# ensure_packages STAGE
ensure_packages() {
    step "Debian packages"
    missing_packages "$1"
    if [ ${#MISSING[@]} -eq 0 ] && [ ${#MISSING_OPTIONAL[@]} -eq 0 ]; then
        step_ready
        return 0
    fi
    command -v apt-get >/dev/null 2>&1 ||
        die "this system has no apt-get; install what these Debian packages hold: ${MISSING[*]} ${MISSING_OPTIONAL[*]}"
    if is_root; then
        optional_seen || install_packages
        missing_packages "$1"
        [ ${#MISSING[@]} -eq 0 ] || die "still missing after the installation: ${MISSING[*]} (log: $LOGS/packages.log)"
        stamp_set optional "${MISSING_OPTIONAL[*]}"
        return 0
    fi
    report_missing
}

# optional_seen: nothing but optional packages this release does not have.
optional_seen() {
    [ ${#MISSING[@]} -eq 0 ] && [ -f "$STATE/stamp/optional" ] && stamp_is optional "${MISSING_OPTIONAL[*]}"
}

report_missing() {
    local package line
    if [ ${#MISSING[@]} -gt 0 ]; then
        line="apt-get install -y --no-install-recommends ${MISSING[*]}"
        for package in "${MISSING_OPTIONAL[@]}"; do
            if offered "$package" || [ "$(release_name)" = bookworm ]; then line+=" $package"; fi
        done
        die "Debian packages are missing; an administrator must run: $line"
    fi
    step_ready "going on without ${MISSING_OPTIONAL[*]} (an administrator can install it)"
}

release_name() {
    # shellcheck source=/dev/null
    (. /etc/os-release 2>/dev/null && printf '%s' "${VERSION_CODENAME:-}")
}
