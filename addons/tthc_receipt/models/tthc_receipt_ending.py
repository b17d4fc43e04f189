from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_receipt import ACCOUNTANT, CONTENT, ISSUED

#: What a replacement or an adjustment may correct of the payer.
CORRECTABLE = ("payer_name", "payer_address", "payer_tax_code")
_FRESH = ("company_id", "dossier_id", "expected_id", "payer_id", "currency_id")


class TthcReceipt(models.Model):
    """Cancelling, replacing, adjusting. The number stays, the row stays, and it says who, why and
    by which minute."""

    _inherit = "tthc.receipt"

    # Payments taken back ------------------------------------------------------------------------

    @api.private
    def _want_cancelled(self, reason):
        """The payment behind these receipts was undone: those that were issued wait for an
        accountant, those that were only awaited are not needed any more."""
        awaited = self.filtered(lambda receipt: receipt.state == "awaited")
        issued = self.filtered(lambda receipt: receipt.state in ISSUED) - awaited
        events = self.env["tthc.receipt.event"]
        if awaited:
            awaited._set({"state": "void", "end_reason": reason, **self._ending()})
            events._append(awaited, "void", note=reason)
        if issued:
            issued._set({"cancel_wanted": True, "cancel_wanted_reason": reason})
            events._append(issued, "marked", note=reason)

    def _ending(self):
        now = self.env["tthc.dossier"].sudo()._now().replace(microsecond=0)
        zone = (self[:1].company_id or self.env.company).sudo()._tthc_zone()
        return {
            "ended_at": now,
            "ended_day": wall_time.to_local(now, zone).date(),
            "ended_by_id": self.env.uid,
        }

    # Actions ------------------------------------------------------------------------------------

    def action_cancel(self):
        """Ask for reason and minute, and cancel."""
        return self.env["tthc.receipt.step"]._open("cancel", self)

    def action_replace(self):
        """Ask what was wrong and issue a replacement."""
        return self.env["tthc.receipt.step"]._open("replace", self)

    def action_adjust(self):
        """Ask what was wrong and issue an adjustment."""
        return self.env["tthc.receipt.step"]._open("adjust", self)

    # Steps --------------------------------------------------------------------------------------

    @api.private
    def _begin_ending(self):
        """:raise AccessError: for anybody but an accountant of the centre
        :raise UserError: the receipt was never issued, or has ended
        """
        self.ensure_one()
        self._check_may(
            ACCOUNTANT,
            self.env._("Only an accountant cancels, replaces or adjusts a receipt."),
        )
        self.sudo()._lock()
        if self.state not in ISSUED:
            raise UserError(
                self.env._("%s is not in force: nothing can be corrected.", self.display_name)
            )

    @api.private
    def _cancel(self, reason, minute):
        """Cancel the receipt. If its collection still stands, a new one is awaited and issued, for
        whoever paid is owed a receipt.

        :param minute: dict of ``minute_number`` and ``minute_date``
        :return: the new receipt, empty for none
        """
        self._begin_ending()
        receipt = self.sudo()
        receipt._set(
            {
                "state": "cancelled",
                "cancel_wanted": False,
                "end_reason": reason,
                **minute,
                **receipt._ending(),
            }
        )
        event = self.env["tthc.receipt.event"]._append(receipt, "cancelled", note=reason)
        return event, receipt._collect_again()

    def _collect_again(self):
        """A new receipt for the collection of this one, if it stands; over the sum that was
        collected, of which a part that was paid back is then adjusted anew."""
        if self.kind == "adjustment" or not self.expected_id._is_collected():
            return self.browse()
        return self._collect(self.expected_id)

    @api.private
    def _replace(self, corrected, reason, minute):
        """Issue another receipt, with another number, in the place of this one.

        :param corrected: values of :data:`CORRECTABLE`
        :return: the event and the replacement
        :raise UserError: the payment was undone, or there is no book in force
        """
        self._begin_ending()
        receipt = self.sudo()
        if receipt.kind == "adjustment":
            raise UserError(self.env._("An adjustment is not replaced: adjust the receipt anew."))
        if receipt.cancel_wanted:
            raise UserError(
                self.env._("The payment was undone: this receipt can only be cancelled.")
            )
        receipt._set({"state": "replaced", "end_reason": reason, **minute, **receipt._ending()})
        content = {name: receipt[name] for name in CONTENT if name not in _FRESH}
        content |= {name: receipt[name].id for name in _FRESH}
        new = receipt._issue_correction(
            {**content, **corrected, "kind": "replacement", "correction": reason}
        )
        self._make_lines(new, receipt.line_ids)
        event = self.env["tthc.receipt.event"]._append(receipt, "replaced", note=reason)
        return event, new

    @api.private
    def _adjust(self, corrected, reason):
        """Issue a receipt of no amount that says what is wrong in this one.

        :return: the event and the adjustment
        :raise UserError: nothing is corrected, or there is no book in force
        """
        self._begin_ending()
        receipt = self.sudo()
        if receipt.kind == "adjustment" or receipt.cancel_wanted:
            raise UserError(self.env._("%s cannot be adjusted.", receipt.display_name))
        changed = {name: value for name, value in corrected.items() if value != receipt[name]}
        if not changed:
            raise UserError(
                self.env._("Nothing is corrected: change what is wrong about the payer.")
            )
        receipt._set({"state": "adjusted"})
        content = {name: receipt[name] for name in CONTENT if name not in _FRESH}
        content |= {name: receipt[name].id for name in _FRESH}
        nothing = {"amount": 0, "fee_amount": 0, "charge_amount": 0, "amount_words": False}
        new = receipt._issue_correction(
            {
                **content,
                **corrected,
                **nothing,
                "kind": "adjustment",
                "correction": receipt._correction_text(changed, reason),
            }
        )
        event = self.env["tthc.receipt.event"]._append(receipt, "adjusted", note=reason)
        return event, new

    def _correction_text(self, changed, reason):
        """What was and what is, in Vietnamese: receipts are."""
        words = {
            "payer_name": "Người nộp",
            "payer_address": "Địa chỉ",
            "payer_tax_code": "Mã số thuế",
        }
        parts = [
            f"{words[name]}: “{self[name] or 'để trống'}” nay là “{value or 'để trống'}”"
            for name, value in changed.items()
        ]
        return "; ".join([*parts, reason])

    def _issue_correction(self, content):
        """:raise UserError: there is no book in force"""
        numbering = self._numbering({**content, "amount": content["amount"]})
        if not numbering.get("number"):
            raise UserError(
                self.env._(
                    "%s has no receipt book in force, so that no other receipt can be issued. The "
                    "chief accountant opens one under Finance > Configuration > Receipt Series.",
                    self.company_id.name,
                )
            )
        new = self._make([{**content, "origin_id": self.id, **numbering}])
        self.env["tthc.receipt.event"]._append(new, "issued", note=content["correction"])
        return new
