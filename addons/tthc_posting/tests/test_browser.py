import time
from contextlib import contextmanager

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from .common import PDF, PostingCase

#: Sentences on what somebody with a keyboard, a screen reader or weak eyes stumbles over.
BARRIERS = r"""
(() => {
    const found = [];
    const tell = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const seen = (node) => node.getClientRects().length > 0;
    if (!document.documentElement.lang) found.push("no language");
    if (all("h1").length !== 1) found.push(`${all("h1").length} h1`);
    for (const name of ["header", "main", "footer"])
        if (all(`body > ${name}`).length !== 1) found.push(`landmark ${name}`);
    if (all("main main").length) found.push("main in main");
    all("input:not([type=hidden]), select").forEach((n) => n.labels.length || tell("no label", n));
    all("img").forEach((n) => n.alt || tell("no alt", n));
    all("table").forEach((n) => n.caption || tell("no caption", n));
    all("th").forEach((n) => n.scope || tell("no scope", n));
    all("a, button").forEach((n) => n.textContent.trim() || tell("no name", n));
    const ids = all("[id]").map((n) => n.id);
    if (new Set(ids).size !== ids.length) found.push("an id twice");
    all("[aria-labelledby]").forEach(
        (n) => document.getElementById(n.getAttribute("aria-labelledby")) || tell("no target", n)
    );
    let level = 0;
    all("h1, h2, h3").forEach((n) => {
        const own = Number(n.tagName[1]);
        if (own > level + 1) tell("heading left out", n);
        level = own;
    });
    const rgb = (text) => text.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
        const [r, g, b] = colour.map((v) => {
            v /= 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (node) => {
        for (; node; node = node.parentElement) {
            const colour = rgb(getComputedStyle(node).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
        }
        return [255, 255, 255];
    };
    all("body *").forEach((n) => {
        const own = [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
        if (!own || !seen(n)) return;
        const pair = [light(rgb(getComputedStyle(n).color).slice(0, 3)), light(behind(n))];
        const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        if (ratio < 4.5) tell(`contrast ${ratio.toFixed(1)}`, n);
    });
    if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
    all("button, select, input:not([type=hidden])").forEach((n) => {
        if (seen(n) && n.getBoundingClientRect().height < 43) tell("small to touch", n);
    });
    return found;
})()
"""


@tagged("post_install", "-at_install")
class TestBrowser(PostingCase, HttpCase):
    """The public pages on a phone, in a real browser, driven from outside: they run no script,
    so neither does an Odoo tour."""

    browser_size = "375x812"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        draft = cls.make_rich()
        cls.form = cls.add_form(draft)
        cls.version = cls.publish_rich(draft)

    @contextmanager
    def phone(self):
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(None, None, browser=browser)
                self.cr.flush()
                self.cr.clear()
                yield browser
                self._wait_remaining_requests()
        finally:
            browser.stop()

    @staticmethod
    def ask(browser, expression):
        answer = browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": expression, "returnByValue": True, "awaitPromise": True},
        )
        return answer["result"].get("value")

    def wait(self, browser, expression):
        for _attempt in range(100):
            if self.ask(browser, f"document.readyState === 'complete' && !!({expression})"):
                return
            time.sleep(0.1)
        self.fail(f"never came true in the browser: {expression}")

    def test_search_open_and_download_on_a_phone(self):
        with self.phone() as browser:
            browser.navigate_to(self.base_url() + "/thu-tuc", wait_stop=True)
            self.assertEqual(self.ask(browser, "innerWidth"), 375)
            self.ask(
                browser,
                "document.querySelector('#q').value = 'buu kien thu'; "
                "document.querySelector('form.search button').click()",
            )
            self.wait(
                browser, "location.search.includes('q=buu') && document.querySelector('h2 a')"
            )
            self.ask(browser, "document.querySelector('.results h2 a').click()")
            self.wait(browser, "location.pathname === '/thu-tuc/9.000001'")
            self.assertIn("bưu kiện", self.ask(browser, "document.querySelector('h1').innerText"))
            content = self.ask(
                browser,
                "(async () => { const link = document.querySelector('a.file');"
                " return link.offsetHeight > 0 && link.download && link.href; })()",
            )
            self.ask(browser, "document.querySelector('.languages a[lang=en]').click()")
            self.wait(browser, "document.documentElement.lang === 'en'")
        self.assertEqual(self.url_open(content).content, PDF)

    def test_no_barriers(self):
        pages = (
            "/thu-tuc",
            "/thu-tuc?q=buu+kien&online=none",
            "/thu-tuc/9.000001",
            "/thu-tuc/9.000001?lang=en",
            "/thu-tuc/khong-co",
        )
        with self.phone() as browser:
            for page in pages:
                browser.navigate_to(self.base_url() + page, wait_stop=True)
                self.assertEqual(self.ask(browser, BARRIERS), [], page)
            # The check itself sees what is wrong.
            self.ask(browser, "document.querySelector('h1').style.color = '#999'")
            self.ask(browser, "document.body.append(document.createElement('img'))")
            self.assertEqual(len(self.ask(browser, BARRIERS)), 2)

    def test_keyboard_reaches_the_content_first(self):
        with self.phone() as browser:
            browser.navigate_to(self.base_url() + "/thu-tuc/9.000001", wait_stop=True)
            for kind in ("keyDown", "keyUp"):
                browser._websocket_request(
                    "Input.dispatchKeyEvent",
                    params={"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9},
                )
            self.assertEqual(self.ask(browser, "document.activeElement.className"), "skip")
            outline = self.ask(browser, "getComputedStyle(document.activeElement).outlineWidth")
            self.assertEqual(outline, "3px")
            self.ask(browser, "document.activeElement.click()")
            self.wait(browser, "document.activeElement.id === 'main'")
