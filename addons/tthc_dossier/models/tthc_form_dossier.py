from odoo import models

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools import form_token
from ..tools.identity import mask
from .tthc_form_source import DAY, INSTANT

#: What the receipt says where the law gives no day.
NO_APPOINTMENT = "Không có ngày hẹn trả cụ thể theo quy định"
#: Units of the legal limit in words.
UNITS = {
    "hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "month": "tháng",
}
EXPECTED = " (dự kiến: hồ sơ phi địa giới, thời hạn tính từ khi cơ quan có thẩm quyền tiếp nhận)"


class TthcDossier(models.Model):
    """The papers of a dossier: receipt, control slip, refusal, notice of stopping."""

    _name = "tthc.dossier"
    _inherit = ["tthc.dossier", "tthc.form.source"]

    def _form_dossier(self, key):
        return self

    def get_printed_papers(self):
        """What was printed of the dossier, as a table for the form, asked for when its page is
        opened.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        prints = self.env["tthc.form.print"].search([("dossier_id", "=", self.id)])
        originals = {row: (row.original_id or row).id for row in prints}
        found = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", prints._name), ("res_id", "in", list(originals.values()))])
        )
        file_of = {file.res_id: file.id for file in found}
        return self.env["ir.qweb"]._render(
            "tthc_dossier.printed_papers",
            {
                "prints": prints,
                "files": {row: file_of.get(original) for row, original in originals.items()},
            },
        )

    def _form_obstacle(self, key):
        """Override: a receipt and a control slip are of what was accepted."""
        if key in ("receipt", "control_slip") and not self.accepted_at:
            return self.env._(
                "%s was not accepted yet: this form can be printed once it is.", self.display_name
            )
        return super()._form_obstacle(key)

    def _form_at(self, key):
        """Override: receipt and control slip belong to the set of forms under which the dossier
        was accepted; a received dossier keeps it."""
        if key in ("receipt", "control_slip"):
            return self.accepted_at or self.submitted_at or self._form_now()
        return super()._form_at(key)

    def _form_own_number(self, key):
        """Override: receipt and control slip bear the dossier's own number."""
        if key in ("receipt", "control_slip"):
            short = self.company_id.sudo().tthc_short_name or "TTPVHCC"
            return f"{self.name or '…'}/{short}"
        return super()._form_own_number(key)

    def _form_values(self, key):
        """Adds what every paper about a dossier may say, and the tables of the receipt and of the
        control slip."""
        values = super()._form_values(key)
        values["texts"].update(self._form_texts(key))
        if key == "receipt":
            receipt = self._receipt_values()
            values.update(
                components=[self._form_component(row) for row in receipt["components"]],
                fees=[self._form_fee(row) for row in receipt["fees"]],
                payment_qr=receipt["payment_qr"],
            )
        elif key == "control_slip":
            values["steps"] = self._slip_blocks()
        return values

    def _form_texts(self, key):
        """Placeholders that are about a dossier (``tools/form_text.py``, ``DOSSIER``)."""
        self.ensure_one()
        dossier = self.sudo()
        owner, book = dossier.owner_id, dossier.ledger_entry_ids
        other = dossier._submitter_party()
        accept = dossier.event_ids.filtered(lambda event: event.kind == "accept")[:1]
        register = dossier.event_ids.filtered(lambda event: event.kind == "register")[:1]
        accepted = dossier.accepted_at or dossier.submitted_at
        return {
            "mã hồ sơ": dossier.name or "",
            "mã thủ tục": dossier.procedure_id.code or "",
            "tên thủ tục": dossier.procedure_id.name or "",
            "trường hợp": dossier.case_id.name or "",
            "nội dung": dossier.subject or "",
            "chủ hồ sơ": dossier._owner_names(),
            "số định danh": mask(owner.tthc_identity_number or "") or owner.vat or "",
            "địa chỉ": owner._tthc_address_line(),
            "số điện thoại": owner.phone or "",
            "email": owner.email or "",
            "người nộp": (other.partner_id or owner).name or "",
            "người nộp thay": self._form_representative(other),
            "ngày tiếp nhận": self._form_local(accepted, DAY, key),
            "giờ ngày tiếp nhận": self._form_local(accepted, INSTANT, key),
            "hẹn trả": self._form_appointment(key),
            "nơi trả": self._form_place_of_return(),
            "người tiếp nhận": (accept or register).user_id.name or self.env.user.sudo().name,
            "cơ quan thẩm quyền": dossier.competent_agency_id.name or "",
            "trung tâm thẩm quyền": self._form_elsewhere(),
            "quyển số": book.year or "",
            "số thứ tự": book.number or "",
            "mã tra cứu": dossier.lookup_token or "",
            "số bộ": "01",
            "thời hạn": self._form_time_limit(),
        }

    def _form_elsewhere(self):
        """Agency and centre that are competent, where another centre received the dossier."""
        dossier = self.sudo()
        if not dossier.competent_company_id:
            return ""
        return f"{dossier.competent_agency_id.name} ({dossier.competent_company_id.name})"

    @staticmethod
    def _form_representative(party):
        if not party:
            return ""
        name = party.partner_id.name
        return (
            f"{name} (văn bản ủy quyền số {party.mandate_number})" if party.mandate_number else name
        )

    def _form_appointment(self, key):
        if not self.due_at:
            return NO_APPOINTMENT if self.accepted_at else ""
        text = self._form_local(self.due_at, INSTANT, key)
        return text + EXPECTED if self.due_expected else text

    def _form_place_of_return(self):
        if self.return_method == "post":
            return f"Qua dịch vụ bưu chính công ích, địa chỉ: {self.return_address or ''}"
        if self.return_method == "electronic":
            return "Bản điện tử"
        return self.company_id.sudo().name

    def _form_time_limit(self):
        """The legal time limit of the case for the way in which it was handed in, in words."""
        channels = self.case_id.sudo().channel_ids
        limit = channels.filtered(lambda row: row.channel == self.channel)[:1]
        if limit.time_unit == "same_day":
            return "trong ngày làm việc"
        if not limit.time_value or limit.time_unit not in UNITS:
            return ""
        value = limit.time_value
        return f"{int(value) if value == int(value) else value} {UNITS[limit.time_unit]}"

    def _form_component(self, row):
        """A row of the table of papers."""
        kinds = [
            name
            for name, count in (
                ("Bản chính", row.originals),
                ("Bản chứng thực", row.certified_copies),
                ("Bản sao", row.copies),
            )
            if count
        ]
        return {
            "name": row.name + (" (xuất trình)" if row.requirement == "show" else ""),
            "originals": row.originals or "",
            "certified_copies": row.certified_copies or "",
            "copies": row.copies or "",
            "kind": ", ".join(kinds),
            "total": row.originals + row.certified_copies + row.copies or "",
        }

    @staticmethod
    def _form_fee(row):
        """A row of the fees, see ``_receipt_fee_rows``."""
        state = "được miễn" if row.get("exempt") else "đã nộp" if row["paid"] else "chưa nộp"
        return {
            "name": row["name"],
            "amount": int(row["amount"]),
            "text": f"{grouped(row['amount'])} đồng",
            "state": state,
        }

    def _form_vouched(self, key):
        """Adds what a paper about a dossier vouches for (TT 01/2023/TT-VPCP: dossier code,
        procedure code, applicant's code, name of the paper)."""
        dossier = self.sudo()
        count = {"receipt": dossier.component_ids.filtered("received")}.get(key, ())
        vouched = super()._form_vouched(key)
        if (dossier.name or "").startswith(vouched["unit"]):
            # The dossier's code begins with the centre's identifier.
            vouched["unit"] = ""
        return {
            **vouched,
            "dossier": dossier.name or "",
            "procedure": dossier.procedure_id.code or "",
            "applicant": form_token.applicant(
                dossier._owner_name(), organisation=dossier.owner_id.is_company
            ),
            "due": self._form_local_instant(dossier.due_at, key),
            "count": len(count) or "",
            "identity": dossier.owner_id.tthc_identity_number or dossier.owner_id.vat or "",
            "lookup": dossier.lookup_token or "" if key in ("receipt", "supplement") else "",
        }

    # Receipt ------------------------------------------------------------------------------------

    def _receipt_values(self):
        """Values of the receipt that are not plain texts."""
        self.ensure_one()
        payment_qr = self._receipt_payment_qr()
        fees = self._receipt_fee_rows()
        return {
            "components": self.component_ids.filtered("received"),
            "fees": [fee for fee in fees if fee["amount"] or fee.get("exempt")],
            "payment_qr": payment_qr and qr.data_uri(payment_qr),
        }
