from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import content, match

#: What the page shows of each file.
SHOWN = ("name", "kind", "pages", "checksum", "source", "state", "version", "verdict")


class TthcDossier(models.Model):
    """The page "Files and Results" of a dossier: what it shows, and how files come in there."""

    _inherit = "tthc.dossier"

    def get_papers(self):
        """Everything that the page shows; a dict of plain values."""
        self.ensure_one()
        self.check_access("read")
        dossier = self.sudo()
        may_add = self._may(self._check_may_add_papers)
        rows = dossier.paper_file_ids.sorted(lambda file: (-file.version, -file.id))
        offers = self._reuse_offers() if may_add else {}
        twins = rows._elsewhere() if may_add else {}
        return {
            "may_add": may_add,
            "may_add_results": self._may(self._check_may_add_results)
            and self.env["tthc.paper.held"].has_access("create"),
            "may_revoke": self._may_revoke(),
            "notes": self.env["tthc.dossier.component"]._upload_notes(),
            "kinds": rows._fields["kind"]._description_selection(self.env),
            "components": [
                self._component_row(component, rows, offers.get(component.id), twins)
                for component in dossier.component_ids
            ],
            "tray": [self._file_row(file) for file in rows if file.state == "tray"],
            "results": [self._result_row(held, rows) for held in dossier.result_ids.sorted("id")],
        }

    def _may(self, check):
        try:
            check()
        except (AccessError, UserError):
            return False
        return True

    def _component_row(self, component, rows, offered, twins):
        own = rows.filtered(lambda file: file.component_id == component)
        return {
            "id": component.id,
            "name": component.name,
            "mandatory": component.requirement == "mandatory",
            "received": component.received,
            "reused": component.reused,
            "reuse_evidence": component.reuse_evidence or "",
            "from_national": component.from_national,
            "national_evidence": component.national_evidence or "",
            "files": [
                {**self._file_row(file), "twin": file._provenance_of(twins.get(file.id))}
                for file in own
                if file.state == "current"
            ],
            "history": [
                self._file_row(file) for file in own if file.state not in ("current", "tray")
            ],
            "offers": [self._offer_row(held) for held in offered or ()],
        }

    def _result_row(self, held, rows):
        own = rows.filtered(lambda file: file.held_id == held)
        labels = dict(held._fields["state"]._description_selection(self.env))
        return {
            "id": held.id,
            "name": held.name,
            "code": held.code or "",
            "number": held.number or "",
            "signer": held.signer or "",
            "issued_on": _day(held.issued_on),
            "valid_until": _day(held.valid_until),
            "state": held.state,
            "state_label": labels[held.state],
            "revoke_reason": held.revoke_reason or "",
            "files": [self._file_row(file) for file in own if file.state == "current"],
            "history": [self._file_row(file) for file in own if file.state != "current"],
        }

    @api.model
    def _file_row(self, file):
        labels = {
            name: dict(file._fields[name]._description_selection(self.env))
            for name in ("kind", "source", "state", "verdict", "integrity")
        }
        return {
            "id": file.id,
            **{name: file[name] or "" for name in SHOWN},
            **{f"{name}_label": labels[name].get(file[name], "") for name in labels},
            "integrity": file.integrity or "",
            "size": file.size_text,
            "mimetype": file.mimetype or "",
            "attachment": file.attachment_id.id,
            "added": file.dossier_id._local_text(file.received_at),
            "by": file.user_id.name,
            "origin": file.origin_text or "",
            "detail": file.verdict_detail or "",
            "suggested": file.suggested_id.id,
            "confidence": file.confidence,
            "twin": "",
        }

    @api.model
    def _offer_row(self, held):
        return {
            "id": held.id,
            "name": held._provenance(),
            "valid_until": _day(held.valid_until),
            "centre": held.company_id.name,
        }

    # Reuse ----------------------------------------------------------------------------------------

    def _reuse_offers(self):
        """Papers on file of the owner that fit a paper of this dossier that has no file yet:
        ``{component id: tthc.paper.held}``. That they are shown is logged."""
        self.ensure_one()
        owner = self.owner_id
        empty = self.sudo().component_ids.filtered(lambda row: not row.attachment_ids)
        if not empty or not owner.sudo(False)._may_open_store():
            return {}
        wanted = [(row.id, row.name, row.template_id) for row in empty]
        found = owner.sudo()._fitting_papers(wanted)
        found = {
            key: held.filtered(lambda one: one.dossier_id.id != self.id)
            for key, held in found.items()
        }
        found = {key: held for key, held in found.items() if held}
        if found:
            owner._log_store(self.env._("Papers offered for reuse"), self)
        return found

    def action_check_papers(self):
        """Take the digests of all files of this dossier again; says what was found."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().paper_file_ids.filtered("attachment_id").action_check_integrity()

    # Files come in --------------------------------------------------------------------------------

    @api.private
    def _take_file(self, name, raw, source, component_id=False, held_id=False, replaces_id=False):
        """Take in one file for this dossier, as the current user.

        :param component_id: the paper that it is; without one its name decides, and what is not
            sure goes into the tray
        :param held_id: the result that it is
        :param replaces_id: the row whose place it takes
        :return: dict of ``status`` (``stored``, ``tray``, ``duplicate``) and ``message``
        :raise ValidationError: the file is not accepted
        """
        self.ensure_one()
        if replaces_id:
            return self._replace_file(name, raw, source, replaces_id)
        if held_id:
            return self._take_result_file(name, raw, source, held_id)
        self._check_may_add_papers()
        component = self.env["tthc.dossier.component"].browse(component_id).exists()
        if component and component.dossier_id != self:
            component = component.browse()
        suggestion = match.Match()
        if not component:
            papers = [(row.id, row.name) for row in self.component_ids]
            suggestion = match.match(name, papers)
            if suggestion.sure:
                component = component.browse(suggestion.key)
        if component:
            return self._take_paper_file(name, raw, source, component)
        return self._take_into_tray(name, raw, source, suggestion)

    def _take_paper_file(self, name, raw, source, component):
        component.check_access("write")
        known = component._same_in_dossier(self.env["tthc.paper.file"]._digest(raw))
        places = known.component_id.mapped("name")
        attachment = component._receive_file(name, raw, source)
        if known:
            if component in known.component_id:
                text = self.env._("Here already (%s): not stored twice.", ", ".join(places))
            else:
                text = self.env._(
                    "In this dossier already (%(places)s): not stored twice, shown at "
                    "“%(paper)s” as well.",
                    places=", ".join(places) or self.env._("to be assigned"),
                    paper=component.name,
                )
            return {"status": "duplicate", "message": text}
        row = component.sudo().file_ids.filtered(
            lambda file: file.attachment_id == attachment and file.state == "current"
        )
        text = self.env._("Filed under “%s”.", component.name)
        twin = row._elsewhere().get(row.id)
        if twin:
            text += " " + self.env._(
                "The same file is on file already (%s): you may count it as reused.",
                row._provenance_of(twin),
            )
        return {"status": "stored", "message": text}

    def _take_into_tray(self, name, raw, source, suggestion):
        components = self.env["tthc.dossier.component"]
        components._check_file(name, raw)
        files = self.env["tthc.paper.file"].sudo()
        known = files.search(
            [
                ("dossier_id", "=", self.id),
                ("checksum", "=", files._digest(raw)),
                ("state", "in", ("current", "tray")),
            ],
            limit=1,
        )
        if known:
            place = known.component_id.name or self.env._("to be assigned")
            text = self.env._("In this dossier already (%s): not stored twice.", place)
            return {"status": "duplicate", "message": text}
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": name, "raw": raw, "res_model": self._name, "res_id": self.id})
        )
        files.create(
            {
                **files._values_of(attachment, raw, source),
                "dossier_id": self.id,
                "state": "tray",
                "suggested_id": suggestion.key or False,
                "confidence": round(suggestion.confidence * 100),
            }
        )
        text = self.env._("Its name does not say which paper it is: choose below.")
        return {"status": "tray", "message": text}

    def _take_result_file(self, name, raw, source, held_id):
        held = self.env["tthc.paper.held"].browse(held_id).exists()
        held.check_access("write")
        if not held or held.dossier_id != self or held.origin != "result":
            return {"status": "refused", "message": self.env._("There is no such result here.")}
        self._check_may_add_results()
        file = held._receive_file(name, raw, source)
        if file.received_at < self.env.cr.now():
            return {"status": "duplicate", "message": self.env._("Here already: not stored twice.")}
        return {"status": "stored", "message": self.env._("Filed under “%s”.", held.name)}

    def _replace_file(self, name, raw, source, replaces_id):
        """A new version takes the place of an old one, which stays readable in the history."""
        old = self.env["tthc.paper.file"].browse(replaces_id).exists()
        old._check_may_change()
        old = old.sudo()
        if old.dossier_id != self.sudo() or old.state != "current":
            return {
                "status": "refused",
                "message": self.env._("This file was replaced meanwhile. Reload the page."),
            }
        if old.checksum == old._digest(raw):
            return {"status": "duplicate", "message": self.env._("This is the same file.")}
        if old.component_id:
            component = old.component_id.sudo(False)
            attachment = component._receive_file(name, raw, source)
            component._unlink_files(old.attachment_id)
            new = old.component_id.file_ids.filtered(
                lambda file: file.attachment_id == attachment and file.state == "current"
            )[:1]
        else:
            new = old.held_id.sudo(False)._receive_file(name, raw, source)
        old._end("superseded")
        new.write({"version": old.version + 1, "replaces_id": old.id, "kind": old.kind})
        self._refresh_papers()
        return {
            "status": "stored",
            "message": self.env._("Version %s; the one before stays in the history.", new.version),
        }


class TthcPaperFile(models.Model):
    _inherit = "tthc.paper.file"

    @api.model
    def _digest(self, raw):
        return content.digest(raw)

    def _elsewhere(self):
        """The same bytes in earlier dossiers of the same person that are on file and valid:
        ``{id of a file of these: the other row as superuser}``. What was reused already is left
        out."""
        files = self.sudo().filtered(
            lambda file: (
                file.state == "current"
                and file.component_id
                and not file.origin_id
                and file.source != "reuse"
            )
        )
        if not files:
            return {}
        found = files.search(
            [
                ("checksum", "in", files.mapped("checksum")),
                ("dossier_id", "not in", files.dossier_id.ids),
                ("dossier_id.owner_id", "in", files.dossier_id.owner_id.ids),
                ("state", "=", "current"),
                ("source", "!=", "reuse"),
            ]
        ).filtered(lambda other: other._holding().state == "valid")
        twins = {}
        for file in files:
            same = found.filtered(
                lambda other, file=file: (
                    other.checksum == file.checksum
                    and other.id < file.id
                    and other.dossier_id.owner_id == file.dossier_id.owner_id
                )
            )
            if same:
                twins[file.id] = same[0]
        return twins

    @api.model
    def _provenance_of(self, other):
        return other._holding()._provenance() if other else ""

    def _holding(self):
        """The paper on file that this file belongs to, as superuser."""
        file = self.sudo()
        return file.held_id or self.env["tthc.paper.held"].sudo().search(
            [("component_id", "in", file.component_id.ids)], limit=1
        )


def _day(value):
    return fields.Date.to_date(value).strftime("%d/%m/%Y") if value else ""
