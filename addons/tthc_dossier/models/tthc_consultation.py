from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import actions

ANSWERS = [("agree", "Agrees"), ("disagree", "Does Not Agree"), ("other", "Another Opinion")]


class TthcConsultation(models.Model):
    """What another agency was asked about a dossier ("lấy ý kiến cơ quan phối hợp").

    It has a time of its own; an answer that comes late or not at all is reported to the head of
    the one-stop unit (NĐ 61/2018/NĐ-CP, Art. 19.5). That nothing came follows from the dates, at
    every instant; it enters the ledger when the asker goes on without the answer. Rows are written
    by the actions only. The dossier's own limit goes on running.
    """

    _name = "tthc.dossier.consultation"
    _description = "Consultation of an Agency"
    _order = "asked_at desc, id desc"
    _rec_name = "agency_id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    task_id = fields.Many2one(
        "tthc.dossier.task", "Asked at Step", readonly=True, ondelete="restrict"
    )
    asked_by_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, ondelete="restrict"
    )
    asking_agency_id = fields.Many2one(
        "tthc.agency", readonly=True, ondelete="restrict", help="Empty: the receiving centre."
    )
    agency_id = fields.Many2one(
        "tthc.agency", "Asked Agency", required=True, readonly=True, index=True, ondelete="restrict"
    )
    question = fields.Text(required=True, readonly=True)
    component_ids = fields.Many2many(
        "tthc.dossier.component", string="Papers", readonly=True, help="What it is about."
    )
    asked_at = fields.Datetime("Asked on", required=True, readonly=True)
    due_at = fields.Datetime("Answer by", required=True, readonly=True, index=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True, ondelete="restrict")
    answer = fields.Selection(ANSWERS, readonly=True)
    answer_text = fields.Text("Answer in Full", readonly=True)
    answer_number = fields.Char("Document of the Answer", readonly=True)
    lapsed_at = fields.Datetime(
        "Gone On without", readonly=True, help="When the asker went on without the answer."
    )
    state = fields.Selection(
        [("open", "Open"), ("no_answer", "No Answer in Time"), ("answered", "Answered")],
        compute="_compute_state",
        search="_search_state",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_state",
        search="_search_is_late",
        help="Answered after its time, or not answered although the time is over.",
    )
    to_answer = fields.Boolean(
        "For Me to Answer", compute="_compute_to_answer", search="_search_to_answer"
    )

    _pending_index = models.Index("(agency_id, due_at) WHERE answered_at IS NULL")
    _pending_once = models.UniqueIndex(
        "(dossier_id, agency_id) WHERE answered_at IS NULL AND lapsed_at IS NULL",
        "This agency has been asked about the dossier and has not answered yet.",
    )

    @api.depends("answered_at", "due_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for row in self:
            over = bool(row.due_at) and (row.answered_at or now) > row.due_at
            row.is_late = over
            row.state = "answered" if row.answered_at else "no_answer" if over else "open"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        waiting = fields.Domain("answered_at", "=", False)
        domains = {
            "open": waiting & fields.Domain("due_at", ">=", now),
            "no_answer": waiting & fields.Domain("due_at", "<", now),
            "answered": ~waiting,
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "=", "no_answer") | (
            fields.Domain("answered_at", "!=", False)
            & fields.Domain.custom(to_sql=lambda table, alias, query: table._late_sql(alias, query))
        )
        return late if True in value else ~late

    def _late_sql(self, alias, query):
        answered = self._field_to_sql(alias, "answered_at", query)
        return SQL("(%s > %s)", answered, self._field_to_sql(alias, "due_at", query))

    @api.depends_context("uid")
    @api.depends("answered_at", "agency_id", "dossier_id.state")
    def _compute_to_answer(self):
        acting = self.env.user._tthc_acting_agency_id_set()
        for row in self:
            row.to_answer = (
                not row.answered_at
                and row.agency_id.id in acting
                and row.sudo().dossier_id.state in actions.UNDER_WAY
            )

    def _search_to_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = (
            fields.Domain("answered_at", "=", False)
            & fields.Domain("agency_id", "in", list(self.env.user._tthc_acting_agency_id_set()))
            & fields.Domain("dossier_id.state", "in", actions.UNDER_WAY)
        )
        return mine if True in value else ~mine

    def action_answer(self):
        """Open the dialog of the answer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_dossier_id": self.dossier_id.id,
                "default_action": "answer_consultation",
                "default_consultation_id": self.id,
                "tthc_seen": self.dossier_id.event_count,
            },
        }

    def _facts(self):
        """The consultation as the ledger keeps it."""
        self.ensure_one()
        to_text = fields.Datetime.to_string
        return {
            "consultation": self.id,
            "agency": self.agency_id.id,
            "agency_name": self.agency_id.name,
            "question": self.question,
            "asked": to_text(self.asked_at),
            "due": to_text(self.due_at),
            "papers": self.component_ids.mapped("name"),
        }
