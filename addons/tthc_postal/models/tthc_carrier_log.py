from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

CONTENT = "tthc_catalogue.group_administrator"
#: So many messages of one kind that bring nothing new are kept in an hour.
MOST_HEARD = 20


class TthcCarrierLog(models.Model):
    """What was said to a carrier's system and what it said: one row for each call, message and
    decision. Appended and never changed; the texts of old rows are cleared."""

    _name = "tthc.carrier.log"
    _description = "Log of a Carrier's System"
    _order = "id desc"
    _log_access = False
    _rec_name = "kind"

    account_id = fields.Many2one(
        "tthc.carrier.account", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    order_id = fields.Many2one("tthc.carrier.order", index="btree_not_null", ondelete="restrict")
    at = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("queued", "Written"),
            ("call", "Call"),
            ("result", "Result"),
            ("again", "Sent Again by Hand"),
            ("decided", "Decided by Hand"),
            ("dropped", "Dropped"),
            ("named", "Named by the Carrier"),
            ("orphan", "The Worker Died"),
            ("heard", "Message"),
            ("known", "Message, Known Already"),
            ("malformed", "Message, Not Understood"),
            ("forged", "Message Without the Secret"),
        ],
        required=True,
    )
    note = fields.Char()
    method = fields.Char("HTTP Method")
    url = fields.Char("Address", groups=CONTENT)
    request = fields.Text(groups=CONTENT)
    response = fields.Text(groups=CONTENT)
    status = fields.Integer("HTTP Status")
    milliseconds = fields.Integer()

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: always"""
        raise UserError(self.env._("This log is kept by the system: nothing is entered here."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(self.env._("This log is append-only: nothing in it changes."))

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("This log is append-only: nothing in it is deleted."))

    @api.model
    @api.private
    def _append(self, account, kind, order=None, note=None, **more):
        values = {
            "account_id": account.id,
            "company_id": (order or account).company_id.id,
            "order_id": order.id if order else False,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "kind": kind,
            "note": (note or "")[:500] or False,
            **more,
        }
        return super(TthcCarrierLog, self.sudo()).create([values])

    @api.model
    @api.private
    def _heard(self, account, kind, text=None, note=None):
        """Keep a message of the carrier, or that there was one."""
        return self._append(account, kind, note=note, method="POST", response=text or False)

    @api.model
    @api.private
    def _heard_often(self, account, kind, text=None, note=None):
        """As :meth:`_heard`, for a message that brings nothing: whoever sends thousands of them
        does not fill the log."""
        found = self.sudo().search_count(
            [
                ("account_id", "=", account.id),
                ("kind", "=", kind),
                ("at", ">", fields.Datetime.now() - timedelta(hours=1)),
            ],
            limit=MOST_HEARD,
        )
        if found >= MOST_HEARD:
            return self.browse()
        if found == MOST_HEARD - 1:
            more = self.env._("More messages of this kind are not kept within the hour.")
            note = f"{more} {note}" if note else more
        return self._heard(account, kind, text, note)

    @api.autovacuum
    def _gc_texts(self):
        """Clear requests and answers that the account need not keep any longer."""
        for account in self.env["tthc.carrier.account"].with_context(active_test=False).search([]):
            self.env.execute_query(
                SQL(
                    """UPDATE tthc_carrier_log SET request = NULL, response = NULL
                        WHERE account_id = %s AND at < %s
                          AND (request IS NOT NULL OR response IS NOT NULL)""",
                    account.id,
                    fields.Datetime.now() - timedelta(days=account.keep_days),
                )
            )
        self.invalidate_model(["request", "response"])
