from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import custody
from .tthc_custody_movement import KINDS, PLACES

#: Days since a paper came to where it is, for grouping.
AGES = [("day", "Today"), ("week", "1–7 Days"), ("month", "8–30 Days"), ("old", "Over 30 Days")]


class TthcCustodyHolding(models.Model):
    """So many papers of one kind at one place: what the question "where are the papers?" reads.

    Nothing is stored: papers in the file are where the core says the file is, less those that
    moved out of it; the others are where their last movement took them. Dossiers that ended
    before custody was kept are left out.
    """

    _name = "tthc.custody.holding"
    _description = "Papers at a Place"
    _auto = False
    _order = "since, id"
    _rec_name = "name"
    _depends = {
        "tthc.dossier": [
            "state", "company_id", "owner_id", "procedure_id", "case_id", "channel", "outcome",
            "return_method", "paper_agency_id", "paper_line_id", "accepted_at", "submitted_at",
            "finished_at", "returned_at", "mirrored_at", "name",
        ],
        "tthc.dossier.component": [
            "dossier_id", "template_id", "name", "requirement", "received", "originals",
            "certified_copies", "copies",
        ],
        "tthc.custody.movement": [
            "dossier_id", "component_id", "kind", "quantity", "from_place", "to_place", "at",
            "from_agency_id", "to_agency_id", "from_user_id", "to_user_id",
        ],
        "tthc.custody.rule": ["words", "procedure_id", "custody", "sequence", "active"],
        "tthc.handover.line": ["dossier_id", "ended_at", "receiver_id"],
        "res.company": ["tthc_custody_since", "tthc_custody_days"],
    }  # fmt: skip

    dossier_id = fields.Many2one("tthc.dossier", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    owner_id = fields.Many2one("res.partner", "Dossier Owner", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    state = fields.Selection(
        lambda self: self.env["tthc.dossier"]._fields["state"]._description_selection(self.env),
        "Dossier State",
        readonly=True,
    )
    component_id = fields.Many2one("tthc.dossier.component", "Paper of the Dossier", readonly=True)
    name = fields.Char("Paper", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    quantity = fields.Integer(readonly=True)
    in_file = fields.Boolean("In the File", readonly=True)
    place = fields.Selection(PLACES, readonly=True)
    agency_id = fields.Many2one("tthc.agency", "At Agency", readonly=True)
    user_id = fields.Many2one("res.users", "With", readonly=True)
    since = fields.Datetime("There Since", readonly=True)
    age = fields.Selection(AGES, readonly=True)
    custody = fields.Selection(
        [("return", "Given Back"), ("keep", "Stays in the File")], "At the End", readonly=True
    )
    ended_at = fields.Datetime("Dossier Ended", readonly=True)
    to_return = fields.Boolean(
        "To Be Given Back",
        readonly=True,
        help="An original that goes back to the person and is still with the administration.",
    )
    return_by = fields.Date(
        "Give Back by", readonly=True, help="Days of the centre after the end of the dossier."
    )
    due_on = fields.Date("Expected Back", readonly=True)
    reference = fields.Char(readonly=True)
    is_mine = fields.Boolean("In My Hands", compute="_compute_is_mine", search="_search_is_mine")
    where_text = fields.Char("Where", compute="_compute_where_text")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT h.*,
                   h.custody = 'return' AND h.kind = 'original'
                       AND h.place NOT IN ('applicant', 'lost') AS to_return,
                   CASE WHEN h.ended_at IS NOT NULL
                        THEN (h.ended_at + h.days * INTERVAL '1 day')::date END AS return_by,
                   CASE WHEN h.since >= %(now)s - INTERVAL '1 day' THEN 'day'
                        WHEN h.since >= %(now)s - INTERVAL '7 days' THEN 'week'
                        WHEN h.since >= %(now)s - INTERVAL '30 days' THEN 'month'
                        ELSE 'old' END AS age
              FROM (%(papers)s UNION ALL %(results)s UNION ALL %(moved)s) h
            """,
            now=fields.Datetime.now(),
            papers=self._query_papers(),
            results=self._query_results(),
            moved=self._query_moved(),
        )

    # Parts of the query; their columns stand in one order --------------------------------------

    def _columns(self):
        """Columns of the dossier ``d`` of the centre ``o``."""
        return SQL(
            """d.id AS dossier_id, d.company_id, d.owner_id, d.procedure_id, d.state,
               CASE WHEN d.state IN ('returned', 'stopped', 'not_accepted')
                    THEN COALESCE(d.returned_at, d.finished_at) END AS ended_at,
               o.tthc_custody_days AS days"""
        )

    def _where(self):
        return SQL(
            """d.state <> 'draft' AND d.mirrored_at IS NULL
               AND (o.tthc_custody_since IS NULL
                    OR d.state NOT IN ('returned', 'stopped', 'not_accepted')
                    OR COALESCE(d.returned_at, d.finished_at) >= o.tthc_custody_since)"""
        )

    def _file_place(self):
        """Where the file is, whose it is, and since when: with the last who took it over."""
        return SQL(
            """CASE WHEN d.paper_line_id IS NOT NULL THEN 'under_way'
                    WHEN d.paper_agency_id IS NOT NULL THEN 'agency' ELSE 'desk' END"""
        )

    def _query_papers(self):
        """Papers in the file."""
        return SQL(
            """
            SELECT c.id::bigint * 10 + k.n AS id, %(columns)s,
                   c.id AS component_id, c.name, k.kind, k.count + COALESCE(m.moved, 0) AS quantity,
                   TRUE AS in_file, %(place)s AS place, d.paper_agency_id AS agency_id,
                   CASE WHEN d.paper_line_id IS NULL THEN l.receiver_id END AS user_id,
                   GREATEST(COALESCE(d.accepted_at, d.submitted_at), l.at, m.at) AS since,
                   CASE WHEN k.kind = 'original' THEN %(custody)s ELSE 'keep' END AS custody,
                   NULL::date AS due_on, NULL::varchar AS reference
              FROM tthc_dossier_component c
              JOIN tthc_dossier d ON d.id = c.dossier_id
              JOIN res_company o ON o.id = d.company_id
              LEFT JOIN tthc_procedure_component t ON t.id = c.template_id
             CROSS JOIN LATERAL (VALUES
                   (1, 'original', %(here)s * COALESCE(c.originals, 0)),
                   (2, 'certified', %(here)s * COALESCE(c.certified_copies, 0)),
                   (3, 'copy', %(here)s * COALESCE(c.copies, 0))) AS k (n, kind, count)
              LEFT JOIN (%(balance)s) m ON m.component_id = c.id AND m.kind = k.kind
              %(last)s
             WHERE %(where)s AND k.count + COALESCE(m.moved, 0) > 0
            """,
            columns=self._columns(),
            place=self._file_place(),
            custody=self._custody_rule(),
            here=SQL(
                """CASE WHEN c.received AND c.requirement <> 'show' AND d.channel <> 'online'
                        THEN 1 ELSE 0 END"""
            ),
            balance=self._file_balance(),
            last=self._last_hand(),
            where=self._where(),
        )

    def _query_results(self):
        """The result: in the file until it is returned."""
        return SQL(
            """
            SELECT d.id::bigint * 10 + 4 AS id, %(columns)s,
                   NULL::integer AS component_id, %(name)s AS name, 'result' AS kind,
                   1 + COALESCE(m.moved, 0) AS quantity, TRUE AS in_file,
                   CASE WHEN d.state = 'returned' THEN 'applicant' ELSE %(place)s END AS place,
                   CASE WHEN d.state <> 'returned' THEN d.paper_agency_id END AS agency_id,
                   CASE WHEN d.state <> 'returned' AND d.paper_line_id IS NULL
                        THEN l.receiver_id END AS user_id,
                   COALESCE(d.returned_at, GREATEST(d.finished_at, l.at, m.at)) AS since,
                   'return' AS custody, NULL::date AS due_on, NULL::varchar AS reference
              FROM tthc_dossier d
              JOIN res_company o ON o.id = d.company_id
              LEFT JOIN (%(balance)s) m ON m.dossier_id = d.id AND m.kind = 'result'
              %(last)s
             WHERE %(where)s AND d.outcome IS NOT NULL AND d.return_method <> 'electronic'
               AND 1 + COALESCE(m.moved, 0) > 0
            """,
            columns=self._columns(),
            name=self._result_name(),
            place=self._file_place(),
            balance=self._file_balance(),
            last=self._last_hand(),
            where=self._where(),
        )

    def _query_moved(self):
        """Papers that are not in the file."""
        return SQL(
            """
            SELECT b.last_id::bigint * 10 + 5 AS id, %(columns)s,
                   b.component_id, COALESCE(c.name, %(name)s) AS name, b.kind, b.quantity,
                   FALSE AS in_file, b.place, b.agency_id, b.user_id, b.since,
                   CASE WHEN b.kind = 'result' THEN 'return'
                        WHEN b.kind = 'original' THEN %(custody)s ELSE 'keep' END AS custody,
                   s.due_on, s.reference
              FROM (SELECT e.dossier_id, e.component_id, e.kind, e.place, e.agency_id, e.user_id,
                           SUM(e.quantity) AS quantity,
                           MAX(e.at) FILTER (WHERE e.quantity > 0) AS since,
                           MAX(e.id) FILTER (WHERE e.quantity > 0) AS last_id
                      FROM (SELECT id, dossier_id, component_id, kind, at, quantity,
                                   to_place AS place, to_agency_id AS agency_id,
                                   to_user_id AS user_id
                              FROM tthc_custody_movement
                             UNION ALL
                            SELECT id, dossier_id, component_id, kind, at, -quantity,
                                   from_place, from_agency_id, from_user_id
                              FROM tthc_custody_movement) e
                     WHERE e.place NOT IN ('file', 'outside')
                     GROUP BY e.dossier_id, e.component_id, e.kind, e.place, e.agency_id, e.user_id
                    HAVING SUM(e.quantity) > 0) b
              JOIN tthc_dossier d ON d.id = b.dossier_id
              JOIN res_company o ON o.id = d.company_id
              JOIN tthc_custody_movement v ON v.id = b.last_id
              JOIN tthc_custody_slip s ON s.id = v.slip_id
              LEFT JOIN tthc_dossier_component c ON c.id = b.component_id
              LEFT JOIN tthc_procedure_component t ON t.id = c.template_id
             WHERE %(where)s
            """,
            columns=self._columns(),
            name=self._result_name(),
            custody=self._custody_rule(),
            where=self._where(),
        )

    def _file_balance(self):
        """What moves have added to the file or taken out of it."""
        return SQL(
            """SELECT dossier_id, component_id, kind, MAX(at) AS at,
                      SUM(CASE to_place WHEN 'file' THEN quantity ELSE 0 END
                          - CASE from_place WHEN 'file' THEN quantity ELSE 0 END) AS moved
                 FROM tthc_custody_movement
                WHERE 'file' IN (from_place, to_place)
                GROUP BY dossier_id, component_id, kind"""
        )

    def _last_hand(self):
        return SQL(
            """LEFT JOIN LATERAL (
                   SELECT receiver_id, ended_at AS at FROM tthc_handover_line
                    WHERE dossier_id = d.id AND ended_at IS NOT NULL
                    ORDER BY ended_at DESC, id DESC LIMIT 1) l ON TRUE"""
        )

    def _custody_rule(self):
        """Whether an original goes back: the catalogue's word, else the rules, else it does."""
        return SQL(
            """COALESCE(t.custody,
                   (SELECT r.custody FROM tthc_custody_rule r
                     WHERE r.active AND (r.procedure_id IS NULL OR r.procedure_id = d.procedure_id)
                       AND starts_with(lower(c.name), lower(r.words))
                     ORDER BY r.procedure_id NULLS LAST, r.sequence, r.id LIMIT 1),
                   %s)""",
            custody.RETURN,
        )

    def _result_name(self):
        return SQL(
            """COALESCE((SELECT string_agg(r.name, '; ' ORDER BY r.sequence, r.id)
                           FROM tthc_procedure_result r WHERE r.case_id = d.case_id),
                        'Kết quả giải quyết')"""
        )

    # Whose --------------------------------------------------------------------------------------

    @api.depends("place", "agency_id", "user_id")
    def _compute_where_text(self):
        for row in self:
            row.where_text = row._where_text()

    @api.depends_context("uid")
    @api.depends("place", "agency_id", "user_id")
    def _compute_is_mine(self):
        user = self.env.user
        for row in self:
            row.is_mine = row.place in ("agency", "person", "desk") and row.user_id == user

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("user_id", "=", self.env.uid) & fields.Domain(
            "place", "in", ("agency", "person", "desk")
        )
        return mine if True in value else ~mine

    # Words --------------------------------------------------------------------------------------

    def _sentences(self):
        """One line for each: how many of what, and where."""
        return [f"– {row.quantity} × {row.name}: {row._where_text()}" for row in self]

    def _where_text(self):
        """Where the papers are, in words."""
        self.ensure_one()
        if self.in_file and self.place != "applicant":
            return self.dossier_id.sudo().paper_place
        labels = dict(self._fields["place"]._description_selection(self.env))
        whose = self.user_id.sudo().name or self.agency_id.sudo().name
        return f"{labels[self.place]}: {whose}" if whose else labels[self.place]

    def _facts(self):
        """What an event keeps of them."""
        return [
            {"name": row.name, "kind": row.kind, "quantity": row.quantity, "place": row.place}
            for row in self
        ]

    def _as_papers(self):
        """As :meth:`tthc.dossier.action_move_papers` takes them."""
        return [
            {
                "component_id": row.component_id.id,
                "kind": row.kind,
                "quantity": row.quantity,
                **row._source(),
            }
            for row in self
        ]

    def _source(self):
        self.ensure_one()
        if self.in_file:
            return {"place": custody.FILE}
        return {
            "place": self.place,
            "agency_id": self.agency_id.id,
            "user_id": self.user_id.id,
        }

    # Actions ------------------------------------------------------------------------------------

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }
