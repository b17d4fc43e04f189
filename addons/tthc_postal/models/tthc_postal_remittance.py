from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import remittance_list as lists
from ..tools import status

#: What may still be entered, by state.
OPEN_FIELDS = {
    "agreed": {"remitted_on", "remitted_amount", "reference", "note"},
    "remitted": {"note"},
    "closed": set(),
}


class TthcPostalRemittance(models.Model):
    """What a carrier owes a centre of the money it collected ("bảng kê tiền thu hộ").

    Draft: ours beside the post's list, with the differences. Agreed: what both sides say is owed.
    Remitted: the carrier has transferred it. Closed: the transfer was found to be right.
    """

    _name = "tthc.postal.remittance"
    _description = "Remittance List of the Post"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one(
        "tthc.carrier",
        required=True,
        ondelete="restrict",
        domain="[('company_ids', 'in', [company_id, False])]",
        default=lambda self: self.env["tthc.carrier"]._default_id(self.env.company.id),
    )
    date_from = fields.Date("From")
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("agreed", "Agreed"),
            ("remitted", "Remitted"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("tthc.postal.remittance.line", "remittance_id", "Lines", copy=False)
    compared = fields.Boolean("Compared with the Post's List", readonly=True, copy=False)
    told_name = fields.Char("The Post's File", readonly=True, copy=False)
    our_amount = fields.Monetary("Recorded Here", compute="_compute_amounts", store=True)
    told_amount = fields.Monetary("Told by the Post", compute="_compute_amounts", store=True)
    due_amount = fields.Monetary(
        "Owed", compute="_compute_amounts", store=True, help="What the carrier has to remit."
    )
    difference_count = fields.Integer("Differences", compute="_compute_amounts", store=True)
    oldest_days = fields.Integer("Oldest (days)", compute="_compute_oldest_days")
    agreed_at = fields.Datetime("Agreed on", readonly=True, copy=False)
    agreed_by_id = fields.Many2one("res.users", "Agreed by", readonly=True, copy=False)
    remitted_on = fields.Date(copy=False)
    remitted_amount = fields.Monetary(copy=False)
    reference = fields.Char("Reference of the Transfer", copy=False)
    note = fields.Text()

    _name_unique = models.UniqueIndex("(company_id, name) WHERE name IS NOT NULL")

    @api.depends("name")
    def _compute_display_name(self):
        for remittance in self:
            remittance.display_name = remittance.name or self.env._("New Remittance List")

    @api.depends("line_ids.amount", "line_ids.told_amount", "line_ids.state", "line_ids.counts")
    def _compute_amounts(self):
        for remittance in self:
            lines = remittance.line_ids
            remittance.our_amount = sum(lines.mapped("amount"))
            remittance.told_amount = sum(lines.mapped("told_amount"))
            remittance.due_amount = sum(line._owed() for line in lines if line.counts)
            differing = lines.filtered(lambda line: line.state not in ("none", lists.SAME))
            remittance.difference_count = len(differing)

    @api.depends("line_ids.collection_id", "state")
    def _compute_oldest_days(self):
        for remittance in self:
            collections = remittance.line_ids.collection_id
            remittance.oldest_days = max(collections.mapped("age_days"), default=0)

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_made(vals)
        quiet = self.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )
        return super(TthcPostalRemittance, quiet).create(vals_list).with_env(self.env)

    def write(self, vals):
        """:raise UserError: what only the actions write, or a list that is agreed"""
        self._refuse_made(vals)
        own = {name for name in vals if not name.startswith("message_")}
        for remittance in self:
            allowed = remittance._open_fields()
            if allowed is not None and own - allowed:
                raise UserError(
                    self.env._("List %s is agreed: it can no longer be changed.", remittance.name)
                )
        return super().write(vals)

    def _open_fields(self):
        """Extension point: names of the fields that may still be entered; ``None``: all."""
        return OPEN_FIELDS.get(self.state)

    def _refuse_made(self, vals):
        made = {"name", "agreed_at", "agreed_by_id", "compared", "told_name"} & set(vals)
        if made or vals.get("state", "draft") != "draft" or (self and "state" in vals):
            raise UserError(self.env._("Number and state of a list come from its actions only."))

    @api.private
    def _set(self, vals):
        return super(TthcPostalRemittance, self.sudo().with_context(tracking_disable=True)).write(
            vals
        )

    def unlink(self):
        """A draft frees what stood on it.

        :raise UserError: an agreed list
        """
        self._require("draft")
        self.sudo().line_ids.collection_id._set({"remittance_id": False})
        return super().unlink()

    def _require(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for remittance in self:
            if remittance.state not in states:
                raise UserError(
                    self.env._(
                        "%(list)s is “%(state)s”: this is for a list that is “%(wanted)s”.",
                        list=remittance.display_name,
                        state=labels[remittance.state],
                        wanted=", ".join(labels[state] for state in states),
                    )
                )

    def _begin(self, *states):
        """Rights, lock and state, as every action needs them."""
        self.ensure_one()
        self.check_access("write")
        self.env["tthc.postal.collection"]._check_keeper()
        self.sudo().lock_for_update()
        self._require(*states)

    # Filling ------------------------------------------------------------------------------------

    def action_fill(self):
        """Put everything on the list that the carrier collected in its days and that is on none;
        what was voided meanwhile goes."""
        self._begin("draft")
        self._note_missing_cod()
        lines = self.env["tthc.postal.remittance.line"].sudo()
        self.sudo().line_ids.filtered(lambda line: line.collection_id.voided).unlink()
        found = self.env["tthc.postal.collection"].sudo().search(self._fill_domain(), order="id")
        found.lock_for_update()
        found = found.filtered(lambda row: not row.remittance_id)
        lines.create(
            [{"remittance_id": self.id, "collection_id": row.id, "counts": True} for row in found]
        )
        found._set({"remittance_id": self.id})
        self._set({"compared": False, "told_name": False} if found and self.compared else {})
        return True

    def _fill_domain(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("carrier_id", "=", self.carrier_id.id),
            ("state", "=", "open"),
            ("collected_at", "<", self._midnight(self.date_to + timedelta(days=1))),
        ]
        if self.date_from:
            domain.append(("collected_at", ">=", self._midnight(self.date_from)))
        return domain

    def _midnight(self, day):
        """Naive UTC instant at which a day of the centre begins."""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_utc(datetime.combine(day, time.min), zone)

    def _note_missing_cod(self):
        """Deliveries that a file brought in bulk have their cash on delivery recorded here."""
        delivered = self.env["tthc.shipment"].sudo()
        delivered.search(
            [
                ("company_id", "=", self.company_id.id),
                ("carrier_id", "=", self.carrier_id.id),
                ("state", "=", status.DELIVERED),
                ("direction", "=", "deliver"),
                ("cod_amount", ">", 0),
                ("collection_ids", "not any", [("kind", "=", "cod"), ("voided", "=", False)]),
            ]
        )._note_cod()

    # The way of a list --------------------------------------------------------------------------

    def action_agree(self):
        """Both sides agree on what is owed; what the post did not collect waits on.

        :raise UserError: an empty list, or a difference that nobody explained
        """
        self._begin("draft")
        lines = self.sudo().line_ids
        if not lines:
            raise UserError(self.env._("Fill the list first: nothing stands on it."))
        silent = lines.filtered(
            lambda line: line.state not in ("none", lists.SAME) and not line.explanation
        )
        if silent:
            raise UserError(
                self.env._(
                    "Explain each difference with the post's list first:\n%s",
                    "\n".join(f"– {line.display_name}" for line in silent[:20]),
                )
            )
        missing = lines.filtered(lambda line: line.state == lists.MISSING)
        missing.collection_id._set({"remittance_id": False})
        missing.write({"counts": False})
        number = self.company_id._tthc_postal_number("tthc.postal.remittance")
        self._set(
            {
                "state": "agreed",
                "name": number,
                "agreed_at": fields.Datetime.now(),
                "agreed_by_id": self.env.uid,
                "remitted_amount": self._to_transfer(),
            }
        )
        return True

    def action_remit(self):
        """The carrier has transferred what it owes.

        :raise UserError: no day, reference or amount
        """
        self._begin("agreed")
        if not (self.remitted_on and (self.reference or "").strip() and self.remitted_amount > 0):
            raise UserError(
                self.env._("Enter the day, the reference and the amount of the transfer.")
            )
        if self.remitted_on > fields.Date.context_today(self):
            raise UserError(self.env._("This day lies in the future: correct it."))
        self._set({"state": "remitted"})
        return True

    def _to_transfer(self):
        """Extension point: VND that the carrier has to transfer for this list."""
        return self.due_amount

    def action_close(self):
        """The transfer is right; or the note says what became of the difference.

        :raise UserError: another amount than owed, and no note
        """
        self._begin("remitted")
        if round(self.remitted_amount) != round(self._to_transfer()) and not self.note:
            raise UserError(
                self.env._(
                    "%(remitted)s was remitted and %(owed)s was owed: write into the note what "
                    "became of the difference.",
                    remitted=self.currency_id.format(self.remitted_amount),
                    owed=self.currency_id.format(self._to_transfer()),
                )
            )
        self._set({"state": "closed"})
        return True

    def action_print(self):
        return self.env.ref("tthc_postal.action_report_postal_remittance").report_action(self)
