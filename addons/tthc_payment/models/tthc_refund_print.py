import hashlib

from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.ir_actions_report import Paper
from odoo.addons.tthc_dossier.tools import identity, wall_time

from ..tools import vnd_words

A5 = Paper("A5", "landscape")
#: Papers of a refund: what the proposer hands in, what the chief accountant has decided for a
#: bank or a gateway, and the slip against which the drawer pays out ("phiếu chi").
PAPERS = [
    ("proposal", "Proposal of a Refund"),
    ("decision", "Decided Proposal"),
    ("slip", "Cash Slip"),
]
#: Digits of a personal number, which is a person's tax code.
PERSONAL_DIGITS = 12
_GROUNDS = {
    "not_due": "Khoản đã thu không phải nộp",
    "double": "Nộp trùng",
    "over": "Nộp thừa",
    "mistake": "Chuyển tiền nhầm",
}
_SOURCES = {"cash": "tiền mặt", "card": "thẻ", "gateway": "cổng thanh toán"}


class TthcRefundPrint(models.Model):
    """The log of printed papers of refunds: of each paper the first print is the original, every
    further one that very file with a mark."""

    _name = "tthc.refund.print"
    _description = "Printed Paper of a Refund"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _log_access = False
    _rec_name = "paper"

    refund_id = fields.Many2one("tthc.refund", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    paper = fields.Selection(PAPERS, required=True)
    copy_no = fields.Integer("Copy No.", required=True, aggregator=None, help="0: the original.")
    at = fields.Datetime("Printed on", required=True)
    user_id = fields.Many2one("res.users", "Printed by", required=True, ondelete="restrict")
    user_name = fields.Char("Printed by (Name)", required=True)
    digest = fields.Char("SHA-256 of the File", help="Of the original.")

    _copy_unique = models.UniqueIndex(
        "(refund_id, paper, copy_no)",
        "This paper was printed by somebody else at this moment: print it again.",
    )

    @api.model
    @api.private
    def _append(self, refund, paper, number, pdf):
        """Log a print; the file of an original hangs on its row, where nobody changes it."""
        row = self.sudo()._append_rows(
            [
                {
                    "refund_id": refund.id,
                    "company_id": refund.company_id.id,
                    "paper": paper,
                    "copy_no": number,
                    "at": self.env["tthc.dossier"].sudo()._now().replace(microsecond=0),
                    "user_id": self.env.uid,
                    "user_name": self.env.user._tthc_actor_name(),
                    "digest": False if number else hashlib.sha256(pdf).hexdigest(),
                }
            ]
        )
        if not number:
            self.env["ir.attachment"].sudo().create(
                {
                    "name": refund.sudo()._paper_file_name(),
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": row.id,
                }
            )
        return row

    @api.private
    def _pdf(self):
        """The PDF of an original; ``None`` when it is gone or was changed."""
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )
        content = file.raw
        intact = content and hashlib.sha256(content).hexdigest() == self.digest
        return content if intact else None


class TthcRefund(models.Model):
    """The refund on paper, Vietnamese at source. The layout follows the cash slip C41-BB of public
    accounting (unverified), with what a refund adds: payment, receipt, who proposed and decided."""

    _inherit = "tthc.refund"

    print_ids = fields.One2many("tthc.refund.print", "refund_id", "Printed Papers")

    def action_print(self):
        """The PDF of the paper that belongs to the refund's state: the original, or a copy.

        :raise AccessError: for anybody but a cashier or an accountant of the centre
        """
        self.ensure_one()
        self._check_prints()
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc/refund/{self.id}/pdf",
            "target": "new",
        }

    @api.private
    def _check_prints(self):
        """:raise AccessError: for anybody but the finance staff of the centre"""
        if not self.env.user.has_group("tthc_payment.group_cashier"):
            self._require_group(
                "group_accountant", self.env._("Only the finance staff prints papers of a refund.")
            )
        self.check_access("read")

    @api.private
    def _paper(self):
        """Which paper belongs to the refund now, see :data:`PAPERS`."""
        if self.checker_id and self.state != "refused":
            return "slip" if self.way == "cash" else "decision"
        return "proposal"

    @api.private
    def _paper_file_name(self):
        kind = "phieu-chi" if self._paper() == "slip" else "de-nghi-hoan-tra"
        return f"{kind}-{self.name.replace('/', '-')}.pdf"

    @api.private
    def _issue_paper(self):
        """The next print of the paper of this state; the caller has checked the rights.

        :return: the PDF (bytes)
        """
        self.ensure_one()
        refund = self.sudo()
        refund.lock_for_update()
        refund.invalidate_recordset()
        paper = refund._paper()
        printed = refund.print_ids.filtered(lambda row: row.paper == paper)
        original = printed.filtered(lambda row: not row.copy_no)
        number = max(printed.mapped("copy_no"), default=-1) + 1
        pdf = original._pdf() if original else None
        pdf = pdf or refund._render_paper(paper)
        row = self.env["tthc.refund.print"]._append(self, paper, number, pdf)
        mark = f"BẢN SAO SỐ {number}, in lúc {refund._paper_time(row.at)}" if number else ""
        return refund._paper_marked(pdf, mark)

    def _paper_marked(self, pdf, mark):
        """The file with what became of the refund since."""
        fate = {
            "refused": "ĐỀ NGHỊ KHÔNG ĐƯỢC DUYỆT",
            "failed": "KHÔNG CHI TRẢ ĐƯỢC",
            "done": f"ĐÃ HOÀN TRẢ LÚC {self._paper_time(self.done_at)}",
        }.get(self.state)
        words = " – ".join(filter(None, (mark, fate)))
        reports = self.env["ir.actions.report"].sudo()
        return reports._tthc_marked(pdf, A5, words) if words else pdf

    def _render_paper(self, paper):
        """The paper without marks (bytes); HTML where nothing is printed, as in tests."""
        reports = self.env["ir.actions.report"].sudo()
        template, values = "tthc_payment.refund_paper", self._paper_values(paper)
        return reports._tthc_paper(template, values, A5, running=self.name)

    # What it says -------------------------------------------------------------------------------

    def _paper_local(self, instant):
        return wall_time.to_local(instant, self.company_id._tthc_zone())

    def _paper_time(self, instant):
        return self._paper_local(instant).strftime("%H:%M %d/%m/%Y") if instant else ""

    def _paper_values(self, paper):
        now = self.env["tthc.dossier"].sudo()._now()
        made = {"proposal": self.proposed_at, "decision": self.checked_at, "slip": now}
        day = self._paper_local(made[paper])
        return {
            "refund": self,
            "paper": paper,
            "company": self.company_id,
            "title": "PHIẾU CHI" if paper == "slip" else "GIẤY ĐỀ NGHỊ HOÀN TRẢ PHÍ, LỆ PHÍ",
            "date": f"Ngày {day:%d} tháng {day:%m} năm {day:%Y}",
            "rows": [(label, text) for label, text in self._paper_rows(paper) if text],
            "signatures": self._paper_signatures(paper),
        }

    def _paper_rows(self, paper):
        """Rows of label and text; empty ones are left out."""
        payee = self._payee()
        amount = round(self.amount)
        dossier = self.dossier_id
        return [
            ("Người nhận tiền", payee["name"]),
            ("Số định danh", payee["identity"]),
            ("Mã số thuế", not payee["identity"] and payee["tax_code"]),
            ("Địa chỉ", payee["address"]),
            ("Số tiền", f"{grouped(amount)} đồng"),
            ("Bằng chữ", amount <= vnd_words.LIMIT and vnd_words.amount_in_words(amount)),
            ("Lý do hoàn trả", f"{_GROUNDS[self.ground]}: {self.reason}"),
            ("Căn cứ", self.legal_basis),
            ("Hình thức", self._paper_way()),
            ("Khoản đã nộp", self._paper_payment()),
            *self._paper_receipts(),
            ("Hồ sơ", dossier and f"{dossier.name} – {dossier.procedure_id.name}"),
            ("Kèm theo", self.evidence_name),
            (
                "Đề nghị",
                f"{self.maker_id._tthc_actor_name()}, {self._paper_time(self.proposed_at)}",
            ),
            (
                "Duyệt",
                paper != "proposal"
                and f"{self.checker_id._tthc_actor_name()}, {self._paper_time(self.checked_at)}",
            ),
        ]

    def _payee(self):
        """Who gets the money: ``name``, ``identity`` (masked), ``tax_code`` and ``address``, empty
        where unknown."""
        if self.expected_id:
            payer = self.expected_id._payer_values()
        else:
            partner = self.env["res.partner"]
            payer = {"name": "", "tax_code": "", "address": "", "partner": partner}
        name = payer["name"] or self.incoming_id.counter_name or ""
        beneficiary = self.beneficiary_name if self.way == "bank" else ""
        partner, code = payer["partner"], payer["tax_code"] or ""
        if beneficiary and name:
            name = f"{beneficiary} (người nộp: {name})"
        return {
            "name": name or beneficiary,
            "identity": partner.tthc_identity_masked,
            # Twelve digits are a person's number, which stands nowhere in full.
            "tax_code": identity.mask(code) if len(code) == PERSONAL_DIGITS else code,
            "address": partner._tthc_address_line() if partner else payer["address"],
        }

    def _paper_way(self):
        if self.way == "bank":
            bank = self.beneficiary_bank_id
            return f"Chuyển khoản vào tài khoản {self.beneficiary_account} tại {bank.name}"
        if self.way == "gateway":
            return f"Hoàn qua cổng thanh toán {self.attempt_id.provider_id.name}"
        return "Tiền mặt tại quỹ của trung tâm"

    def _paper_payment(self):
        """The payment that is paid back: how, when, by which references."""
        money = self.incoming_id
        way = _SOURCES.get(money.source, "chuyển khoản")
        booked = self._paper_local(money.booked_at)
        parts = [
            self.expected_id and f"mã thanh toán {self.expected_id.reference}",
            money.bank_reference and f"số tham chiếu {money.bank_reference}",
            f"{grouped(money.amount)} đồng bằng {way} ngày {booked:%d/%m/%Y}",
        ]
        return ", ".join(filter(None, parts))

    def _paper_receipts(self):
        """Extension point: rows with the receipts of the payment."""
        return []

    def _paper_signatures(self, paper):
        """Title and name of each signature."""
        maker, checker = (user.sudo().name or "" for user in (self.maker_id, self.checker_id))
        if paper == "slip":
            return [
                ("THỦ TRƯỞNG ĐƠN VỊ", ""),
                ("KẾ TOÁN TRƯỞNG", checker),
                ("NGƯỜI ĐỀ NGHỊ", maker),
                ("THỦ QUỸ", ""),
                ("NGƯỜI NHẬN TIỀN", ""),
            ]
        decided = checker if paper == "decision" else ""
        return [("NGƯỜI ĐỀ NGHỊ", maker), ("KẾ TOÁN TRƯỞNG", decided), ("THỦ TRƯỞNG ĐƠN VỊ", "")]
