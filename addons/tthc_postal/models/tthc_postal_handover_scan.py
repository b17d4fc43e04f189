import re

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_dossier.tools import scan_code

from ..tools import s10, status

#: Kept as data and printed: Vietnamese at source.
UNKNOWN_SENDER = "Chưa rõ người gửi"
DOSSIER_PAPERS = "Hồ sơ gửi qua bưu chính"
UNKNOWN_PAPERS = "Chưa mở, chưa kiểm đếm"
#: What may be the number of an item of a carrier with numbers of its own.
_NUMBER = re.compile(r"[A-Z0-9](?=[A-Z./-]*[0-9])[A-Z0-9./-]{4,39}")


class TthcPostalHandover(models.Model):
    """Filling a record by scanning: each label adds its line, the keyboard is enough."""

    _inherit = "tthc.postal.handover"

    def scan_in(self, code):
        """Add what was scanned: our number, the post's number, or a dossier's.

        From the post, an item that nobody announced becomes a collection of its own. A code that
        adds nothing says why.

        :param code: the text as the scanner gave it
        :return: dict with ``kind`` (``added``, ``new``, ``twice``, ``refused``) and ``message``
        """
        self.ensure_one()
        self._check_clerk()
        self.check_access("write")
        self._check_draft()
        text = scan_code.clean(code)
        try:
            return self._scan_in(text)
        except (UserError, ValidationError) as error:
            return {"kind": "refused", "message": str(error)}

    def action_add_unnumbered(self):
        """Add an envelope without any number, sender or dossier: it is kept all the same."""
        self.ensure_one()
        self._check_clerk()
        self.check_access("write")
        self._check_draft()
        if self.direction != "from_post":
            raise UserError(self.env._("Only what the post brings may be without a number."))
        self._add_scanned(self._unknown_shipment(False), announced=False)
        return True

    def _scan_in(self, text):
        shipment = text and self._scanned_shipment(text)
        if shipment:
            return self._take_scanned(shipment)
        dossier = text and self._scanned_dossier(text)
        if dossier:
            return self._take_dossier(dossier)
        return self._take_unknown(text)

    def _scanned_shipment(self, text):
        """The shipment of a scanned number at this centre, an open one before an old one."""
        shipments = self.env["tthc.shipment"]
        found = shipments.search(
            [("company_id", "=", self.company_id.id), *shipments._scanned_domain(text)],
            order="id desc",
        )
        return found.sorted(lambda row: row.state in status.FINAL)[:1]

    def _scanned_dossier(self, text):
        """The centre's dossier of a scanned number or look-up code, as superuser."""
        number = scan_code.number(text)
        dossiers = self.env["tthc.dossier"].sudo()
        found = dossiers.search(
            [
                ("company_id", "=", self.company_id.id),
                "|",
                ("name", "=", number),
                ("national_code", "=", number),
            ],
            limit=1,
        ) or dossiers._find_by_lookup(scan_code.after(text, "tra-cuu") or number)
        return found.filtered(lambda row: row.company_id == self.company_id)

    def _take_scanned(self, shipment):
        """Put a known shipment on the list, or say why it does not belong there."""
        label = shipment._scan_label()
        if shipment in self.line_ids.shipment_id:
            return {"kind": "twice", "message": self.env._("%s is on the list already.", label)}
        if shipment.carrier_id != self.carrier_id:
            raise UserError(
                self.env._(
                    "%(shipment)s travels with %(carrier)s: it does not belong on this record.",
                    shipment=label,
                    carrier=shipment.carrier_id.name or self.env._("no carrier"),
                )
            )
        others = shipment.handover_line_ids.handover_id.filtered(lambda row: row.state == "draft")
        if others:
            raise UserError(
                self.env._(
                    "%(shipment)s stands on another record that is not signed, of %(date)s.",
                    shipment=label,
                    date=others[0].date.strftime("%d/%m/%Y"),
                )
            )
        if not shipment.filtered_domain(self._fitting_domain()):
            states = dict(shipment._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(shipment)s is “%(state)s”: it cannot change hands now.",
                    shipment=label,
                    state=states[shipment.state],
                )
            )
        self._add_scanned(shipment)
        return {"kind": "added", "message": f"{label} – {shipment.recipient_name}"}

    def _take_dossier(self, dossier):
        """The envelope of a dossier; from the post, one that nobody announced is made."""
        shipment = dossier._open_item().shipment_id.with_env(self.env)
        if shipment:
            return self._take_scanned(shipment)
        if self.direction == "to_post":
            raise UserError(self.env._("Dossier %s is in no packed shipment.", dossier.name or "…"))
        shipments = self.env["tthc.shipment"].sudo()
        shipment = shipments.create(
            {
                **self._collected_values(),
                **shipments._recipient_values(dossier.owner_id),
                "item_ids": [(0, 0, {"dossier_id": dossier.id, "papers": DOSSIER_PAPERS})],
            }
        )
        self._add_scanned(shipment.with_env(self.env))
        message = self.env._("Dossier %s: an envelope was added.", dossier.name or "…")
        return {"kind": "new", "message": message}

    def _take_unknown(self, text):
        """An item that nobody announced; what is no number of an item is said."""
        number = self._item_number(text)
        if self.direction == "to_post" or not number:
            raise UserError(
                self.env._(
                    "Nothing is known under “%s”. Scan the barcode of the label again.",
                    scan_code.shown(text),
                )
            )
        self.carrier_id._check_number(number)
        self._add_scanned(self._unknown_shipment(number), announced=False)
        message = self.env._("%s: nobody announced it. It was added as a new item.", number)
        return {"kind": "new", "message": message}

    def _item_number(self, text):
        """What may be a number of the carrier, as it writes them; empty for anything else."""
        number = self.carrier_id._normalise_number(scan_code.number(text))
        return number if _NUMBER.fullmatch(number) else ""

    def _collected_values(self):
        return {
            "direction": "collect",
            "company_id": self.company_id.id,
            "carrier_id": self.carrier_id.id,
        }

    def _unknown_shipment(self, number):
        return self.env["tthc.shipment"].create(
            {
                **self._collected_values(),
                "tracking_number": number,
                "recipient_name": UNKNOWN_SENDER,
                "item_ids": [(0, 0, {"papers": UNKNOWN_PAPERS, "originals": 0})],
            }
        )

    def _add_scanned(self, shipment, announced=True):
        self.write({"line_ids": [(0, 0, {"shipment_id": shipment.id, "announced": announced})]})

    def action_count_as_announced(self):
        """All envelopes were opened and hold what was announced; lines counted before stay."""
        self.ensure_one()
        self._check_clerk()
        self.check_access("write")
        self._check_draft()
        for line in self.line_ids.filtered(lambda row: row.announced and not row.counted):
            line.write(
                {
                    "counted": True,
                    "found_originals": line.announced_originals,
                    "found_copies": line.announced_copies,
                }
            )
        return True


class TthcShipment(models.Model):
    _inherit = "tthc.shipment"

    @api.model
    def _scanned_domain(self, text):
        """Shipments whose label reads ``text``: none for a code that says nothing, though many
        have no number yet."""
        numbers = {s10.normalise(text), scan_code.number(text), text} - {""}
        return ["|", ("tracking_number", "in", list(numbers)), ("name", "in", list(numbers))]

    def _scan_label(self):
        """The number on the envelope; never a dossier's."""
        return self.tracking_number or self.name or self.recipient_name or ""
