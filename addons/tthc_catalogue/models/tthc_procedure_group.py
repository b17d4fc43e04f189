from odoo import api, fields, models


class TthcProcedureGroup(models.Model):
    """Procedures asked for by one submission ("liên thông theo nhóm"): which, in which order, and
    which papers they share."""

    _name = "tthc.procedure.group"
    _description = "Group of Linked Procedures"
    _inherit = ["tthc.publication"]
    _order = "code, date_from desc, id desc"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, index=True, tracking=True)
    name = fields.Char(required=True, tracking=True)
    decision = fields.Char(
        "Publication Decision",
        help="By which the group was published: ministry first, then province.",
        tracking=True,
    )
    legal_document_ids = fields.Many2many(
        "tthc.legal.document",
        "tthc_group_legal_rel",
        "group_id",
        "document_id",
        "Legal Basis",
    )
    line_ids = fields.One2many("tthc.procedure.group.line", "group_id", "Procedures", copy=True)
    share_ids = fields.One2many("tthc.procedure.group.share", "group_id", "Same Papers", copy=True)
    note = fields.Text()

    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _published_no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            numrange(hashtext(code)::numeric, hashtext(code)::numeric, '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state = 'published')""",
        "Two published groups of one code cannot be in force on the same day: end the earlier "
        "one first.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for group in self:
            group.display_name = f"{group.code} – {group.name}" if group.code else group.name

    def _domain_siblings(self):
        """Override: one group of a code."""
        return fields.Domain("code", "=", self.code)

    def _new_version_values(self):
        """Override: it gets a decision of its own."""
        return {"decision": False}

    def _submission_gaps(self):
        """Override: on what it rests, and what is wrong with its lines."""
        gaps = super()._submission_gaps()
        if not self.decision and not self.legal_document_ids:
            gaps.append(self.env._("Enter the publication decision or the legal basis."))
        return gaps + self._group_gaps()

    def action_retire(self):
        """Take published groups out of use.

        :raise UserError: not a publisher, or not published
        """
        return self._retire()
