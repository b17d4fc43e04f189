from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import match

#: A dossier in one of these states is being handled.
HANDLED = ("draft", "registered", "accepted", "processing", "supplement", "financial",
           "withdrawing", "done")  # fmt: skip


class ResPartner(models.Model):
    """The store of a person's papers: who may open it, and what is in it."""

    _inherit = "res.partner"

    def _may_open_store(self):
        """Whether the current user handles a dossier of this person: one that is not at its end
        and that the user may read, or the intake sheet that lies open; inspectors read all."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("tthc_dossier.group_inspector"):
            return True
        if not user.has_group("tthc_catalogue.group_staff"):
            return False
        dossiers = self.env["tthc.dossier"]
        domain = [("owner_id", "=", self.id), ("state", "in", HANDLED)]
        if dossiers.search_count(domain, limit=1):
            return True
        sheets = self.env["tthc.dossier.intake"]
        return sheets.has_access("create") and bool(
            sheets.sudo().search_count(
                [("partner_id", "=", self.id), ("create_uid", "=", user.id)], limit=1
            )
        )

    def _check_store_access(self):
        """:raise AccessError: the current user handles no dossier of this person"""
        self.ensure_one()
        if not self._may_open_store():
            raise AccessError(
                self.env._(
                    "The papers on file are open to those who handle a dossier of this person."
                )
            )

    def _log_store(self, note, dossier=None):
        """Keep who looked, at whose papers, and what for."""
        self.env["tthc.access.log"]._record(self, "data_store", note=note, record=dossier)

    @api.private
    def _held_papers(self, valid_only=True):
        """What is on file of this person and has files, as superuser; forms that are filled in
        anew for each dossier are left out."""
        self.ensure_one()
        domain = [("partner_id", "=", self.id), ("has_files", "=", True)]
        if valid_only:
            today = fields.Date.context_today(self)
            domain += [
                ("revoked_at", "=", False),
                "|",
                ("valid_until", "=", False),
                ("valid_until", ">=", today),
            ]
        held = self.env["tthc.paper.held"].sudo().search(domain)
        return held.filtered(lambda paper: not paper._is_form())

    @api.private
    def _fitting_papers(self, wanted):
        """Which of the papers on file fit the papers that a dossier asks for, as superuser.

        :param wanted: ``[(key, name, template)]``
        :return: ``{key: tthc.paper.held}``, the newest first
        """
        found = {}
        names = [(key, name) for key, name, _template in wanted]
        templates = {template.id: key for key, _name, template in wanted if template}
        folded = {match.fold(name): key for key, name in names}
        for held in self._held_papers():
            template = held.component_id.template_id
            key = templates.get(template.id) or folded.get(match.fold(held.name))
            if key is None:
                suggestion = match.match(held.name, names)
                key = suggestion.key if suggestion.sure else None
            if key is not None:
                found[key] = found.get(key, held.browse()) | held
        return found

    def action_open_paper_store(self):
        """The screen of the papers on file of this person; reading them there is logged."""
        self.ensure_one()
        self.check_access("read")
        self._check_store_access()
        return {
            "type": "ir.actions.client",
            "tag": "tthc_paper_store",
            "name": self.env._("Papers on File: %s", self.display_name),
            "params": {"partner_id": self.id},
            "context": {"active_id": self.id},
        }

    def get_paper_store(self):
        """What the store's screen shows: a list of dicts.

        :raise AccessError: the current user handles no dossier of this person
        """
        self.ensure_one()
        self.check_access("read")
        self._check_store_access()
        self._log_store(self.env._("List of the papers on file"))
        return [self._store_row(held) for held in self._held_papers(valid_only=False)]

    @api.model
    def _store_row(self, held):
        labels = dict(held._fields["state"]._description_selection(self.env))
        origins = dict(held._fields["origin"]._description_selection(self.env))
        return {
            "id": held.id,
            "name": held.name,
            "code": held.code or "",
            "number": held.number or "",
            "origin": origins[held.origin],
            "state": held.state,
            "state_label": labels[held.state],
            "issued_on": _day(held.issued_on),
            "valid_until": _day(held.valid_until),
            "revoke_reason": held.revoke_reason or "",
            "dossier": held.dossier_id.name or "",
            "centre": held.company_id.name,
            "files": [
                {"id": file.id, "name": file.name, "size": file.size_text, "pages": file.pages}
                for file in held._current_files()
            ],
        }


def _day(value):
    return value.strftime("%d/%m/%Y") if value else ""
