from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import pad

#: Namespace of the advisory lock: pads of a centre.
PAD_LOCK = 0x7470


class TthcOutagePad(models.Model):
    """A pad of intake sheets with reserved provisional numbers, printed before it is needed.

    Which numbers, and why not real ones: see :mod:`..tools.pad`. A pad is closed once every sheet
    is entered, voided (never used) or spoilt (filled in and given up), each with its reason.
    """

    _name = "tthc.outage.pad"
    _description = "Outage Intake Pad"
    _order = "company_id, number desc"

    name = fields.Char("Pad", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env.company,
    )  # fmt: skip
    number = fields.Integer("Pad No.", readonly=True, copy=False, aggregator=None)
    size = fields.Integer("Number of Sheets", required=True, default=20)
    counter = fields.Char("For the Counter", help="Where the pad lies ready.")
    reserved_by_id = fields.Many2one("res.users", "Reserved by", readonly=True, ondelete="restrict")
    reserved_at = fields.Datetime("Reserved on", readonly=True, copy=False)
    printed_at = fields.Datetime("First Printed on", readonly=True, copy=False)
    print_count = fields.Integer("Times Printed", readonly=True, copy=False)
    sheet_ids = fields.One2many("tthc.outage.sheet", "pad_id", "Sheets", readonly=True)
    blank_count = fields.Integer("Still Blank", compute="_compute_counts")
    entered_count = fields.Integer("Entered", compute="_compute_counts")
    struck_count = fields.Integer("Voided or Spoilt", compute="_compute_counts")
    state = fields.Selection(
        [("reserved", "Reserved"), ("printed", "Printed"), ("closed", "Closed")],
        compute="_compute_counts",
        search="_search_state",
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _size_valid = models.Constraint(
        f"CHECK (size BETWEEN 1 AND {pad.MAX_SHEETS})",
        f"A pad has 1 to {pad.MAX_SHEETS} sheets.",
    )

    @api.depends("sheet_ids.state", "printed_at")
    def _compute_counts(self):
        for record in self:
            states = record.sheet_ids.mapped("state")
            record.blank_count = states.count("blank")
            record.entered_count = states.count("entered")
            record.struck_count = states.count("voided") + states.count("spoilt")
            record.state = (
                "closed"
                if states and not record.blank_count
                else "printed"
                if record.printed_at
                else "reserved"
            )

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        blank = fields.Domain("sheet_ids", "any", [("state", "=", "blank")])
        printed = fields.Domain("printed_at", "!=", False)
        domains = {"closed": ~blank, "printed": blank & printed, "reserved": blank & ~printed}
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    # Reserving ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Reserve a block of numbers for each pad, one centre's one after the other.

        :raise UserError: the centre has no unit identifier
        """
        pads = self.browse()
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            refused = {"name", "number", "printed_at", "print_count", "reserved_at"} & set(vals)
            if refused:
                raise UserError(self.env._("Numbers and times of a pad are given by the system."))
            number = self._next_number(company)
            vals = {
                **vals,
                "company_id": company.id,
                "number": number,
                "name": pad.pad_number(company.sudo().tthc_unit_code, number),
                "reserved_by_id": self.env.uid,
                "reserved_at": self._now(),
            }
            pads |= super().create([vals])
        pads._make_sheets()
        return pads

    def _next_number(self, company):
        """Two who reserve at once: the later transaction waits, and the unique index tells the
        server to run it again."""
        if not company.sudo().tthc_unit_code:
            raise UserError(
                self.env._(
                    "%s has no unit identifier: an administrator enters it in the company form.",
                    company.sudo().name,
                )
            )
        self.flush_model()
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, %s)", PAD_LOCK, company.id))
        return self.env.execute_query(
            SQL(
                "SELECT COALESCE(MAX(number), 0) + 1 FROM tthc_outage_pad WHERE company_id = %s",
                company.id,
            )
        )[0][0]

    def _make_sheets(self):
        sheets = self.env["tthc.outage.sheet"].sudo()
        tokens = self.env["tthc.dossier"]
        sheets._make(
            [
                {
                    "pad_id": record.id,
                    "company_id": record.company_id.id,
                    "number": number,
                    "name": pad.sheet_number(record.name, number),
                    "lookup_token": tokens._new_lookup_token(),
                }
                for record in self
                for number in range(1, record.size + 1)
            ]
        )

    def write(self, vals):
        """:raise UserError: the numbers that are reserved do not change"""
        if set(vals) - {"counter"}:
            raise UserError(self.env._("Numbers and times of a pad are given by the system."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Reserved numbers stay on record: void the sheets that are not used.")
        )

    def _now(self):
        return self.env["tthc.dossier"]._now()

    # Printing -----------------------------------------------------------------------------------

    def action_print(self):
        """Print the blank sheets, and keep when: no sheet can be older than its paper. A second
        print says so on every sheet."""
        self.ensure_one()
        self._check_staff()
        if not self.blank_count:
            raise UserError(self.env._("Every sheet of this pad is accounted for already."))
        super(TthcOutagePad, self.sudo()).write(
            {
                "printed_at": self.printed_at or self._now(),
                "print_count": self.print_count + 1,
            }
        )
        return self.env.ref("tthc_outage.action_report_pad").report_action(self)

    def action_print_account(self):
        """Print what became of each number."""
        self.check_access("read")
        return self.env.ref("tthc_outage.action_report_account").report_action(self)

    def _check_staff(self):
        """:raise AccessError: neither the desk nor the manager of this centre"""
        self.check_access("write")

    def action_void_rest(self):
        """Open the dialog that voids the sheets never used."""
        self.ensure_one()
        return self.env["tthc.outage.strike"]._open(self.sheet_ids, "voided")

    def _report_values(self):
        """Sheets to print, with their codes.

        :raise UserError: the pad was printed past its button, so that no time was kept
        """
        self.ensure_one()
        if not self.printed_at:
            raise UserError(self.env._("Print the pad with its button “Print”."))
        url = self.get_base_url()
        return {
            "again": self.print_count > 1 and self.print_count,
            "printed": self._local(self.company_id, self.printed_at),
            "url": url,
            "sheets": [
                {
                    "name": sheet.name,
                    "number": sheet.number,
                    "token": sheet.lookup_token,
                    "lookup_qr": qr.data_uri(
                        qr.png(f"{url}/tra-cuu/{sheet.lookup_token}", pixels=4, border=2)
                    ),
                    "entry_qr": qr.data_uri(qr.png(sheet.name, pixels=4, border=2)),
                }
                for sheet in self.sudo().sheet_ids
                if sheet.state == "blank"
            ],
        }

    def _account_values(self):
        """What became of each number, for the printed account; texts in the centre's time."""
        self.ensure_one()
        labels = {
            "blank": "Chưa sử dụng",
            "entered": "Đã nhập",
            "voided": "Hủy, không sử dụng",
            "spoilt": "Hỏng",
        }
        return [
            {
                "name": sheet.name,
                "state": labels[sheet.state],
                "dossier": sheet.dossier_id.name or "",
                "received": self._local(self.company_id, sheet.received_at),
                "receiver": sheet.receiver_id.name or "",
                "entered": self._local(self.company_id, sheet.entered_at),
                "clerk": sheet.entered_by_id.name or "",
                "reason": sheet.reason or "",
            }
            for sheet in self.sudo().sheet_ids
        ]

    @api.model
    def _local(self, company, instant):
        """An instant in the centre's own time; empty for none."""
        if not instant:
            return ""
        zone = company.sudo()._tthc_zone()
        return wall_time.to_local(instant, zone).strftime("%H:%M %d/%m/%Y")
