from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import wall_time


class TthcHandover(models.Model):
    """A list by which paper files pass from one body to another ("danh sách bàn giao hồ sơ").

    Where the papers are is kept apart from where the dossier is worked on: electronic forwarding
    moves no paper. Both sides confirm: the giver by making the list, the receiver dossier by
    dossier. Rows are written by the actions ``hand_over`` and ``take_over`` only.
    """

    _name = "tthc.handover"
    _description = "Hand-over of Paper Files"
    _order = "given_at desc, id desc"

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    number = fields.Integer("No. of the Day", required=True, readonly=True)
    from_agency_id = fields.Many2one(
        "tthc.agency", "From", readonly=True, index="btree_not_null", ondelete="restrict",
        help="Empty: the receiving centre.",
    )  # fmt: skip
    to_agency_id = fields.Many2one(
        "tthc.agency", "To", readonly=True, index="btree_not_null", ondelete="restrict",
        help="Empty: the receiving centre.",
    )  # fmt: skip
    giver_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    given_at = fields.Datetime("Given on", required=True, readonly=True, index=True)
    line_ids = fields.One2many("tthc.handover.line", "handover_id", "Dossiers", readonly=True)
    count = fields.Integer("Number of Dossiers", compute="_compute_count")
    open_count = fields.Integer("Not Taken Over", compute="_compute_count")
    state = fields.Selection(
        [("given", "Under Way"), ("received", "Taken Over")],
        compute="_compute_count",
        search="_search_state",
    )
    to_receive = fields.Boolean(
        "For Me to Take Over", compute="_compute_to_receive", search="_search_to_receive"
    )

    _number_unique = models.UniqueIndex("(company_id, day, number)")

    @api.depends("line_ids.ended_at")
    def _compute_count(self):
        for handover in self:
            handover.count = len(handover.line_ids)
            handover.open_count = len(handover.line_ids.filtered(lambda line: not line.ended_at))
            handover.state = "given" if handover.open_count else "received"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        given = fields.Domain("line_ids", "any", [("ended_at", "=", False)])
        return fields.Domain.OR(given if state == "given" else ~given for state in value)

    @api.depends_context("uid")
    @api.depends("to_agency_id", "line_ids.ended_at")
    def _compute_to_receive(self):
        for handover in self:
            handover.to_receive = bool(handover.open_count) and handover._is_of(
                self.env.user, handover.to_agency_id
            )

    def _search_to_receive(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        place = fields.Domain("to_agency_id", "in", list(user._tthc_acting_agency_id_set()))
        if user.has_group("tthc_dossier.group_receptionist"):
            place |= fields.Domain("to_agency_id", "=", False) & fields.Domain(
                "company_id", "in", user._get_company_ids()
            )
        mine = place & fields.Domain("state", "=", "given")
        return mine if True in value else ~mine

    def _is_of(self, user, agency):
        """Whether ``user`` gives and receives papers for ``agency``, or for the centre when it is
        empty."""
        if agency:
            return agency.id in user._tthc_acting_agency_id_set()
        at_desk = user.has_group("tthc_dossier.group_receptionist")
        return at_desk and self.sudo().company_id.id in user._get_company_ids()

    @api.model
    @api.private
    def _open(self, company, origin, target, giver, now):
        """A new list with the next number of the centre's day."""
        day = wall_time.to_local(now, company.sudo()._tthc_zone()).date()
        number = self._next_number(company, day)
        return self.sudo().create(
            {
                "name": f"BG-{day:%y%m%d}-{number:03d}",
                "company_id": company.id,
                "day": day,
                "number": number,
                "from_agency_id": origin.id,
                "to_agency_id": target.id,
                "giver_id": giver.id,
                "given_at": now,
            }
        )

    def _next_number(self, company, day):
        """Two lists at the same instant: the later transaction is done again by the server."""
        return self.env.execute_query(
            SQL(
                """INSERT INTO tthc_handover_counter (company_id, day, last) VALUES (%s, %s, 1)
                   ON CONFLICT (company_id, day)
                   DO UPDATE SET last = tthc_handover_counter.last + 1 RETURNING last""",
                company.id,
                day,
            )
        )[0][0]

    def _signature_images(self):
        """Images of the signatures on the list, for its printed form: ``giver``, ``receiver`` and
        ``centre``, each a data URI or ``False``. Extension point: here nobody signs on screen."""
        self.ensure_one()
        return dict.fromkeys(("giver", "receiver", "centre"), False)

    def action_receive(self):
        """Take over every file of the list that is not taken over yet.

        :raise UserError: nothing is left to take over
        """
        self.check_access("read")
        waiting = self.line_ids.filtered(lambda line: not line.ended_at)
        if not waiting:
            raise UserError(self.env._("Every file of this list was taken over already."))
        return waiting.dossier_id.action_take_over()

    @api.autovacuum
    def _gc_counters(self):
        """Numbers of past days are not given again."""
        self.env.execute_query(
            SQL(
                "DELETE FROM tthc_handover_counter WHERE day < %s RETURNING day",
                fields.Date.today() - timedelta(days=30),
            )
        )


class TthcHandoverCounter(models.Model):
    """The last number of a centre's day; only :meth:`TthcHandover._next_number` writes it."""

    _name = "tthc.handover.counter"
    _description = "Number of Hand-over Lists"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    day = fields.Date(required=True)
    last = fields.Integer(required=True)

    _once = models.UniqueIndex("(company_id, day)")


class TthcHandoverLine(models.Model):
    """One paper file of a list."""

    _name = "tthc.handover.line"
    _description = "Paper File Handed Over"
    _order = "handover_id desc, id"
    _rec_name = "dossier_id"

    handover_id = fields.Many2one(
        "tthc.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    papers = fields.Integer(readonly=True, help="Originals and copies together.")
    remark = fields.Char(readonly=True)
    ended_at = fields.Datetime("Taken Over on", readonly=True)
    receiver_id = fields.Many2one("res.users", "Taken Over by", readonly=True, ondelete="restrict")
    returned = fields.Boolean(
        "Not Passed on", readonly=True, help="The giver took the file back before it was received."
    )
    from_agency_id = fields.Many2one(related="handover_id.from_agency_id")
    to_agency_id = fields.Many2one(related="handover_id.to_agency_id")
    given_at = fields.Datetime(related="handover_id.given_at")
    giver_id = fields.Many2one(related="handover_id.giver_id")

    _under_way = models.UniqueIndex(
        "(dossier_id) WHERE ended_at IS NULL", "The papers of this dossier are under way already."
    )
