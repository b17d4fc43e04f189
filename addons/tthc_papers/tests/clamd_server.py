"""A daemon that speaks clamd's published protocol (clamd(8)), for the tests.

It knows one signature: the test string of EICAR, put together at run time so that no scanner
complains about this file.
"""

import socketserver
import struct
import threading

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Eicar-Test-Signature"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._line()
        self.server.commands.append(command)
        if command == b"PING":
            self._say("PONG")
        elif command == b"VERSION":
            self._say("ClamAV 1.4.1/27435/Mon Mar  9 2026")
        elif command == b"INSTREAM":
            self._stream()
        else:
            self._say("UNKNOWN COMMAND")

    def _line(self):
        """A command of the form z…\\0."""
        if self.rfile.read(1) != b"z":
            return b""
        found = b""
        while (sign := self.rfile.read(1)) not in (b"\0", b""):
            found += sign
        return found

    def _stream(self):
        data = b""
        while True:
            (length,) = struct.unpack("!I", self.rfile.read(4))
            if not length:
                break
            data += self.rfile.read(length)
            if len(data) > self.server.limit:
                self._say("INSTREAM size limit exceeded. ERROR")
                return
        self.server.scanned.append(data)
        self._say(f"stream: {SIGNATURE} FOUND" if EICAR in data else "stream: OK")

    def _say(self, text):
        self.wfile.write(text.encode() + b"\0")


class ClamdServer:
    """``with ClamdServer() as server: server.address``"""

    def __init__(self, limit=1024 * 1024, unix=None):
        kind = socketserver.ThreadingUnixStreamServer if unix else socketserver.ThreadingTCPServer
        self.server = kind(unix or ("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.server.limit = limit
        self.server.commands, self.server.scanned = [], []
        self.unix = unix

    @property
    def address(self):
        if self.unix:
            return f"unix:{self.unix}"
        return f"tcp://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    @property
    def scanned(self):
        return self.server.scanned

    @property
    def commands(self):
        return self.server.commands
