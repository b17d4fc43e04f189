from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("refuse", "Refuse to Accept"),
    ("reject", "Reject"),
    ("stop", "Stop"),
    ("supplement", "Request a Supplement"),
    ("return_step", "Hand Back"),
    ("reopen", "Reopen"),
]


class TthcReason(models.Model):
    """Why a dossier was not accepted, rejected, stopped and so on: what the person is told, in
    words, with the text of law that it rests on. The code is for figures only; nobody outside
    reads it."""

    _name = "tthc.reason"
    _description = "Reason for a Decision"
    _order = "kind, sequence, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="For statistics and exchange; never printed.")
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, index=True)
    sequence = fields.Integer(default=10)
    text = fields.Text(
        "Printed Text",
        required=True,
        help="In Vietnamese, as the person reads it; the explanation of the case follows it.",
    )
    guidance = fields.Text(
        "When to Use It", translate=True, help="Shown to the officer who chooses it."
    )
    legal_basis = fields.Char(help="Article and instrument, as cited on the printed form.")
    legal_document_id = fields.Many2one("tthc.legal.document", ondelete="restrict")
    verified = fields.Boolean(
        "Checked against the Law",
        help="Off: the wording is ours, or the text of law that it rests on was not read.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date(help="Last day on which it may be given.")
    active = fields.Boolean(default=True)
    needs_address = fields.Boolean(
        "Says Where to Go",
        help="The officer must name the agency that is competent and its address.",
    )
    needs_component = fields.Boolean(
        "Names the Papers", help="The officer must choose the papers that it is about."
    )
    needs_deadline = fields.Boolean(
        "Only after the Deadline",
        help="May be given only once a request for a supplement was not answered in time.",
    )

    _code_unique = models.UniqueIndex("(code)", "A reason of this code exists already.")

    @api.constrains("valid_from", "valid_to")
    def _check_period(self):
        for reason in self:
            if reason.valid_from and reason.valid_to and reason.valid_to < reason.valid_from:
                raise ValidationError(
                    self.env._("“%s”: the last day is before the first one.", reason.name)
                )

    @api.model
    def _domain_usable(self, kind, day):
        """Domain of the reasons of ``kind`` that may be given on ``day``."""
        return fields.Domain(
            [
                ("kind", "=", kind),
                "|", ("valid_from", "=", False), ("valid_from", "<=", day),
                "|", ("valid_to", "=", False), ("valid_to", ">=", day),
            ]
        )  # fmt: skip

    @api.model
    @api.private
    def _chosen(self, kind, reason, day):
        """The reason of ``kind`` that was chosen, as superuser.

        :param reason: record, id or code
        :raise UserError: none was chosen, or one that may not be given on ``day``
        """
        reasons = self.sudo().with_context(active_test=True)
        wanted = "code" if isinstance(reason, str) else "id"
        value = reason.id if isinstance(reason, models.BaseModel) else reason
        usable = self._domain_usable(kind, day)
        found = reasons.search(usable & fields.Domain(wanted, "=", value)) if value else reasons
        if not found:
            names = reasons.search(usable).mapped("name")
            raise UserError(
                self.env._(
                    "Choose the reason from the catalogue of reasons. Those in force are: "
                    "%(names)s.\nA reason that is missing there is added by an administrator "
                    "under Configuration, Reasons.",
                    names="; ".join(names) or "–",
                )
            )
        return found

    def _facts(self):
        """What an event keeps of the reason, as it was on that day."""
        self.ensure_one()
        return {
            "reason_code": self.code,
            "reason": self.with_context(lang="vi_VN").name,
            "reason_text": self.text,
            "legal_basis": self.legal_basis or self.legal_document_id.number or "",
        }
