"""A centre that tells people, a mail server and an SMS provider to tell them through."""

import json
import socketserver
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo.addons.tthc_dossier.tests.common import DossierCommon


class NoticeCommon(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.write(
            {
                "tthc_notice_email": True,
                "tthc_notice_sms": True,
                "tthc_sms_name": "TTPVHCC Thử",
                "email": "ttpvhcc@thu.example",
                "phone": "0222 3333 444",
            }
        )
        cls.citizen.email = "nguoidan@thu.example"
        cls.notices = cls.env["tthc.notice"]
        # What other tests' data did before is nobody's business here.
        cls.notices._start_here()
        cls.env["ir.config_parameter"].set_param("tthc_notice.since", "2026-01-01 00:00:00")

    def derive(self, instant=None):
        self.run_job("tthc.notice", "_cron_derive", instant or self.MONDAY_9)

    def told(self, dossier, **values):
        """Notices of a dossier with these values."""
        found = self.notices.search([("dossier_id", "=", dossier.id)], order="id")
        return found.filtered(lambda row: all(row[name] == value for name, value in values.items()))


class MailServer(socketserver.ThreadingTCPServer):
    """An SMTP server (RFC 5321) that keeps what it gets; ``refuse``: recipients it rejects."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails, self.refuse, self.connections = [], set(), 0
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def close(self):
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.server.connections += 1
        sender, recipients = None, []
        self.say("220 mail.thu.example ESMTP")
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self.say("250 mail.thu.example")
            elif verb == "MAIL":
                sender, recipients = line, []
                self.say("250 ok")
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                if address in self.server.refuse:
                    self.say("550 5.1.1 User unknown")
                else:
                    recipients.append(address)
                    self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go ahead")
                self.take(sender, recipients)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, sender, recipients):
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.mails.append((recipients, message))
        self.say("250 taken")


class SmsProvider(ThreadingHTTPServer):
    """An SMS provider over HTTP. ``answers``: how the next requests are answered, each a pair of
    status and text, or ``hang`` (no answer in time), or ``drop`` (the line is cut after the
    request was taken)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Provider)
        self.requests, self.answers = [], []
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/send"

    def close(self):
        self.released.set()
        self.shutdown()
        self.server_close()


class _Provider(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.requests.append((self.path, dict(self.headers), body))
        answers = self.server.answers
        answer = answers.pop(0) if answers else (200, json.dumps({"code": "0"}))
        if answer == "hang":
            self.server.released.wait(20)
            return
        if answer == "drop":
            self.connection.close()
            return
        status, text = answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST

    def log_message(self, *_args):
        """Override: the test log is not the provider's."""
