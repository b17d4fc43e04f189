import logging

from odoo import api, models

from odoo.addons.tthc_dossier.tools import form_token, wall_time
from odoo.addons.tthc_payment.tools import vnd_words

from ..tools import receipt_token, series
from .tthc_receipt import FINANCE, LIVE

_logger = logging.getLogger(__name__)

#: Kinds of fee lines that a receipt is for; others, such as postage, have papers of their own.
KINDS = ("phi", "le_phi")
#: Ways of payment that a cashier takes.
AT_DESK = ("cash", "card")
#: Digits of a personal number, which is a person's tax code.
PERSONAL_DIGITS = 12
#: Receipts that one run of the job issues.
BATCH = 500
#: System parameter: how a zero in the place of the tens is read.
LINK_PARAMETER = "tthc_receipt.words_link"


def _amount_of(line):
    """VND of a line on a receipt: of a fee what is owed of it after waivers."""
    return line.owed_amount if line._name == "tthc.fee.line" else line.amount


class TthcReceipt(models.Model):
    """Issuing: at the moment of collection (NĐ 254/2026/NĐ-CP Art. 24), or later if there was no
    book in force."""

    _inherit = "tthc.receipt"

    @api.model
    @api.private
    def _collect(self, expected, match=None):
        """Make the receipt of a payment request that is now paid.

        Never fails for want of a book: the receipt is then awaited.

        :param match: the match that completed the payment
        :return: the receipt; empty where there is one already, or nothing to receipt
        """
        expected = expected.sudo()
        match = match or expected.match_ids.filtered(lambda row: row.state == "active")[:1]
        lines = expected.line_ids.filtered(lambda line: line.kind in KINDS and _amount_of(line))
        if not lines or self._live(expected):
            return self.browse()
        content = self._content_of(expected, match, lines)
        receipt = self._make([{**content, **self._numbering(content)}])
        self._make_lines(receipt, lines)
        kind = "issued" if receipt.number else "awaited"
        self.env["tthc.receipt.event"]._append(receipt, kind)
        receipt._note_earlier_refunds()
        return receipt

    @api.model
    def _live(self, expected):
        """The receipt that stands for the collection of a request; empty without one."""
        return self.sudo().search(
            [
                ("expected_id", "=", expected.id),
                ("state", "in", (*LIVE, "adjusted")),
                ("kind", "!=", "adjustment"),
                ("cancel_wanted", "=", False),
            ],
            limit=1,
        )

    def _content_of(self, expected, match, lines):
        """What a receipt says that does not depend on its number."""
        zone = expected.company_id._tthc_zone()
        collected = expected.paid_at or self.env["tthc.dossier"]._now()
        amount = round(sum(map(_amount_of, lines)))
        way = self._way(match)
        return {
            "company_id": expected.company_id.id,
            "dossier_id": expected.dossier_id.id,
            "expected_id": expected.id,
            "currency_id": expected.currency_id.id,
            "amount": amount,
            "fee_amount": sum(_amount_of(line) for line in lines if line.kind == "phi"),
            "charge_amount": sum(_amount_of(line) for line in lines if line.kind == "le_phi"),
            "amount_words": self._in_words(amount),
            "collected_at": collected,
            "collected_day": wall_time.to_local(collected, zone).date(),
            "method": way,
            "collector_name": match.user_id._tthc_actor_name() if way in AT_DESK else False,
            **self._payer_values(expected._payer_values()),
        }

    @api.model
    def _way(self, match):
        """How the money came: at the desk, through a payment gateway, or to a bank account."""
        source = match.incoming_id.source
        return source if source in (*AT_DESK, "gateway") else "transfer"

    @api.model
    def _payer_values(self, payer):
        """What the receipt says of ``payer``, see ``tthc.expected.payment._payer_values``."""
        partner = payer["partner"]
        return {
            "payer_id": partner.id,
            "payer_name": payer["name"],
            "payer_address": partner._tthc_address_line() if partner else payer["address"],
            "payer_tax_code": payer["tax_code"] or False,
        }

    @api.model
    def _in_words(self, amount):
        """The amount in words; empty beyond what is ever collected."""
        link = self.env["ir.config_parameter"].sudo().get_param(LINK_PARAMETER)
        link = link if link in vnd_words.LINKS else vnd_words.LINKS[0]
        return 0 <= amount <= vnd_words.LIMIT and vnd_words.amount_in_words(amount, link)

    @api.model
    def _make_lines(self, receipt, lines):
        self.env["tthc.receipt.line"].sudo()._append_rows(
            [
                {
                    "receipt_id": receipt.id,
                    "company_id": receipt.company_id.id,
                    "sequence": index,
                    "fee_line_id": getattr(line, "fee_line_id", line).id,
                    "name": line.name,
                    "kind": line.kind,
                    "quantity": line.quantity,
                    "amount": _amount_of(line),
                    "currency_id": receipt.currency_id.id,
                }
                for index, line in enumerate(lines, 1)
            ]
        )

    # Numbering ----------------------------------------------------------------------------------

    @api.model
    def _numbering(self, content):
        """What a receipt gets with its number, today; without a book the reason why it waits."""
        company = self.env["res.company"].sudo().browse(content["company_id"])
        now = self.env["tthc.dossier"].sudo()._now().replace(microsecond=0)
        day = wall_time.to_local(now, company._tthc_zone()).date()
        books = self.env["tthc.receipt.book"]._candidates(company, day, content["amount"])
        book, number = books._take_number()
        if not book:
            return {"state": "awaited", "awaited_reason": "used_up" if books else "no_book"}
        row, body = book.series_id, book.series_id.company_id
        delegate = book.company_id if book.delegation_id else company.browse()
        values = {
            "state": "draft",
            "awaited_reason": False,
            "series_id": row.id,
            "book_id": book.id,
            "symbol": row.symbol_id.code,
            "series_name": row.name,
            "number": number,
            "title": row.symbol_id.title,
            "code": self.env["tthc.form.print"]._new_code(),
            "issued_at": now,
            "day": day,
            "body_name": body.name,
            "body_tax_code": body.vat,
            "body_address": body.partner_id._tthc_address_line() or False,
            "delegate_name": delegate.name,
            "delegate_address": delegate.partner_id._tthc_address_line() if delegate else False,
            "delegation": delegate and self._delegation_text(book.delegation_id),
            "exchange_state": "waiting" if row.provider_id._can_transmit() else False,
            "exchange_next_at": now,
        }
        return {**values, "token": self._token({**content, **values})}

    @api.model
    def _delegation_text(self, delegation):
        """How the receipt names the written delegation, in Vietnamese: receipts are."""
        return f"{delegation.document_number} ngày {delegation.document_date.strftime('%d/%m/%Y')}"

    @api.model
    def _token(self, values):
        name, key = self.env["tthc.form.print"]._signing_key()
        payer = self.env["res.partner"].sudo().browse(values["payer_id"] or ())
        # A payer without a contact: who has a tax code of ten digits is no person.
        code = values.get("payer_tax_code") or ""
        organisation = payer.is_company or (not payer and 0 < len(code) < PERSONAL_DIGITS)
        return receipt_token.make(
            name,
            key,
            {
                "code": values["code"],
                "symbol": values["symbol"],
                "series": values["series_name"],
                "number": series.number_text(values["number"]),
                "body": values["body_tax_code"] or "",
                "amount": round(values["amount"]),
                "day": values["day"].strftime("%Y%m%d"),
                "payer": form_token.applicant(values["payer_name"], organisation),
            },
        )

    def action_issue(self):
        """Number awaited receipts, oldest collection first. Those for which there is still no
        book stay awaited.

        :raise AccessError: for anybody but a cashier or an accountant
        """
        self._check_may(FINANCE, self.env._("Receipts are issued by the cashier or an accountant."))
        issued = self.sudo()._issue_awaited()
        waiting = len(self.sudo().filtered(lambda receipt: receipt.state == "awaited"))
        message = self.env._("%s receipts were issued.", len(issued))
        if waiting:
            message += " " + self.env._(
                "%s still wait: the chief accountant opens a book for the centre under Finance > "
                "Configuration > Receipt Series.",
                waiting,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if waiting else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.private
    def _issue_awaited(self):
        """:return: those of these receipts that got their number now"""
        self._lock()
        issued = self.browse()
        for receipt in self.sorted(lambda row: (row.collected_at, row.id)):
            if receipt.state != "awaited":
                continue
            content = {
                "company_id": receipt.company_id.id,
                "payer_id": receipt.payer_id.id,
                "payer_name": receipt.payer_name,
                "payer_tax_code": receipt.payer_tax_code,
                "amount": receipt.amount,
            }
            numbering = receipt._numbering(content)
            receipt._set(numbering)
            if receipt.number:
                issued |= receipt
        if issued:
            self.env["tthc.receipt.event"]._append(issued, "issued")
        return issued

    @api.model
    def _cron_issue(self):
        """Issue what waits, as soon as there is a book."""
        awaited = self.search([("state", "=", "awaited")], order="collected_at, id", limit=BATCH)
        done = awaited._issue_awaited()
        if done:
            _logger.info("%s awaited receipts were issued", len(done))
