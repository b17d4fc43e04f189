from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import duplicates

#: Pairs of one night's search at most; the rest are found the night after.
BATCH = 20_000


class TthcDuplicatePair(models.Model):
    """Two contacts that may be one person, for the manager to look at side by side.

    Found at night among those that changed; what was judged different is not offered again.
    """

    _name = "tthc.duplicate.pair"
    _description = "Possible Duplicate"
    _order = "score desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, readonly=True, index=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        "res.partner", "Other Contact", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    score = fields.Integer("Likeness", readonly=True, aggregator=None, help="Up to 100.")
    reasons = fields.Char(readonly=True)
    reasons_text = fields.Char("Why", compute="_compute_reasons_text")
    state = fields.Selection(
        [("open", "To Be Looked at"), ("different", "Two People"), ("merged", "Merged")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    judged_by_id = fields.Many2one("res.users", "Judged by", readonly=True, ondelete="restrict")
    judged_at = fields.Datetime("Judged on", readonly=True)

    _pair_unique = models.UniqueIndex("(partner_id, other_id)", "This pair is known already.")
    _pair_in_order = models.Constraint(
        "CHECK (partner_id < other_id)", "A pair begins with the older contact."
    )

    @api.depends("reasons")
    def _compute_reasons_text(self):
        labels = self._reason_labels()
        for pair in self:
            codes = (pair.reasons or "").split(",")
            pair.reasons_text = ", ".join(labels[code] for code in codes if code in labels)

    def _reason_labels(self):
        return {
            "identity": self.env._("same personal number"),
            "old": self.env._("same former number"),
            "paper": self.env._("same foreigner's paper"),
            "tax": self.env._("same tax code"),
            "name": self.env._("same name"),
            "similar_name": self.env._("similar name"),
            "birth": self.env._("same date of birth"),
            "phone": self.env._("same phone"),
            "place": self.env._("same address"),
        }

    # Judged by a person -------------------------------------------------------------------------

    def action_different(self):
        """Remember that these are two people; they are not offered again."""
        self._check_manager()
        self.filtered(lambda pair: pair.state == "open")._judge("different")
        return True

    def action_open_again(self):
        """Take "two people" back."""
        self._check_manager()
        different = self.filtered(lambda pair: pair.state == "different").sudo()
        different.write({"state": "open", "judged_by_id": False, "judged_at": False})
        return True

    def action_compare(self):
        """Show the two side by side, to merge them or to say that they are two people."""
        self.ensure_one()
        self._check_manager()
        return self.env["tthc.partner.compare"]._open_for(self.partner_id, self.other_id)

    def _check_manager(self):
        self.check_access("read")
        if not self.env.user.has_group("tthc_dossier.group_manager"):
            raise AccessError(
                self.env._("A centre manager decides whether two contacts are one person.")
            )

    def _judge(self, state):
        self.sudo().write(
            {
                "state": state,
                "judged_by_id": self.env.uid,
                "judged_at": self.env["tthc.dossier"]._now(),
            }
        )

    @api.model
    @api.private
    def _pair_of(self, one, other, **values):
        """The row of two contacts, made if there is none."""
        first, second = sorted((one.id, other.id))
        pairs = self.sudo()
        known = pairs.search([("partner_id", "=", first), ("other_id", "=", second)])
        if known:
            return known
        score, reasons = duplicates.compare(one.sudo()._tthc_entry(), other.sudo()._tthc_entry())
        return pairs.create(
            {
                "partner_id": first,
                "other_id": second,
                "score": score,
                "reasons": ",".join(reasons),
                **values,
            }
        )

    @api.model
    @api.private
    def _judged_different(self, partner):
        """Contacts that were judged to be other people than ``partner``."""
        if not partner:
            return self.env["res.partner"]
        pairs = self.sudo().search(
            [
                ("state", "=", "different"),
                "|",
                ("partner_id", "=", partner.id),
                ("other_id", "=", partner.id),
            ]
        )
        return (pairs.partner_id | pairs.other_id) - partner

    # Found at night -----------------------------------------------------------------------------

    @api.model
    @api.private
    def _cron_find(self):
        """Look for new pairs among the contacts that changed since the last search."""
        parameters = self.env["ir.config_parameter"].sudo()
        since = parameters.get_param("tthc_dossier.duplicates_since") or "2000-01-01 00:00:00"
        started = fields.Datetime.to_string(fields.Datetime.now())
        pairs = self._candidate_pairs(since)
        self._keep_likely(pairs)
        if len(pairs) < BATCH:
            parameters.set_param("tthc_dossier.duplicates_since", started)

    @api.model
    def _candidate_pairs(self, since):
        """Ids of contacts that share a number, a phone, a birthday and a word of the name, or all
        words of it, one of them changed ``since``; pairs that are known are left out."""
        self.env["res.partner"].flush_model()
        same = SQL(" UNION ").join(
            SQL(
                """SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id)
                     FROM res_partner a JOIN res_partner b ON %s
                    WHERE a.write_date >= %s AND a.id != b.id
                      AND a.active AND b.active
                      AND a.tthc_kind IS NOT NULL AND b.tthc_kind IS NOT NULL""",
                condition,
                since,
            )
            for condition in (
                SQL("a.tthc_identity_number = b.tthc_identity_number"),
                SQL("a.tthc_old_number = b.tthc_old_number"),
                SQL("a.tthc_old_number = b.tthc_identity_number"),
                SQL("a.tthc_identity_number = b.tthc_old_number"),
                SQL("a.tthc_paper_number = b.tthc_paper_number"),
                SQL("a.tthc_phone_key = b.tthc_phone_key"),
                SQL("a.vat = b.vat AND b.tthc_kind IS NOT NULL AND b.vat IS NOT NULL"),
                SQL(
                    """a.tthc_birth_date = b.tthc_birth_date
                       AND string_to_array(a.tthc_name_key, ' ')
                           && string_to_array(b.tthc_name_key, ' ')"""
                ),
                SQL("a.tthc_name_key = b.tthc_name_key AND a.street = b.street"),
            )
        )
        return self.env.execute_query(
            SQL(
                """SELECT one, other FROM (%s) AS same (one, other)
                    WHERE NOT EXISTS (SELECT FROM tthc_duplicate_pair known
                                       WHERE known.partner_id = one AND known.other_id = other)
                    ORDER BY one, other LIMIT %s""",
                same,
                BATCH,
            )
        )

    def _keep_likely(self, pairs):
        people = (
            self.env["res.partner"].sudo().browse({number for pair in pairs for number in pair})
        )
        entries = {person.id: person._tthc_entry() for person in people}
        rows = []
        for one, other in pairs:
            score, reasons = duplicates.compare(entries[one], entries[other])
            if score:
                rows.append(
                    {
                        "partner_id": one,
                        "other_id": other,
                        "score": score,
                        "reasons": ",".join(reasons),
                    }
                )
        self.sudo().create(rows)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A pair stays on record: say that these are two people."))
