from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools import supplement


class TthcSupplementRule(models.Model):
    """Until when, and how often, a supplement may be asked for during the examination: dated
    data, since the law behind it changes. A centre's own row goes before the one for all."""

    _name = "tthc.supplement.rule"
    _description = "Rule for Supplements"
    _inherit = ["tthc.cache.source"]
    _order = "date_from desc, company_id, id"
    _rec_name = "legal_basis"

    company_id = fields.Many2one(
        "res.company", "Centre", ondelete="cascade", help="Empty: for every centre."
    )
    date_from = fields.Date("In Force from", required=True)
    request_days = fields.Integer(
        "Ask within",
        required=True,
        default=3,
        help="Working days after the competent agency received the dossier. Later requests need "
        "a legal basis and leave. 0: at any time.",
    )
    rounds = fields.Integer(
        "Rounds without Leave",
        required=True,
        default=1,
        help="How many requests during the examination need no leave. One more is possible with "
        "a legal basis and leave: special law may allow it.",
    )
    answer_days = fields.Integer(
        "Answer within",
        required=True,
        default=30,
        help="Days that the person has to bring what is asked for; then the dossier is listed "
        "as unanswered and may be stopped. 0: no deadline.",
    )
    legal_basis = fields.Char(required=True)
    verified = fields.Boolean(
        "Checked against the Law", help="Off: the text was not read, or the number is ours."
    )
    note = fields.Text()

    _day_unique = models.UniqueIndex(
        "(date_from, COALESCE(company_id, 0))", "There is a rule of this day already."
    )

    @api.constrains("request_days", "rounds", "answer_days")
    def _check_numbers(self):
        for rule in self:
            if min(rule.request_days, rule.rounds, rule.answer_days) < 0:
                raise ValidationError(self.env._("Days and rounds are not below zero."))

    @api.model
    @api.private
    def _terms(self, company, day):
        """The :class:`~..tools.supplement.Terms` of ``company`` on ``day``."""
        for date_from, company_id, terms in self._rows():
            if date_from <= day and company_id in (False, company.id):
                return terms
        return supplement.Terms(request_days=0, answer_days=0)

    @api.model
    @tools.ormcache()
    def _rows(self):
        """Rules as ``(date_from, company id, terms)``, a centre's own before the general ones,
        the latest first; cached until one changes."""
        rules = self.sudo().search([])
        rows = [
            (
                rule.date_from,
                rule.company_id.id,
                supplement.Terms(
                    request_days=rule.request_days,
                    rounds=rule.rounds,
                    answer_days=rule.answer_days,
                    legal_basis=rule.legal_basis,
                ),
            )
            for rule in rules
        ]
        rows.sort(key=lambda row: (bool(row[1]), row[0]), reverse=True)
        return tuple(rows)
