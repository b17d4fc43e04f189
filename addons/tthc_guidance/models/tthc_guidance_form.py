from odoo import models

from odoo.addons.tthc_dossier.tools import form_token
from odoo.addons.tthc_dossier.tools.identity import mask

#: Outcome → key of the form that the person gets.
FORMS = {"supplement": "supplement", "refused": "refusal"}
#: Where the request stands in the course of a dossier, as printed.
STAGE = "trước khi tiếp nhận hồ sơ"
#: What a request at the counter says where the desk gives no reason of its own.
INCOMPLETE = "Hồ sơ chưa đủ điều kiện tiếp nhận: các giấy tờ nêu trên chưa có hoặc chưa đúng."


class TthcGuidance(models.Model):
    """The forms "supplement" and "refusal" where there is no dossier yet: the forms, series of
    numbers, layouts, check page and log are those of the dossiers' papers."""

    _name = "tthc.guidance"
    _inherit = ["tthc.guidance", "tthc.form.source"]

    def _form_key(self):
        """Key of the form that this guidance ended with; empty for none."""
        self.ensure_one()
        return FORMS.get(self.outcome, "")

    def _form_obstacle(self, key):
        """Override: it ended with this form."""
        if self._form_key() != key:
            return self.env._("This guidance did not end with such a form.")
        return super()._form_obstacle(key)

    def _form_at(self, key):
        """Override: when the person was told."""
        return self.given_at or super()._form_at(key)

    def _form_dossier(self, key):
        """Override: what the person came back with before the paper was printed."""
        return self.dossier_id

    def _form_issued(self, key, row):
        """Override: the guidance is found by the number of its paper."""
        self._set({"number": row.number})
        return super()._form_issued(key, row)

    def _form_values(self, key):
        """Adds person, procedure, what is named and why. There is no number of a dossier."""
        values = super()._form_values(key)
        row, person = self.sudo(), self.sudo().partner_id
        procedure = row.procedure_id
        values["texts"].update(
            {
                "mã thủ tục": procedure.code or "",
                "tên thủ tục": procedure.name or "",
                "trường hợp": row.case_id.name or "",
                "chủ hồ sơ": self._form_name(),
                "số định danh": mask(person.tthc_identity_number or "") or person.vat or "",
                "địa chỉ": person._tthc_address_line() if person else "",
                "số điện thoại": row.phone or person.phone or "",
                "email": row.email or person.email or "",
                "người nộp": self._form_name(),
                "người hướng dẫn": row.user_id.name or "",
                "người tiếp nhận": row.user_id.name or "",
                "giai đoạn": STAGE,
                "liên hệ": self._form_contact(row.user_id),
                **self._form_reasons(key),
            }
        )
        values["components"] = [self._form_paper(line) for line in self._named_lines()]
        return values

    def _form_name(self):
        row = self.sudo()
        return row.partner_id.name or row.asked_by or ""

    def _form_reasons(self, key):
        """Why it is asked for or refused, in words; the papers where the layout has no table."""
        row = self.sudo()
        reason = row.reason_id
        basis = reason.legal_basis or reason.legal_document_id.number or ""
        if key == "supplement":
            said = " ".join(filter(None, (reason.text, row.explanation))) or INCOMPLETE
            if row.late_reason:
                said = f"{said}\nNội dung mới so với lần trước: {row.late_reason}"
            return {"lý do": said, "căn cứ": basis, "lần": self._form_round() or ""}
        explained = [row.explanation or ""]
        if row.late_reason:
            explained.append(f"Nội dung mới so với lần trước: {row.late_reason}")
        return {
            "lý do": reason.text or "",
            "giải thích": "\n".join(filter(None, explained)),
            "căn cứ": basis,
            "nơi có thẩm quyền": row.competent_address or "",
            "giấy tờ liên quan": "" if self._form_has_table(key) else self._form_named_text(),
        }

    def _form_round(self):
        """How many times the person was told for this matter, this time included; 0 where nobody
        said who asks."""
        return len(self._earlier()) + 1 if self.partner_id else 0

    def _form_has_table(self, key):
        layout = self.env["tthc.form"]._of(key)._layout_for(
            self._form_company(key), self._form_day(key)
        )  # fmt: skip
        blocks = layout.block_ids.filtered("visible")
        return "components" in blocks.mapped("kind")

    def _form_named_text(self):
        return "; ".join(
            f"{line.name} ({line.problem})" if line.problem else line.name
            for line in self._named_lines()
        )

    @staticmethod
    def _form_paper(line):
        """A row of the table of papers."""
        return {
            "name": line.name,
            "originals": line.originals or "",
            "certified_copies": line.certified_copies or "",
            "copies": line.copies or "",
            "total": line.originals + line.certified_copies + line.copies or "",
            "kind": "",
            "problem": line.problem or "Chưa có",
        }

    def _form_vouched(self, key):
        """Adds procedure, person and the number of papers named."""
        row, person = self.sudo(), self.sudo().partner_id
        return {
            **super()._form_vouched(key),
            "procedure": row.procedure_id.code or "",
            "applicant": form_token.applicant(self._form_name(), person.is_company),
            "count": len(self._named_lines()) or "",
            "identity": person.tthc_identity_number or person.vat or "",
            "other": self._form_round() or "" if key == "supplement" else "",
        }
