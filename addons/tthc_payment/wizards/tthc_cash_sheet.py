from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class TthcCashSheet(models.TransientModel):
    """A count by denomination: opening float, blind closing count, hand-over and its receipt."""

    _name = "tthc.cash.sheet"
    _description = "Count of Cash"

    kind = fields.Selection(
        [
            ("open", "Open a Shift"),
            ("close", "Closing Count"),
            ("handover", "Hand over Cash"),
            ("receive", "Confirm a Hand-over"),
        ],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", "Centre", required=True)
    shift_id = fields.Many2one("tthc.cash.shift", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    desk = fields.Char("Counter", help="Number or name of the counter, if there are several.")
    receiver_kind = fields.Selection(
        [("treasurer", "To the Treasurer"), ("bank", "Paid into the Bank")],
        "Where to",
        default="treasurer",
    )
    receiver_name = fields.Char("Received by")
    account_id = fields.Many2one("tthc.collection.account", "Into Account")
    bank_reference = fields.Char("Deposit Slip")
    left_before = fields.Monetary(
        "Left by Your Last Shift",
        compute="_compute_left_before",
        help="What your last shift at this centre left in the drawer, after its hand-overs.",
    )
    handover_id = fields.Many2one("tthc.cash.handover", "Hand-over", readonly=True)
    handed_amount = fields.Monetary(related="handover_id.amount", string="Handed over")
    difference = fields.Monetary(compute="_compute_total")
    reason = fields.Char("Reason of the Difference")
    line_ids = fields.One2many("tthc.cash.sheet.line", "sheet_id", "Denominations")
    total = fields.Monetary(compute="_compute_total")

    @api.model
    @api.private
    def _open(self, kind, company, shift=None, handover=None):
        """Action of the sheet; superuser code (an error's button) may ask for it too."""
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_company_id": company.id,
                "default_shift_id": shift.id if shift else False,
                "default_handover_id": handover.id if handover else False,
                "dialog_size": "medium",
            },
        }

    @api.model
    def default_get(self, fields_list):
        """A line for every denomination in use."""
        values = super().default_get(fields_list)
        if "line_ids" in fields_list:
            values["line_ids"] = [
                Command.create({"denomination_id": row.id})
                for row in self.env["tthc.cash.denomination"].search([])
            ]
        return values

    @api.depends("kind", "company_id")
    def _compute_left_before(self):
        for sheet in self:
            last = self.env["tthc.cash.shift"].search(
                [
                    ("user_id", "=", self.env.uid),
                    ("company_id", "=", sheet.company_id.id),
                    ("state", "in", ("submitted", "closed")),
                ],
                limit=1,
            )
            sheet.left_before = last.left_amount if sheet.kind == "open" else 0

    @api.depends("line_ids.amount", "handed_amount")
    def _compute_total(self):
        for sheet in self:
            sheet.total = sum(sheet.line_ids.mapped("amount"))
            sheet.difference = sheet.total - sheet.handed_amount

    def _counts(self):
        """``{value: quantity}``

        :raise UserError: a negative quantity
        """
        counts = {}
        for line in self.line_ids:
            if line.quantity < 0:
                raise UserError(self.env._("A number of notes cannot be negative."))
            counts[line.denomination_id.value] = line.quantity
        return counts

    def action_confirm(self):
        """Take the step the sheet is for."""
        self.ensure_one()
        return getattr(self, f"_confirm_{self.kind}")()

    def _confirm_open(self):
        shift = self.env["tthc.cash.shift"]._open_shift(self.company_id, self._counts(), self.desk)
        return self._show(shift)

    def _confirm_close(self):
        self.shift_id._count(self._counts())
        return self._show(self.shift_id)

    def _confirm_handover(self):
        self.shift_id._hand_over(
            self.receiver_kind,
            self._counts(),
            self.receiver_name,
            self.account_id,
            self.bank_reference,
        )
        return self._show(self.shift_id)

    def _confirm_receive(self):
        self.handover_id._confirm(self._counts(), self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _show(self, shift):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Shift"),
            "res_model": shift._name,
            "res_id": shift.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "current",
        }


class TthcCashSheetLine(models.TransientModel):
    _name = "tthc.cash.sheet.line"
    _description = "Count of One Denomination"
    _order = "value desc"

    sheet_id = fields.Many2one("tthc.cash.sheet", required=True, ondelete="cascade")
    denomination_id = fields.Many2one("tthc.cash.denomination", required=True)
    value = fields.Integer(related="denomination_id.value", store=True)
    quantity = fields.Integer()
    amount = fields.Monetary(compute="_compute_amount")
    currency_id = fields.Many2one(related="sheet_id.currency_id")

    @api.depends("denomination_id", "quantity")
    def _compute_amount(self):
        for line in self:
            line.amount = line.denomination_id.value * line.quantity
