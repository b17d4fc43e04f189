"""A gateway or bank on this machine: real HTTP, threads, any free port."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class LocalServer(ThreadingHTTPServer):
    """Answers as its description says; a subclass gives :meth:`answer`.

    :ivar mode: ``ok``, ``slow`` (no answer while anybody waits), ``rubbish`` (not JSON), ``down``
        (an error status), ``empty`` (status 200 and nothing in it), or one of the subclass
    :ivar asked: the requests as they came, ``(method, path, query, headers, body)``; headers have
        lower-case names
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode, self.asked = "ok", []
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method, path, query, headers, body):
        """Status and JSON value for a request."""
        raise NotImplementedError

    def close(self):
        self.released.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server, parts = self.server, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = (self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
        server.asked.append(request)
        if server.mode == "slow":
            server.released.wait(20)
            return
        status, text = 200, ""
        if server.mode == "down":
            status = 503
        elif server.mode == "rubbish":
            text = "<html>Bảo trì</html>"
        elif server.mode != "empty":
            status, value = server.answer(*request)
            text = json.dumps(value)
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_args):
        """Override: the test log is not the server's."""
