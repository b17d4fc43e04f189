from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_outage(self):
        """A pad that lies ready at the provincial centre's counter."""
        if self.env["tthc.outage.pad"].sudo().search_count([], limit=1):
            return
        centre = self.env.ref("tthc_catalogue.centre_province")
        desk = self._receptionist(centre)
        pads = self.env["tthc.outage.pad"].with_user(desk)
        pad = pads.create({"company_id": centre.id, "size": 10, "counter": "Quầy số 1"})
        pad.action_print()
