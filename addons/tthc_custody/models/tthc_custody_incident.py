from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_custody_movement import KINDS

#: Set when the incident is reported; what happened does not change afterwards.
REPORTED = frozenset(
    {
        "dossier_id", "component_id", "paper_kind", "quantity", "kind", "reported_at",
        "reported_by_id", "state", "settled_at", "settled_by_id", "found", "slip_id", "place_text",
    }
)  # fmt: skip


class TthcCustodyIncident(models.Model):
    """A paper was lost or damaged while the administration had it (NĐ 61/2018/NĐ-CP Art. 21: the
    one who is responsible is named, the damage made good, an apology given).

    Reporting enters lost papers as lost, tells the person and starts the deadline; settling needs
    who answers for it and what was done.
    """

    _name = "tthc.custody.incident"
    _description = "Loss or Damage of Papers"
    _inherit = ["mail.thread"]
    _order = "state, deadline, id desc"
    _rec_name = "paper_name"
    _mail_post_access = "read"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    component_id = fields.Many2one(
        "tthc.dossier.component",
        "Paper",
        domain="[('dossier_id', '=', dossier_id)]",
        ondelete="restrict",
        help="Empty: the result.",
    )
    paper_kind = fields.Selection(KINDS, "Kind of Paper", required=True, default="original")
    quantity = fields.Integer(required=True, default=1)
    paper_name = fields.Char("Which Paper", compute="_compute_paper_name", store=True)
    kind = fields.Selection(
        [("lost", "Lost"), ("damaged", "Damaged")], "What Happened", required=True, default="lost"
    )
    description = fields.Text("How It Was Noticed", required=True)
    noticed_by = fields.Char("Noticed by", required=True, default=lambda self: self.env.user.name)
    place_text = fields.Char("Where It Was", readonly=True)
    reported_at = fields.Datetime("Reported on", readonly=True)
    reported_by_id = fields.Many2one("res.users", "Reported by", readonly=True, ondelete="restrict")
    responsible_id = fields.Many2one("res.users", "Who Answers for It", ondelete="restrict")
    responsible_agency_id = fields.Many2one(
        "tthc.agency", "Agency Responsible", ondelete="restrict"
    )
    responsible_name = fields.Char(
        "Responsible Outside", help="The post, another body: whoever has no account."
    )
    reissue = fields.Boolean("Paper Reissued", help="The agency has it issued again at its cost.")
    reissue_text = fields.Char("New Paper", help="Number, date, by whom.")
    reimbursement = fields.Monetary(currency_field="currency_id")
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    apology = fields.Boolean("Apology Given")
    apology_text = fields.Char("Letter of Apology", help="Number and date.")
    remedy = fields.Text("What Was Done")
    public_text = fields.Text(
        "What the Person Is Told",
        help="Stands in the dossier's public history and in the notice to the person.",
    )
    deadline = fields.Date("Settle by")
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")], default="open", required=True, readonly=True
    )
    found = fields.Boolean("Found Again", readonly=True)
    settled_at = fields.Datetime("Settled on", readonly=True)
    settled_by_id = fields.Many2one("res.users", "Settled by", readonly=True, ondelete="restrict")
    slip_id = fields.Many2one("tthc.custody.slip", readonly=True, ondelete="restrict")
    is_late = fields.Boolean("Past Its Deadline", compute="_compute_is_late", search="_search_late")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "At least one paper.")
    _money_positive = models.Constraint(
        "CHECK (reimbursement >= 0)", "A reimbursement cannot be negative."
    )

    @api.depends("component_id", "dossier_id")
    def _compute_paper_name(self):
        for row in self:
            lot = (row.component_id.id or 0, row.paper_kind)
            row.paper_name = row.dossier_id._lot_name(lot) if row.dossier_id else False

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        for row in self:
            today = row._local_today()
            row.is_late = bool(row.state == "open" and row.deadline and row.deadline < today)

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "=", "open") & fields.Domain(
            "deadline", "<", self._local_today()
        )
        return late if True in value else ~late

    def _local_today(self):
        zone = (self.company_id[:1] or self.env.company).sudo()._tthc_zone()
        return wall_time.to_local(self.env["tthc.dossier"]._now(), zone).date()

    # Reporting ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Report: the papers are entered as lost, the person is told, the deadline starts.

        :raise UserError: more papers than there are, or not where they are said to be
        :raise AccessError: the dossier is not this user's
        """
        for vals in vals_list:
            refused = REPORTED & set(vals) - {
                "dossier_id", "component_id", "paper_kind", "quantity", "kind",
            }  # fmt: skip
            if refused:
                raise UserError(self.env._("What follows from the report cannot be entered."))
            dossier = self.env["tthc.dossier"].browse(vals.get("dossier_id"))
            dossier.check_access("read")
            self._complete(dossier, vals)
        incidents = super().create(vals_list)
        for incident in incidents:
            incident._report()
        return incidents

    def _complete(self, dossier, vals):
        """What follows from the report, in ``vals``."""
        now = dossier._now()
        days = dossier.company_id.sudo().tthc_custody_incident_days
        lot = (vals.get("component_id") or 0, vals.get("paper_kind") or "original")
        vals.update(
            reported_at=now,
            reported_by_id=self.env.uid,
            place_text=dossier._lot_whereabouts(lot),
        )
        vals.setdefault("deadline", (now + timedelta(days=days)).date())
        if not vals.get("public_text"):
            vals["public_text"] = self._public_text(dossier, lot, vals.get("kind") or "lost")

    @api.model
    def _public_text(self, dossier, lot, kind):
        """The notice to the person, Vietnamese at source."""
        what = "bị thất lạc" if kind == "lost" else "bị hư hỏng"
        return (
            f"Giấy tờ “{dossier._lot_name(lot)}” trong hồ sơ {dossier.display_name} {what} trong "
            f"quá trình giải quyết. {dossier.company_id.sudo().name} xin lỗi ông/bà, xác định "
            "trách nhiệm và khắc phục theo quy định; ông/bà không phải trả chi phí khắc phục."
        )

    def _report(self):
        self.ensure_one()
        dossier = self.dossier_id
        lot = (self.component_id.id or 0, self.paper_kind)
        if self.kind == "lost":
            papers = self._lost_papers(dossier.sudo(), lot)
            slip = dossier.sudo()._move_papers("lose", papers, note=self.description)
            self._write_outcome({"slip_id": slip.id})
        else:
            count = sum(
                found for (key, _place), found in dossier._custody_balance().items() if key == lot
            )
            if self.quantity > count:
                raise UserError(self.env._("The dossier has %s of this paper.", count))
            dossier._lock()
        dossier.sudo()._log_event("paper_incident", note=self.public_text, facts=self._facts())

    def _lost_papers(self, dossier, lot):
        """Where the lost papers were: first those that are out, then those in the file.

        :raise UserError: there are not so many
        """
        places = [
            (place, count)
            for (key, place), count in dossier._custody_balance().items()
            if key == lot and place.kind not in ("applicant", "lost")
        ]
        left, papers = self.quantity, []
        for place, count in sorted(places, key=lambda row: row[0].kind == "file"):
            taken = min(left, count)
            if taken:
                left -= taken
                papers.append(
                    {
                        "component_id": lot[0],
                        "kind": lot[1],
                        "quantity": taken,
                        "place": place.kind,
                        "agency_id": place.agency,
                        "user_id": place.user,
                    }
                )
        if left:
            raise UserError(
                self.env._(
                    "“%(paper)s”: only %(count)s with the administration.",
                    paper=dossier._lot_name(lot),
                    count=self.quantity - left,
                )
            )
        return papers

    def _facts(self):
        return {
            "incident": self.id,
            "kind": self.kind,
            "paper": self.paper_name,
            "quantity": self.quantity,
            "responsible": self._responsible(),
            "remedy": self.remedy or "",
            "reissue": self.reissue_text or bool(self.reissue),
            "reimbursement": int(self.reimbursement),
            "apology": self.apology_text or bool(self.apology),
            "found": self.found,
        }

    def _responsible(self):
        return (
            self.responsible_id.sudo().name
            or self.responsible_agency_id.sudo().name
            or self.responsible_name
            or ""
        )

    # Settling -----------------------------------------------------------------------------------

    def write(self, vals):
        """Override: what was reported stays; what was settled stays as a whole.

        :raise UserError: a value that is fixed
        """
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own & REPORTED:
            raise UserError(self.env._("What was reported stays as it was reported."))
        if own and any(row.state == "settled" for row in self):
            raise UserError(self.env._("The matter was settled: nothing in it changes any more."))
        return super().write(vals)

    def _write_outcome(self, values):
        """Write what follows from the report or from settling it, which ``write`` refuses."""
        return super().write(values)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A loss stays on record: settle it instead."))

    def action_settle(self):
        """The matter is settled: who answers for it and what was done are on record, and the
        person is told.

        :raise UserError: something of it is missing
        :raise AccessError: not the manager's
        """
        for incident in self:
            incident._check_manager()
            missing = []
            if not incident._responsible():
                missing.append(self.env._("who answers for it"))
            if not incident.remedy:
                missing.append(self.env._("what was done"))
            if not (incident.reissue or incident.apology or incident.reimbursement):
                missing.append(self.env._("reissue, reimbursement or apology"))
            if missing:
                raise UserError(self.env._("To settle the matter, enter: %s.", ", ".join(missing)))
            incident._settle()
        return True

    def action_found(self):
        """The paper was found: it is back in the file, and the matter is settled.

        :raise UserError: it was not lost, or the file is not here
        :raise AccessError: not the manager's
        """
        for incident in self:
            incident._check_manager()
            if incident.kind != "lost" or incident.state != "open":
                raise UserError(self.env._("Only a paper that is still lost can be found again."))
            lot = (incident.component_id.id or 0, incident.paper_kind)
            incident.dossier_id.sudo()._move_papers(
                "find",
                [
                    {
                        "component_id": lot[0],
                        "kind": lot[1],
                        "quantity": incident.quantity,
                        "place": "lost",
                    }
                ],
                note=incident.remedy,
            )
            incident._settle(found=True)
        return True

    def _settle(self, found=False):
        if self.state != "open":
            raise UserError(self.env._("The matter was settled already."))
        dossier = self.dossier_id
        dossier._lock()
        self._write_outcome(
            {
                "state": "settled",
                "found": found,
                "settled_at": dossier._now(),
                "settled_by_id": self.env.uid,
            }
        )
        dossier.sudo()._log_event("paper_settled", note=self.remedy, facts=self._facts())

    def _check_manager(self):
        self.check_access("write")
        user = self.env.user
        at_centre = self.company_id.id in user._get_company_ids()
        if self.env.su or (at_centre and user.has_group("tthc_dossier.group_manager")):
            return
        raise AccessError(
            self.env._("Settling a loss is for: the manager of %s.", self.company_id.sudo().name)
        )

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }
