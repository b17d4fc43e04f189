from odoo import api, models

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import wall_time

#: How instants and days are written on paper.
INSTANT = "%H giờ %M phút, ngày %d/%m/%Y"
DAY = "%d/%m/%Y"
LONG_DAY = "ngày %d tháng %m năm %Y"


class TthcFormSource(models.AbstractModel):
    """What a record gives to the forms that are printed of it. ``key`` is the form's key; a
    record may have several forms, and several papers of one form, told apart by their ``part``.

    Adopted by the dossier, the supplement round, the apology letter, the hand-over list and the
    print of the ledger book.
    """

    _name = "tthc.form.source"
    _description = "Source of a Printed Form"

    # What a model says of its papers --------------------------------------------------------------

    def _form_obstacle(self, key):
        """Why the form cannot be issued of this record now, for the user; empty if it can."""
        return ""

    def _form_at(self, key):
        """The instant of the paper, naive UTC: what it documents happened then. Its layout is the
        one in force on this day, and its number is of this year."""
        return self._form_now()

    def _form_part(self, key):
        """Which of several papers of one form is meant; empty where there is one."""
        return ""

    def _form_company(self, key):
        """The centre whose paper it is, as superuser."""
        return self.company_id.sudo()

    def _form_agency(self, key):
        """The agency that issues it, as superuser; empty for the centre."""
        return self.env["tthc.agency"].sudo()

    def _form_dossier(self, key):
        """The dossier on whose page it is listed; empty for none."""
        return self.env["tthc.dossier"]

    def _form_logged(self, key):
        """The record under which the paper is logged."""
        return self

    def _form_is_draft(self, key):
        """Whether the paper is printed as a draft: marked, without a number, not logged."""
        return False

    def _form_own_number(self, key):
        """The number that the record gives to its paper; empty where the form has a series."""
        return ""

    def _form_values(self, key):
        """What the blocks draw, see ``tthc.form.block._drawn``; extended by the models."""
        company, agency = self._form_company(key), self._form_agency(key)
        place = company.city or company.state_id.name or ""
        return {
            "texts": {
                "trung tâm": company.name,
                "tên viết tắt": agency.short_name or company.tthc_short_name or "TTPVHCC",
                "cơ quan cấp trên": company.tthc_superior_name or "",
                "cơ quan": agency.name or company.name,
                "địa danh": place,
                "ngày ký": self._form_local(self._form_at(key), LONG_DAY, key),
                "người in": self.env.user._tthc_actor_name(),
                "điện thoại trung tâm": company.phone or "",
                "email trung tâm": company.email or "",
                "trang web": company.website or "",
            },
            "images": self._form_signature_images(key),
            "mark": "DỰ THẢO" if self._form_is_draft(key) else "",
        }

    def _form_vouched(self, key):
        """What the QR code vouches for beside the form and its number: names of
        ``tools/form_token.py``."""
        return {"unit": self._form_company(key).tthc_unit_code or ""}

    def _form_signature_images(self, key):
        """Pictures of signatures by their side: ``giver``, ``taker`` or ``centre`` → address of a
        picture (``data:image/png;base64,…``). Extension point for modules that let people draw
        their signature; none here."""
        return {}

    def _form_cancelled(self, key, part):
        """Why a paper that was issued says nothing any more, in Vietnamese for the check page;
        empty while it does."""
        return ""

    def _form_issued(self, key, row):
        """Called in the transaction that issued an original of this record.

        :param row: row of the log, as superuser
        """

    # For all of them ------------------------------------------------------------------------------

    def _form_now(self):
        return self.env["tthc.dossier"].with_env(self.env)._now()

    def _form_local(self, instant, pattern, key):
        """An instant in the centre's time, as printed; empty for none."""
        if not instant:
            return ""
        zone = self._form_company(key)._tthc_zone()
        return wall_time.to_local(instant, zone).strftime(pattern)

    def _form_local_instant(self, instant, key):
        """An instant in the centre's time, naive, to the minute; ``None`` for none."""
        if not instant:
            return None
        zone = self._form_company(key)._tthc_zone()
        return wall_time.to_local(instant, zone).replace(tzinfo=None, second=0, microsecond=0)

    def _form_day(self, key):
        zone = self._form_company(key)._tthc_zone()
        return wall_time.to_local(self._form_at(key), zone).date()

    @api.model
    def _form_signer_lines(self, agency, user):
        """What stands above the signature of ``user`` for ``agency``: the head's position, or
        "KT." (ký thay) with it above the deputy's own (NĐ 30/2020/NĐ-CP, Annex I)."""
        position = (user.sudo().tthc_position or "Thủ trưởng cơ quan").upper()
        head = agency.head_id
        if head and user and head != user:
            return [f"KT. {(head.tthc_position or 'Thủ trưởng').upper()}", position]
        if position.startswith("PHÓ "):
            return [f"KT. {position.removeprefix('PHÓ ')}", position]
        return [position]

    def _form_contact(self, user):
        """Whom to ask, in a line: name, phone of the person or of the centre, web site."""
        person, company = user.sudo().partner_id, self.company_id.sudo()
        phone = person.phone or company.phone
        parts = (person.name, phone and f"điện thoại {phone}", company.website)
        return ", ".join(part for part in parts if part)

    def _print_form(self, key):
        """The action that issues a form of these records and gives it to the user as PDF."""
        reports = self.env["ir.actions.report"].sudo()
        report = reports.search([("tthc_form_key", "=", key), ("model", "=", self._name)], limit=1)
        return report.sudo(False).report_action(self)

    @api.private
    def _form_page(self, key, token=None, number=None):
        """The paper as it would be issued now, for the template; nothing is issued by that.

        :param token: signed text behind the QR code; without one, the code opens the page where
            tokens are checked
        :raise AccessError: the record is not this user's to read
        """
        self.check_access("read")
        form = self.env["tthc.form"]._of(key)
        layout = form._layout_for(self._form_company(key), self._form_day(key))
        values = self._form_values(key)
        values["texts"]["số"] = number or self._form_known_number(key)
        values["qr"] = qr.data_uri(qr.png(self._form_check_url(token), pixels=4, border=1))
        return layout._page(values)

    def _form_known_number(self, key):
        """The number that the paper has; dots for one that is given when it is issued."""
        own = self._form_own_number(key)
        if own:
            return own
        form = self.env["tthc.form"]._of(key)
        latest = self.env["tthc.form.print"]._latest(
            form, self._form_logged(key), self._form_part(key)
        )
        pattern = form.number_pattern or ""
        return latest.number or (pattern and f"……/{pattern.split('/')[-1]}")

    def _form_check_url(self, token):
        return f"{self.get_base_url()}/kiem-tra/{token or ''}".rstrip("/")
