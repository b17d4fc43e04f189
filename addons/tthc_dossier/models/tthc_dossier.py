import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import actions

#: Letters and digits that nobody confuses when reading a lookup code aloud.
LOOKUP_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

#: Fields of this file that only the named actions write, see ``_protected_fields``.
PROTECTED = frozenset(
    {
        "name",
        "state",
        "version_id",
        "task_id",
        "agency_id",
        "competent_agency_id",
        "submitted_at",
        "accepted_at",
        "competent_received_at",
        "due_at",
        "due_legal",
        "due_committed",
        "committed_value",
        "committed_unit",
        "finished_at",
        "returned_at",
        "extended",
        "supplement_count",
        "outcome",
        "lookup_token",
        "event_count",
        "event_head",
        "competent_company_id",
    }
)

#: What may still be changed once the dossier was accepted.
EDITABLE_AFTER_ACCEPTANCE = frozenset({"return_method", "return_address", "subject", "note"})
#: What was declared on acceptance: frozen from then on.
DECLARED = frozenset(
    {
        "owner_id",
        "procedure_id",
        "case_id",
        "channel",
        "company_id",
        "quantity",
        "copies",
        "applicant_kind",
        "claim_ids",
    }
)


class TthcDossier(models.Model):
    """One request to the administration, from the door to the result ("hồ sơ").

    The state moves through the named actions only (``tools/actions.py``); each appends to the
    event ledger. This file holds the fields and guards them; the actions, the clock, the intake
    and what the public may see stand in files of their own.

    Extension points for the modules above: ``_action_obstacles``, ``_after_action``,
    ``_receipt_fee_rows``, ``_receipt_payment_qr``, ``_public_progress``, ``_portal_values``.
    """

    _name = "tthc.dossier"
    _description = "Dossier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "accepted_at desc, id desc"
    _mail_post_access = "read"
    _rec_names_search = ["name", "owner_id.name"]

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    national_code = fields.Char(
        copy=False, index="btree_not_null", help="Number on the national portal."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("registered", "Newly Registered"),
            ("accepted", "Accepted"),
            ("not_accepted", "Not Accepted"),
            ("processing", "In Process"),
            ("supplement", "Supplement Requested"),
            ("financial", "Financial Duty Requested"),
            ("withdrawing", "Withdrawal Requested"),
            ("stopped", "Stopped"),
            ("done", "Processed"),
            ("returned", "Result Returned"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        group_expand="_expand_states",
    )
    company_id = fields.Many2one(
        "res.company",
        "Receiving Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "tthc.procedure.version", readonly=True, ondelete="restrict", copy=False
    )
    case_id = fields.Many2one("tthc.procedure.case", required=True, ondelete="restrict")
    sector_id = fields.Many2one(related="procedure_id.sector_id", store=True, index=True)
    channel = fields.Selection(
        [("counter", "At the Counter"), ("online", "Online"), ("post", "By Post")],
        required=True,
        default="counter",
        index=True,
    )
    quantity = fields.Integer(
        default=1,
        help="Pages of the original or persons, where fees count them; copies where nothing else "
        "is counted.",
    )
    subject = fields.Char(help="Trích yếu: what is asked for, in a line.")
    note = fields.Text("Internal Note", groups="base.group_user")

    owner_id = fields.Many2one(
        "res.partner", "Dossier Owner", required=True, index=True, ondelete="restrict"
    )
    party_ids = fields.One2many("tthc.dossier.party", "dossier_id", "Parties")
    component_ids = fields.One2many("tthc.dossier.component", "dossier_id", "Components")
    task_ids = fields.One2many("tthc.dossier.task", "dossier_id", "Steps", readonly=True)
    task_id = fields.Many2one(
        "tthc.dossier.task",
        "Current Step",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Where several run at the same time: the one of the leading agency.",
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        "With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The agency that has the dossier now; empty: the receiving centre.",
    )
    competent_agency_id = fields.Many2one(
        "tthc.agency", readonly=True, copy=False, index="btree_not_null"
    )
    competent_company_id = fields.Many2one(
        "res.company",
        "Competent Centre",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The centre that is competent, where another one received the dossier.",
    )
    event_ids = fields.One2many("tthc.dossier.event", "dossier_id", "Events", readonly=True)
    event_count = fields.Integer(readonly=True, copy=False)
    event_head = fields.Char("Last Event Hash", readonly=True, copy=False)

    submitted_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted on", readonly=True, copy=False, index=True)
    competent_received_at = fields.Datetime("Received by the Agency", readonly=True, copy=False)
    due_at = fields.Datetime("Appointment", readonly=True, copy=False, index=True)
    due_legal = fields.Datetime("Legal Due Date", readonly=True, copy=False)
    due_committed = fields.Datetime("Committed Due Date", readonly=True, copy=False)
    finished_at = fields.Datetime("Processed on", readonly=True, copy=False, index=True)
    returned_at = fields.Datetime("Returned on", readonly=True, copy=False)
    extended = fields.Boolean(readonly=True, copy=False)
    supplement_count = fields.Integer("Supplement Rounds", readonly=True, copy=False)
    outcome = fields.Selection(
        [("granted", "Granted"), ("rejected", "Rejected")], readonly=True, copy=False
    )
    return_method = fields.Selection(
        [("counter", "At the Counter"), ("post", "By Post"), ("electronic", "Electronic")],
        required=True,
        default="counter",
    )
    return_address = fields.Char(help="Where the result is sent, when it goes by post.")
    lookup_token = fields.Char(
        "Lookup Code",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Secret printed on the receipt; whoever has it may follow the progress.",
    )

    _name_unique = models.UniqueIndex("(name) WHERE name IS NOT NULL", "This number is taken.")
    _national_code_unique = models.UniqueIndex(
        "(national_code) WHERE national_code IS NOT NULL",
        "Another dossier has this national code.",
    )
    _lookup_unique = models.UniqueIndex("(lookup_token) WHERE lookup_token IS NOT NULL")
    _desk_index = models.Index("(company_id, state, due_at)")
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity must be at least 1."
    )

    @api.depends("name", "procedure_id")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = dossier.name or self.env._(
                "Not numbered – %s", dossier.procedure_id.sudo().short_name or ""
            )

    # Guards -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Open drafts. Number, state and dates come from the actions, whatever the caller gives.

        :raise UserError: a value that only an action may give
        """
        for vals in vals_list:
            self._refuse_protected(vals)
        return self._create_drafts(vals_list)

    @api.private
    def _create_drafts(self, vals_list):
        """Create with protected values; for the intake of this module only."""
        procedures = self.env["tthc.procedure"].sudo()
        for vals in vals_list:
            vals.setdefault("lookup_token", self._new_lookup_token())
            if vals.get("procedure_id"):
                # Given here, the stored related field needs no statement of its own.
                vals["sector_id"] = procedures.browse(vals["procedure_id"]).sector_id.id
        quiet = self.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )
        dossiers = super(TthcDossier, quiet).create(vals_list)
        return dossiers.with_env(self.env)

    def write(self, vals):
        """Refuse what only actions write, and what acceptance has frozen.

        :raise UserError: for a protected or frozen field
        """
        self._refuse_protected(vals)
        if DECLARED & set(vals):
            for dossier in self:
                if dossier.state not in ("draft", "registered"):
                    raise UserError(
                        self.env._(
                            "%s was accepted: its owner, procedure, case, channel, centre and what "
                            "its price depends on can no longer be changed.",
                            dossier.display_name,
                        )
                    )
        return super().write(vals)

    @api.model
    def _protected_fields(self):
        """Names of the fields that only the named actions write, never a form, an import or a
        call from outside. Extended by whoever adds such a field."""
        return PROTECTED

    def _refuse_protected(self, vals):
        refused = self._protected_fields() & set(vals)
        if refused - {"state"} or vals.get("state", "draft") != "draft" or (self and refused):
            labels = sorted(self._fields[name]._description_string(self.env) for name in refused)
            raise UserError(
                self.env._(
                    "%(fields)s cannot be entered: it changes through the actions of the dossier "
                    "only.",
                    fields=", ".join(labels),
                )
            )

    @api.private
    def _set(self, vals):
        """Write protected fields, from an action."""
        return super(TthcDossier, self.sudo().with_context(tracking_disable=True)).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for dossier in self:
            if dossier.state != "draft" or dossier.event_count:
                raise UserError(
                    self.env._(
                        "%s cannot be deleted: a registered dossier stays on record. Refuse, "
                        "stop or withdraw it instead.",
                        dossier.display_name,
                    )
                )

    def copy_data(self, default=None):
        raise UserError(self.env._("A dossier cannot be duplicated: take in a new one."))

    @api.model
    def _new_lookup_token(self):
        return "".join(secrets.choice(LOOKUP_ALPHABET) for _position in range(12))

    @api.model
    def _expand_states(self, states, _domain):
        """Columns of the board in the order of the process: the open states always, the others
        where there is something in them."""
        order = self._fields["state"].get_values(self.env)
        return [state for state in order if state in states or state in actions.OPEN_STATES]

    # For the views ----------------------------------------------------------------------------

    allowed_actions = fields.Char(compute="_compute_allowed_actions")
    step_kind = fields.Selection(related="task_id.kind", string="Step Kind")
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    @api.depends("state", "task_id")
    def _compute_allowed_actions(self):
        for dossier in self:
            names = actions.allowed_actions(dossier.state)
            dossier.allowed_actions = f",{','.join(names)}," if names else ""

    @api.depends_context("uid")
    @api.depends("open_task_ids.user_id")
    def _compute_is_mine(self):
        user = self.env.user
        for dossier in self:
            dossier.is_mine = any(task._is_holder(user) for task in dossier.open_task_ids)

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("open_task_ids", "any", self.env["tthc.dossier.task"]._domain_mine())
        return mine if True in value else ~mine
