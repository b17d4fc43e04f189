from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import travel
from .custody_book import CustodyBook

#: The dossier has fewer originals than the signed record counted.
FEWER = "fewer"

STEPS = [
    ("out", "Handed to the Post"),
    ("delivered", "Delivered"),
    ("back", "Back at the Centre"),
    ("lost", "Lost in the Post"),
    ("in", "Brought by Post"),
]


class TthcShipmentPapers(models.Model):
    """What a step of a shipment did to the papers of a dossier, beside the slip that moved them.

    Where the book of papers said otherwise, the step is kept all the same, and the difference
    waits here until somebody has looked into it.
    """

    _name = "tthc.shipment.papers"
    _description = "Papers in the Post"
    _order = "at desc, id desc"
    _rec_name = "papers"

    shipment_id = fields.Many2one(
        "tthc.shipment", required=True, readonly=True, index=True, ondelete="restrict"
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, ondelete="restrict"
    )
    step = fields.Selection(STEPS, required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who", readonly=True, ondelete="restrict")
    carrier_id = fields.Many2one(related="shipment_id.carrier_id")
    tracking_number = fields.Char(related="shipment_id.tracking_number")
    shipment_state = fields.Selection(related="shipment_id.state", string="State")
    handover_id = fields.Many2one(
        "tthc.postal.handover",
        "Hand-over Record",
        readonly=True,
        ondelete="restrict",
        help="The record that both sides signed for these papers.",
    )
    slip_id = fields.Many2one("tthc.custody.slip", readonly=True, ondelete="restrict")
    papers = fields.Text(readonly=True)
    paper_count = fields.Integer("Number of Papers", readonly=True)
    is_open = fields.Boolean("With the Post", readonly=True)
    facts = fields.Json(readonly=True, help="The differences, without words of a language.")
    differs = fields.Boolean("Difference", readonly=True)
    difference = fields.Text("What Differs", compute="_compute_difference")
    settled_at = fields.Datetime("Looked into on", readonly=True)
    settled_by_id = fields.Many2one("res.users", "Looked into by", readonly=True)
    remark = fields.Char(help="What was found out.")

    _step_unique = models.UniqueIndex("(shipment_id, dossier_id, step)")
    _open_index = models.Index("(company_id, at) WHERE is_open")
    _differs_index = models.Index("(company_id) WHERE differs AND settled_at IS NULL")

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_difference(self):
        for row in self:
            row.difference = "\n".join(self._sentence(fact) for fact in row.facts or []) or False

    @api.model
    def _sentence(self, fact):
        """A difference in words; the keys of ``fact`` are those of ``custody_book.facts_of``."""
        blank = {"paper": "", "count": 0, "entered": 0, "text": ""}
        words = {**blank, **fact, "place": self._place_words(fact)}
        sentence = self._sentences().get(words["reason"])
        if not sentence:
            return self.env._("Not entered in the book of papers: %s", words["text"])
        return sentence % words

    @api.model
    def _sentences(self):
        """Reason → sentence."""
        return {
            travel.ELSEWHERE: self.env._(
                "“%(paper)s” was in the envelope; by the book it was: %(place)s."
            ),
            travel.WAS_LOST: self.env._(
                "“%(paper)s” had been lost: what travels is taken as issued anew."
            ),
            travel.POSTED: self.env._("“%(paper)s” was with the post already."),
            travel.SHORT: self.env._(
                "The inventory counts %(count)s originals more than the centre has to give back."
            ),
            travel.DETOUR: self.env._(
                "“%(paper)s” (%(count)s): somebody had entered meanwhile: %(place)s."
            ),
            travel.ABSENT: self.env._("“%(paper)s” (%(count)s) was not with the post by the book."),
            FEWER: self.env._(
                "The hand-over record counted %(count)s originals, the dossier has %(entered)s."
            ),
        }

    @api.model
    def _place_words(self, fact):
        if fact.get("place") == "file":
            return fact.get("whose") or ""
        places = self.env["tthc.custody.movement"]._fields["to_place"]
        label = dict(places._description_selection(self.env)).get(fact.get("place"), "")
        return ": ".join(filter(None, (label, fact.get("whose"))))

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("What the post does to papers is entered by the shipment."))

    def write(self, vals):
        """:raise UserError: anything but the remark of a difference that is open"""
        if set(vals) - {"remark"} or any(row.settled_at for row in self):
            raise UserError(self.env._("Only the remark of an open difference is entered here."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What happened to papers in the post stays on record."))

    @api.model
    @api.private
    def _append(self, vals_list):
        """Write down steps, for the shipment."""
        return super().create(vals_list)

    @api.private
    def _set(self, vals):
        """Write what follows from later steps."""
        return super(TthcShipmentPapers, self.sudo()).write(vals)

    @api.model
    @api.private
    def _book(self, dossiers):
        return CustodyBook(dossiers.sudo())

    # Actions ------------------------------------------------------------------------------------

    def action_settle(self):
        """Somebody has looked into these differences."""
        self.check_access("write")
        self.filtered(lambda row: row.differs and not row.settled_at)._set(
            {"settled_at": fields.Datetime.now(), "settled_by_id": self.env.uid}
        )
        return True

    def action_open_shipment(self):
        self.ensure_one()
        self.check_access("read")
        return self.shipment_id._open()

    def action_open_slip(self):
        """Open the slip by which the papers moved, or the dossier where none did."""
        self.ensure_one()
        self.check_access("read")
        record = self.slip_id or self.dossier_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
