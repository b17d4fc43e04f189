import base64
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

#: Invented receiving accounts: share, receiver, account, place, chapter, sub-item.
ACCOUNTS = (
    ("budget", "THU NGAN SACH", "7111.0.1058000", "Kho bạc Nhà nước khu vực", "414", "2767"),
    ("retained", "TIEN PHI DE LAI", "3713.0.1058001", "Kho bạc Nhà nước khu vực", "414", ""),
    ("postage", "BUU DIEN TINH", "0110005550001", "Ngân hàng thương mại", "", ""),
)  # fmt: skip
#: What becomes of the demo's lists, from the earliest days on.
FATES = ("done", "ordered", "approved", "cancelled", "submitted", "draft")


class TthcDemo(models.AbstractModel):
    """Receiving accounts, a list in each state and a month that is signed off."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_remittances(self):
        """Enter the demo's payments on the days on which the bank booked them, and have them
        remitted by the real actions of the finance staff."""
        accounts = self.env["tthc.remittance.account"].sudo()
        if accounts.search_count([], limit=1):
            return
        centres = self.env["res.company"].sudo().search([("tthc_is_centre", "=", True)], order="id")
        for centre in centres:
            self._demo_receiving(centre)
        self._demo_ledger(centres)
        self._demo_lists(centres)
        self._demo_signoff(self.env.ref("tthc_catalogue.centre_province"))

    def _demo_receiving(self, centre):
        names = ("share", "receiver", "number", "place", "chapter", "sub_item")
        self.env["tthc.remittance.account"].sudo().create(
            [
                {
                    **dict(zip(names, row, strict=True)),
                    "number": f"{row[2]}.{centre.id}",
                    "company_id": centre.id,
                    "valid_from": "2025-07-01",
                    "legal_basis": "Số liệu minh họa",
                }
                for row in ACCOUNTS
            ]
        )
        self.env["tthc.remittance.rule"].sudo().create(
            {"company_id": centre.id, "valid_from": "2025-07-01", "days": 7}
        )

    def _demo_ledger(self, centres):
        """The demo was matched in one go: for the ledger each match was made when its money was
        booked."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE tthc_demo_matched ON COMMIT DROP AS
                SELECT match.id, match.matched_at, LEAST(match.matched_at, money.booked_at) AS at
                FROM tthc_payment_match match
                JOIN tthc_incoming_money money ON money.id = match.incoming_id"""
            )
        )
        update = """UPDATE tthc_payment_match match SET matched_at = demo.%s
            FROM tthc_demo_matched demo WHERE demo.id = match.id"""
        self.env.cr.execute(update % "at")
        for centre in centres:
            self.env["tthc.remittance.entry"].sudo()._fill(centre)
        self.env.cr.execute(update % "matched_at")
        self.env.cr.execute(SQL("DROP TABLE tthc_demo_matched"))
        self.env.invalidate_all()

    def _demo_lists(self, centres):
        """A list of each state, each of what one agency got up to a day."""
        remittances = self.env["tthc.remittance"].sudo()
        shares = self.env["tthc.remittance.share"].sudo()
        accountant = self.env.ref("tthc_payment.user_accountant")
        making = remittances.with_user(accountant).sudo()
        parts = []
        for centre in centres:
            last = remittances._last_day_allowed(centre)
            here = [("company_id", "=", centre.id), ("day", "<=", last), ("amount", ">", 0)]
            found = shares._read_group(
                [*here, ("agency_id", "!=", False)], ["day:day", "agency_id"]
            )
            parts += [(day, centre, agency) for day, agency in found]
        parts.sort(key=lambda part: (part[0], part[1].id, part[2].id))
        for fate, (day, centre, agency) in zip(FATES, parts, strict=False):
            account = self.env["tthc.collection.account"]._for_company(centre)
            self._demo_fate(making._make(centre, account, day, agency), fate)

    def _demo_fate(self, remittance, fate):
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        if fate == "draft":
            return
        remittance.action_submit()
        if fate == "submitted":
            return
        if fate == "cancelled":
            remittance._cancel("Sai tài khoản trích")
            return
        remittance.with_user(chief).sudo().action_approve()
        if fate != "approved":
            remittance.action_order()
        if fate == "done":
            remittance._done("FT26327001122")

    def _demo_signoff(self, centre):
        """The last month that is over, of the agency that had the most payments in it."""
        last = self.env["tthc.remittance"]._today(centre).replace(day=1) - timedelta(days=1)
        entries = self.env["tthc.remittance.entry"].sudo()
        month = [("company_id", "=", centre.id), ("day", "<=", last), ("agency_id", "!=", False)]
        found = entries._read_group(
            month, ["day:month", "agency_id"], ["__count"], order="day:month desc, __count desc"
        )
        if not found:
            return
        first, agency, _count = found[0]
        accountant = self.env.ref("tthc_payment.user_accountant")
        signoff = (
            self.env["tthc.period.signoff"]
            .with_user(accountant)
            .sudo()
            .create(
                {
                    "company_id": centre.id,
                    "agency_id": agency.id,
                    "kind": "month",
                    "date_from": first,
                }
            )
        )
        signoff.action_send()
        signoff._agree(
            {
                "agreed_name": "Lê Thị Minh Tâm",
                "agreed_position": "Kế toán trưởng",
                "agreed_on": last + timedelta(days=1),
                "scan": base64.b64encode("Biên bản minh họa".encode()),
                "scan_name": "bien-ban-doi-chieu.txt",
            }
        )
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        signoff.with_user(chief).sudo().action_sign()
