from odoo import api, models

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import barcode

#: Empty rows on a note that is filled in by hand.
BLANK_ROWS = 4
#: On paper: Vietnamese at source.
RETURNS = (
    ("counter", "Tại trung tâm"),
    ("post", "Qua dịch vụ bưu chính"),
    ("electronic", "Bản điện tử"),
)


def split(papers):
    """(rows of originals, rows of copies): each paper is listed where it counts.

    QĐ 45/2016/QĐ-TTg: originals are listed apart from the rest.
    """
    originals = [(row["name"], row["originals"]) for row in papers if row["originals"]]
    copies = [(row["name"], row["copies"]) for row in papers if row["copies"]]
    return originals, copies


def papers_of(components, *left_out):
    """The papers of ``components`` as :func:`split` takes them.

    :param left_out: requirements of papers that are not sent
    """
    return [
        {
            "name": row.name,
            "originals": row.originals,
            "copies": row.certified_copies + row.copies,
        }
        for row in components
        if row.requirement not in left_out
    ]


class TthcDispatchNote(models.AbstractModel):
    """The citizen's dispatch note ("Phiếu gửi hồ sơ", QĐ 45/2016/QĐ-TTg) on A4: sender, agency,
    procedure, papers with originals apart, fees handed to the post. Its prescribed layout is not
    among the sources at hand."""

    _name = "tthc.dispatch.note"
    _description = "Dispatch Note"

    @api.model
    def _barcode(self, text):
        """A Code 128 barcode as data URI; empty for no text."""
        return qr.data_uri(barcode.png(text)) if text and text.isascii() else ""

    @api.model
    def _note(self, company, **more):
        """The values of the template, the missing ones left to be filled in by hand."""
        originals, copies = split(more.get("papers", ()))
        address = company.partner_id._display_address(without_company=True) if company else ""
        return {
            "company": company,
            "company_address": ", ".join(filter(str.strip, (address or "").split("\n"))),
            "number": "",
            "qr": False,
            "barcode": self._barcode(more.get("tracking_number")),
            "tracking_number": "",
            "sender": {},
            "procedure": "",
            "code": "",
            "fees": [],
            "fee_total": "",
            "returns": RETURNS,
            "return_method": "",
            "return_address": "",
            "blank_rows": BLANK_ROWS,
            **more,
            "originals": originals,
            "copies": copies,
        }


class TthcShipment(models.Model):
    _inherit = "tthc.shipment"

    def _dispatch_values(self):
        """The note of an envelope that is on its way to the centre: what its inventory says, and
        of the dossier what the reader may see."""
        self.ensure_one()
        dossier = self.item_ids.sudo().dossier_id[:1].sudo(False)
        known = dossier and dossier.has_access("read") and dossier._dispatch_values()
        papers = [
            {"name": item.papers or "", "originals": item.originals, "copies": item.copies}
            for item in self.item_ids
        ]
        sender = {
            "name": self.recipient_name,
            "address": self.recipient_address,
            "phone": self.recipient_phone or "",
        }
        number = self.tracking_number or self.name or ""
        if known:
            originals, copies = split(papers)
            listed = known["originals"] or known["copies"]
            return {
                **known,
                "sender": sender,
                "tracking_number": number,
                "barcode": self.env["tthc.dispatch.note"]._barcode(number),
                **({} if listed else {"originals": originals, "copies": copies}),
            }
        return self.env["tthc.dispatch.note"]._note(
            self.company_id.sudo(),
            sender=sender,
            tracking_number=number,
            qr=number and qr.data_uri(qr.png(number, pixels=4, border=1)),
            papers=papers,
        )

    def action_print_dispatch_note(self):
        return self.env.ref("tthc_postal.action_report_dispatch_shipment").report_action(self)


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _dispatch_values(self):
        """The note of a dossier, before or after it was submitted.

        :raise AccessError: a dossier that is not the reader's
        """
        self.ensure_one()
        self.check_access("read")
        record = self.sudo()
        owner = record.owner_id
        zone = record.company_id._tthc_zone()
        fees = [row for row in record._receipt_fee_rows() if row["amount"] and not row["paid"]]
        return self.env["tthc.dispatch.note"]._note(
            record.company_id,
            day=wall_time.to_local(record._now(), zone),
            number=record.name or record.lookup_token or "",
            qr=qr.data_uri(record._lookup_qr()),
            sender={
                "name": owner.name or "",
                "address": owner._tthc_address_line() if owner else "",
                "phone": owner.phone or "",
            },
            procedure=record.procedure_id.name or "",
            code=record.procedure_id.code or "",
            papers=papers_of(record.component_ids, "show"),
            fees=[{"name": row["name"], "amount": grouped(row["amount"])} for row in fees],
            fee_total=grouped(sum(row["amount"] for row in fees)) if fees else "",
            return_method=record.return_method or "",
            return_address=record.return_address or "",
        )

    def action_print_dispatch_note(self):
        """The dispatch note of this dossier."""
        self.check_access("read")
        return self.env.ref("tthc_postal.action_report_dispatch_dossier").report_action(self)

    def _portal_values(self):
        """Adds ``dispatch_note``: whether papers may still be sent by post."""
        values = super()._portal_values()
        values["dispatch_note"] = self.sudo().state in ("registered", "supplement")
        return values


class TthcProcedure(models.Model):
    _inherit = "tthc.procedure"

    def _dispatch_values(self):
        """A note to be filled in by hand: the papers that the procedure asks for."""
        self.ensure_one()
        case = self.sudo().current_version_id.case_ids[:1]
        company = self.env.company.sudo()
        return self.env["tthc.dispatch.note"]._note(
            company,
            procedure=self.name or "",
            code=self.code or "",
            papers=papers_of(case.component_ids, "note", "show"),
        )
