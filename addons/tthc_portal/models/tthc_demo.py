import io
import random

from PIL import Image, ImageDraw

from odoo import api, models


class TthcDemo(models.AbstractModel):
    """Two supplements to try: one that the demo citizen has to answer, one that waits for the
    desk."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_online(self):
        """Made once."""
        if self.env["tthc.online.supply"].sudo().search_count([], limit=1):
            return
        rng = random.Random(195)
        citizen = self.env.ref("tthc_dossier.user_citizen")
        offers = self._demo_examined_offers()
        for index, title in enumerate(("chờ người dân bổ sung", "đã gửi bổ sung trực tuyến")):
            start = self._start("processing", index, rng)
            dossier = self._submit("registered", offers[index], citizen.partner_id, start, rng)
            dossier.subject = f"Minh họa: {title}"
            instant = self._demo_ask(dossier, self._demo_examined(dossier, start))
            if index:
                self._demo_supply(dossier, self._later(dossier, instant, 3), citizen)

    def _demo_supply(self, dossier, instant, citizen):
        acting = self._at(dossier, instant, citizen)
        supply = acting.env["tthc.online.supply"]._open_draft(acting)
        for number, item in enumerate(supply.round_id.item_ids, 1):
            supply._add_file(
                item, f"Anh chup {number}.png", self._demo_picture(item.name), f"demo{number}"
            )
        supply._send("Tôi đã chụp lại rõ hơn, đề nghị kiểm tra giúp.")

    @staticmethod
    def _demo_picture(text):
        """A small page with a text on it."""
        page = Image.new("RGB", (420, 594), "white")
        ImageDraw.Draw(page).multiline_text((30, 40), f"MINH HOA\n{len(text)}", fill="black")
        target = io.BytesIO()
        page.save(target, "PNG")
        return target.getvalue()
