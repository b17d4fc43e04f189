from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_payment.tools import judgement

#: What is owed to the centre: fees taken with a dossier, cash on delivery.
OWED = ("fee", "cod")


class TthcIncomingMoney(models.Model):
    """Money that the post took: it pays the request as soon as it is in the postal worker's hand,
    and is the carrier's debt until the bank shows the remittance."""

    _inherit = "tthc.incoming.money"

    source = fields.Selection(
        selection_add=[("post", "Post")], ondelete={"post": lambda moneys: None}
    )
    postal_collection_id = fields.Many2one(
        "tthc.postal.collection",
        "Collected by the Post",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _postal_collection_once = models.UniqueIndex(
        "(postal_collection_id) WHERE postal_collection_id IS NOT NULL",
        "What the post collected is taken in once.",
    )

    def _needs_attempt(self, method):
        """Override: nobody pays online what is put into the hand of a postal worker."""
        return method != "post" and super()._needs_attempt(method)

    @api.private
    def _match_post(self, requests):
        """Pay those of ``requests`` whose sum this money is; else say what stands against it.

        Fees come first: where they alone make up the sum, the postage is not touched. A request
        whose term is over is renewed, as at the cash desk: its fee is still owed.
        """
        self.ensure_one()
        requests = requests.filtered(lambda row: row.state in ("open", "expired")).sorted("id")
        requests._lock()
        self._lock()
        requests = requests.filtered(lambda row: row.state in ("open", "expired"))
        if self.state != "exception" or not requests:
            return
        for chosen in (requests.filtered(lambda row: row.purpose != "postage"), requests):
            if chosen and round(sum(chosen.mapped("due_amount"))) == round(self.open_amount):
                chosen._renew()
                self._pay(chosen)
                return
        self._set_fate("exception", "amount_differs", candidate_id=requests[0].id)

    def _pay(self, requests):
        """Give each request what it owes; one alone is judged like any other money."""
        if len(requests) == 1:
            reason = judgement.judge(self._facts(), requests._facts())
            if reason:
                self._set_fate("exception", reason, candidate_id=requests.id)
                return
        for request in requests:
            self._allocate(request, request.due_amount, "post")


class TthcPaymentMatch(models.Model):
    _inherit = "tthc.payment.match"

    method = fields.Selection(
        selection_add=[("post", "Collected by the Post")],
        ondelete={"post": lambda matches: None},
    )


class TthcPostalCollection(models.Model):
    """What the post collected comes in as money, once, and pays what the dossiers owe."""

    _inherit = "tthc.postal.collection"

    money_id = fields.Many2one(
        "tthc.incoming.money",
        compute="_compute_money_id",
        compute_sudo=True,
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor,"
        "tthc_dossier.group_inspector",
    )
    money_state = fields.Selection(
        [("exception", "Exception"), ("matched", "Matched"), ("set_aside", "Set Aside")],
        "Pays",
        compute="_compute_money_id",
        compute_sudo=True,
    )

    def _compute_money_id(self):
        found = self.env["tthc.incoming.money"].search([("postal_collection_id", "in", self.ids)])
        by_row = {money.postal_collection_id.id: money for money in found}
        for row in self:
            money = by_row.get(row.id)
            row.money_id = money
            row.money_state = money.state if money else False

    def _after_collected(self):
        """Override: through the one door for money of every source."""
        result = super()._after_collected()
        owed = self.sudo().filtered(lambda row: row.kind in OWED)
        moneys = self.env["tthc.incoming.money"]._receive(
            [row._money_row() for row in owed], method="post"
        )
        owed.invalidate_recordset(["money_id", "money_state"])
        moneys.postal_collection_id._settle_requests()
        return result

    def _money_row(self):
        """The raw facts of this collection. A memo that names a payment request is judged by it;
        without one the dossiers of the envelope tell what is meant."""
        words = [self.receipt_number and f"Biên lai {self.receipt_number}", self.note]
        words += self.shipment_id.item_ids.mapped("dossier_number")
        return {
            "source": "post",
            "source_key": f"post|{self.id}",
            "postal_collection_id": self.id,
            "company_id": self.company_id.id,
            "booked_at": self.collected_at,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "memo": " ".join(filter(None, (*words, self.shipment_id._scan_label()))),
            "bank_reference": self.receipt_number or False,
            "counter_name": self.carrier_id.name,
        }

    @api.private
    def _settle_requests(self):
        """Match what is not matched yet with the open requests of its dossiers. The request of a
        fee is made on acceptance: until then the money waits among the exceptions."""
        for row in self.sudo():
            requests = row.shipment_id.item_ids.dossier_id.expected_ids
            money = row.money_id
            if money.state == "exception" and money.reason != "undone" and not row.voided:
                money._match_post(requests)
        self.invalidate_recordset(["money_id", "money_state"])

    @api.private
    def _void(self, reason):
        """Override: what pays a request is undone by an accountant first.

        :raise UserError: the money pays a request
        """
        money = self.sudo().money_id
        if money.matched_amount:
            raise UserError(
                self.env._(
                    "This money pays %s: an accountant undoes the match first.",
                    ", ".join(money.match_ids.expected_id.mapped("reference")),
                )
            )
        result = super()._void(reason)
        if money:
            money._lock()
            money._set_fate(
                "set_aside",
                money.reason,
                set_aside_note=reason,
                set_aside_by_id=self.env.uid,
                voided=True,
            )
        return result

    @api.model
    def _check_keeper(self):
        """Override: an accountant settles with the carrier as well."""
        if self.env.user.has_group("tthc_payment.group_accountant"):
            return None
        return super()._check_keeper()


class TthcShipmentItem(models.Model):
    _inherit = "tthc.shipment.item"

    def write(self, vals):
        """Override: the dossier of an envelope becomes known after its fees were taken."""
        result = super().write(vals)
        if vals.get("dossier_id"):
            self.sudo().shipment_id.collection_ids._settle_requests()
        return result
