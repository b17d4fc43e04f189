"""Real servers for the tests that need them, which can be killed."""

import os
import signal
import subprocess
import time
import urllib.request

from databases import answer
from test_setup_cli import STATE, clean_environment, free_port

#: Where the database is, as the entry command finds it.
WHERE = """
import json, os
from odoo.tools import config
found = {name: value for name, value in os.environ.items() if name.startswith("PG")}
print("RESULT " + json.dumps([found, config["data_dir"]]), flush=True)
"""


class Server:
    """A server on ``database``; with ``workers``, it has so many processes.

    Begun directly: ``./tthc run`` would install every addon in the database first.
    """

    def __init__(self, database, workers=0):
        self.where, folder = answer(database, WHERE)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        venv = STATE / "venv/bin"
        self.command = [
            *(venv / "python", venv / "odoo", "server", "-c", STATE / "odoo.conf"),
            *("-d", database, "--db-filter", f"^{database}$", "--data-dir", folder),
            *("--http-port", str(port), "--gevent-port", str(free_port())),
            *("--workers", str(workers), "--log-level", "warn"),
        ]

    def start(self):
        with (STATE / "log" / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                self.command,
                env=clean_environment(**self.where),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + 120
        while not self._answers():
            assert self.process.poll() is None, "the server ended by itself"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.2)
        return self

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/web/health", timeout=5) as reply:
                return reply.status == 200
        except OSError:
            return False

    def kill(self):
        """End it and all its processes at once, as when the power fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
