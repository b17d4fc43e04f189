from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcProcedureVersion(models.Model):
    """The legal documents that a version rests on, and whether they are in force."""

    _inherit = "tthc.procedure.version"

    legal_problem_ids = fields.Many2many(
        "tthc.legal.document",
        string="Documents out of Force",
        compute="_compute_legal_problems",
        help="On its first day or today, whichever is later.",
    )
    legal_problem = fields.Boolean(
        "Legal Basis out of Force",
        compute="_compute_legal_problems",
        search="_search_legal_problem",
    )
    legal_override_reason = fields.Text(
        "Published in Spite of Its Legal Basis",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why the publisher let it go although a cited document is out of force.",
    )
    legal_override_by_id = fields.Many2one(
        "res.users", "Override by", readonly=True, copy=False, ondelete="restrict"
    )

    def _cited_documents(self):
        """Dictionary of version and the documents cited in its legal basis and in the rows below
        it (fees and others)."""
        cited = {version: version.legal_document_ids for version in self}
        for model, name in self.env["tthc.legal.document"]._citing_fields():
            below = model._domain_below(self) & fields.Domain(name, "!=", False)
            for row in model.search(below):
                cited[row._versions()] |= row[name]
        return cited

    def _legal_problems(self, on_date):
        """The cited documents that are not in force on ``on_date``: expired or replaced by then,
        or not yet effective."""
        self.ensure_one()
        documents = self._origin._cited_documents().get(self._origin, self.legal_document_ids)
        return documents.filtered(lambda document: not document._is_in_force(on_date))

    def _legal_day(self):
        """The day on which the legal basis must stand: the first in force, or today while it is
        in force, or the last when that is past."""
        self.ensure_one()
        today = self.env["res.company"]._tthc_today()
        return max(self.date_from or today, min(today, self.date_to or today))

    @api.depends("legal_document_ids", "date_from", "date_to", "case_ids")
    def _compute_legal_problems(self):
        cited = self._origin._cited_documents()
        for version in self:
            documents = cited.get(version._origin, version.legal_document_ids)
            day = version._legal_day()
            found = documents.filtered(lambda document, day=day: not document._is_in_force(day))
            version.legal_problem_ids = found
            version.legal_problem = any(not document.in_force for document in documents)

    def _search_legal_problem(self, operator, value):
        if operator != "in":
            return NotImplemented
        ended = self.env["tthc.legal.document"].search([("in_force", "=", False)])
        domain = fields.Domain("id", "in", ended._citing_versions().ids)
        return domain if True in value else ~domain

    def _legal_sentences(self):
        """A sentence for each document that is out of force when this version begins."""
        self.ensure_one()
        sentences = []
        for document in self._legal_problems(self._legal_day()):
            names = {"number": document.number, "other": document._replacement().number}
            if document.date_end and document.date_end <= self._legal_day():
                names["day"] = document.date_end.strftime("%d/%m/%Y")
                sentences.append(
                    self.env._(
                        "%(number)s is out of force from %(day)s; cite %(other)s instead.", **names
                    )
                    if names["other"]
                    else self.env._("%(number)s is out of force from %(day)s.", **names)
                )
            else:
                names["day"] = document.date_effective.strftime("%d/%m/%Y")
                sentences.append(self.env._("%(number)s takes effect on %(day)s only.", **names))
        return sentences

    def _record_override(self, reason):
        """Keep why and by whom a version is published in spite of its legal basis."""
        self._write_unguarded(
            {"legal_override_reason": reason, "legal_override_by_id": self.env.uid}
        )

    def _legal_warning(self):
        """A notification about documents out of force in submitted versions, or ``False``."""
        lines = [line for version in self for line in version._legal_sentences()]
        if not lines:
            return False
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Submitted, but a legal document is out of force"),
                "message": " ".join(
                    [*lines, self.env._("The publisher must record an override with a reason.")]
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _watch_legal_basis(self):
        """Open and close the activities about the documents of these versions' procedures."""
        siblings = self.procedure_id.with_context(active_test=False).version_ids
        open_ones = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", siblings.ids),
                    ("tthc_legal_document_id", "!=", False),
                ]
            )
        )
        documents = open_ones.tthc_legal_document_id
        for cited in self._cited_documents().values():
            documents |= cited.filtered("date_end")
        documents._watch_ends()

    def action_new_version_with_replacements(self):
        """Open the next draft with every document out of force swapped for the one that replaces
        it, in the legal basis and in the rows below; those without a replacement stay.

        :raise UserError: no document of this version has a replacement in force
        """
        self.ensure_one()
        swaps = {
            document: document._replacement()
            for document in self._legal_problems(self._legal_day())
            if document._replacement()
        }
        if not swaps:
            raise UserError(
                self.env._(
                    "No document of this version is replaced by one in force: use New Version."
                )
            )
        draft = self.copy(self._new_version_values())
        draft.legal_document_ids = draft._swapped(draft.legal_document_ids, swaps)
        for model, name in self.env["tthc.legal.document"]._citing_fields():
            for row in model.search(model._domain_below(draft) & fields.Domain(name, "!=", False)):
                row[name] = draft._swapped(row[name], swaps)
        lines = [f"{old.number} → {new.number}" for old, new in swaps.items()]
        draft.message_post(
            body=self.env._(
                "Legal documents replaced: %s. Check what else changes.", "; ".join(lines)
            )
        )
        return draft._open_form()

    @api.model
    def _swapped(self, documents, swaps):
        return documents.browse([swaps.get(document, document).id for document in documents])


class TthcLegalDocument(models.Model):
    _inherit = "tthc.legal.document"

    def _replacement(self):
        """The document in force at the end of the chain of replacements; empty when there is
        none, or when it is out of force as well."""
        self.ensure_one()
        document = self
        while document.replaced_by_id:
            document = document.replaced_by_id
        ended = document.date_end and document.date_end <= self.env["res.company"]._tthc_today()
        return document.browse() if document == self or ended else document
