from odoo import api, models


class TthcDemo(models.AbstractModel):
    """Addresses in the list of communes, a person who was entered twice, a foreigner, a household
    business, and a merge that can be undone."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_people(self):
        """Show off how people are kept; nothing is done twice."""
        if self.env["tthc.partner.merge"].sudo().search_count([], limit=1):
            return
        partners = self.env["res.partner"].sudo().with_context(tracking_disable=True)
        commune = self.env.ref("tthc_dossier.commune_dong_xuan")
        known = partners.search(
            [("tthc_kind", "=", "citizen"), ("user_ids", "=", False)], order="id"
        )
        known.filtered(lambda row: row.tthc_commune == commune.name).write(
            {"tthc_commune_id": commune.id, "state_id": commune.state_id.id}
        )
        vietnam = self.env.ref("base.vn").id
        twice, again, *_others = known
        copies = partners.create(
            [
                {
                    "name": person.name.upper(),
                    "tthc_kind": "citizen",
                    "phone": person.phone,
                    "street": person.street,
                    "country_id": vietnam,
                }
                for person in (twice, again)
            ]
        )
        partners.create(
            [
                {
                    "name": "Emma Wilson",
                    "tthc_kind": "citizen",
                    "tthc_paper_kind": "passport",
                    "tthc_paper_number": "N99000001",
                    "tthc_nationality_id": self.env.ref("base.uk").id,
                    "country_id": vietnam,
                },
                {
                    "name": "Hộ kinh doanh Bánh đa Kế Thử",
                    "tthc_kind": "household",
                    "company_registry": "27A8000001",
                    "street": "Số 5, đường Bánh Đa",
                    "tthc_commune_id": self.env.ref("tthc_dossier.commune_kinh_bac").id,
                    "state_id": commune.state_id.id,
                    "country_id": vietnam,
                },
            ]
        )
        manager = self.env.ref("tthc_dossier.user_manager")
        merges = self.env["tthc.partner.merge"].with_user(manager)
        merges._merge(again, copies[1], {}, "Nhập hai lần tại quầy")
        self.env["tthc.duplicate.pair"]._pair_of(twice, copies[0])
