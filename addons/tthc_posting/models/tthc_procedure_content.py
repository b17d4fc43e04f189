from odoo import models

from .tthc_procedure import ZONE


class TthcProcedureVersion(models.Model):
    """What must be posted of a version (NĐ 63/2010/NĐ-CP, Art. 8), read once for the page and
    the sheet."""

    _inherit = "tthc.procedure.version"

    def _posting_content(self, company=None):
        """The posted fields as plain values, in the language of the context:
        ``{version id: content}``. Call as superuser: the public has no rights on the catalogue.

        Everything below is fetched for all versions of the recordset at once.

        :param company: the centre whose own commitments are told
        """
        parts = ("component_ids", "channel_ids", "fee_ids", "result_ids", "step_ids")
        for name in parts:
            self.case_ids.mapped(name)
        return {version.id: version._content(company) for version in self}

    def _content(self, company=None):
        procedure = self.procedure_id
        choices = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("online_level", "procedure_kind")
        }
        return {
            "code": procedure.code,
            "name": procedure.name,
            "sector": procedure.sector_id,
            "decision": self.decision,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "levels": self.level_ids.mapped("name") or lines(self.level),
            "kind": choices["procedure_kind"].get(self.procedure_kind),
            "online": choices["online_level"].get(self.online_level),
            "partial_reason": self.online_level == "partial" and self.partial_reason,
            "targets": self.target_group_ids.mapped("name") or lines(self.target_groups),
            "executing": self.executing_agency,
            "competent": self.competent_agency,
            "delegated": self.delegated_agency,
            "coordinating": self.coordinating_agency,
            "address": lines(self.reception_address),
            "description": lines(self.description),
            "steps": lines(self.process_text) or self._content_steps(),
            "cases": [case._content(company) for case in self.case_ids],
            "benefits": self._content_benefits(),
            "conditions": lines(self.conditions),
            "legal": self._content_legal(),
            "related": lines(self.related_procedures),
        }

    def _content_steps(self):
        """The steps of the centre's process, where the published text gives no order."""
        case = self.case_ids[:1]
        return [f"{number}. {step.name}" for number, step in enumerate(case.step_ids, 1)]

    def _own_commitments(self, company):
        """The limits to which a centre commits itself beyond those of the version, in words."""
        found = []
        for case in self.case_ids:
            for row in case.channel_ids:
                own, common = row._content(company), row._content()
                if own["committed"] and own["committed"] != common["committed"]:
                    prefix = f"{case.name}, " if len(self.case_ids) > 1 else ""
                    found.append(f"{prefix}{own['name']}: {own['committed']}")
        return found

    def _content_legal(self):
        today = self.env["tthc.procedure"]._public_today()
        return [
            {
                "number": document.number,
                "name": document.name,
                "issuer": document.issuer,
                "url": web_address(document.url),
                "in_force": document.with_context(tz=ZONE).in_force,
                "coming": bool(document.date_effective and document.date_effective > today),
                "replaced_by": document.replaced_by_id.number,
            }
            for document in self.legal_document_ids
        ]


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    def _content(self, company=None):
        self.ensure_one()
        return {
            "name": self.name,
            "note": lines(self.note),
            "sets": self.dossier_sets,
            "components": [component._content() for component in self.component_ids],
            "channels": [channel._content(company) for channel in self.channel_ids],
            "fees": [fee._content() for fee in self.fee_ids],
            "results": [(result.name, result.code) for result in self.result_ids],
        }


class TthcProcedureComponent(models.Model):
    _inherit = "tthc.procedure.component"

    def _content(self):
        self.ensure_one()
        requirements = dict(self._fields["requirement"]._description_selection(self.env))
        counts = (
            (self.originals, self.env._("original(s)")),
            (self.certified_copies, self.env._("certified copy(ies)")),
            (self.copies, self.env._("copy(ies)")),
        )
        return {
            "name": self.name,
            "requirement": requirements.get(self.requirement),
            "note": self.requirement == "note",
            "count": self.count_text
            or ", ".join(f"{number:02d} {label}" for number, label in counts if number),
            "form_code": self.form_code,
            "forms": self._posting_forms(),
        }

    def _posting_forms(self):
        """The form files that may be given to anybody: those that belong to a component. A file
        of something else, linked here by whoever knew its number, is not."""
        return self.form_attachment_ids.filtered(
            lambda file: file.res_model == self._name and file.type == "binary"
        )


class TthcProcedureChannel(models.Model):
    _inherit = "tthc.procedure.channel"

    def _content(self, company=None):
        self.ensure_one()
        labels = dict(self._fields["channel"]._description_selection(self.env))
        units = dict(self._fields["time_unit"]._description_selection(self.env))
        committed = self._limit(committed=True) if self.committed_unit else None
        if company:
            case, limits = self.case_id, self.env["tthc.offer.limit"]
            committed = limits._commitment(company, case.procedure_id, case.name, self)
        return {
            "name": labels.get(self.channel),
            "variant": self.variant,
            "legal": self._format_limit(self.time_value, self.time_unit, units),
            "committed": committed and self._format_limit(committed.value, committed.unit, units),
            "fee": lines(self.fee_text),
            "note": lines(self.note),
        }


def lines(text):
    """The lines of a published text that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def web_address(url):
    """``url`` if it leads to a web page: anything else in its place would run in the reader's
    browser."""
    return url if (url or "").startswith(("https://", "http://")) else None
