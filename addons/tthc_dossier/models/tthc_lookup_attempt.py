from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import lookup_limit
from ..tools.identity import mask

#: Days for which refused attempts are kept, unless the setting says otherwise.
KEPT_DAYS = 30


class TthcLookupAttempt(models.Model):
    """A look-up that was refused. The rows are the count as well: whatever worker or host answers
    next sees them. A look-up that is in order leaves nothing behind."""

    _name = "tthc.lookup.attempt"
    _description = "Refused Look-up"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "number"

    at = fields.Datetime("When", required=True, readonly=True, index=True)
    kind = fields.Selection(
        [("number", "Number and Code"), ("code", "Whole Code or QR")],
        "Way",
        required=True,
        readonly=True,
    )
    outcome = fields.Selection(
        [("wrong", "Did Not Match"), ("locked", "Had to Wait")],
        required=True,
        readonly=True,
        help="“Had to Wait” is recorded once for each wait, however often it is tried meanwhile.",
    )
    number = fields.Char("Number Typed", readonly=True)
    address = fields.Char(
        "Full Address", required=True, readonly=True, groups="tthc_catalogue.group_administrator"
    )
    address_shown = fields.Char("Address", compute="_compute_address_shown")

    _address_index = models.Index("(address, at)")
    _number_index = models.Index("(number, at) WHERE number IS NOT NULL")

    @api.depends("address")
    def _compute_address_shown(self):
        masked = self._parameter("lookup_mask_address", "True") != "False"
        for row in self:
            key = row.sudo().address
            row.address_shown = lookup_limit.mask_address(key) if masked else key

    @api.model
    def _parameter(self, name, default):
        value = self.env["ir.config_parameter"].sudo().get_param(f"tthc_dossier.{name}")
        return value or default

    # Looking up -----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _look_up(self, address, code, number=""):
        """What a code opens, alone or with a dossier number.

        :param address: where the request comes from
        :return: ``(dossier, submission, locked_until)``: at most one of the records, as
            superuser; naive UTC until which nothing is tried, or ``None``
        """
        key = lookup_limit.address_key(address)
        code, number = lookup_limit.clean_code(code), lookup_limit.clean_number(number)
        kind = "number" if number else "code"
        whole = len(code) >= lookup_limit.WHOLE
        typed = self._kept_number(number)
        until = self._locked_until(kind, key, typed, whole)
        if until:
            self._record(kind, "locked", key, typed)
            return *self._nothing(), until
        dossier, submission = self._find(code, number)
        if not dossier and not submission:
            self._record(kind, "wrong", key, typed)
        return dossier, submission, None

    @api.model
    @api.private
    def _is_open(self, address, code):
        """Whether a whole code opens something and nobody has to wait: what needs no writing."""
        key, code = lookup_limit.address_key(address), lookup_limit.clean_code(code)
        found = any(self._find(code, ""))
        return found and not self._locked_until("code", key, False, True)

    def _nothing(self):
        return self.env["tthc.dossier"].sudo(), self.env["tthc.submission"].sudo()

    def _find(self, code, number):
        """The dossier or the submission of a code; with a number, that number's. The same
        questions are asked whether the number exists or not."""
        dossiers, submissions = self._nothing()
        if not number:
            dossier = dossiers._find_by_lookup(code)
            return dossier, submissions if dossier else submissions._find_by_lookup(code)
        dossier = dossiers.search_fetch([("name", "=", number)], ["lookup_token"], limit=1)
        submission = submissions.search_fetch(
            [("dossier_ids.name", "=", number)], ["lookup_token"], limit=1
        )
        if lookup_limit.opens(code, dossier.lookup_token):
            return dossier, submissions
        if lookup_limit.opens(code, submission.lookup_token):
            return dossiers, submission
        return dossiers, submissions

    # Counting -------------------------------------------------------------------------------------

    def _locked_until(self, kind, address, number, whole):
        """The end of the longest wait that holds for this attempt; ``None`` without one."""
        now = fields.Datetime.now()
        waits = [
            limit.locked_until(*self._wrong(now - limit.window, where))
            for limit, where in self._limits(kind, address, number, whole)
        ]
        return max((until for until in waits if until and until > now), default=None)

    def _limits(self, kind, address, number, whole):
        """``(limit, condition)`` of each count that this attempt is held to."""
        at_address = SQL("address = %s AND kind = %s", address, kind)
        if kind == "code":
            return [(lookup_limit.CODE, at_address)]
        limits = [(self._address_limit(), at_address)]
        if number:
            pair = SQL("%s AND number = %s", at_address, number)
            limits.append((lookup_limit.PAIR, pair))
            if not whole:
                limits.append((lookup_limit.NUMBER, SQL("number = %s", number)))
        return limits

    def _address_limit(self):
        free = self._parameter("lookup_address_tries", "")
        limit = lookup_limit.ADDRESS
        if not free.isdigit():
            return limit
        return lookup_limit.Limit(int(free), limit.first, limit.longest, limit.window)

    def _wrong(self, since, where):
        """Number of wrong attempts since, and the last one's instant."""
        self.flush_model()
        [row] = self.env.execute_query(
            SQL(
                "SELECT count(*), max(at) FROM tthc_lookup_attempt "
                "WHERE outcome = 'wrong' AND at > %s AND %s",
                since,
                where,
            )
        )
        return row

    def _record(self, kind, outcome, address, number):
        """Keep a refused attempt. Of those that had to wait, one for each wait: hammering must
        not fill the table."""
        rows = self.sudo()
        if outcome == "locked":
            last = rows.search([("address", "=", address), ("kind", "=", kind)], limit=1)
            if last.outcome == "locked":
                return
        rows.create(
            {
                "at": fields.Datetime.now(),
                "kind": kind,
                "outcome": outcome,
                "address": address,
                "number": number,
            }
        )

    @staticmethod
    def _kept_number(number):
        """The number typed, as it is counted and shown; somebody's personal number that went
        into the wrong field is masked."""
        return (mask(number) if number.isdigit() else number) or False

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what is older than the setting says."""
        days = self._parameter("lookup_log_days", "")
        kept = int(days) if days.isdigit() else KEPT_DAYS
        since = fields.Datetime.now() - timedelta(days=kept)
        found = self.sudo().search([("at", "<", since)], limit=10000)
        found.unlink()
        return len(found), len(found) == 10000
