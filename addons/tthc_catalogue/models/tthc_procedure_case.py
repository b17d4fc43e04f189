from odoo import fields, models
from odoo.exceptions import UserError


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
    immediate = fields.Boolean(
        "Answered at Once",
        help="Giải quyết ngay: the result is given while the person waits. The dossier is "
        "recorded like any other; a receipt is printed only when the person asks for one "
        "(NĐ 61/2018/NĐ-CP, Art. 17.4).",
    )
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
            [
                "channel",
                "time_value",
                "time_unit",
                "committed_value",
                "committed_unit",
                "cutoff_hour",
            ],
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

    def _submission_gaps(self):
        """What keeps these cases from being submitted: sentences for the editor, empty when
        nothing does. Fees, channels and process add theirs through a hook each."""
        gaps = []
        for case in self:
            if not case.channel_ids:
                gaps.append(
                    self.env._("Case “%s” has no channel with a time limit: add one.", case.name)
                )
            if not case.step_ids:
                gaps.append(self.env._("Case “%s” has no process steps: add them.", case.name))
            if case.immediate and "counter" not in case.channel_ids.mapped("channel"):
                gaps.append(
                    self.env._(
                        "Case “%s” is answered at once, while the person waits: add the channel "
                        "“At the Counter”.",
                        case.name,
                    )
                )
            gaps += case._channel_row_gaps()
            gaps += [*case._channel_gaps(), *case._fee_gaps(), *case._process_gaps()]
        return gaps + self._review_gaps()

    def _channel_row_gaps(self):
        """Sentences on channels that an import could not read to the end."""
        self.ensure_one()
        gaps = []
        labels = dict(self.channel_ids._fields["channel"]._description_selection(self.env))
        for channel, rows in self.channel_ids.grouped("channel").items():
            names = {"case": self.name, "channel": labels[channel]}
            if len(rows) > 1 or any(rows.mapped("variant")):
                gaps.append(
                    self.env._(
                        "Case “%(case)s” still has variants of the channel “%(channel)s”: make "
                        "each a case of its own, or keep one row and empty its variant.",
                        **names,
                    )
                )
            if "unknown" in rows.mapped("time_unit"):
                gaps.append(
                    self.env._(
                        "Case “%(case)s”, channel “%(channel)s”: the time limit has no unit. "
                        "Choose one.",
                        **names,
                    )
                )
        return gaps

    def _review_gaps(self):
        """A sentence for each row below these cases that somebody must still look at."""
        gaps = []
        for model in self._part_models():
            rows = self.env[model]
            path = rows._version_field.removesuffix("version_id").removesuffix(".") or "id"
            for row in rows.search([(path, "in", self.ids), ("needs_review", "=", True)]):
                gaps.append(
                    self.env._(
                        "%(kind)s “%(row)s” is to be reviewed: %(note)s",
                        kind=self.env["ir.model"]._get(model).name,
                        row=row.display_name,
                        note=row.review_note or self.env._("look at it and clear the mark."),
                    )
                )
        return gaps
