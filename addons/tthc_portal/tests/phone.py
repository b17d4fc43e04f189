"""A phone: real Chromium in a small window, driven from outside, with its network and its files
in the test's hands."""

import time
from contextlib import contextmanager
from importlib.resources import files

from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

#: Findings of axe that matter: rule, impact, first place.
FINDINGS = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    .then((result) => result.violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => `${one.id} (${one.impact}): ` +
            one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")))
"""
#: What a finger or a small window stumbles over; axe looks at neither.
STUMBLES = """
(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) {
        const wide = [...document.querySelectorAll("body *")].filter(
            (node) => node.getBoundingClientRect().right > innerWidth
        );
        found.push(`scrolls sideways: ${wide.at(-1)?.outerHTML.slice(0, 200)}`);
    }
    if (!document.documentElement.lang) found.push("no language");
    if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
    for (const node of document.querySelectorAll(
        "#wrap button, #wrap .btn, #wrap select, #wrap summary, #wrap textarea, " +
        "#wrap input:not([type=hidden]):not([type=file]):not([type=checkbox])"
    )) {
        const box = node.getBoundingClientRect();
        if (box.height && box.height < 43.5) {
            found.push(`small to touch (${box.height}): ${node.outerHTML.slice(0, 120)}`);
        }
    }
    return found;
})()
"""

#: Remembers what gets the focus, and of it what does not show it; answers how often to press Tab.
WATCH_FOCUS = """
(() => {
    const line = (node) => node && getComputedStyle(node).outlineStyle !== "none";
    window.tthcFocus = { reached: new Set(), unseen: [] };
    window.tthcControls = () => [...document.querySelectorAll(
        "#wrap a[href], #wrap button, #wrap input:not([type=hidden]), #wrap select, " +
        "#wrap textarea, #wrap summary"
    )].filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0);
    document.addEventListener("focusin", ({ target }) => {
        window.tthcFocus.reached.add(target);
        // a field that is not seen itself shows the focus by the label next to it
        const shown = line(target) || line(target.nextElementSibling) ||
            getComputedStyle(target).boxShadow !== "none";
        if (target.closest("#wrap") && !shown) {
            window.tthcFocus.unseen.push(`focus not seen: ${target.outerHTML.slice(0, 120)}`);
        }
    });
    return window.tthcControls().length + document.querySelectorAll("header a, nav a").length + 10;
})()
"""
FOCUS_FOUND = """
[...window.tthcFocus.unseen, ...window.tthcControls()
    .filter((node) => !window.tthcFocus.reached.has(node))
    .map((node) => `not reached by Tab: ${node.outerHTML.slice(0, 120)}`)]
"""


def axe_source():
    """The script of axe-core (Deque, MPL-2.0), out of a Python package that ships it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class PhoneCase(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    @contextmanager
    def phone(self, login=None):
        """The browser, logged in as ``login``."""
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(login, login, browser=browser)
                self.cr.flush()
                self.cr.clear()
                yield browser
                self._wait_remaining_requests()
        finally:
            browser.stop()

    def open(self, browser, path):
        browser.navigate_to(self.base_url() + path, wait_stop=True)

    @staticmethod
    def ask(browser, expression, **more):
        answer = browser._websocket_request(
            "Runtime.evaluate",
            params={
                "expression": expression,
                "returnByValue": True,
                "awaitPromise": True,
                **more,
            },
        )
        return answer["result"].get("objectId" if "returnByValue" in more else "value")

    def wait(self, browser, expression):
        for _attempt in range(600):
            if self.ask(browser, f"document.readyState === 'complete' && !!({expression})"):
                return
            time.sleep(0.1)
        self.fail(f"never came true in the browser: {expression}")

    def choose(self, browser, selector, *paths):
        """Choose files from the phone's memory."""
        field = self.ask(browser, f"document.querySelector({selector!r})", returnByValue=False)
        browser._websocket_request(
            "DOM.setFileInputFiles",
            params={"files": [str(path) for path in paths], "objectId": field},
        )

    @staticmethod
    def network(browser, offline):
        browser._websocket_request("Network.enable")
        browser._websocket_request(
            "Network.emulateNetworkConditions",
            params={
                "offline": offline,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )

    def barriers(self, browser):
        """Serious and critical findings of axe on the page that is open, and what else a person
        stumbles over."""
        return self.findings(browser) + self.ask(browser, STUMBLES)

    def findings(self, browser):
        """Those of axe alone: of a page that is Odoo's own."""
        self.ask(browser, f"{axe_source()};0")
        return self.ask(browser, FINDINGS)

    def keyboard_barriers(self, browser):
        """Controls of the open page that Tab does not reach, or whose focus is not seen."""
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        for _press in range(self.ask(browser, WATCH_FOCUS)):
            for kind in ("keyDown", "keyUp"):
                browser._websocket_request("Input.dispatchKeyEvent", params={"type": kind, **key})
        return self.ask(browser, FOCUS_FOUND)
