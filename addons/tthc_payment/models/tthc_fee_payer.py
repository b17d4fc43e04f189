from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What says who pays a request.
PAYER_FIELDS = ("payer_id", "payer_name", "payer_tax_code", "payer_phone")


class TthcExpectedPayment(models.Model):
    """Who pays, which is not always the applicant: an employer, a notary, a relative.

    A contact, or a name with what a receipt needs where no contact is wanted. It says nothing of
    whose account the money comes from.
    """

    _inherit = "tthc.expected.payment"

    payer_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    payer_name = fields.Char("Payer's Name", help="Of a payer without a contact.")
    payer_tax_code = fields.Char("Payer's Tax Code")
    payer_phone = fields.Char("Payer's Phone")
    payer_label = fields.Char("Paid by", compute="_compute_payer_label", compute_sudo=True)

    @api.depends(*PAYER_FIELDS, "dossier_id.owner_id")
    def _compute_payer_label(self):
        for expected in self:
            payer = expected._payer_values()
            code = payer["tax_code"]
            expected.payer_label = payer["name"] + (f" (MST {code})" if code else "")

    @api.model_create_multi
    def create(self, vals_list):
        """The owner of the dossier pays unless somebody else is named."""
        dossiers = self.env["tthc.dossier"].browse(vals["dossier_id"] for vals in vals_list)
        return super().create(
            [
                vals
                if vals.get("payer_id") or vals.get("payer_name")
                else {**vals, "payer_id": dossier.owner_id.id}
                for vals, dossier in zip(vals_list, dossiers, strict=True)
            ]
        )

    def _payer(self):
        """The contact who pays; the owner of the dossier for a payer without one."""
        return self.payer_id or self.dossier_id.owner_id

    def _payer_values(self):
        """Who pays, for receipts and screens: a dict of ``name``, ``tax_code``, ``phone``,
        ``address`` (empty texts where unknown) and ``partner`` (may be empty)."""
        self.ensure_one()
        if self.payer_name and not self.payer_id:
            return {
                "name": self.payer_name,
                "tax_code": self.payer_tax_code or "",
                "phone": self.payer_phone or "",
                "address": "",
                "partner": self.payer_id,
            }
        partner = self._payer()
        return {
            "name": partner.name or "",
            "tax_code": self.payer_tax_code or partner.vat or "",
            "phone": self.payer_phone or partner.phone or "",
            "address": partner.contact_address_inline or "",
            "partner": partner,
        }

    def _same_payer(self):
        """Values that give another request the same payer."""
        return {
            "payer_id": self.payer_id.id,
            "payer_name": self.payer_name,
            "payer_tax_code": self.payer_tax_code,
            "payer_phone": self.payer_phone,
        }

    @api.private
    def _change_payer(self, values):
        """Say who pays open requests, while nothing has been paid.

        Codes that were shown stay valid: they name the request, not the payer.

        :param values: of :data:`PAYER_FIELDS`
        :raise AccessError: for anybody but the desk and the finance staff of the centre
        :raise UserError: closed, or money has come
        """
        self.check_access("read")
        self._check_says_who_pays()
        values = {name: values.get(name) or False for name in PAYER_FIELDS}
        if not (values["payer_id"] or values["payer_name"]):
            raise UserError(self.env._("Choose the payer, or enter a name."))
        for expected in self.sudo():
            expected._lock()
            if expected.state not in ("open", "expired") or expected.matched_amount:
                raise UserError(
                    self.env._(
                        "%s is closed or has received money: who pays it stays as it is.",
                        expected.reference,
                    )
                )
            before = expected.payer_label
            expected._set(values)
            if expected.payer_label == before:
                continue
            expected.attempt_ids.filtered(
                lambda attempt: attempt.state in ("draft", "pending")
            ).write({"partner_id": expected._payer().id})
            expected.dossier_id._log_event(
                "payer_changed", note=f"{expected.reference}: {before} → {expected.payer_label}"
            )

    @api.model
    def _check_says_who_pays(self):
        """:raise AccessError: for anybody but the desk and the finance staff"""
        roles = (
            "tthc_dossier.group_receptionist",
            "tthc_payment.group_cashier",
            "tthc_payment.group_accountant",
        )
        if not (self.env.su or any(self.env.user.has_group(role) for role in roles)):
            raise AccessError(self.env._("Only the desk and the finance staff say who pays."))

    def action_change_payer(self):
        """Ask who pays."""
        self.check_access("read")
        first = self[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Pays"),
            "res_model": "tthc.fee.payer",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_expected_ids": self.ids,
                "default_payer_id": first.payer_id.id,
                "default_payer_name": first.payer_name,
                "default_payer_tax_code": first.payer_tax_code,
                "default_payer_phone": first.payer_phone,
            },
        }
