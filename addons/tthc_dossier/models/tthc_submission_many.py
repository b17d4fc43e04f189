from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcSubmission(models.Model):
    """One procedure for many people at once: a company brings the papers of its workers. Each
    person has a dossier with its own number and clock; the sender has one list, one overview
    receipt and one page to follow them."""

    _inherit = "tthc.submission"

    group_id = fields.Many2one(required=False)
    procedure_id = fields.Many2one(
        "tthc.procedure", "One Procedure for Many", readonly=True, index=True, ondelete="restrict"
    )
    people_count = fields.Integer("People", compute="_compute_people_count")

    _something_asked_for = models.Constraint(
        "CHECK (group_id IS NOT NULL OR procedure_id IS NOT NULL)",
        "A submission asks for linked procedures, or for one procedure for many people.",
    )

    @api.depends("dossier_ids")
    def _compute_people_count(self):
        for submission in self:
            submission.people_count = submission.procedure_id and len(submission.dossier_ids)

    @api.depends("procedure_id.code")
    def _compute_display_name(self):
        """Override: a list of people is named after its procedure."""
        many = self.filtered("procedure_id")
        result = super(TthcSubmission, self - many)._compute_display_name()
        for submission in many:
            submission.display_name = (
                f"{submission.procedure_id.code} – {submission.owner_id.name} "
                f"({submission.people_count})"
            )
        return result

    @api.model
    @api.private
    def _intake_many(self, values, people):
        """Take in one dossier for each of ``people``, by the rights of the current user.

        :param values: as ``tthc.dossier._intake`` takes them, without ``owner``; ``sender``: the
            contact who brings the list
        :param people: ``[(row number, partner id or values)]``
        :return: the submission with its accepted dossiers
        :raise UserError: what stands against any of them, with the number of its row; nothing is
            kept then
        """
        dossiers = self.env["tthc.dossier"]
        sender = self.env["res.partner"].browse(values["sender"])
        submission = (
            self.sudo()
            .create(
                {
                    "company_id": values["company_id"],
                    "procedure_id": values["procedure_id"],
                    "owner_id": sender.id,
                    "submitter_id": sender.id,
                    "channel": values["channel"],
                    "submitted_at": values.get("submitted_at") or dossiers._now(),
                    "lookup_token": dossiers._new_lookup_token(),
                }
            )
            .with_env(self.env)
        )
        common = {key: value for key, value in values.items() if key != "sender"}
        refused = []
        for row, person in people:
            try:
                part = dossiers._intake(
                    {**common, "owner": person, "submitter": sender.id}, accept=False
                )
                part._set({"submission_id": submission.id, "part_number": row})
                part.action_accept()
            except UserError as error:
                refused.append(self.env._("Row %(row)s: %(reason)s", row=row, reason=str(error)))
        if refused:
            raise UserError("\n".join(refused))
        submission.invalidate_recordset(["dossier_ids"])
        return submission
