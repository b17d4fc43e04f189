import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import clamd, content

_logger = logging.getLogger(__name__)

PREFIX = "tthc_papers."
#: clamd's own StreamMaxLength in its example configuration, megabytes.
STREAM_MEGABYTES = 25
SECONDS = 20


class TthcAntivirus(models.AbstractModel):
    """The antivirus of the centre: clamd of ClamAV, where it is configured.

    Nothing here keeps a file. Settings are parameters of the system: ``clamd_address`` (empty: no
    antivirus), ``clamd_unreachable`` (``refuse`` or ``accept``), ``clamd_stream_mb``.
    """

    _name = "tthc.antivirus"
    _description = "Antivirus"

    @api.model
    def _param(self, name, default=""):
        return self.env["ir.config_parameter"].sudo().get_param(PREFIX + name) or default

    @api.model
    def _is_configured(self):
        return bool(self._param("clamd_address").strip())

    @api.model
    def _daemon(self):
        """:raise ValueError: the address is none"""
        megabytes = self._param("clamd_stream_mb")
        limit = int(megabytes) if megabytes.isdigit() else STREAM_MEGABYTES
        return clamd.Clamd(self._param("clamd_address"), SECONDS, limit * 1024 * 1024)

    @api.model
    def _status_text(self):
        """What the screens say about the protection, in a sentence; empty when all is well."""
        if self._is_configured():
            return ""
        return self.env._("No antivirus is configured: files are taken without being scanned.")

    # Scanning -----------------------------------------------------------------------------------

    @api.model
    def _scan(self, raw):
        """``(verdict, detail)`` of bytes; a transaction asks the daemon once for each file.

        Verdicts: ``none`` (no antivirus), ``clean``, ``infected`` (detail: the signature),
        ``pending`` (not reached, detail: why), ``too_large``.
        """
        if not self._is_configured():
            return "none", ""
        known = self.env.cr.cache.setdefault("tthc_papers_scans", {})
        key = (self._param("clamd_address"), content.digest(raw))
        if key not in known:
            known[key] = self._ask(raw)
        return known[key]

    @api.model
    def _ask(self, raw):
        try:
            verdict = self._daemon().scan(raw)
        except clamd.ClamdTooLarge as error:
            return "too_large", str(error)
        except (clamd.ClamdError, ValueError) as error:
            _logger.info("antivirus not reached: %s", error)
            return "pending", str(error)
        return ("infected", verdict.signature) if verdict.infected else ("clean", "")

    @api.model
    def _check(self, name, raw, place=""):
        """Refuse an infected file, and one that cannot be scanned where the setting says so.

        :param place: where it was to go, for the log
        :raise ValidationError: it is refused; nothing of it is kept but the line in the log
        """
        verdict, detail = self._scan(raw)
        if verdict == "infected":
            self.env["tthc.paper.alert"]._log(name, raw, detail, place)
            raise ValidationError(
                self.env._(
                    "%(file)s contains malware (%(signature)s) and was not stored. Do not open it; "
                    "ask for the paper again, or scan the original here.",
                    file=name,
                    signature=detail,
                )
            )
        if verdict in ("pending", "too_large") and self._param("clamd_unreachable") == "refuse":
            raise ValidationError(
                self.env._(
                    "%(file)s was not stored: it could not be scanned for viruses (%(reason)s). "
                    "Try again later; an administrator sees to the antivirus in the settings.",
                    file=name,
                    reason=detail,
                )
                if verdict == "pending"
                else self.env._(
                    "%s was not stored: it is larger than the antivirus takes. Split it, and add "
                    "it again.",
                    name,
                )
            )

    @api.model
    @api.private
    def _row_values(self, raw):
        """What a file's row keeps of its scan."""
        verdict, detail = self._scan(raw)
        return {
            "verdict": verdict,
            "verdict_detail": detail or False,
            "verdict_at": verdict != "none" and fields.Datetime.now(),
        }

    @api.model
    def _test(self):
        """Version of the daemon, for the settings.

        :raise UserError: it is not reached, with the reason
        """
        try:
            daemon = self._daemon()
            daemon.ping()
            return daemon.version()
        except ValueError as error:
            raise UserError(
                self.env._(
                    "“%s” is no address: enter tcp://host:3310 or unix:/run/clamav/clamd.ctl.",
                    error,
                )
            ) from error
        except clamd.ClamdError as error:
            raise UserError(
                self.env._(
                    "The antivirus at %(address)s does not answer: %(error)s",
                    address=self._param("clamd_address"),
                    error=error,
                )
            ) from error
