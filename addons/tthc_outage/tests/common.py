"""A printed pad, an outage of March 2026, and sheets of it entered later."""

from datetime import datetime

from odoo.addons.tthc_dossier.tests.common import DossierCommon


class OutageCommon(DossierCommon):
    #: Wednesday 11 March 2026, 14:00 to 16:30 at the centre (UTC+7).
    BEGINS, ENDS = datetime(2026, 3, 11, 7, 0), datetime(2026, 3, 11, 9, 30)
    #: When the desk enters the sheets: Thursday 9:00.
    LATER = datetime(2026, 3, 12, 2, 0)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Messages are compared in English, whatever language the database speaks.
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.pad = cls.printed(datetime(2026, 3, 2, 2, 0))
        cls.outage = cls.declared(cls.BEGINS, cls.ENDS)

    @classmethod
    def printed(cls, instant, size=5):
        """A pad reserved and printed by the receptionist at ``instant``."""
        pads = cls.env["tthc.outage.pad"].with_user(cls.receptionist).sudo()
        pad = pads.with_context(tthc_now=instant).create(
            {"company_id": cls.centre.id, "size": size}
        )
        pad.action_print()
        return pad.with_env(cls.env)

    @classmethod
    def declared(cls, begins, ends):
        return cls.env["tthc.outage"].with_user(cls.manager).create(
            {
                "company_id": cls.centre.id,
                "from_at": begins,
                "until_at": ends,
                "cause": "Mất điện",
            }
        )  # fmt: skip

    def blank(self):
        return self.pad.sheet_ids.filtered(lambda row: row.state == "blank")[:1]

    def sheet_form(self, sheet=None, user=None, received=None, **more):
        """The intake sheet, filled in from the paper."""
        sheet = sheet or self.blank()
        user = user or self.receptionist
        values = {
            "company_id": self.centre.id,
            "partner_id": self.citizen.id,
            "name": self.citizen.name,
            "procedure_id": self.procedure.id,
            "case_id": self.case.id,
            "outage_sheet_id": sheet.id,
            "outage_id": self.outage.id,
            "outage_received_at": received or datetime(2026, 3, 11, 7, 30),
            "outage_receiver_id": self.receptionist.id,
            **more,
        }
        form = self.env["tthc.dossier.intake"].with_user(user).create(values)
        form.line_ids.received = True
        return form

    def enter(self, sheet=None, **values):
        """The dossier of a sheet, entered by the receptionist."""
        action = self.sheet_form(sheet, **values).action_accept()
        return self.env["tthc.dossier"].browse(action["res_id"])
