"""A carrier's system on this machine: real HTTP, threads, any free port."""

import itertools
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


class CarrierServer(ThreadingHTTPServer):
    """Answers as a carrier's description says; a subclass gives :meth:`answer` and :meth:`makes`.

    What has to do with orders goes wrong as :attr:`mode` says:

    * ``ok``;
    * ``cut_before``, ``cut_after``: the connection is cut before or after the request took effect;
    * ``error_before``, ``error_after``: HTTP 500, likewise; ``busy``: HTTP 503 before;
    * ``rubbish_after``: it takes effect, and the answer is :attr:`rubbish` with its status;
    * ``slow``: it takes effect, and is answered after :attr:`pause` seconds;
    * ``refuse``: the carrier says no.

    :ivar orders: our reference → ``{"number": …, "cancelled": …, "times": …}``; ``times`` counts
        how often an order of this reference was made
    :ivar asked: the requests as they came, ``(method, path, query, headers, content)``
    :ivar deaf: what only asks is answered with HTTP 500
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode, self.deaf, self.pause = "ok", False, 3.0
        self.rubbish = (200, b"<html>B\0\xff")
        self.asked, self.orders = [], {}
        self.numbers = itertools.count(1)
        self.guard = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def makes(self, path):
        """Whether a request of this path makes or changes something."""
        raise NotImplementedError

    def answer(self, method, path, query, headers, content):
        """Status and JSON value; ``content`` is the JSON value of the body."""
        raise NotImplementedError

    def number(self, count):
        """The tracking number of the order of this count."""
        raise NotImplementedError

    def make(self, reference):
        """Make an order, even a second one of the same reference."""
        with self.guard:
            order = self.orders.setdefault(reference, {"times": 0, "cancelled": False})
            order["times"] += 1
            order["number"] = self.number(next(self.numbers))
            return order

    def find(self, number):
        return next((row for row in self.orders.values() if row["number"] == number), None)

    def close(self):
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server, parts = self.server, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            content = json.loads(body) if body else None
        except ValueError:
            content = dict(parse_qsl(body.decode("utf-8", "replace")))
        request = (
            self.command,
            unquote(parts.path),
            dict(parse_qsl(parts.query)),
            headers,
            content,
        )
        server.asked.append(request)
        making = server.makes(request[1])
        mode = server.mode if making else "ok"
        if mode == "cut_before":
            self.cut()
        elif mode in ("error_before", "busy") or (server.deaf and not making):
            self.send(503 if mode == "busy" else 500, {"message": "Bảo trì"})
        else:
            status, value = server.answer(*request)
            if mode == "slow":
                time.sleep(server.pause)
            if mode == "cut_after":
                self.cut()
            elif mode == "error_after":
                self.send(500, {"message": "Lỗi"})
            elif mode == "rubbish_after":
                self.send(*server.rubbish, raw=True)
            else:
                self.send(status, value)

    do_POST = do_PUT = do_GET

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def send(self, status, value, raw=False):
        content = value if raw else json.dumps(value).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            # Nobody waited for the answer.
            self.close_connection = True

    def log_message(self, *_args):
        """Override: the test log is not the server's."""
