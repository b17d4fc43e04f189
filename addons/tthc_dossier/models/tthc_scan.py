from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools import id_card, identity, scan_code

#: Digits typed that are enough to look for a number, and how many answers are given.
FIND_DIGITS = 3
FIND_LIMIT = 8


class TthcScan(models.AbstractModel):
    """What a scanned barcode or QR code opens, wherever in the backend it was scanned.

    Extension point: ``_scan_resolve`` of a module above asks ``super`` first and then looks for its
    own codes, with ``_scan_open`` for what it finds.
    """

    _name = "tthc.scan"
    _description = "Scanned Code"

    @api.model
    def resolve(self, code):
        """What to do with a scanned code, by the rights of the current user.

        :param code: the text as the scanner gave it
        :return: dict with ``kind``: ``open`` (``action`` opens it), ``card`` (an identity card or
            personal number; ``action`` shows a known person's dossiers), ``refused`` or
            ``unknown``; the last two with a ``message``
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Scanning is for the staff of the centres."))
        text = scan_code.clean(code)
        return (text and self._scan_resolve(text)) or {
            "kind": "unknown",
            "message": self.env._(
                "Nothing is known under “%s”. Scan it again, or search by number, name or phone.",
                scan_code.shown(text),
            ),
        }

    @api.model
    def _scan_resolve(self, code):
        """The answer of :meth:`resolve` to a cleaned code, or nothing."""
        return (
            self._scan_dossier(code)
            or self._scan_address(code)
            or self._scan_form(code)
            or self._scan_handover(code)
            or self._scan_person(code)
        )

    def _scan_dossier(self, code):
        """By our number, whatever pattern it was made from, or the number on the national
        portal."""
        written = list({code, scan_code.number(code)})
        found = (
            self.env["tthc.dossier"]
            .sudo()
            .search(["|", ("name", "in", written), ("national_code", "in", written)], limit=1)
        )
        return self._scan_open(found)

    def _scan_address(self, code):
        """By the look-up address in the receipt's QR code, or the code alone."""
        token = scan_code.after(code, "tra-cuu") or scan_code.number(code)
        dossier = self.env["tthc.dossier"]._find_by_lookup(token)
        return self._scan_open(dossier or self.env["tthc.submission"]._find_by_lookup(token))

    def _scan_form(self, code):
        """By the signed address in the corner of a printed form: its dossier, or what else was
        printed. A code that was not made here is said to be none."""
        token = scan_code.after(code, "kiem-tra")
        if not token:
            return None
        paper = self.env["tthc.form.print"]._of_token(token)
        if not paper:
            return {
                "kind": "refused",
                "message": self.env._(
                    "The code on this paper is not genuine, or was not read whole: scan it again, "
                    "and look at the paper if it stays so."
                ),
            }
        return self._scan_open(paper.dossier_id or paper._record())

    def _scan_handover(self, code):
        """By the number of a hand-over list, which begins anew in each centre and day: one's own
        centre's comes first."""
        found = self.env["tthc.handover"].sudo().search([("name", "=", scan_code.number(code))])
        mine = found.filtered(lambda row: row.company_id in self.env.user.company_ids)
        return self._scan_open((mine or found)[:1])

    def _scan_person(self, code):
        """An identity card, or a personal number alone (the barcode of older cards)."""
        if id_card.looks_like_card(code):
            try:
                number = id_card.parse(code).number
            except id_card.NotAnIdCard:
                number = code[:12]
        else:
            number = scan_code.number(code)
            if not number.isdigit() or identity.check_identity_number(number).problems:
                return None
        partners = self.env["res.partner"]
        if not partners._has_field_access(partners._fields["tthc_birth_date"], "read"):
            return {
                "kind": "refused",
                "message": self.env._("Identity cards are read by those who handle dossiers."),
            }
        partner = partners.search([("tthc_identity_masked", "=", number)], limit=1)
        return {
            "kind": "card",
            "known": bool(partner),
            "action": partner and partner.action_view_tthc_dossiers(),
            "message": self.env._(
                "Nobody with the number on this card (%s) is known here yet.", identity.mask(number)
            ),
        }

    # Answers --------------------------------------------------------------------------------------

    def _scan_open(self, record):
        """The answer that opens ``record`` (found as superuser), or says that this user may not
        see it; nothing when there is none."""
        if not record:
            return None
        mine = record.with_user(self.env.user)
        if not mine.has_access("read"):
            return self._scan_refused(record.display_name)
        return {
            "kind": "open",
            "label": record.display_name,
            "action": {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "current",
            },
        }

    def _scan_refused(self, label):
        return {
            "kind": "refused",
            "message": self.env._(
                "You may not see %s: it is with another centre or agency. Ask your manager if it "
                "should be yours.",
                label,
            ),
        }

    # Search by the last digits --------------------------------------------------------------------

    @api.model
    def find(self, text):
        """Dossiers whose number ends with what was typed, and then those that have it anywhere,
        the latest first: dicts of ``id`` and ``label``, by the rights of the current user.

        :param text: at least three digits or letters of the number
        """
        text = scan_code.number(scan_code.clean(text))
        dossiers = self.env["tthc.dossier"]
        if len(text) < FIND_DIGITS or not dossiers.has_access("read"):
            return []
        columns = ["name", "owner_id", "procedure_id", "state"]
        pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = dossiers.search_fetch([("name", "=like", f"%{pattern}")], columns, limit=FIND_LIMIT)
        if len(found) < FIND_LIMIT:
            more = Domain("name", "ilike", pattern) | Domain("national_code", "ilike", pattern)
            found |= dossiers.search_fetch(
                more & Domain("id", "not in", found.ids), columns, limit=FIND_LIMIT - len(found)
            )
        states = dict(dossiers._fields["state"]._description_selection(self.env))
        return [
            {
                "id": dossier.id,
                "label": " – ".join(
                    part
                    for part in (
                        dossier.name or dossier.national_code,
                        dossier.owner_id.sudo().name,
                        dossier.procedure_id.sudo().short_name,
                        states[dossier.state],
                    )
                    if part
                ),
            }
            for dossier in found
        ]
