from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import duplicates, identity

#: So many entries at most are compared with one.
COMPARED = 200
#: So many at most are shown.
SHOWN = 6


class ResPartner(models.Model):
    """Whether somebody is known already, under another spelling or without a number.

    Entries are found by what is indexed (numbers, phone, birthday, words of the name) and compared
    by ``tools/duplicates.py``; that takes one query, however many people are known.
    """

    _inherit = "res.partner"

    tthc_name_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="btree_not_null",
        exportable=False,
        help="The words of the name without diacritics, in alphabetical order.",
    )
    tthc_phone_key = fields.Char(
        compute="_compute_keys", store=True, index="btree_not_null", exportable=False
    )
    tthc_merged_into_id = fields.Many2one(
        "res.partner", "Merged into", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    tthc_similar_ids = fields.Many2many(
        "res.partner", string="Possibly the Same", compute="_compute_similar"
    )

    _tthc_birth_date_index = models.Index("(tthc_birth_date) WHERE tthc_birth_date IS NOT NULL")

    @api.depends("name", "phone", "tthc_kind")
    def _compute_keys(self):
        for partner in self:
            known = partner.tthc_kind
            partner.tthc_name_key = known and duplicates.name_key(partner.name or "")
            partner.tthc_phone_key = known and duplicates.phone_key(partner.phone or "") or False

    @api.depends("name", "phone", "tthc_birth_date", "tthc_identity_number", "tthc_kind")
    def _compute_similar(self):
        for partner in self:
            partner.tthc_similar_ids = False
            if partner.tthc_kind and partner.active and partner.name:
                found = partner.sudo()._tthc_similar(partner.sudo()._tthc_entry())
                partner.tthc_similar_ids = self.browse([person.id for person, *_rest in found])

    def _tthc_entry(self):
        """What is compared of this person; for superuser code."""
        return duplicates.Entry(
            name=self.name or "",
            identity=self.tthc_identity_number or "",
            old=self.tthc_old_number or "",
            paper=self.tthc_paper_number or "",
            tax=self.vat or "",
            phone=self.phone or "",
            birth=self.tthc_birth_date or None,
            street=self.street or "",
            commune=self.tthc_commune or "",
        )

    def _tthc_similar(self, entry):
        """Who may be the person of ``entry``: ``[(partner, points, reasons)]``, the likeliest
        first; this record and pairs that were judged different are left out."""
        blocks = self._tthc_blocks(entry)
        if not blocks:
            return []
        self.flush_model()
        found = self.sudo().browse(
            number
            for (number,) in self.env.execute_query(
                SQL(" UNION ").join(
                    SQL(
                        """(SELECT id FROM res_partner
                             WHERE %s AND active AND tthc_kind IS NOT NULL AND id != %s
                             LIMIT %s)""",
                        block,
                        self._origin.id or 0,
                        COMPARED,
                    )
                    for block in blocks
                )
            )
        )
        different = self.env["tthc.duplicate.pair"]._judged_different(self._origin)
        scored = [
            (person, *duplicates.compare(entry, person._tthc_entry()))
            for person in found
            if person not in different
        ]
        likely = sorted((row for row in scored if row[1]), key=lambda row: (-row[1], row[0].id))
        return likely[:SHOWN]

    @api.model
    def _tthc_blocks(self, entry):
        """SQL conditions of the entries that are worth a comparison, each served by an index of
        its own; joined by OR they would be read by none."""
        name, phone = duplicates.name_key(entry.name), duplicates.phone_key(entry.phone)
        number, old = identity.compact(entry.identity), identity.compact(entry.old)
        blocks = [
            SQL("%s = %s", SQL.identifier(column), value)
            for column, value in (
                ("tthc_identity_number", number),
                ("tthc_identity_number", old),
                ("tthc_old_number", old),
                ("tthc_old_number", number if len(number) == 9 else ""),
                ("tthc_paper_number", entry.paper),
                ("vat", entry.tax),
                ("tthc_phone_key", phone),
                ("tthc_birth_date", entry.birth),
            )
            if value
        ]
        if name and entry.street:
            blocks.append(SQL("tthc_name_key = %s AND street = %s", name, entry.street))
        return blocks

    @api.depends_context("tthc_tell_apart")
    def _compute_display_name(self):
        """Override: where people of like names are chosen among, what tells them apart."""
        super()._compute_display_name()
        if not self.env.context.get("tthc_tell_apart"):
            return
        may_see = self.env.user.has_group("tthc_dossier.group_personal_data")
        for partner in self.filtered("tthc_kind"):
            birth = may_see and partner.tthc_birth_date
            parts = [
                partner.name,
                birth and birth.strftime("%d/%m/%Y"),
                partner.tthc_identity_masked or partner.vat,
                partner._tthc_address_line(),
                identity.mask(partner.phone or ""),
            ]
            partner.display_name = " · ".join(part for part in parts if part)

    def action_tthc_compare(self):
        """Compare two contacts, chosen in a list or this one and who may be the same.

        :raise AccessError: the user is no manager
        """
        self.check_access("read")
        self.env["tthc.partner.compare"].check_access("create")
        chosen = self if len(self) == 2 else self | self.tthc_similar_ids[:1]
        if len(chosen) != 2:
            raise UserError(self.env._("Choose two contacts to compare."))
        return self.env["tthc.partner.compare"]._open_for(*chosen)
