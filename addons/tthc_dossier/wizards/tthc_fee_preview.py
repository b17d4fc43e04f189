from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.tthc_catalogue.tools import fees

from ..tools import wall_time

#: Dossiers priced between two rounds of reading.
BATCH = 1000
#: Changed dossiers listed one by one; the sums count all of them.
LISTED = 300


class TthcFeePreview(models.TransientModel):
    """What a new regulation, or a new version of a procedure, would change: every dossier
    accepted in a period, priced by the rules that were in force and by the new ones.

    The catalogue is the province's, so the sums are those of all centres and carry no identity.
    One by one only dossiers of the user's own centres are listed, by number: neither who asked
    nor a way into the dossier.
    """

    _name = "tthc.fee.preview"
    _description = "Preview of New Fees"

    regulation_id = fields.Many2one("tthc.fee.regulation", readonly=True, ondelete="cascade")
    version_id = fields.Many2one("tthc.procedure.version", readonly=True, ondelete="cascade")
    date_from = fields.Date(
        "Accepted from", required=True, default=lambda self: self._last_month()[0]
    )
    date_to = fields.Date(
        "Accepted until", required=True, default=lambda self: self._last_month()[1]
    )
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.ref("base.VND"))
    line_ids = fields.One2many("tthc.fee.preview.line", "preview_id", readonly=True)
    change_ids = fields.One2many("tthc.fee.preview.change", "preview_id", readonly=True)
    dossier_count = fields.Integer("Dossiers", readonly=True)
    changed_count = fields.Integer("Changed", readonly=True)
    unmatched_count = fields.Integer(
        "Not Comparable",
        readonly=True,
        help="Their case has no counterpart of the same name in the new version.",
    )
    old_total = fields.Monetary("Old Sum", readonly=True)
    new_total = fields.Monetary("New Sum", readonly=True)
    difference = fields.Monetary(readonly=True)

    @api.depends("regulation_id", "version_id")
    def _compute_display_name(self):
        for preview in self:
            source = preview.regulation_id or preview.version_id
            preview.display_name = self.env._("Preview: %s", source.display_name or "")

    @api.model
    def _last_month(self):
        """First and last day of the previous calendar month."""
        first = fields.Date.context_today(self).replace(day=1)
        last = first - timedelta(days=1)
        return last.replace(day=1), last

    @api.model
    def _open(self, **source):
        """A computed preview of a draft, as a window."""
        preview = self.create(source)
        preview.action_compute()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview of New Fees"),
            "res_model": self._name,
            "res_id": preview.id,
            "view_mode": "form",
        }

    def action_compute(self):
        """Price the period's dossiers by both rules.

        :raise UserError: somebody who neither edits nor publishes the catalogue
        """
        self.ensure_one()
        user = self.env.user
        if not (
            user.has_group("tthc_catalogue.group_catalogue_editor")
            or user.has_group("tthc_catalogue.group_catalogue_publisher")
        ):
            raise UserError(
                self.env._("Only editors and publishers of the catalogue preview new fees.")
            )
        if self.date_to < self.date_from:
            raise UserError(self.env._("The period ends before it begins."))
        found = _Comparison()
        dossiers = self.env["tthc.dossier"].sudo()
        ids = dossiers.search(self._domain(), order="accepted_at, id").ids
        for batch in split_every(BATCH, ids):
            self._compare(dossiers.browse(batch), found)
            self.env.invalidate_all()
        self.write(self._values(found))
        return True

    def _domain(self):
        """Dossiers accepted in the period; of a version only those of its procedure."""
        zone = self.env.company.sudo()._tthc_zone()
        start = wall_time.to_utc(datetime.combine(self.date_from, time.min), zone)
        end = wall_time.to_utc(datetime.combine(self.date_to + timedelta(days=1), time.min), zone)
        domain = fields.Domain("accepted_at", ">=", start) & fields.Domain("accepted_at", "<", end)
        if self.version_id:
            domain &= fields.Domain("procedure_id", "=", self.version_id.procedure_id.id)
        return domain

    # Comparison -----------------------------------------------------------------------------------

    def _compare(self, dossiers, found):
        """Price a batch by both rules, with a fixed number of queries."""
        dossiers.fetch(
            ["name", "case_id", "channel", "quantity", "copies", "applicant_kind", "accepted_at",
             "company_id", "procedure_id"]
        )  # fmt: skip
        rules = self._rules(dossiers.case_id)
        claims = self._claims(dossiers)
        old_book = self.env["tthc.fee.regulation"]._published_book()
        new_book = self._new_book(old_book)
        own = set(self.env.user._get_company_ids())
        for dossier in dossiers:
            case = dossier.case_id
            request = case._fee_request(
                dossier.channel,
                dossier._pricing_day(),
                dossier.quantity,
                dossier.copies,
                dossier.applicant_kind,
                claims[dossier.id],
            )
            old = fees.quote(rules[case.id], request, old_book)
            new_rules = self._new_rules(case, rules, request.on_date)
            if new_rules is None:
                found.unmatched += 1
                continue
            claimed = request.claimed | self._claimed_anew(claims[dossier.id])
            new = fees.quote(new_rules, replace(request, claimed=claimed), new_book)
            found.add(dossier, old, new, dossier.company_id.id in own)

    def _rules(self, cases):
        """The plain rules of each case, ``{case id: [rule]}``, in one query."""
        rows = self.env["tthc.procedure.fee"].sudo()
        rows = rows.search_fetch([("case_id", "in", cases.ids)], ["case_id", *rows._rule_fields()])
        rules = defaultdict(list)
        for row in rows:
            rules[row.case_id.id].append(row._rule())
        return rules

    def _claims(self, dossiers):
        """The benefits claimed of each dossier, in one query."""
        rows = self.env["tthc.dossier.claim"].sudo()
        rows = rows.search_fetch([("dossier_id", "in", dossiers.ids)], ["dossier_id", "benefit_id"])
        claims = defaultdict(list)
        for row in rows:
            claims[row.dossier_id.id].append(row.benefit_id)
        return claims

    def _new_book(self, book):
        """The regulations that would count: those in force, with the draft as if it were."""
        draft = self.regulation_id.sudo()
        if not draft:
            return book
        replaced = {draft.replaces_id.id} - {False}
        return book.without(replaced).plus(draft._book().as_if_in_force())

    def _claimed_anew(self, claimed):
        """Ids of the draft's benefits that whoever claimed these would claim: those of the same
        group, or of the same name."""
        groups = {benefit.group for benefit in claimed} - {"other"}
        names = {fees.same_name(benefit.name) for benefit in claimed}
        return frozenset(
            benefit.id
            for benefit in self.regulation_id.sudo().benefit_ids
            if benefit.group in groups or fees.same_name(benefit.name) in names
        )

    def _new_rules(self, case, rules, on_date):
        """The rules that a dossier of ``case`` would have: its own under a new regulation, those
        of the case of the same name under a new version; ``None`` without such a case."""
        version = self.version_id.sudo()
        if not version:
            return rules[case.id]
        wanted = fees.same_name(case.name)
        twins = version.case_ids.filtered(lambda row: fees.same_name(row.name) == wanted)
        if not twins and len(version.case_ids) == 1 and len(case.version_id.case_ids) == 1:
            twins = version.case_ids
        if not twins:
            return None
        first_day = version.date_from
        new = [fee._rule() for fee in twins[0].fee_ids]
        if first_day and on_date < first_day:
            new = [
                replace(rule, date_from=None, date_to=None)
                for rule in new
                if rule.in_force(first_day)
            ]
        return new

    def _values(self, found):
        changes = found.changes[:LISTED]
        return {
            "line_ids": [Command.clear()] + [Command.create(row) for row in found.lines()],
            "change_ids": [Command.clear()] + [Command.create(row) for row in changes],
            "dossier_count": found.dossiers,
            "changed_count": found.changed,
            "unmatched_count": found.unmatched,
            "old_total": found.old,
            "new_total": found.new,
            "difference": found.new - found.old,
        }


class _Comparison:
    """Sums of a preview while it is computed."""

    def __init__(self):
        self.dossiers = self.changed = self.unmatched = self.old = self.new = 0
        self.changes = []
        self._rows = {}

    def add(self, dossier, old, new, listed):
        """Count a dossier with its quotes by the old and the new rules."""
        before = {fees.same_name(quote.name): quote for quote in old}
        after = {fees.same_name(quote.name): quote for quote in new}
        for key in [*before, *(key for key in after if key not in before)]:
            name = (before.get(key) or after[key]).name
            row = self._rows.setdefault(
                (dossier.procedure_id.id, key),
                {
                    "procedure_id": dossier.procedure_id.id,
                    "name": name,
                    "dossiers": 0,
                    "changed": 0,
                    "old_amount": 0,
                    "new_amount": 0,
                },
            )
            amounts = [quotes[key].amount if key in quotes else 0 for quotes in (before, after)]
            row["dossiers"] += 1
            row["changed"] += amounts[0] != amounts[1]
            row["old_amount"] += amounts[0]
            row["new_amount"] += amounts[1]
        sums = [sum(quote.amount for quote in quotes) for quotes in (old, new)]
        self.dossiers += 1
        self.old += sums[0]
        self.new += sums[1]
        if sums[0] != sums[1]:
            self.changed += 1
            if listed:
                self.changes.append(self._change(dossier, *sums))

    @staticmethod
    def _change(dossier, old, new):
        return {
            "number": dossier.name,
            "procedure_id": dossier.procedure_id.id,
            "case_id": dossier.case_id.id,
            "company_id": dossier.company_id.id,
            "channel": dossier.channel,
            "accepted_on": dossier._pricing_day(),
            "old_amount": old,
            "new_amount": new,
            "difference": new - old,
        }

    def lines(self):
        """A row for every procedure and fee, the greatest difference first."""
        for row in self._rows.values():
            row["difference"] = row["new_amount"] - row["old_amount"]
        return sorted(
            self._rows.values(), key=lambda row: (-abs(row["difference"]), -row["dossiers"])
        )


class TthcFeePreviewLine(models.TransientModel):
    """What changes for one fee of one procedure."""

    _name = "tthc.fee.preview.line"
    _description = "Previewed Fee"

    preview_id = fields.Many2one("tthc.fee.preview", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="preview_id.currency_id")
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    name = fields.Char("Fee", readonly=True)
    dossiers = fields.Integer(readonly=True)
    changed = fields.Integer(readonly=True, help="Dossiers whose amount changes.")
    old_amount = fields.Monetary("Old Sum", readonly=True)
    new_amount = fields.Monetary("New Sum", readonly=True)
    difference = fields.Monetary(readonly=True)


class TthcFeePreviewChange(models.TransientModel):
    """A dossier that would cost something else: its number only, and nothing of the person."""

    _name = "tthc.fee.preview.change"
    _description = "Dossier with Another Price"

    preview_id = fields.Many2one("tthc.fee.preview", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="preview_id.currency_id")
    number = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    case_id = fields.Many2one("tthc.procedure.case", readonly=True)
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")], readonly=True
    )
    accepted_on = fields.Date(readonly=True)
    old_amount = fields.Monetary("Old Sum", readonly=True)
    new_amount = fields.Monetary("New Sum", readonly=True)
    difference = fields.Monetary(readonly=True)


class TthcFeeRegulation(models.Model):
    _inherit = "tthc.fee.regulation"

    def action_preview_fees(self):
        """What this draft would have changed for last month's dossiers."""
        self.ensure_one()
        return self.env["tthc.fee.preview"]._open(regulation_id=self.id)


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    def action_preview_fees(self):
        """What the fees of this draft would have changed for last month's dossiers."""
        self.ensure_one()
        return self.env["tthc.fee.preview"]._open(version_id=self.id)
