from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools import wall_time

from .tthc_custody_signature import SIDE_STATES, side_state

WAY_LABELS = [
    ("lend", "Lent or Passed on"),
    ("back", "Back in the File"),
    ("receive", "Received"),
    ("return", "Given Back to the Applicant"),
    ("post", "Sent by Post"),
    ("archive", "Put into the Archive"),
    ("lose", "Lost"),
    ("find", "Found Again"),
]


class TthcCustodySlip(models.Model):
    """Papers of one dossier that passed from one to another at once ("phiếu giao nhận giấy tờ").

    Written with its movements by the dossier's ``action_move_papers`` and never changed; who
    signed for them stands in ``tthc.custody.signature``.
    """

    _name = "tthc.custody.slip"
    _description = "Papers Passed on"
    _inherit = ["tthc.append.only"]
    _order = "at desc, id desc"
    _log_access = False

    name = fields.Char("Number", required=True)
    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    way = fields.Selection(WAY_LABELS, "What Happened", required=True)
    at = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "Recorded by", required=True, ondelete="restrict")
    giver_name = fields.Char("Given by", required=True)
    receiver_name = fields.Char("Received by", required=True)
    agency_id = fields.Many2one("tthc.agency", "To Agency", ondelete="restrict")
    person_id = fields.Many2one("res.users", "To Person", ondelete="restrict")
    due_on = fields.Date("Expected Back")
    reference = fields.Char(help="Number of the shipment, place in the archive.")
    note = fields.Text()
    movement_ids = fields.One2many("tthc.custody.movement", "slip_id", "Papers")
    signature_ids = fields.One2many("tthc.custody.signature", "slip_id", "Signatures")
    paper_count = fields.Integer("Number of Papers", compute="_compute_paper_count")
    signature_state = fields.Selection(
        SIDE_STATES, "Signed", compute="_compute_signature_state", search="_search_signature_state"
    )

    _name_unique = models.UniqueIndex("(dossier_id, name)")

    @api.depends("movement_ids.quantity")
    def _compute_paper_count(self):
        for slip in self:
            slip.paper_count = sum(slip.movement_ids.mapped("quantity"))

    @api.depends("signature_ids.side")
    def _compute_signature_state(self):
        for slip in self:
            slip.signature_state = side_state(slip.signature_ids.mapped("side"))

    def _search_signature_state(self, operator, value):
        return self.env["tthc.custody.signature"]._search_state("slip_id", operator, value)

    def action_sign(self):
        """Open the dialog to sign, on screen or by the scan of the signed sheet."""
        self.ensure_one()
        self.check_access("read")
        return self.env["tthc.custody.sign"]._open(slip=self)

    def action_print(self):
        self.check_access("read")
        return self.env.ref("tthc_custody.action_report_slip").report_action(self)

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }

    # Signatures ---------------------------------------------------------------------------------

    def _signing_sides(self, method):
        """Sides for which the current user may record a signature.

        Whoever recorded the slip has both people before him, the applicant among them; the
        receiver of a loan signs for himself as well.
        """
        self.ensure_one()
        user = self.env.user
        sides = set()
        if user == self.user_id or self.env.su or self._is_desk(user):
            sides |= {"giver", "receiver"}
        elif user == self.person_id or self.agency_id.id in user._tthc_agency_id_set():
            sides.add("receiver")
        return sides - set(self.signature_ids.mapped("side"))

    def _is_desk(self, user):
        at_desk = user.has_group("tthc_dossier.group_receptionist")
        return at_desk and self.company_id.id in user._get_company_ids()

    def _signed_content(self):
        """What a signature is about, for its digest."""
        self.ensure_one()
        return {
            "slip": self.name,
            "way": self.way,
            "at": fields.Datetime.to_string(self.at),
            "giver": self.giver_name,
            "receiver": self.receiver_name,
            "papers": [
                [row.name, row.kind, row.quantity] for row in self.sudo().movement_ids.sorted("id")
            ],
        }

    def _signature_images(self):
        """Images of the signatures by side, as data URIs; see ``tthc.handover``."""
        return self.sudo().signature_ids._images()

    # Report -------------------------------------------------------------------------------------

    def _report_values(self):
        """What the printed slip says beyond plain fields."""
        self.ensure_one()
        slip = self.sudo()
        kinds = {"original": "Bản chính", "certified": "Bản sao chứng thực", "copy": "Bản sao"}
        titles = {
            "return": "GIẤY BIÊN NHẬN TRẢ LẠI BẢN CHÍNH GIẤY TỜ",
            "receive": "GIẤY BIÊN NHẬN GIẤY TỜ",
        }
        dossier = slip.dossier_id
        return {
            "title": titles.get(slip.way, "PHIẾU GIAO NHẬN GIẤY TỜ TRONG HỒ SƠ"),
            "day": wall_time.to_local(slip.at, slip.company_id._tthc_zone()),
            "at": dossier._local_text(slip.at, "%H giờ %M phút, ngày %d/%m/%Y"),
            "due": slip.due_on and slip.due_on.strftime("%d/%m/%Y"),
            "rows": [
                {
                    "name": row.name,
                    "kind": kinds.get(row.kind, "Kết quả giải quyết"),
                    "quantity": row.quantity,
                }
                for row in slip.movement_ids.sorted("id")
            ],
            "images": slip._signature_images(),
        }
