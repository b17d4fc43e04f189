from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.sql import table_exists

from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import series as rules

#: Database function behind the triggers; dropped on uninstallation.
GUARD = "tthc_receipt_guard"
#: What a receipt says. It never changes.
CONTENT = (
    "company_id", "dossier_id", "expected_id", "kind", "origin_id", "payer_id", "payer_name",
    "payer_address", "payer_tax_code", "amount", "fee_amount", "charge_amount", "amount_words",
    "currency_id", "collected_at", "collected_day", "method", "collector_name", "correction",
)  # fmt: skip
#: What it gets when it is numbered, once.
NUMBERING = (
    "series_id", "book_id", "symbol", "series_name", "number", "title", "code", "token",
    "issued_at", "day", "body_name", "body_tax_code", "body_address", "delegate_name",
    "delegate_address", "delegation",
)  # fmt: skip
#: States in which a receipt stands for a collection.
LIVE = ("awaited", "draft", "signed", "transmitted")
ISSUED = ("draft", "signed", "transmitted", "adjusted")

FINANCE = ("tthc_payment.group_cashier", "tthc_payment.group_accountant")
ACCOUNTANT = ("tthc_payment.group_accountant",)


class TthcReceipt(models.Model):
    """An electronic receipt for a fee or charge (biên lai, NĐ 254/2026/NĐ-CP Art. 23 and 24).

    It is made in the transaction that settles the payment request, whatever way the money came.
    Without a book in force it is *awaited*: it keeps the true time of collection and is numbered
    later. What it says never changes and nothing is deleted; the ORM refuses it to everybody, and
    PostgreSQL's triggers to every other statement. A wrong receipt is cancelled, replaced or
    adjusted by another one. Amounts are VND without decimals.

    Not to be taken for the paper of the one-stop desk that a dossier was received (form 01).
    """

    _name = "tthc.receipt"
    _description = "Receipt for Fees and Charges"
    _order = "id desc"
    _rec_names_search = ("name", "dossier_id.name", "payer_name")

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    kind = fields.Selection(
        [("original", "Receipt"), ("replacement", "Replacement"), ("adjustment", "Adjustment")],
        required=True,
        readonly=True,
        default="original",
    )
    state = fields.Selection(
        [
            ("awaited", "Awaited"),
            ("draft", "Issued, Not Signed"),
            ("signed", "Signed"),
            ("transmitted", "Sent to Tax Authority"),
            ("adjusted", "Adjusted"),
            ("replaced", "Replaced"),
            ("cancelled", "Cancelled"),
            ("void", "Not Needed"),
        ],
        required=True,
        readonly=True,
        default="awaited",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Payment Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    payer_id = fields.Many2one(
        "res.partner", "Payer (Contact)", readonly=True, index=True, ondelete="restrict"
    )
    payer_name = fields.Char("Payer", required=True, readonly=True)
    payer_address = fields.Char("Payer's Address", readonly=True)
    payer_tax_code = fields.Char("Payer's Tax Code", readonly=True)
    line_ids = fields.One2many("tthc.receipt.line", "receipt_id", "Lines", readonly=True)
    amount = fields.Monetary(readonly=True)
    fee_amount = fields.Monetary("Of Which Fees", readonly=True, help="Phí.")
    charge_amount = fields.Monetary("Of Which Charges", readonly=True, help="Lệ phí.")
    amount_words = fields.Char("In Words", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    collected_at = fields.Datetime("Collected on", required=True, readonly=True, index=True)
    collected_day = fields.Date(required=True, readonly=True, help="At the centre.")
    method = fields.Selection(
        [
            ("cash", "Cash"),
            ("card", "Card"),
            ("transfer", "Transfer"),
            ("gateway", "Payment Gateway"),
        ],
        "Way of Payment",
        required=True,
        readonly=True,
    )
    collector_name = fields.Char("Collected by", readonly=True)

    series_id = fields.Many2one("tthc.receipt.series", readonly=True, ondelete="restrict")
    book_id = fields.Many2one("tthc.receipt.book", readonly=True, ondelete="restrict")
    symbol = fields.Char("Form", readonly=True)
    series_name = fields.Char("Symbol of Series", readonly=True)
    number = fields.Integer(readonly=True, aggregator=None)
    title = fields.Char(readonly=True)
    code = fields.Char("Check Code", readonly=True)
    token = fields.Char("Signed Text", readonly=True)
    issued_at = fields.Datetime("Issued on", readonly=True)
    day = fields.Date("Date of Receipt", readonly=True, index=True)
    body_name = fields.Char("Collecting Body", readonly=True)
    body_tax_code = fields.Char("Tax Code", readonly=True)
    body_address = fields.Char("Address", readonly=True)
    delegate_name = fields.Char("Delegate", readonly=True)
    delegate_address = fields.Char("Delegate's Address", readonly=True)
    delegation = fields.Char(readonly=True)
    awaited_reason = fields.Selection(
        [("no_book", "No Book in Force"), ("used_up", "Book Used Up")],
        "Waits Because",
        readonly=True,
    )

    origin_id = fields.Many2one(
        "tthc.receipt",
        "For Receipt",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt that this one replaces or adjusts.",
    )
    later_ids = fields.One2many("tthc.receipt", "origin_id", "Replaced or Adjusted by")
    correction = fields.Char("Corrects", readonly=True)
    cancel_wanted = fields.Boolean(
        "To Be Cancelled", readonly=True, help="The payment was undone: an accountant decides."
    )
    cancel_wanted_reason = fields.Char("Payment Undone Because", readonly=True)
    ended_at = fields.Datetime("Ended on", readonly=True)
    ended_day = fields.Date(readonly=True, index="btree_not_null")
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, ondelete="restrict")
    end_reason = fields.Char("Reason", readonly=True)
    minute_number = fields.Char("Minute", readonly=True, help="Biên bản: number.")
    minute_date = fields.Date("Date of Minute", readonly=True)

    signed_at = fields.Datetime("Signed on", readonly=True)
    signer = fields.Char(readonly=True)
    certificate = fields.Char(readonly=True)
    transmitted_at = fields.Datetime("Sent on", readonly=True)
    tax_reference = fields.Char("Tax Authority's Number", readonly=True)
    exchange_state = fields.Selection(
        [("waiting", "To Be Sent"), ("pending", "Awaiting Answer"), ("refused", "Refused")],
        "Exchange",
        readonly=True,
    )
    exchange_detail = fields.Char("Last Answer", readonly=True)
    exchange_tries = fields.Integer(readonly=True, aggregator=None)
    exchange_next_at = fields.Datetime("Next Try", readonly=True)
    event_ids = fields.One2many("tthc.receipt.event", "receipt_id", "History", readonly=True)
    is_signed = fields.Boolean(compute="_compute_is_signed")

    _number_unique = models.UniqueIndex("(series_id, number) WHERE number IS NOT NULL")
    _book_index = models.Index("(book_id, number)")
    _code_unique = models.UniqueIndex("(code) WHERE code IS NOT NULL")
    _one_live = models.UniqueIndex(
        "(expected_id) WHERE kind != 'adjustment' AND cancel_wanted IS NOT TRUE "
        "AND state IN ('awaited', 'draft', 'signed', 'transmitted', 'adjusted')",
        "This collection has a receipt already.",
    )
    _awaited_index = models.Index("(collected_at) WHERE state = 'awaited'")
    _exchange_index = models.Index("(exchange_next_at) WHERE exchange_state IS NOT NULL")

    @api.depends("symbol", "series_name", "number")
    def _compute_name(self):
        for receipt in self:
            number = rules.number_text(receipt.number)
            receipt.name = number and f"{receipt.symbol} {receipt.series_name} {number}"

    @api.depends("name", "expected_id")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = receipt.name or self.env._(
                "Receipt awaited for %s", receipt.expected_id.sudo().reference
            )

    @api.depends("signed_at")
    def _compute_is_signed(self):
        for receipt in self:
            receipt.is_signed = bool(receipt.signed_at)

    # Guards -------------------------------------------------------------------------------------

    def _auto_init(self):
        """Override: no trigger while Odoo changes the table, as in ``tthc.append.only``."""
        if table_exists(self.env.cr, self._table):
            for name in ("rows", "table"):
                self.env.cr.execute(
                    SQL(
                        "DROP TRIGGER IF EXISTS %s ON %s",
                        SQL.identifier(f"{GUARD}_{name}"),
                        SQL.identifier(self._table),
                    )
                )
        result = super()._auto_init()
        self._create_guards()
        return result

    def _create_guards(self):
        def row(prefix, names):
            columns = [SQL.identifier(prefix, name) for name in names]
            return SQL("(%s)", SQL(", ").join(columns))

        self.env.cr.execute(
            SQL(
                """CREATE OR REPLACE FUNCTION %(guard)s() RETURNS trigger AS $$
                   BEGIN
                       IF TG_OP = 'UPDATE' THEN
                           IF %(new)s IS NOT DISTINCT FROM %(old)s
                              AND (old.number IS NULL OR %(new_no)s IS NOT DISTINCT FROM %(old_no)s)
                           THEN RETURN new; END IF;
                       END IF;
                       RAISE EXCEPTION 'receipts stay as they were issued: %% is refused', TG_OP
                           USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
                   END $$ LANGUAGE plpgsql;
                   CREATE TRIGGER %(rows)s BEFORE UPDATE OR DELETE ON %(table)s
                       FOR EACH ROW EXECUTE FUNCTION %(guard)s();
                   CREATE TRIGGER %(all)s BEFORE TRUNCATE ON %(table)s
                       FOR EACH STATEMENT EXECUTE FUNCTION %(guard)s()""",
                guard=SQL.identifier(GUARD),
                rows=SQL.identifier(f"{GUARD}_rows"),
                all=SQL.identifier(f"{GUARD}_table"),
                table=SQL.identifier(self._table),
                new=row("new", CONTENT),
                old=row("old", CONTENT),
                new_no=row("new", NUMBERING),
                old_no=row("old", NUMBERING),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: always; receipts are made by collecting money"""
        raise UserError(self.env._("A receipt is made by collecting a fee, never by hand."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(
            self.env._("A receipt does not change: cancel it, replace it or adjust it.")
        )

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("Receipts are never deleted: cancel the receipt instead."))

    def copy_data(self, default=None):
        """:raise UserError: always"""
        raise UserError(self.env._("A receipt cannot be duplicated."))

    @api.private
    def _set(self, vals):
        """Write, from a method that takes a step of the receipt."""
        return super(TthcReceipt, self.sudo()).write(vals)

    @api.private
    def _make(self, vals_list):
        """Create, from a collection or a correction. What the former receipt of the collection
        became is written first: there is one in force at a time."""
        self.flush_model(["state", "cancel_wanted"])
        return super(TthcReceipt, self.sudo()).create(vals_list)

    @api.private
    def _lock(self):
        """Lock the rows, by ascending id, and see them as they are now."""
        self.flush_recordset()
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_receipt WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset()

    @api.private
    def _check_may(self, groups, message):
        """:raise AccessError: the user is in none of ``groups``, or may not read the receipts"""
        self.check_access("read")
        user = self.env.user
        if not (self.env.su or any(user.has_group(group) for group in groups)):
            raise AccessError(message)

    def _local(self, instant):
        """A naive UTC instant at the centre; ``None`` for none."""
        return instant and wall_time.to_local(instant, self.company_id.sudo()._tthc_zone())
