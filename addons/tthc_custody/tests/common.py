"""A dossier with an original that goes back, one that stays, and a copy."""

import base64
from datetime import date

from odoo.addons.tthc_dossier.tests.common import DossierCommon

#: The smallest PNG: one transparent pixel.
PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
)


class CustodyCommon(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Messages are compared in English, whatever language the database speaks.
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        (cls.centre | cls.other_centre).write({"tthc_custody_since": date(2026, 1, 1)})

    def paper(self, dossier, name="Giấy chứng nhận"):
        return dossier.component_ids.filtered(lambda row: row.name == name)

    def papers(self, dossier, name="Giấy chứng nhận", kind="original", quantity=1, **place):
        """A paper as ``action_move_papers`` takes it."""
        component = self.paper(dossier, name)
        return [{"component_id": component.id, "kind": kind, "quantity": quantity, **place}]

    def move(self, dossier, user, way, papers=None, **more):
        slip = dossier.with_user(user).action_move_papers(
            way, papers or self.papers(dossier), **more
        )
        return self.env["tthc.custody.slip"].browse(slip)

    def lend(self, dossier, to=None, user=None, **more):
        """The original, lent by the receptionist."""
        return self.move(
            dossier, user or self.receptionist, "lend", user_id=(to or self.officer).id, **more
        )

    def holdings(self, dossier, user=None, **facts):
        rows = self.env["tthc.custody.holding"].with_user(user or self.env.user)
        return rows.search(
            [("dossier_id", "=", dossier.id)] + [(name, "=", fact) for name, fact in facts.items()]
        )

    def places(self, dossier, name="Giấy chứng nhận", kind="original"):
        """``{place: count}`` of one paper."""
        found = {}
        for row in self.holdings(dossier, name=name, kind=kind):
            found[row.place] = found.get(row.place, 0) + row.quantity
        return found

    def total(self, dossier):
        return sum(self.holdings(dossier).mapped("quantity"))
