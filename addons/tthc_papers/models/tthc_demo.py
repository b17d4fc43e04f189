import io

from PIL import Image, ImageDraw, ImageFont

from odoo import api, fields, models

FONT = "DejaVuSans.ttf"


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_papers(self):
        """Files for a few dossiers of the demo citizen and of others, by the real ways in: papers
        of running ones, a result with its number for those that are returned."""
        if self.env["tthc.paper.file"].sudo().search_count([], limit=1):
            return
        dossiers = self.env["tthc.dossier"].sudo()
        citizen = self.env.ref("tthc_dossier.user_citizen").sudo().partner_id
        own = dossiers.search([("owner_id", "=", citizen.id)])
        running = own.filtered(lambda dossier: dossier.state == "processing")[:1]
        running |= dossiers.search([("state", "in", ("accepted", "processing"))], limit=3)
        for dossier in running:
            self._demo_digitise(dossier, dossier.component_ids[:2])
        for dossier in own.filtered(lambda dossier: dossier.outcome == "granted")[:1]:
            self._demo_result(dossier)
        for dossier in dossiers.search([("state", "=", "done")], limit=3):
            self._demo_digitise(dossier, dossier.component_ids[:3])
            self._demo_result(dossier)
        self._demo_reuse(dossiers)
        waiting = dossiers.search([("state", "=", "processing")], limit=1)
        if waiting:
            desk = self._receptionist(waiting.company_id)
            page = demo_page("Giấy tờ chưa rõ loại", waiting.name or "")
            waiting.with_user(desk)._take_file("scan_0007.pdf", page, "upload")

    def _demo_reuse(self, dossiers):
        """One dossier in which a paper on file was reused; others are offered theirs."""
        people = self.env["tthc.paper.held"].sudo().search([("has_files", "=", True)]).partner_id
        domain = [("state", "=", "processing"), ("owner_id", "in", people.ids)]
        for dossier in dossiers.search(domain):
            desk = self._receptionist(dossier.company_id)
            offers = dossier.with_user(desk)._reuse_offers()
            for component_id, held in offers.items():
                component = self.env["tthc.dossier.component"].with_user(desk).browse(component_id)
                component.action_reuse(held[0].id)
            if offers:
                return

    def _demo_digitise(self, dossier, components):
        desk = self._receptionist(dossier.company_id)
        for component in components:
            page = demo_page(component.name, dossier.owner_id.name)
            component.with_user(desk)._receive_file(
                f"{file_name(component.name)}.pdf", page, "upload"
            )

    def _demo_result(self, dossier):
        template = dossier.case_id.result_ids[:1]
        name = template.name or "Kết quả giải quyết"
        held = (
            self.env["tthc.paper.held"]
            .sudo()
            .create(
                {
                    "dossier_id": dossier.id,
                    "template_id": template.id,
                    "name": name,
                    "number": f"{dossier.id:04d}/GXN",
                    "issued_on": fields.Date.to_date(dossier.finished_at),
                    "signer": "Lãnh đạo cơ quan giải quyết",
                }
            )
        )
        held._receive_file(
            f"{file_name(name)}.pdf", demo_page(name, dossier.owner_id.name), "upload"
        )


def demo_page(title, name):
    """A one-page PDF that looks like a scanned sheet with a title and a name."""
    page = Image.new("L", (827, 1169), 250)
    draw = ImageDraw.Draw(page)
    try:
        large, small = ImageFont.truetype(FONT, 26), ImageFont.truetype(FONT, 20)
    except OSError:
        large = small = ImageFont.load_default(24)
    draw.text((140, 60), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 20, small)
    draw.text((230, 92), "Độc lập – Tự do – Hạnh phúc", 20, small)
    for line, start in enumerate(range(0, len(title[:160]), 42)):
        draw.text((90, 200 + 40 * line), title[start : start + 42], 10, large)
    draw.text((90, 400), f"Họ tên: {name}", 30, small)
    for line in range(9):
        draw.line((90, 480 + 55 * line, 740, 480 + 55 * line), 170, 2)
    draw.text((90, 1080), "Trang minh họa, không có giá trị pháp lý", 120, small)
    made = io.BytesIO()
    page.save(made, "PDF", resolution=100)
    return made.getvalue()


def file_name(title):
    """The beginning of ``title``, as one would name a file."""
    return title[:40].replace("/", "-").strip()
