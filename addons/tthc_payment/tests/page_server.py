"""The frame of a gateway on this machine that has a page for payers and an interface in JSON.

Standard library only: the gateways run within tests and as programs of their own.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PageServer:
    """What it knows of each order is in ``orders``; what its interface was asked in ``asked``.

    :ivar mode: ``ok``, ``slow`` (by ``delay`` seconds), ``down`` (no answer), ``rubbish`` (not
        JSON), ``error`` (an error status), or one of the subclass
    """

    def __init__(self, port=0):
        self.mode, self.delay = "ok", 3
        self.orders, self.asked = {}, []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                gateway.page(self)

            def do_POST(self):
                gateway.post(self)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def start(self):
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()
        return self

    def stop(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def page(self, handler):
        """Answer the payer's browser."""
        raise NotImplementedError

    def interface(self):
        """``{path: what answers a message}``."""
        raise NotImplementedError

    def post(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        work = self.interface().get(handler.path)
        if not work:
            return self.reply(handler, 404, "")
        message = json.loads(body)
        self.asked.append(message)
        if self.mode == "down":
            handler.close_connection = True
            return None
        if self.mode == "slow":
            time.sleep(self.delay)
        if self.mode == "error":
            return self.reply(handler, 502, "<h1>Bad gateway</h1>")
        if self.mode == "rubbish":
            return self.reply(handler, 200, "<html>maintenance</html>")
        return self.reply(handler, 200, json.dumps(work(message)), "application/json")

    @staticmethod
    def redirect(handler, url):
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.end_headers()

    @staticmethod
    def reply(handler, status, text, kind="text/plain"):
        body = text.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", f"{kind}; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
