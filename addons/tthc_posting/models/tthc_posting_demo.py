from odoo import Command, api, fields, models

#: How many procedures of the demo centre hang in the hall, and how many of them in an old version.
POSTED, OUTDATED = 12, 3


class TthcPosting(models.Model):
    _inherit = "tthc.posting"

    @api.model
    @api.private
    def _demo_generate(self):
        """Postings of one demo centre by its clerk: most of the hall's board is right, some of it
        is outdated, and the rest is missing. The old versions are copies of those in force, made
        up for the demonstration."""
        centre = self.env.ref("tthc_catalogue.centre_commune_1")
        versions = self._demo_versions(centre)
        if self.search_count([("company_id", "=", centre.id)], limit=1) or not versions:
            return
        today = self.env["res.company"]._tthc_today()
        old = self._demo_old_versions(versions[:OUTDATED])
        hall = self.env.ref("tthc_posting.board_hall")
        kiosk = self.env.ref("tthc_posting.board_kiosk")
        self._demo_post(
            hall, old, versions.sector_id.browse(), fields.Date.subtract(today, days=400)
        )
        self._demo_post(hall, versions[OUTDATED:], versions.sector_id[:1], today)
        self._demo_post(
            kiosk, versions[OUTDATED : OUTDATED + 2], versions.sector_id.browse(), today
        )
        self._demo_missing(centre)

    def _demo_missing(self, centre):
        """Some of what nobody has posted was not said to be posted either."""
        offers = self.env["tthc.offer"].search(
            [("company_id", "=", centre.id), ("posting_recorded", "=", False)]
        )
        offers[:OUTDATED].posted = False

    def _demo_versions(self, centre):
        offers = self.env["tthc.offer"].search([("company_id", "=", centre.id)])
        versions = offers.procedure_id.current_version_id
        return versions.sorted(lambda version: version.procedure_id.code)[:POSTED]

    def _demo_old_versions(self, versions):
        editor = self.env.ref("tthc_catalogue.user_editor")
        publisher = self.env.ref("tthc_catalogue.user_publisher")
        old = versions.browse()
        for version in versions:
            old |= version.with_user(editor).copy(
                {
                    "date_from": fields.Date.subtract(version.date_from, years=2),
                    "date_to": fields.Date.subtract(version.date_from, days=1),
                    "data_note": "Bản minh họa: nội dung như bản đang áp dụng, ngày là giả định.",
                }
            )
        old.action_submit()
        old.with_user(publisher).action_publish()
        return old.sudo()

    def _demo_post(self, board, versions, sectors, day):
        """Post by the wizard as the demo clerk; without a printer for PDF, without the sheets."""
        clerk = self.env.ref("tthc_posting.user_posting")
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            for version in versions:
                self.with_user(clerk).create(
                    {"board_id": board.id, "version_id": version.id, "posted_on": day}
                )
            return
        wizard = self.env["tthc.posting.wizard"].with_user(clerk).with_company(board.company_id)
        wizard.create(
            {
                "company_id": board.company_id.id,
                "board_id": board.id,
                "version_ids": [Command.set(versions.ids)],
                "sector_ids": [Command.set(sectors.ids)],
                "posted_on": day,
            }
        ).action_post()
