from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import fees


class TthcProcedureCase(models.Model):
    """One case ("trường hợp") of a procedure: its own papers, limits, fees and steps."""

    _name = "tthc.procedure.case"
    _description = "Procedure Case"
    _inherit = ["tthc.version.part"]
    _order = "version_id, sequence, id"
    _version_field = "version_id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    version_id = fields.Many2one(
        "tthc.procedure.version", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True, index=True)
    state = fields.Selection(related="version_id.state", string="Version State")
    note = fields.Text()
    component_ids = fields.One2many("tthc.procedure.component", "case_id", "Components", copy=True)
    channel_ids = fields.One2many("tthc.procedure.channel", "case_id", "Channels", copy=True)
    fee_ids = fields.One2many("tthc.procedure.fee", "case_id", "Fees", copy=True)
    result_ids = fields.One2many("tthc.procedure.result", "case_id", "Results", copy=True)
    step_ids = fields.One2many("tthc.procedure.step", "case_id", "Steps", copy=True)

    def _channel(self, channel):
        """The channel row of this case, with its time limit.

        :param channel: ``counter``, ``online`` or ``post``
        :raise UserError: the case is not offered through that channel
        """
        self.ensure_one()
        rows = self.env["tthc.procedure.channel"]
        row = rows.search_fetch(
            [("case_id", "=", self._origin.id), ("channel", "=", channel)],
            ["time_value", "time_unit", "committed_value", "committed_unit", "cutoff_hour"],
            limit=1,
        )
        if not row:
            labels = dict(rows._fields["channel"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(procedure)s is not received through the channel “%(channel)s”.",
                    procedure=self.procedure_id.display_name,
                    channel=labels.get(channel, channel),
                )
            )
        return row

    def _quote_fees(self, channel, on_date, quantity=1):
        """Price this case: a list of :class:`~..tools.fees.FeeQuote`, VND integers.

        :param on_date: the day of acceptance; rules outside their dates do not apply
        :param quantity: copies or pages, for the rules that count them
        """
        self.ensure_one()
        rows = self.env["tthc.procedure.fee"]
        rows = rows.search_fetch([("case_id", "=", self._origin.id)], rows._rule_fields())
        return fees.quote([row._rule() for row in rows], channel, on_date, quantity)
