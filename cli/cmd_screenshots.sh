# shellcheck shell=bash
# ./tthc screenshots: the pictures of the README and of the addons' descriptions, taken from a
# running demo server.

SCREENSHOTS_PLAYWRIGHT=1.65.1

require_program() {
    command -v "$1" >/dev/null 2>&1 ||
        die "screenshots needs $1; an administrator can install it: apt-get install -y --no-install-recommends $2"
}

# ensure_playwright: playwright-core in its own folder; it drives the system's Chromium.
ensure_playwright() {
    local folder=$STATE/screenshots log=$LOGS/screenshots.log
    if stamp_is screenshots "$SCREENSHOTS_PLAYWRIGHT" && [ -d "$folder/node_modules/playwright-core" ]; then
        return 0
    fi
    mkdir -p "$folder"
    : >"$log"
    say "downloading playwright-core …"
    logged playwright-core "$log" npm install --prefix "$folder" --no-audit --no-fund --no-save \
        "playwright-core@$SCREENSHOTS_PLAYWRIGHT" ||
        die "playwright-core could not be downloaded ($(last_words "$log")); log: $log"
    stamp_set screenshots "$SCREENSHOTS_PLAYWRIGHT"
}

# shrink FOLDER: 256 colours are enough for an interface, at a third of the size.
shrink() {
    "$VENV/bin/python" - "$1" <<'END'
import sys
from pathlib import Path
from PIL import Image

for path in Path(sys.argv[1]).rglob("*.png"):
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
END
}

# role_screens BASE FOLDER [LOGIN…]: the main screens of every role, both sizes, both themes.
role_screens() {
    local base=$1 folder=$2
    shift 2
    cp "$ROOT/cli/role_screens.mjs" "$STATE/screenshots/role_screens.mjs"
    node "$STATE/screenshots/role_screens.mjs" "$base" "$CONFIG/demo_logins.tsv" "$folder" "$@" ||
        die "something is wrong on a screen, or there are none: see above; the pictures are in $folder"
    say "the pictures are in $folder"
}

cmd_screenshots() {
    local base=http://127.0.0.1:${TTHC_PORT:-8069} only=() word fresh rc=0 roles=""
    for word in "$@"; do
        case $word in
            http://* | https://*) base=${word%/} ;;
            --roles=?*) roles=${word#--roles=} ;;
            -*) die "screenshots does not know '$word'; it takes the server's address, names of pictures, and --roles=FOLDER" ;;
            *) only+=("$word") ;;
        esac
    done
    require_program node nodejs
    require_program npm npm
    require_program chromium chromium
    require_program pdftoppm poppler-utils
    [ -x "$VENV/bin/python" ] || die "nothing is set up here; first: ./tthc run --detach"
    make_state
    ensure_playwright
    if [ -n "$roles" ]; then
        role_screens "$base" "$roles" "${only[@]}"
        return
    fi
    fresh=$(mktemp -d)
    # the script's imports are looked up from where it lies
    cp "$ROOT/cli/screenshots.mjs" "$STATE/screenshots/screenshots.mjs"
    node "$STATE/screenshots/screenshots.mjs" "$base" "$CONFIG/demo_logins.tsv" "$fresh" "${only[@]}" || rc=$?
    # 2: it has said why nothing could be done
    [ "$rc" -ne 2 ] || { rm -rf "$fresh"; exit 1; }
    [ "$rc" -eq 0 ] || die "not every picture could be taken; those that could are in $fresh"
    shrink "$fresh"
    cp -R "$fresh"/. "$ROOT/"
    rm -rf "$fresh"
    "$VENV/bin/python" "$ROOT/cli/descriptions.py" "$ADDONS"
    say "the pictures are in docs/screenshots/ and in the addons' static/description/"
}
