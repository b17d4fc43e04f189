from odoo import api, fields, models
from odoo.tools import SQL


def _sent_in_time(rounds, alias, _query):
    """An answer that was sent in time waits for the desk. In SQL: no domain compares two columns,
    and the desks count rounds in a statement of their own."""
    supply = rounds.env["tthc.online.supply"]

    def column(name):
        return SQL.identifier("supply", name, to_flush=supply._fields[name])

    return SQL(
        "EXISTS (SELECT 1 FROM tthc_online_supply supply WHERE %s = %s AND %s = 'sent'"
        " AND NOT COALESCE(%s > %s, FALSE))",
        column("round_id"),
        SQL.identifier(alias, "id"),
        column("state"),
        column("sent_at"),
        rounds._field_to_sql(alias, "answer_due_at"),
    )


class TthcSupplementRound(models.Model):
    """What came online counts from the moment of sending: a person who sent in time did not miss
    the deadline because the desk has not looked yet."""

    _inherit = "tthc.supplement.round"

    supply_ids = fields.One2many("tthc.online.supply", "round_id", "Sent Online", readonly=True)
    is_supplied = fields.Boolean(
        "Sent Online, to Be Checked",
        compute="_compute_is_supplied",
        search="_search_is_supplied",
    )

    @api.depends("supply_ids.state")
    def _compute_is_supplied(self):
        for row in self:
            row.is_supplied = any(supply.state == "sent" for supply in row.sudo().supply_ids)

    def _search_is_supplied(self, operator, value):
        if operator != "in":
            return NotImplemented
        supplied = fields.Domain("supply_ids", "any!", [("state", "=", "sent")])
        return supplied if True in value else ~supplied

    @api.depends("supply_ids.state")
    def _compute_is_unanswered(self):
        """Override: not while an answer that was sent in time waits for the desk."""
        result = super()._compute_is_unanswered()
        for row in self.filtered("is_unanswered"):
            waiting = row.sudo().supply_ids.filtered(lambda one: one.state == "sent")
            if any(not supply.late for supply in waiting):
                row.is_unanswered = False
        return result

    def _search_is_unanswered(self, operator, value):
        """Override: as computed."""
        domain = super()._search_is_unanswered(operator, value)
        if domain is NotImplemented:
            return domain
        known = fields.Domain.custom(to_sql=_sent_in_time)
        return domain & ~known if True in value else domain | known
