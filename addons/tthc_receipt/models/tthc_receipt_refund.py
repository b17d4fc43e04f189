from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_payment.tools import vnd_words

from ..tools import reduction
from .tthc_receipt import CONTENT, LIVE

#: States in which a receipt's sum counts.
IN_FORCE = (*LIVE, "adjusted")


class TthcReceipt(models.Model):
    """What became of the money that a receipt is for.

    A refund that was carried out leaves its mark. A refund of the whole ends the collection: the
    receipt is cancelled. After a refund of a part the receipt stays in force, and an adjustment
    of a negative sum lowers what it says, so that the sum of all receipts in force is the money
    that was kept. Which of the two papers the tax authority asks for is not among the sources at
    hand: both steps are an accountant's.
    """

    _inherit = "tthc.receipt"

    refund_ids = fields.One2many("tthc.refund", "receipt_id", "Paid Back by", readonly=True)
    refunded_amount = fields.Monetary(
        "Paid Back", compute="_compute_refunded", compute_sudo=True, help="Carried out refunds."
    )
    refunded_at = fields.Datetime(
        "Paid Back on", compute="_compute_refunded", compute_sudo=True, help="The last refund."
    )
    correction_wanted = fields.Boolean(
        "To Be Adjusted",
        readonly=True,
        help="A part was paid back: an accountant adjusts the receipt.",
    )

    _correction_index = models.Index("(id) WHERE correction_wanted")

    @api.depends("refund_ids.state", "refund_ids.amount")
    def _compute_refunded(self):
        for receipt in self:
            done = receipt.refund_ids.filtered(lambda row: row.state == "done")
            receipt.refunded_amount = sum(done.mapped("amount"))
            receipt.refunded_at = max(done.mapped("done_at"), default=False)

    # Marks --------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _of_refund(self, refund):
        """The receipt of the payment that ``refund`` paid back, whatever became of it; empty for
        money that paid no fee."""
        if not refund.match_id:
            return self.browse()
        return self.sudo().search(
            [
                ("expected_id", "=", refund.expected_id.id),
                ("kind", "!=", "adjustment"),
                ("state", "not in", ("void", "replaced")),
            ],
            order="id desc",
            limit=1,
        )

    @api.private
    def _note_refund(self, refund):
        """Mark the receipt: this much was paid back."""
        self._lock()
        refund._set({"receipt_id": self.id})
        note = f"{refund.name}: {refund.currency_id.format(refund.amount)}"
        self.env["tthc.receipt.event"]._append(self, "refunded", note=note)
        self._refresh_correction()

    @api.private
    def _note_earlier_refunds(self):
        """Mark a receipt that is made after a part of its money was paid back."""
        for refund in self.expected_id.sudo().refund_ids:
            if refund.state == "done" and refund.match_id and not refund.receipt_id:
                self._note_refund(refund)

    @api.private
    def _refresh_correction(self):
        """Say whether an adjustment is due. One to be cancelled needs none."""
        for receipt in self.sudo():
            standing = receipt.state in IN_FORCE and not receipt.cancel_wanted
            receipt._set({"correction_wanted": standing and receipt._uncorrected() > 0})

    def _reductions(self):
        """The adjustments in force that lowered the sum of this collection."""
        return self.expected_id.sudo().receipt_ids.filtered(
            lambda row: row.kind == "adjustment" and row.amount < 0 and row.state in IN_FORCE
        )

    def _uncorrected(self):
        """What was paid back and no adjustment says yet."""
        return round(self.refunded_amount + sum(self._reductions().mapped("amount")))

    def _left(self):
        """Fees and charges that the receipt and its reductions still say."""
        rows = self | self._reductions()
        return round(sum(rows.mapped("fee_amount"))), round(sum(rows.mapped("charge_amount")))

    # Adjusting ----------------------------------------------------------------------------------

    def action_reduce(self):
        """Ask how the refunded part divides, and adjust the receipt."""
        return self.env["tthc.receipt.step"]._open("reduce", self)

    @api.private
    def _reduce(self, charge, reason):
        """Issue an adjustment over what was paid back since the last one.

        :param charge: how much of it was lệ phí
        :return: the event and the adjustment
        :raise AccessError: for anybody but an accountant of the centre
        :raise UserError: nothing was paid back, the split does not fit, or there is no book
        """
        self._begin_ending()
        receipt = self.sudo()
        amount = receipt._uncorrected()
        if not receipt.correction_wanted or amount <= 0:
            raise UserError(self.env._("Nothing of %s was paid back since.", receipt.display_name))
        try:
            reduction.check_split(amount, charge, *receipt._left())
        except reduction.BadSplit as error:
            raise UserError(
                self.env._(
                    "The receipt has not so much of fees or charges left: change how the sum "
                    "divides."
                )
            ) from error
        parts = {"phi": amount - charge, "le_phi": charge}
        new = receipt._issue_correction(
            {
                **receipt._content_of_own(),
                "kind": "adjustment",
                "amount": -amount,
                "fee_amount": -parts["phi"],
                "charge_amount": -parts["le_phi"],
                "amount_words": f"Giảm {vnd_words.amount_in_words(amount).lower()}",
                "correction": f"Điều chỉnh giảm do hoàn trả ({receipt._refund_names()}); {reason}",
            }
        )
        names = {"phi": "Hoàn trả phí", "le_phi": "Hoàn trả lệ phí"}
        self.env["tthc.receipt.line"].sudo()._append_rows(
            [
                {
                    "receipt_id": new.id,
                    "company_id": new.company_id.id,
                    "sequence": index,
                    "name": names[kind],
                    "kind": kind,
                    "quantity": 1,
                    "amount": -part,
                    "currency_id": new.currency_id.id,
                }
                for index, (kind, part) in enumerate(parts.items(), 1)
                if part
            ]
        )
        receipt._set({"state": "adjusted"})
        receipt._refresh_correction()
        event = self.env["tthc.receipt.event"]._append(receipt, "adjusted", note=reason)
        return event, new

    def _content_of_own(self):
        """What this receipt says, as values of another one."""
        fresh = ("company_id", "dossier_id", "expected_id", "payer_id", "currency_id")
        content = {name: self[name] for name in CONTENT if name not in (*fresh, "origin_id")}
        return content | {name: self[name].id for name in fresh}

    def _refund_names(self):
        return ", ".join(self.refund_ids.sorted("id").mapped("name"))

    # Endings ------------------------------------------------------------------------------------

    @api.private
    def _want_cancelled(self, reason):
        """Override: who is to be cancelled needs no adjustment."""
        result = super()._want_cancelled(reason)
        self._refresh_correction()
        return result

    @api.private
    def _cancel(self, reason, minute):
        """Override: what lowered the sum of a cancelled receipt is cancelled with it, so that the
        sums stay right; the receipt that follows takes its refunds over."""
        reductions = self.sudo()._reductions() if self.kind != "adjustment" else self.browse()
        if self.kind == "adjustment" and self.amount < 0:
            raise UserError(
                self.env._("%s belongs to its receipt: cancel that one.", self.display_name)
            )
        event, new = super()._cancel(reason, minute)
        for row in reductions:
            row._set({"state": "cancelled", "end_reason": reason, **minute, **row._ending()})
            self.env["tthc.receipt.event"]._append(row, "cancelled", note=reason)
        self.sudo()._hand_refunds_to(new)
        return event, new

    @api.private
    def _replace(self, corrected, reason, minute):
        """Override: the replacement takes the refunds over."""
        event, new = super()._replace(corrected, reason, minute)
        self.sudo()._hand_refunds_to(new)
        return event, new

    def _hand_refunds_to(self, new):
        if new:
            self.refund_ids._set({"receipt_id": new.id})
        (self | new)._refresh_correction()

    # What others read -----------------------------------------------------------------------------

    def _refund_text(self):
        """What was paid back and when, in Vietnamese; empty for nothing."""
        if not self.refunded_amount:
            return ""
        day = self._local(self.refunded_at).strftime("%d/%m/%Y")
        return f"{grouped(self.refunded_amount)} đồng, ngày {day}"

    @api.model
    @api.private
    def _check_page(self, found):
        """Override: adds ``refunded`` (how much and when), ``whole`` (of all of it), ``lowered``
        (the sum was adjusted) and ``wanted`` (an accountant is to cancel it)."""
        page = super()._check_page(found)
        receipt = found["receipt"]
        if not receipt or found["verdict"] in ("false", "unknown"):
            return page
        return {
            **page,
            "refunded": receipt._refund_text(),
            "whole": receipt.refunded_amount >= receipt.amount > 0,
            "lowered": bool(receipt.kind != "adjustment" and receipt._reductions()),
            "wanted": receipt.cancel_wanted,
        }

    def _marked(self, pdf, mark):
        """Override: a print says what was paid back since the receipt was issued."""
        refunded = self.refunded_amount and f"ĐÃ HOÀN TRẢ {self._refund_text()}"
        return super()._marked(pdf, " – ".join(filter(None, (mark, refunded))))

    def _has_marks(self):
        return super()._has_marks() or bool(self.refunded_amount)
