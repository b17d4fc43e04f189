from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_after_step = fields.Selection(
        [
            ("next", "Open My Next Step"),
            ("stay", "Stay on the Dossier"),
            ("list", "Go Back to the List"),
        ],
        "After Handing a Dossier on",
        help="Not chosen: officers and leaders go on with the next step, the desk stays.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "tthc_after_step"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "tthc_after_step"]

    def _tthc_after_step(self):
        """What this user's form does after an action that hands the dossier on."""
        self.ensure_one()
        works = self.has_group("tthc_dossier.group_officer")
        return self.tthc_after_step or ("next" if works else "stay")
