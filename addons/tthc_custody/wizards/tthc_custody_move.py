from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tthc_custody_movement import KINDS, MOVED
from ..models.tthc_custody_slip import WAY_LABELS
from ..tools import custody


class TthcCustodyMove(models.TransientModel):
    """The dialog in which papers pass from one to another: which, how many, to whom, signed."""

    _name = "tthc.custody.move"
    _description = "Pass Papers on"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True, ondelete="cascade")
    way = fields.Selection(WAY_LABELS, required=True, readonly=True)
    line_ids = fields.One2many("tthc.custody.move.line", "move_id", "Papers")
    user_id = fields.Many2one("res.users", "To Person", domain="[('share', '=', False)]")
    agency_id = fields.Many2one("tthc.agency", "To Agency")
    to_desk = fields.Boolean("To the Desk of the Centre")
    receiver_name = fields.Char("Received by")
    giver_name = fields.Char("Brought by")
    due_on = fields.Date("Expected Back")
    reference = fields.Char(help="Number of the shipment, or place in the archive.")
    note = fields.Text("Remark")
    signature = fields.Binary("Signature of the Receiver", attachment=False)

    @api.model
    def default_get(self, fields_list):
        """Lists the papers that may go this way, with all of each."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        way = values.get("way")
        if dossier and way:
            dossier.check_access("read")
            values["line_ids"] = [(0, 0, row) for row in self._offered(dossier, way)]
            if way == "return":
                values["receiver_name"] = dossier.owner_id.name
            if way == "receive":
                values["giver_name"] = dossier.owner_id.name
        return values

    @api.model
    def _offered(self, dossier, way):
        sources = custody.WAYS[way].sources
        rows = [
            row
            for row in self.env["tthc.custody.holding"].search([("dossier_id", "=", dossier.id)])
            if row._source()["place"] in sources and not (row.in_file and row.place == "applicant")
        ]
        wanted = [self._offered_row(row, way) for row in rows]
        if way == "receive":
            wanted += [
                {"component_id": row.id, "kind": kind, "name": row.name, "quantity": 0,
                 "available": 0, "place": custody.OUTSIDE}
                for row in dossier.component_ids
                for kind in (custody.ORIGINAL, custody.CERTIFIED)
            ]  # fmt: skip
        return wanted

    def _offered_row(self, row, way):
        chosen = row.to_return if way == "return" else way in ("back", "archive", "receive")
        source = row._source()
        return {
            "component_id": row.component_id.id,
            "kind": row.kind,
            "name": row.name,
            "available": row.quantity,
            "quantity": row.quantity if chosen else 0,
            "place": source["place"],
            "agency_id": source.get("agency_id"),
            "user_id": source.get("user_id"),
            "where": row.where_text,
        }

    def action_confirm(self):
        """Record the movement, with the receiver's signature where it was drawn."""
        self.ensure_one()
        lines = self.line_ids.filtered("quantity")
        slip = self.dossier_id.browse(self.dossier_id.id)
        slip_id = slip.action_move_papers(
            self.way,
            [line._paper() for line in lines],
            user_id=self.user_id.id,
            agency_id=self.agency_id.id,
            to_place=custody.DESK if self.to_desk else None,
            receiver_name=self.receiver_name,
            giver_name=self.giver_name,
            due_on=self.due_on,
            reference=self.reference,
            note=self.note,
        )
        slip = self.env["tthc.custody.slip"].browse(slip_id)
        signature = self.with_context(bin_size=False).signature
        if signature:
            self.env["tthc.custody.signature"]._sign(
                slip, ["receiver"], "drawn", slip.receiver_name, signature
            )
        if self.env.context.get("tthc_custody_print"):
            return slip.action_print()
        return {"type": "ir.actions.act_window_close"}

    def action_confirm_print(self):
        """Record, and print the slip for both to sign."""
        return self.with_context(tthc_custody_print=True).action_confirm()


class TthcCustodyMoveLine(models.TransientModel):
    """So many of one paper at one place."""

    _name = "tthc.custody.move.line"
    _description = "Papers to Pass on"

    move_id = fields.Many2one("tthc.custody.move", required=True, ondelete="cascade")
    component_id = fields.Many2one("tthc.dossier.component", readonly=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char("Paper", readonly=True)
    place = fields.Selection(MOVED, required=True, readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    where = fields.Char(readonly=True)
    available = fields.Integer("There", readonly=True)
    quantity = fields.Integer("How Many")

    @api.onchange("quantity")
    def _onchange_quantity(self):
        if self.place != custody.OUTSIDE and self.quantity > self.available:
            self.quantity = self.available
            raise UserError(
                self.env._("“%(paper)s”: there are %(count)s.",
                           paper=self.name, count=self.available)
            )  # fmt: skip

    def _paper(self):
        """As :meth:`tthc.dossier.action_move_papers` takes it."""
        self.ensure_one()
        return {
            "component_id": self.component_id.id,
            "kind": self.kind,
            "quantity": self.quantity,
            "place": self.place,
            "agency_id": self.agency_id.id,
            "user_id": self.user_id.id,
        }
