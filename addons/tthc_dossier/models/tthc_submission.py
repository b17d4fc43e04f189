from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import submission as rules
from ..tools import wall_time


class TthcSubmission(models.Model):
    """One submission of a person for a group of linked procedures ("liên thông theo nhóm"): the
    papers once, one page to follow it; each chosen procedure is a dossier of its own with its own
    number, agency, process and clock. It is made by the intake and never written to."""

    _name = "tthc.submission"
    _description = "Linked Submission"
    _order = "submitted_at desc, id desc"
    _rec_names_search = ["dossier_ids.name", "owner_id.name", "group_id.name"]

    company_id = fields.Many2one(
        "res.company", "Receiving Centre", required=True, readonly=True, index=True,
        ondelete="restrict",
    )  # fmt: skip
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one(
        "tthc.procedure.group", required=True, readonly=True, index=True, ondelete="restrict"
    )
    owner_id = fields.Many2one(
        "res.partner", "Dossier Owner", required=True, readonly=True, index=True,
        ondelete="restrict",
    )  # fmt: skip
    submitter_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")],
        required=True,
        readonly=True,
    )
    submitted_at = fields.Datetime("Submitted on", required=True, readonly=True, index=True)
    lookup_token = fields.Char(
        "Lookup Code", required=True, readonly=True, groups="base.group_user", copy=False
    )
    dossier_ids = fields.One2many("tthc.dossier", "submission_id", "Parts", readonly=True)
    paper_ids = fields.One2many("tthc.submission.paper", "submission_id", "Papers")
    state = fields.Selection(
        [
            ("registered", "Newly Registered"),
            ("processing", "In Process"),
            ("done", "Results Wait"),
            ("closed", "Finished"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    lead_agency_id = fields.Many2one(
        "tthc.agency",
        compute="_compute_lead_agency_id",
        help="The agency of the leading procedure answers for the whole "
        "(NĐ 61/2018/NĐ-CP, Art. 19.6).",
    )
    progress_text = fields.Char("Progress", compute="_compute_progress_text")
    blocked = fields.Boolean(
        "To Be Decided",
        compute="_compute_blocked",
        search="_search_blocked",
        help="A part cannot begin any more, because a part before it ended without a result.",
    )

    _lookup_unique = models.UniqueIndex("(lookup_token)")

    @api.depends("group_id.code", "owner_id.name")
    def _compute_display_name(self):
        for submission in self:
            submission.display_name = f"{submission.group_id.code} – {submission.owner_id.name}"

    @api.depends("dossier_ids.state")
    def _compute_state(self):
        for submission in self:
            submission.state = rules.overall(submission.dossier_ids.mapped("state"))

    @api.depends("dossier_ids.group_line_id", "dossier_ids.competent_agency_id")
    def _compute_lead_agency_id(self):
        for submission in self:
            parts = submission.sudo()._parts()
            lead = parts.filtered("group_line_id.lead")[:1] or parts[:1]
            agency = lead.competent_agency_id
            if lead and not agency:
                agency = lead._find_offer().agency_id
            submission.lead_agency_id = agency

    @api.depends("dossier_ids.state")
    def _compute_progress_text(self):
        for submission in self:
            parts = submission.sudo().dossier_ids
            ended = parts.filtered(lambda part: part.finished_at)
            submission.progress_text = f"{len(ended)}/{len(parts)}"

    @api.depends("dossier_ids.part_blocked")
    def _compute_blocked(self):
        for submission in self:
            submission.blocked = any(submission.sudo().dossier_ids.mapped("part_blocked"))

    def _search_blocked(self, operator, value):
        if operator != "in":
            return NotImplemented
        blocked = fields.Domain("dossier_ids", "any!", [("part_blocked", "=", True)])
        return blocked if True in value else ~blocked

    def _parts(self):
        """The dossiers in the order of the group's lines."""
        return self.dossier_ids.sorted(lambda part: (part.part_number, part.id))

    def write(self, vals):
        """Nothing of it changes but its papers.

        :raise UserError: for any other field
        """
        if set(vals) - {"paper_ids"}:
            raise UserError(
                self.env._("A submission does not change: act on its dossiers instead.")
            )
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("A submission stays on record, as its dossiers do."))

    # Actions --------------------------------------------------------------------------------------

    @api.private
    def _withdraw(self, note):
        """Ask for the withdrawal of every part that is still open: the requests are answered one
        by one, each where it is processed.

        :return: the dossiers that are asked for
        :raise UserError: nothing is open any more
        """
        self.ensure_one()
        open_parts = self._parts().filtered(lambda part: part._may_be_withdrawn())
        if not open_parts:
            raise UserError(self.env._("No part of this submission can be withdrawn any more."))
        for part in open_parts:
            part.action_request_withdrawal(note)
        return open_parts

    def action_view_parts(self):
        """The dossiers of this submission."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_dossiers")
        return {**action, "domain": [("submission_id", "=", self.id)], "context": {}}

    def action_print_receipt(self):
        self.ensure_one()
        return self.env.ref("tthc_dossier.action_report_submission").report_action(self)

    # What leaves the centre ---------------------------------------------------------------------

    def _lookup_url(self):
        """Address behind the QR code of its receipt: one page for all parts."""
        self.ensure_one()
        return f"{self.get_base_url()}/tra-cuu/{self.sudo().lookup_token}"

    @api.model
    @api.private
    def _find_by_lookup(self, token):
        """The submission of a lookup code, as superuser; empty when there is none."""
        token = (token or "").strip().upper()
        return token and self.sudo().search([("lookup_token", "=", token)], limit=1) or self.sudo()

    def _public_progress(self):
        """What the anonymous look-up may show: of each part its number and progress, nothing of
        the person or the matter (TT 01/2018/TT-VPCP, Art. 16.2.d)."""
        self.ensure_one()
        progress = []
        for part in self._parts():
            shown = part._public_progress()
            if part.waiting_for_ids and part.state == "registered":
                shown["state_label"] = self.env._(
                    "Waits for Part %s", ", ".join(str(n) for n in part._waits_for_numbers())
                )
            progress.append({**shown, "part": part.part_number})
        return progress

    def _receipt_values(self):
        """Values of the common receipt that are not plain fields."""
        self.ensure_one()
        zone = self.company_id.sudo()._tthc_zone()
        parts = [
            {
                "dossier": part,
                "number": part.part_number,
                "agency": (part.competent_agency_id or part._find_offer().agency_id).name,
                "lead": part.group_line_id.lead,
                "due": part.due_at and wall_time.to_local(part.due_at, zone),
                "waits": part._waits_for_numbers() if part.state == "registered" else (),
                "fees": [
                    row for row in part._receipt_fee_rows() if row["amount"] or row.get("exempt")
                ],
            }
            for part in self.sudo()._parts()
        ]
        return {
            "parts": parts,
            "papers": self.sudo().paper_ids.filtered("received"),
            "submitted": wall_time.to_local(self.submitted_at, zone),
            "total": sum(row["amount"] for part in parts for row in part["fees"]),
            "lookup_qr": qr.data_uri(qr.png(self._lookup_url(), pixels=4, border=2)),
            "receiver": self.sudo().create_uid,
        }
