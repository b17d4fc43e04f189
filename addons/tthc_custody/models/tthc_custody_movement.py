from odoo import api, fields, models

from ..tools.custody import Move, Place

KINDS = [
    ("original", "Original"),
    ("certified", "Certified Copy"),
    ("copy", "Copy"),
    ("result", "Result"),
]
#: Where a paper is. The first three are where the file is.
PLACES = [
    ("desk", "At the Desk"),
    ("agency", "At an Agency"),
    ("under_way", "Under Way"),
    ("person", "Lent to a Person"),
    ("post", "In the Post"),
    ("applicant", "With the Applicant"),
    ("archive", "In the Archive"),
    ("lost", "Lost"),
]
MOVED = [("file", "In the File"), ("outside", "Outside"), *PLACES]


class TthcCustodyMovement(models.Model):
    """So many papers of one kind from one place to another; written once, never changed.

    What has not moved has no row: it is in the file, wherever the file is.
    """

    _name = "tthc.custody.movement"
    _description = "Movement of Papers"
    _inherit = ["tthc.append.only"]
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "name"

    slip_id = fields.Many2one("tthc.custody.slip", required=True, index=True, ondelete="restrict")
    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    component_id = fields.Many2one(
        "tthc.dossier.component",
        "Paper of the Dossier",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the result.",
    )
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char("Paper", required=True)
    quantity = fields.Integer(required=True)
    from_place = fields.Selection(MOVED, "From", required=True)
    from_agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    from_user_id = fields.Many2one("res.users", ondelete="restrict")
    to_place = fields.Selection(MOVED, "To", required=True)
    to_agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    to_user_id = fields.Many2one("res.users", ondelete="restrict")
    at = fields.Datetime("When", required=True)
    way = fields.Selection(related="slip_id.way")
    giver_name = fields.Char(related="slip_id.giver_name")
    receiver_name = fields.Char(related="slip_id.receiver_name")
    place_text = fields.Char("Where to", compute="_compute_place_text")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "At least one paper has to move."
    )

    def _move(self):
        """This row as :class:`..tools.custody.Move`."""
        self.ensure_one()
        return Move(
            (self.component_id.id or 0, self.kind),
            self.quantity,
            Place(self.from_place, self.from_agency_id.id or 0, self.from_user_id.id or 0),
            Place(self.to_place, self.to_agency_id.id or 0, self.to_user_id.id or 0),
        )

    @api.depends("to_place", "to_agency_id", "to_user_id")
    def _compute_place_text(self):
        labels = dict(self._fields["to_place"]._description_selection(self.env))
        for row in self.sudo():
            whose = row.to_user_id.name or row.to_agency_id.name
            label = labels[row.to_place]
            row.place_text = f"{label}: {whose}" if whose else label
