"""Asking a gateway over HTTP, whatever it does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.tests import tagged

from ..models import payment_provider
from ..tools.gateway import Unavailable
from .common import PaymentCommon

GOOD = json.dumps({"code": "00", "desc": "Thành công"}).encode()


class _Odd(BaseHTTPRequestHandler):
    """Answers as the path says."""

    def do_GET(self):
        kind = self.path.strip("/").split("?")[0]
        if kind == "close":
            return
        self.send_response({"moved": 302, "down": 503}.get(kind, 200))
        if kind == "moved":
            self.send_header("Location", "/good")
        self.end_headers()
        content = {
            "list": b"[]",
            "html": b"<html>",
            "long": b'{"x": "' + b"y" * 265_000 + b'"}',
            "latin": b'{"x": "\xe9"}',
            "empty": b"",
        }.get(kind, GOOD)
        try:
            for place in range(len(content)) if kind == "drip" else ():
                self.wfile.write(content[place : place + 1])
                time.sleep(0.1)
            if kind != "drip":
                self.wfile.write(content)
        except OSError:
            return

    def log_message(self, *_args):
        """Override: the test log is not the server's."""


@tagged("post_install", "-at_install")
class TestCall(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["payment.provider"]._tthc_provider(cls.centre)
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
        cls.server.daemon_threads = True
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        threading.Thread(target=cls.server.serve_forever, args=(0.05,), daemon=True).start()

    def call(self, kind):
        url = f"http://127.0.0.1:{self.server.server_address[1]}/{kind}?key=BIMAT"
        return self.provider._tthc_call("GET", url)

    def test_an_answer(self):
        self.assertEqual(self.call("good")["desc"], "Thành công")

    def test_anything_else_is_no_answer_and_leaks_nothing(self):
        for kind in ("close", "down", "moved", "list", "html", "long", "latin", "empty"):
            with self.subTest(kind):
                with self.assertRaises(Unavailable) as caught:
                    self.call(kind)
                self.assertNotIn("BIMAT", str(caught.exception))

    def test_an_answer_that_drips_is_not_waited_for(self):
        begin = time.monotonic()
        with patch.object(payment_provider, "PATIENCE", 0.5), self.assertRaises(Unavailable):
            self.call("drip")
        self.assertLess(time.monotonic() - begin, 4)
