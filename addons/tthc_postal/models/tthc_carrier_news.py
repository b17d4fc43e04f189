from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools.numbers import grouped

from ..tools import news

STATES = [
    (news.WAITING, "Waiting"),
    (news.APPLIED, "Moved the Shipment"),
    (news.NOTED, "Noted"),
    (news.OLD, "Came too Late"),
    (news.REPEATED, "Known Already"),
    (news.UNKNOWN_STATUS, "Unknown Status"),
    (news.UNKNOWN_ITEM, "Unknown Shipment"),
    (news.UNSIGNED, "Delivered, Nobody Signed"),
    (news.AGAINST, "Contradicts"),
]
REASONS = [
    ("future", "The time lies in the future."),
    ("early", "The hand-over to the post is not signed yet."),
    ("unsigned", "The carrier says delivered, but no hand-over record was signed."),
    ("known", "The shipment has this state already."),
    ("older", "It happened before what is known of the shipment."),
    ("over", "The shipment is over."),
    ("against", "It contradicts what is known of the shipment."),
    ("backwards", "The shipment is further already."),
    ("no_item", "No shipment has this number."),
    ("two_items", "Reference and tracking number belong to different shipments."),
    ("ambiguous", "Several centres have a shipment of this reference."),
    ("code", "Nobody has said what this status means."),
]
SOURCES = [
    ("webhook", "Message of the Carrier"),
    ("ask", "Asked of the Carrier"),
    ("file", "File"),
    ("manual", "Entered Here"),
]
#: What somebody has to look into.
EXCEPTIONS = [
    ("settled_at", "=", False),
    "|",
    ("differs", "=", True),
    ("state", "in", (news.UNKNOWN_STATUS, news.UNKNOWN_ITEM, news.UNSIGNED, news.AGAINST)),
]


class TthcCarrierNews(models.Model):
    """What a carrier told, as it came: one row per carrier, item, status and instant.

    Everything that comes in goes through ``_take`` (``tthc_carrier_news_take.py``), from files,
    messages and answers alike. Rows are never changed but for what was judged of them, and never
    deleted. What nobody understands yet waits here and takes effect once it is understood.
    """

    _name = "tthc.carrier.news"
    _description = "Carrier News"
    _order = "at desc, id desc"
    _rec_name = "code"

    carrier_id = fields.Many2one("tthc.carrier", required=True, index=True, ondelete="restrict")
    connector = fields.Selection(
        lambda self: self.env["tthc.carrier.status"]._connector_choices(),
        "Connection",
        required=True,
        help="Whose status codes it uses.",
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    shipment_id = fields.Many2one("tthc.shipment", index="btree_not_null", ondelete="restrict")
    order_ref = fields.Char("Our Reference", index="btree_not_null")
    tracking_number = fields.Char(index="btree_not_null")
    code = fields.Char("Status", required=True)
    text = fields.Char("In Words")
    at = fields.Datetime("When", required=True)
    place = fields.Char()
    note = fields.Char()
    receiver_name = fields.Char("Received by")
    receiver_relation = fields.Char("Relation")
    weight = fields.Integer("Weight (g)")
    price = fields.Monetary("Postage")
    cod_amount = fields.Monetary("Cash on Delivery")
    source = fields.Selection(SOURCES, required=True)
    file_id = fields.Many2one("tthc.carrier.file", index="btree_not_null", ondelete="restrict")
    raw = fields.Text("As Received", groups="base.group_system")
    hash = fields.Char(required=True, help="The same news comes in once, whatever its source.")
    state = fields.Selection(STATES, required=True, index=True)
    reason = fields.Selection(REASONS)
    differs = fields.Boolean(
        "Value Differs", help="The carrier tells another weight, postage or cash on delivery."
    )
    values_told = fields.Json(help="By value: what the carrier tells, and what we had.")
    difference = fields.Char(
        compute="_compute_difference", help="What the carrier tells, and what we have."
    )
    settled_at = fields.Datetime("Settled on")
    settled_by_id = fields.Many2one("res.users", "Settled by", ondelete="restrict")
    settled_note = fields.Char("How Settled")

    _hash_unique = models.UniqueIndex("(hash)")
    _open_index = models.Index(
        "(shipment_id) WHERE state IN ('waiting', 'unknown_status', 'unsigned')"
    )
    _exceptions_index = models.Index(
        "(company_id, at) WHERE settled_at IS NULL AND "
        "(differs OR state IN ('unknown_status', 'unknown_item', 'unsigned', 'against'))"
    )

    @api.depends("code", "text", "at")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.text or row.code

    @api.depends("values_told")
    @api.depends_context("lang")
    def _compute_difference(self):
        for row in self:
            row.difference = "; ".join(
                self.env._(
                    "%(field)s: %(told)s (ours: %(own)s)",
                    field=self._fields[name]._description_string(self.env),
                    told=grouped(told),
                    own=grouped(own),
                )
                for name, (told, own) in (row.values_told or {}).items()
            )

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: always"""
        raise UserError(self.env._("What a carrier tells is kept by the system, not entered."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(self.env._("What a carrier told is kept as it came: nothing changes."))

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("What a carrier told is kept: nothing is deleted."))

    @api.private
    def _set(self, vals):
        """Write what was judged of news, or how it was settled."""
        return super(TthcCarrierNews, self.sudo()).write(vals)

    @api.model
    def _exception_domain(self):
        """What somebody has to look into."""
        return list(EXCEPTIONS)

    # Actions ------------------------------------------------------------------------------------

    def action_settle(self, note=None):
        """Somebody looked into it and nothing remains to be done.

        :param note: what was found out
        :raise UserError: there is nothing to settle
        """
        self.check_access("read")
        self.env["tthc.shipment"].check_access("write")
        if self.filtered(lambda row: row.settled_at) or len(self.filtered_domain(EXCEPTIONS)) < len(
            self
        ):
            raise UserError(self.env._("Only what is open and needs a look can be settled."))
        self._set(
            {
                "settled_at": fields.Datetime.now(),
                "settled_by_id": self.env.uid,
                "settled_note": news.plain(note) or False,
            }
        )
        return True

    def action_map(self):
        """Ask what an unknown status means; the news that waits for it is then judged again."""
        self.ensure_one()
        self.env["tthc.carrier.status"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Does “%s” Mean?", self.code),
            "res_model": "tthc.carrier.status",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_connector": self.connector,
                "default_code": self.code,
                "default_name": self.text,
            },
        }
