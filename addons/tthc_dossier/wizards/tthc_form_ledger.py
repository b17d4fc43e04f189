from odoo import models

from ..models.tthc_form_source import DAY
from ..tools import ledger_forms

#: Which part of the book was printed.
KINDS = {"all": "", "local": "", "elsewhere": "PHI ĐỊA GIỚI"}


class TthcLedgerPrint(models.TransientModel):
    """A print of the ledger book as a paper (form ``ledger``): A4 landscape."""

    _name = "tthc.ledger.print"
    _inherit = ["tthc.ledger.print", "tthc.form.source"]

    def _form_company(self, key):
        return self.book_id.sudo().company_id

    def _form_logged(self, key):
        """Override: the book stays, the dialog does not."""
        return self.book_id

    def _form_part(self, key):
        return f"{self.date_from} {self.date_to} {self.kind}"

    def _form_day(self, key):
        """Override: the last day that can be in it, so that a book of a year gone by is printed
        in its own form."""
        return min(super()._form_day(key), self.date_to)

    def _form_obstacle(self, key):
        if not self._entries():
            return self.env._("Nothing to print: the book has no such line in this period.")
        return super()._form_obstacle(key)

    def _form_values(self, key):
        values, made = super()._form_values(key), self._pages()
        book, rows = self.book_id.sudo(), [row for page in made["pages"] for row in page]
        closing = "Sổ chưa khóa." if book.state == "open" else ""
        if book.state == "closed" and made["whole"]:
            closing = (
                f"Sổ này gồm {book.closed_count} hồ sơ, từ số 1 đến số {book.last_number}; khóa "
                f"sổ ngày {made['closed_at']}. Người khóa sổ: {book.closed_by_id.name}.\n"
                f"Mã kiểm tra nội dung: {book.digest}"
            )
        values["texts"].update(
            {
                "năm": book.year,
                "từ ngày": self.date_from.strftime(DAY),
                "đến ngày": self.date_to.strftime(DAY),
                "số hồ sơ": made["count"],
                "số đầu": made["first"],
                "số cuối": made["last"],
                "khóa sổ": closing,
                "loại sổ": KINDS[self.kind],
            }
        )
        # Where pages will probably end, so that a long book is not laid out once for each page.
        ends = ledger_forms.page_ends(made["pages"])
        return {**values, "ledger": rows, "page_starts": {"ledger": ends}}

    def _form_vouched(self, key):
        return {
            **super()._form_vouched(key),
            "count": len(self._entries()),
            "other": f"{self.date_from.strftime(DAY)} - {self.date_to.strftime(DAY)}",
        }
