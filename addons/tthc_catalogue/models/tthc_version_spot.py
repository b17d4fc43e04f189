from odoo import api, fields, models


class TthcProcedureVersion(models.Model):
    """The “4 tại chỗ” of a version: what all its cases reach."""

    _inherit = "tthc.procedure.version"

    spot_count = fields.Integer("On the Spot", compute="_compute_spot", store=True, aggregator=None)
    spot_label = fields.Char("4 on the Spot", compute="_compute_spot_label")

    @api.depends("case_ids.spot_count")
    def _compute_spot(self):
        for version in self:
            version.spot_count = min(version.case_ids.mapped("spot_count"), default=0)

    @api.depends("spot_count")
    def _compute_spot_label(self):
        for version in self:
            version.spot_label = f"{version.spot_count}/4"


class TthcProcedure(models.Model):
    _inherit = "tthc.procedure"

    spot_label = fields.Char(
        "4 on the Spot",
        compute="_compute_spot_label",
        help="How many of the four are done inside the centre in every case: received, "
        "appraised, approved, returned (“4 tại chỗ”).",
    )

    @api.depends("version_ids.spot_count", "version_ids.state")
    def _compute_spot_label(self):
        for procedure in self:
            procedure.spot_label = procedure.current_version_id.spot_label or False
