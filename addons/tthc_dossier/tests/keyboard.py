"""A person at the keyboard of a real browser: key and mouse events that the browser itself
dispatches (DevTools ``Input``), counted as actions. No value is set by a script."""

import json
import time
from contextlib import contextmanager
from urllib.parse import urljoin

from odoo.tests.common import ChromeBrowser, _registry_test_lock

#: DevTools bits of the modifiers.
MODIFIERS = {"alt": 1, "control": 2, "shift": 8}
NAMED = {
    "enter": ("Enter", "Enter", 13, "\r"),
    "tab": ("Tab", "Tab", 9, ""),
    "escape": ("Escape", "Escape", 27, ""),
    "space": (" ", "Space", 32, " "),
    "arrowdown": ("ArrowDown", "ArrowDown", 40, ""),
}
#: Milliseconds between two keys of a hand scanner.
SCANNER_GAP = 4
#: Seconds for the first page, for which the assets are built.
LOAD_SECONDS = 60


class Keyboard:
    """What a person does at the browser. ``actions`` counts: a key with its modifiers, a click,
    a term typed, or a scan with the Enter that ends it, is one; ``log`` says which. ``strokes``
    counts more strictly: every letter of a term typed is one."""

    def __init__(self, test, browser):
        self.test = test
        self.browser = browser
        self.log = []
        self.letters = 0

    @property
    def actions(self):
        return len(self.log)

    @property
    def strokes(self):
        terms = sum(entry.startswith("type ") for entry in self.log)
        return self.actions - terms + self.letters

    def _send(self, kind, **params):
        # not waited for: a scanner does not wait either
        self.browser._websocket_send(f"Input.dispatch{kind}Event", params=params)

    def _key(self, key, code, virtual, text, bits=0):
        common = {"key": key, "code": code, "windowsVirtualKeyCode": virtual, "modifiers": bits}
        kind = "keyDown" if text and not bits & 3 else "rawKeyDown"
        self._send("Key", type=kind, **common, **({"text": text} if kind == "keyDown" else {}))
        self._send("Key", type="keyUp", **common)

    def _character(self, character):
        if character.isascii() and character.isalnum():
            upper = character.upper()
            code = f"Digit{upper}" if upper.isdigit() else f"Key{upper}"
            bits = MODIFIERS["shift"] if character.isupper() else 0
            self._key(character, code, ord(upper), character, bits)
        else:
            self._key(character, "Space" if character == " " else "", 0, character)

    def press(self, combination):
        """One action: a key, with modifiers before it: ``alt+shift+a``, ``enter``."""
        *modifiers, name = combination.split("+")
        bits = sum(MODIFIERS[modifier] for modifier in modifiers)
        if name in NAMED:
            self._key(*NAMED[name], bits)
        else:
            code = f"Digit{name}" if name.isdigit() else f"Key{name.upper()}"
            key = name.upper() if "shift" in modifiers else name
            self._key(key, code, ord(name.upper()), "" if bits & 3 else key, bits)
        self.log.append(combination)

    def type(self, text, gap=0):
        """One action: a term, key by key, with ``gap`` milliseconds between two keys."""
        for character in text:
            self._character(character)
            time.sleep(gap / 1000)
        self.letters += len(text)
        self.log.append(f"type {text}")

    def scan(self, text):
        """One action: what a hand scanner sends, with the Enter that ends it."""
        for character in text:
            self._character(character)
            time.sleep(SCANNER_GAP / 1000)
        self._key(*NAMED["enter"])
        self.log.append("scan")

    def click(self, selector):
        """One action: a click in the middle of the element, where the mouse finds it."""
        self.wait(f"document.querySelector({json.dumps(selector)})?.offsetParent")
        box = self.ask(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Mouse", type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        self.log.append(f"click {selector}")

    def open(self, address):
        """The page that the person begins at; loaded again, as a person would, when a busy
        machine has left it empty."""
        ready = (
            "document.readyState === 'complete' && document.querySelector('.o_main_navbar')"
            " && document.querySelector('.o_action_manager')?.children.length"
        )
        for _attempt in range(3):
            self.browser.navigate_to(address, wait_stop=True)
            if self.comes_true(ready, LOAD_SECONDS):
                return
        self.test.fail(f"{address} does not load")

    # What the person sees -------------------------------------------------------------------------

    def ask(self, expression):
        answer = self.browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": expression, "returnByValue": True, "awaitPromise": True},
        )
        if "exceptionDetails" in answer:
            self.test.fail(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression, seconds=20):
        """Until ``expression`` is true on the screen: a person looks before the next key."""
        if not self.comes_true(expression, seconds):
            self.test.fail(f"never came true after {self.log}: {expression}\n{self.screen()}")

    def comes_true(self, expression, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.ask(f"!!({expression})"):
                return True
            time.sleep(0.05)
        return False

    def wait_for(self, selector):
        self.wait(f"document.querySelector({json.dumps(selector)})?.offsetParent")

    def focused(self):
        """Name of the field, or of the button, that has the focus."""
        return self.ask("(document.activeElement?.closest('[name]')?.getAttribute('name')) || ''")

    def wait_focus(self, name):
        self.wait(
            "(document.activeElement?.closest('[name]')?.getAttribute('name') || '')"
            f" === {json.dumps(name)}"
        )

    def text(self, selector):
        return self.ask(f"document.querySelector({json.dumps(selector)})?.innerText || ''")

    def screen(self):
        return self.ask("document.body.innerText.slice(0, 3000)")


class KeyboardMixin:
    """For an ``HttpCase``: :meth:`at_keyboard` opens a browser as a user."""

    @contextmanager
    def meanwhile(self):
        """Within :meth:`at_keyboard`: what somebody else does, while no request is served."""
        with _registry_test_lock:
            self.env.invalidate_all()
            yield
            self.cr.flush()
            self.cr.clear()

    @contextmanager
    def at_keyboard(self, login, path):
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(login, login, browser=browser)
                self.cr.flush()
                self.cr.clear()
                keyboard = Keyboard(self, browser)
                keyboard.open(urljoin(self.base_url(), path))
                yield keyboard
                browser.navigate_to("about:blank", wait_stop=True)
                self._wait_remaining_requests()
        finally:
            browser.stop()
