from odoo import api, models

from ..tools.identity import mask
from .tthc_form_source import INSTANT

#: What the numbers of each form's token are, as the check page says them.
COUNTED = {
    "receipt": "Số thành phần hồ sơ đã nhận",
    "supplement": "Số giấy tờ yêu cầu bổ sung",
    "refusal": "Số giấy tờ còn thiếu, chưa đúng",
    "control_slip": "Số lần giao, nhận hồ sơ",
    "ledger": "Số hồ sơ trong bản in",
    "handover_list": "Số hồ sơ bàn giao",
}
DUE = {
    "supplement": "Thời hạn bổ sung",
    "apology": "Thời gian hẹn trả kết quả trước đây",
    "handover_list": "Thời gian bàn giao",
}
OTHER = {
    "supplement": "Yêu cầu bổ sung lần thứ",
    "apology": "Thời gian hẹn trả kết quả lại",
    "ledger": "Kỳ in sổ",
    "refusal": "Cơ quan từ chối",
    "stop": "Cơ quan dừng giải quyết",
    "handover_list": "Bên nhận",
}


class TthcFormPrint(models.Model):
    """What the public check page shows of a printed paper."""

    _inherit = "tthc.form.print"

    @api.model
    @api.private
    def _check_page(self, found):
        """Values of the page, in Vietnamese: papers are.

        :param found: see ``_check_token``
        :return: dict of ``verdict``, ``rows`` (label, value as the paper has it), ``later``,
            ``reason``, ``paper`` and ``lookup`` (address of the progress, empty without one)
        """
        values, row = found["values"], found["print"]
        if not values:
            return {"verdict": "false", "rows": []}
        key = values["form"]
        form = self.env["tthc.form"]._of(key)
        centre = row.company_id or self.env["res.company"].sudo().search(
            [("tthc_unit_code", "=", values["unit"] or values["dossier"].split("-")[0])], limit=1
        )
        rows = [
            ("Tên giấy", form.name or key),
            ("Đơn vị phát hành", row.agency_id.name or centre.name or values["unit"]),
            ("Số", values["number"]),
            ("Mã hồ sơ", values["dossier"]),
            ("Mã thủ tục hành chính", values["procedure"]),
            ("Cá nhân, tổ chức", values["applicant"]),
            ("Số định danh/Mã số thuế", mask(values["identity"])),
            (COUNTED.get(key, "Số lượng"), values["count"]),
            (DUE.get(key, "Thời gian hẹn trả kết quả"), self._said(values["due"])),
            (OTHER.get(key, "Khác"), values["other"]),
            ("Thời điểm in bản này", self._said(values["issued"])),
        ]
        return {
            "verdict": found["verdict"],
            "reason": found["reason"],
            "rows": [(label, value) for label, value in rows if value],
            "later": found["later"] and {
                "number": found["later"].number,
                "at": found["later"]._local_at(),
            },
            "lookup": values["lookup"] and f"/tra-cuu/{values['lookup']}",
        }  # fmt: skip

    @staticmethod
    def _said(instant):
        return instant.strftime(INSTANT) if instant else ""
