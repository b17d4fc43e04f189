import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const SCHEME = "color_scheme";

/** Dark or light, of this browser: the server reads the cookie (models/tthc_desk_theme.py). */
function darkModeItem() {
    const isDark = cookie.get(SCHEME) === "dark";
    return {
        type: "switch",
        id: "tthc_dark_mode",
        description: _t("Dark Mode"),
        isChecked: isDark,
        callback: () => {
            cookie.set(SCHEME, isDark ? "light" : "dark");
            browser.location.reload();
        },
        sequence: 45,
    };
}

registry.category("user_menuitems").add("tthc_dark_mode", darkModeItem);
