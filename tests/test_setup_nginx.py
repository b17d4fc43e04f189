"""Production as documented: config/nginx.conf in front of config/odoo.production.conf.

Both files are used as they are; only addresses, ports and folders are filled in.
"""

import configparser
import contextlib
import datetime
import http.client
import http.cookiejar
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg2
import pytest
import websocket
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from odoo.tools import config

ROOT = Path(__file__).resolve().parent.parent
INSECURE = ssl._create_unverified_context()

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")


def free_ports(count):
    """Ports that are free now, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def replaced(text, old, new):
    assert old in text, f"config/nginx.conf no longer holds {old!r}"
    return text.replace(old, new)


def render_nginx(folder, http, https, odoo, live):
    site = (ROOT / "config/nginx.conf").read_text()
    site = replaced(site, "127.0.0.1:8069", f"127.0.0.1:{odoo}")
    site = replaced(site, "127.0.0.1:8072", f"127.0.0.1:{live}")
    site = replaced(site, "listen 80;", f"listen 127.0.0.1:{http};")
    site = replaced(site, "listen 443 ", f"listen 127.0.0.1:{https} ")
    site = replaced(site, "/etc/ssl/tthc/", f"{folder}/")
    site = replaced(site, "dichvucong.example.vn", "localhost")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "main.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 128; }\n"
        f"http {{ access_log {folder}/access.log;\n{temporary}\n{site}\n}}\n"
    )


def render_odoo(folder, odoo, live):
    """The production file with this test's database, folders and two workers."""
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "config/odoo.production.conf")
    options = {
        "addons_path": ",".join(config["addons_path"]),
        "data_dir": config["data_dir"],
        "logfile": str(folder / "odoo.log"),
        "db_user": os.environ.get("PGUSER") or config["db_user"],
        "db_name": config["db_name"][0],
        "dbfilter": f"^{config['db_name'][0]}$",
        "http_port": str(odoo),
        "gevent_port": str(live),
        "workers": "2",
        "max_cron_threads": "0",
    }
    for name, value in options.items():
        assert parser.has_option("options", name), f"odoo.production.conf no longer sets {name}"
        parser.set("options", name, value)
    with (folder / "odoo.conf").open("w") as stream:
        parser.write(stream)


def unprivileged(folder):
    """nginx runs as an ordinary user: root gives the folder to one first."""
    if os.getuid():
        return ()
    user = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    return ("setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups")


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(port, process, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-2000:]
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"nothing answers on port {port}: {log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def site(load_registry):
    """(folder, http port, https port) of nginx with Odoo behind it."""
    folder = Path(tempfile.mkdtemp(prefix="tthc-nginx-"))
    folder.chmod(0o755)
    (folder / "nginx").mkdir()
    http, https, odoo, live = free_ports(4)
    make_certificate(folder / "nginx")
    render_nginx(folder / "nginx", http, https, odoo, live)
    render_odoo(folder, odoo, live)
    prefix = unprivileged(folder / "nginx")
    command = [str(Path(sys.executable).parent / "odoo"), "server", "-c", str(folder / "odoo.conf")]
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = subprocess.Popen(command, cwd="/", start_new_session=True)
        stack.callback(end, server)
        nginx = subprocess.Popen(
            [*prefix, shutil.which("nginx"), "-c", f"{folder}/nginx/main.conf", "-p", str(folder)],
            cwd="/",
            start_new_session=True,
        )
        stack.callback(end, nginx)
        (folder / "odoo.log").touch()
        wait_for(odoo, server, folder / "odoo.log")
        wait_for(live, server, folder / "odoo.log")
        wait_for(https, nginx, folder / "nginx" / "error.log")
        yield folder, http, https


class Browser:
    """A person's browser: keeps cookies, follows redirects, comes from ADDRESS."""

    def __init__(self, base, address="127.0.0.1"):
        self.base = base
        self.cookies = http.cookiejar.CookieJar(
            http.cookiejar.DefaultCookiePolicy(strict_domain=False)
        )

        class Handler(urllib.request.HTTPSHandler):
            def https_open(self, request):
                def connection(host, **options):
                    return http.client.HTTPSConnection(
                        host, source_address=(address, 0), context=INSECURE, timeout=60
                    )

                return self.do_open(connection, request)

        self.opener = urllib.request.build_opener(
            Handler(), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path, data=None):
        body = urllib.parse.urlencode(data).encode() if data else None
        return self.opener.open(self.base + path, body, timeout=60)

    def log_in(self, login, password):
        page = self.get("/web/login").read().decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        return self.get("/web/login", {"login": login, "password": password, "csrf_token": token})

    def session(self):
        return next(cookie.value for cookie in self.cookies if cookie.name == "session_id")


@contextlib.contextmanager
def cursor():
    with contextlib.closing(psycopg2.connect(dbname=config["db_name"][0])) as connection:
        connection.autocommit = True
        yield connection.cursor()


@pytest.fixture(scope="module")
def logged_in(site):
    """The administrator, from an address of their own; what Odoo notes of it is put back."""
    with cursor() as cr:
        cr.execute("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")
        (before,) = cr.fetchone()
    browser = Browser(f"https://localhost:{site[2]}", "127.0.0.2")
    reply = browser.log_in("admin", "admin")
    yield browser, reply
    with cursor() as cr:
        cr.execute("UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'", [before])


def test_log_in_through_the_proxy(site, logged_in):
    _browser, reply = logged_in
    assert reply.status == 200
    assert reply.url.startswith(f"https://localhost:{site[2]}/odoo")
    assert '"uid": 2' in reply.read().decode()


def test_odoo_learns_the_outside_address(site, logged_in):
    """X-Forwarded-Proto and -Host: Odoo notes the address the administrator used."""
    with cursor() as cr:
        cr.execute("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")
        assert cr.fetchone()[0] == f"https://localhost:{site[2]}"


def test_odoo_learns_the_visitors_address(logged_in):
    """X-Forwarded-For: the device log holds the visitor's address, not nginx's."""
    browser, _reply = logged_in
    browser.get("/odoo").read()
    with cursor() as cr:
        cr.execute(
            "SELECT ip_address FROM res_device_log WHERE session_identifier = %s",
            [browser.session()[:42]],
        )
        assert {row[0] for row in cr.fetchall()} == {"127.0.0.2"}


def test_websocket_opens(site, logged_in):
    browser, _reply = logged_in
    address = f"wss://localhost:{site[2]}"
    live = websocket.create_connection(
        address + "/websocket",
        cookie=f"session_id={browser.session()}",
        origin=address.replace("wss", "https"),
        sslopt={"cert_reqs": ssl.CERT_NONE},
        timeout=20,
    )
    assert live.getstatus() == 101
    live.close()


def test_static_files_are_served_and_may_be_kept(site):
    reply = Browser(f"https://localhost:{site[2]}").get("/web/static/img/logo.png")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "image/png"
    assert "max-age=86400" in ", ".join(reply.headers.get_all("Cache-Control"))
    assert reply.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["", "/manager", "/selector", "/backup"])
def test_database_manager_is_closed(site, path):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        Browser(f"https://localhost:{site[2]}").get("/web/database" + path)
    assert refusal.value.code == 404


def test_plain_http_leads_to_https(site):
    with socket.create_connection(("127.0.0.1", site[1]), timeout=10) as plain:
        plain.sendall(b"GET /web/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = plain.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 301")
    assert "Location: https://localhost/web/login" in answer


def test_several_workers_answer(site):
    log = (site[0] / "odoo.log").read_text()
    assert len(re.findall(r"Worker WorkerHTTP \(\d+\) alive", log)) == 2
    assert not re.findall(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) .*", log, re.MULTILINE)


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here"
)
def test_service_file_is_valid(tmp_path):
    unit = (ROOT / "config/tthc.service").read_text()
    program = "/opt/tthc/.tthc/venv/bin/odoo"
    assert program in unit
    rendered = tmp_path / "tthc.service"
    rendered.write_text(unit.replace(program, sys.executable))
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(rendered)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "tthc.service" not in result.stderr
