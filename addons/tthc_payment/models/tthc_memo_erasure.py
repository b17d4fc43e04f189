import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .tthc_bank_memo import TOLD

_logger = logging.getLogger(__name__)

BATCH = 5_000
#: What a movement, and the notification of it, hold about the person who paid.
PERSONAL = [*TOLD, "virtual_account"]


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_memo_months = fields.Integer(
        "Keep Bank Memos for (Months)",
        default=120,
        help="Memos name payers and their accounts. So long after the movement they are erased, "
        "with the statement file, unless the money still waits for a decision; amounts, dates, "
        "references and matches stay. 0: never. Ten years are what Luật Kế toán asks for "
        "accounting documents (unverified).",
    )

    _tthc_memo_months_positive = models.Constraint(
        "CHECK (tthc_memo_months >= 0)", "Memos are kept for a number of months, or 0 for ever."
    )


class TthcIncomingMoney(models.Model):
    """The one exception from "raw facts never change": personal data are erased by rule.

    The guards of the model are passed by in SQL on purpose; nothing but this job does so.
    """

    _inherit = "tthc.incoming.money"

    erased_at = fields.Datetime(
        "Memo Erased on", readonly=True, help="Memo and payer were erased by the centre's rule."
    )

    @api.model
    def _cron_erase_memos(self):
        """Erase what has been kept long enough, a batch at a time."""
        cron = self.env["ir.cron"]
        centres = self.env["res.company"].search([("tthc_memo_months", ">", 0)])
        for centre in centres:
            before = fields.Datetime.now() - relativedelta(months=centre.tthc_memo_months)
            while self._erase_money(centre, before) == BATCH:
                if not cron._commit_progress():
                    return
            self._erase_debits(centre, before)
            self._erase_notifications(centre, before)
            self._erase_files(centre, before)
            if not cron._commit_progress(1):
                return

    def _erase_money(self, centre, before):
        """Erase one batch of movements that are settled; returns how many."""
        return self._erase_rows(self, PERSONAL, "exception", centre, before)

    def _erase_debits(self, centre, before):
        """As :meth:`_erase_money`, of money out that is explained."""
        debits = self.env["tthc.bank.debit"]
        names = [name for name in PERSONAL if name in debits._fields]
        while self._erase_rows(debits, names, "open", centre, before) == BATCH:
            pass

    def _erase_rows(self, model, names, waits, centre, before):
        model.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE %(table)s SET %(empty)s, erased_at = %(now)s
                WHERE id IN (
                    SELECT id FROM %(table)s
                    WHERE company_id = %(centre)s AND booked_at < %(before)s
                        AND erased_at IS NULL AND state != %(waits)s
                    ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)""",
                table=SQL.identifier(model._table),
                empty=SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in names),
                now=fields.Datetime.now(),
                centre=centre.id,
                before=before,
                waits=waits,
                batch=BATCH,
            )
        )
        count = self.env.cr.rowcount
        model.invalidate_model([*names, "erased_at"])
        if count:
            _logger.info("%s: memos of %s movements erased", centre.name, count)
        return count

    def _erase_notifications(self, centre, before):
        """What gateways and feeds told of the same money."""
        deliveries = self.env["tthc.payment.delivery"]
        deliveries.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE tthc_payment_delivery delivery SET facts = facts - %(personal)s
                FROM payment_provider provider
                WHERE provider.id = delivery.provider_id AND provider.company_id = %(centre)s
                    AND delivery.received_at < %(before)s AND delivery.result != 'waiting'
                    AND facts ?| %(personal)s
                    AND NOT EXISTS (
                        SELECT 1 FROM tthc_incoming_money money
                        WHERE money.id = delivery.incoming_id AND money.erased_at IS NULL)""",
                personal=PERSONAL,
                centre=centre.id,
                before=before,
            )
        )
        deliveries.invalidate_model(["facts", "content"])

    def _erase_files(self, centre, before):
        """The files of statements of which all is erased; their digests stay."""
        statements = self.env["tthc.statement"].search(
            [
                ("company_id", "=", centre.id),
                ("date_to", "<", before.date()),
                ("incoming_ids", "not any", [("erased_at", "=", False)]),
                ("debit_ids", "not any", [("erased_at", "=", False)]),
            ]
        )
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "tthc.statement"),
                ("res_field", "=", "file"),
                ("res_id", "in", statements.ids),
            ]
        )
        files.unlink()
        statements.invalidate_recordset(["file"])
