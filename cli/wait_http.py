"""Wait until the server answers, then fetch the login page once.

    wait_http.py ADDRESS PID

The first page makes Odoo build its style sheets and scripts, so that the person
who opens the browser next does not wait for it.
"""

import os
import sys
import time
import urllib.error
import urllib.request

LIMIT = 180


def answers(address):
    try:
        with urllib.request.urlopen(address + "/web/health", timeout=5) as reply:
            return reply.status == 200
    except OSError:
        return False


def main(address, pid):
    deadline = time.monotonic() + LIMIT
    while not answers(address):
        if time.monotonic() > deadline or not os.path.isdir(f"/proc/{pid}"):
            sys.exit(1)
        time.sleep(0.3)
    try:
        urllib.request.urlopen(address + "/web/login", timeout=120).close()
    except OSError as error:
        print(f"      the login page answered: {error}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
