# shellcheck shell=bash
# Odoo 19: an existing one when there is one, else Debian's package unpacked.

# odoo_release DIR: the version of the odoo package in DIR, or nothing.
odoo_release() {
    sed -n 's/^version_info *= *(\([0-9]*\), *\([0-9]*\).*/\1.\2/p' "$1/odoo/release.py" 2>/dev/null
}

# odoo_root_of PATH: the folder that holds the package, for a checkout or a prefix.
odoo_root_of() {
    local dir
    for dir in "$1" "$1/usr/lib/python3/dist-packages" "$1"/lib/python3*/site-packages; do
        if [ -f "$dir/odoo/release.py" ]; then
            printf '%s\n' "$dir"
            return 0
        fi
    done
    return 1
}

require_odoo_19() {
    local version
    version=$(odoo_release "$1")
    [ "$version" = 19.0 ] || die "$2 holds Odoo ${version:-of an unknown version}; this suite needs Odoo 19.0"
}

# find_odoo: sets ODOO_ROOT to an Odoo that is already there.
find_odoo() {
    local found
    if [ -n "${TTHC_ODOO_PATH:-}" ]; then
        ODOO_ROOT=$(odoo_root_of "$TTHC_ODOO_PATH") ||
            die "TTHC_ODOO_PATH=$TTHC_ODOO_PATH holds no Odoo: name a git checkout, or a prefix with usr/lib/python3/dist-packages/odoo"
        require_odoo_19 "$ODOO_ROOT" "TTHC_ODOO_PATH=$TTHC_ODOO_PATH"
        return 0
    fi
    if [ -d /usr/lib/python3/dist-packages/odoo ]; then
        found=/usr/lib/python3/dist-packages
        if [ "$(odoo_release $found)" = 19.0 ]; then
            ODOO_ROOT=$found
            return 0
        fi
        say "      the system's Odoo is $(odoo_release $found), not 19.0: fetching Odoo 19 into $STATE"
    fi
    return 1
}

# debian_mirror: the address of this system's own Debian archive.
debian_mirror() {
    if [ -n "${TTHC_DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "$TTHC_DEBIAN_MIRROR"
        return 0
    fi
    # shellcheck disable=SC2016  # the $(…) are apt's own fields
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v code="$(release_name)" '$2 == "main" && ($1 == code || $1 ~ /^(stable|oldstable|testing|unstable|sid)$/) && $3 ~ /^(https?|file|mirror|copy):/ {print $3; exit}'
}

# private_apt: an apt state of our own; the system's sources stay untouched.
# A mirror that lags may serve an expired list: still signed, and the files are pinned.
private_apt() {
    local mirror=$1 dir=$STATE/apt suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg option=
    rm -rf "$dir"
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
    [ -f "$keyring" ] && option="[signed-by=$keyring] "
    while read -r suite; do
        printf 'deb %s%s %s main\n' "$option" "$mirror" "$suite"
    done < <(awk '!/^#/ && NF {print $2}' "$CONFIG/odoo-packages.txt" | sort -u) >"$dir/sources.list"
    cat >"$dir/apt.conf" <<END
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::Lists "$dir/lists";
Dir::Cache "$dir/cache";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
APT::Update::Error-Mode "any";
Acquire::Retries "2";
Acquire::http::Timeout "30";
APT::Sandbox::User "$(id -un)";
END
    export APT_CONFIG=$dir/apt.conf
}

# choose_packages: fills WANTED with package=version, pinned where possible.
choose_packages() {
    local package suite version rest newest
    WANTED=()
    while read -r package suite version rest; do
        case $package in '' | '#'*) continue ;; esac
        if ! apt-cache madison "$package" | awk -F' *[|] *' '{print $2}' | grep -qxF "$version"; then
            newest=$(apt-cache madison "$package" | grep " $suite/" | awk -F' *[|] *' 'NR==1 {print $2}' || true)
            [ -n "$newest" ] || die "the Debian archive has no $package in $suite; set TTHC_ODOO_PATH to an Odoo 19 of your own"
            [[ $package != odoo-19 || $newest == 19.0* ]] ||
                die "the Debian archive's odoo-19 is $newest, not 19.0; set TTHC_ODOO_PATH to an Odoo 19 of your own"
            say "      the pinned $package $version is no longer in the archive: taking $newest"
            version=$newest
        fi
        WANTED+=("$package=$version")
    done <"$CONFIG/odoo-packages.txt"
    : "$rest"
}

# check_hashes: a file of the pinned version must have the pinned hash.
check_hashes() {
    local package suite version sha file
    while read -r package suite version sha; do
        case $package in '' | '#'*) continue ;; esac
        file=$STATE/download/${package}_${version//:/%3a}_all.deb
        [ -f "$file" ] || continue
        if [ "$(sha256sum "$file" | cut -d' ' -f1)" != "$sha" ]; then
            rm -f "$file"
            die "the downloaded $package $version does not have the hash pinned in config/odoo-packages.txt; it was deleted. Try again, or find out why the archive's file changed"
        fi
    done <"$CONFIG/odoo-packages.txt"
    : "$suite"
}

all_downloaded() {
    local package suite version rest
    while read -r package suite version rest; do
        case $package in '' | '#'*) continue ;; esac
        [ -f "$STATE/download/${package}_${version//:/%3a}_all.deb" ] || return 1
    done <"$CONFIG/odoo-packages.txt"
    : "$suite" "$rest"
}

download_in() { (cd "$1" && shift && "$@"); }

download_odoo() {
    local mirror log=$LOGS/odoo-download.log
    if all_downloaded; then return 0; fi
    : >"$log"
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die "no Debian archive found in this system's apt sources; set TTHC_DEBIAN_MIRROR to one, or TTHC_ODOO_PATH to an Odoo 19"
    private_apt "$mirror"
    logged "package lists of sid and trixie" "$log" apt-get update ||
        die "the package lists of Debian sid and trixie could not be fetched from $mirror ($(last_words "$log")); check the network, then run the same command again (log: $log)"
    choose_packages
    logged "downloading Odoo 19 (about 125 MB)" "$log" download_in "$STATE/download" apt-get download "${WANTED[@]}" ||
        die "Odoo 19 could not be downloaded from $mirror ($(last_words "$log")); check the network, then run the same command again (log: $log)"
    unset APT_CONFIG
    rm -rf "$STATE/apt"
}

# Debian takes the background blur of video calls out for its licence, but mail's
# manifest still names the file: each page would log an error and each browser
# test would fail on it. An empty script stands in.
stand_in_for_removed_files() {
    local addons=$STATE/odoo.new/usr/lib/python3/dist-packages/odoo/addons name
    [ -d "$addons/mail" ] || addons=$STATE/odoo.new/usr/lib/python3/dist-packages/addons
    name=$addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    [ -e "$name" ] || { mkdir -p "${name%/*}" && echo '/* left out by Debian */' >"$name"; }
}

unpack_all() {
    local file
    rm -rf "$STATE/odoo.new"
    mkdir -p "$STATE/odoo.new"
    for file in "$STATE"/download/*.deb; do
        dpkg-deb -x "$file" "$STATE/odoo.new" || return 1
    done
    stand_in_for_removed_files
    rm -rf "$STATE/odoo"
    mv "$STATE/odoo.new" "$STATE/odoo"
}

ensure_odoo() {
    local pins
    step "Odoo 19"
    if find_odoo; then
        step_ready "using $ODOO_ROOT"
        return 0
    fi
    ODOO_ROOT=$STATE/odoo/usr/lib/python3/dist-packages
    pins=$(hash_of "$CONFIG/odoo-packages.txt")
    if stamp_is odoo "$pins" && [ -d "$ODOO_ROOT" ]; then
        step_ready
        return 0
    fi
    need_space 2500
    step_work "downloading"
    download_odoo
    check_hashes
    : >"$LOGS/odoo-unpack.log"
    logged "unpacking" "$LOGS/odoo-unpack.log" unpack_all || die "Odoo could not be unpacked ($(last_words "$LOGS/odoo-unpack.log")); log: $LOGS/odoo-unpack.log"
    require_odoo_19 "$ODOO_ROOT" "the Debian package"
    stamp_set odoo "$pins"
    step_done "unpacked"
}
