from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import day as rules
from .tthc_reconciliation_figures import MONEY, REQUEST

#: Rows that are read from the server at a time.
CHUNK = 5_000
FIGURES = (
    "asked_amount", "due_amount", "received_amount", "matched_amount", "booked_amount",
    "source_amount", "charge_amount", "bank_amount", "own_amount", "out_amount", "late_count",
)  # fmt: skip


class TthcReconciliationDay(models.Model):
    """Closing: what counts in the day is fixed, and day after day sealed in a chain."""

    _inherit = "tthc.reconciliation.day"

    @api.private
    def _freeze(self):
        """Fix what counts in this day, and seal it; the caller has checked everything."""
        self.ensure_one()
        self._freeze_rows()
        self._set({"checker_id": self.env.uid, "closed_at": fields.Datetime.now()})
        facts = rules.line(self._facts())
        self._set({"sealed_facts": facts, "seal": self._seal(facts), "state": "closed"})

    def _freeze_rows(self):
        """Write the entries of the day. Extended for records other than money."""
        entries = self.env["tthc.reconciliation.entry"].sudo()
        rows = SQL(
            "SELECT member.id, member.amount, member.matched, member.state, "
            "member.statement_id IS NOT NULL AS shown, %s AS own "
            "FROM (%s) AS member JOIN tthc_incoming_money money ON money.id = member.id",
            self._is_own_sql(),
            self._members_sql(),
        )
        entries._freeze_rows(self, MONEY, rows, marks=True)
        if self.channel == "bank":
            due = SQL("SELECT id, amount, matched, state FROM (%s) AS request", self._due_sql())
            entries._freeze_rows(self, REQUEST, due)

    def _freeze_records(self, records, amount, status=None):
        """Write an entry for each of ``records``; ``amount`` is the field of its sum, its own
        state the ``status`` where none is given."""
        self.env["tthc.reconciliation.entry"].sudo()._append_rows(
            [
                {
                    "day_id": self.id,
                    "company_id": self.company_id.id,
                    "currency_id": self.currency_id.id,
                    "model": record._name,
                    "record_id": record.id,
                    "amount": record[amount],
                    "matched_amount": 0,
                    "status": status or record.state,
                }
                for record in records
            ]
        )

    def _facts(self):
        """The first line of the sealed text: the day, its figures and its people."""
        return {
            "centre": self.company_id.id,
            "channel": self.channel,
            "account": self.account_id.number or "",
            "provider": self.provider_id.code or "",
            "day": self.day.isoformat(),
            "maker": self.maker_id.id,
            "checker": self.checker_id.id,
            "closed_at": self.closed_at.isoformat(),
            **{name: round(self[name]) for name in FIGURES},
        }

    def _seal(self, facts):
        before = self._day_before()
        return rules.seal(before.seal or "", self._sealed_lines(facts))

    def _sealed_lines(self, facts):
        yield facts
        self.env.flush_all()
        with self.env.cr._cnx.cursor(name="tthc_reconciliation_seal") as cursor:
            cursor.itersize = CHUNK
            cursor.execute(
                "SELECT model, record_id, amount, matched_amount, status "
                "FROM tthc_reconciliation_entry WHERE day_id = %s ORDER BY model, record_id",
                (self.id,),
            )
            for model, record_id, amount, matched, status in cursor:
                yield rules.line([model, record_id, round(amount), round(matched or 0), status])
        for item in self.item_ids.sorted("key"):
            yield rules.line(
                [
                    item.bucket,
                    item.key,
                    round(item.amount),
                    item.label,
                    item.happened_on.isoformat(),
                    item._state_when_closed(),
                    item.explanation or "",
                    item.explained_by_id.id or 0,
                ]
            )

    # Verifying ------------------------------------------------------------------------------------

    def _is_intact(self):
        """Whether everything that was sealed is as it was."""
        self.ensure_one()
        facts = rules.line(self._facts())
        return facts == self.sealed_facts and self.seal == self._seal(facts)

    def action_verify(self):
        """Say whether these closed days are as they were sealed."""
        self.check_access("read")
        closed = self.sudo().filtered(lambda day: day.state == "closed")
        broken = closed.filtered(lambda day: not day._is_intact())
        if broken:
            message = self.env._(
                "Changed after closing: %s", ", ".join(broken.mapped("display_name"))
            )
        else:
            message = self.env._("%s closed days are as they were sealed.", len(closed))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger" if broken else "success", "message": message},
        }
