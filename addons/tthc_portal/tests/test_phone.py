import tempfile
from pathlib import Path

from odoo.tests import tagged

from .common import PDF, PortalCommon, picture
from .phone import PhoneCase

JOB = ".o_tthc_job"


@tagged("post_install", "-at_install")
class TestPhone(PortalCommon, PhoneCase):
    """A supplement from a phone whose connection breaks."""

    def test_upload_breaks_is_tried_again_and_sent_once(self):
        dossier = self.asked()
        first, second = dossier.supplement_round_ids.item_ids
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, content in (
            ("don.pdf", PDF),
            ("anh1.png", picture(1, (900, 1200))),
            ("anh2.png", picture(2)),
            ("trang.html", b"<html></html>"),
        ):
            (folder / name).write_bytes(content)
        with self.phone(self.citizen_user.login) as phone:
            self.open(phone, f"/my/dossiers/{dossier.id}/supplement")
            self.wait(phone, "document.querySelector('.o_tthc_scripted')")
            self.assertEqual(self.ask(phone, "innerWidth"), 390)
            self.assertIn("serious", self.sees_what_is_wrong(phone))
            self.assertEqual(self.barriers(phone), [])
            # nothing is there: it cannot be sent
            self.ask(phone, "document.querySelector('.o_tthc_send_button').click()")
            self.assertTrue(self.ask(phone, "document.querySelector('#send_state').innerText"))
            # one arrives, and says so to a screen reader
            self.choose(phone, f"#file-{first.id}", folder / "don.pdf")
            self.wait(phone, "document.querySelectorAll('.o_tthc_remove').length === 1")
            self.assertIn(
                "don.pdf",
                self.ask(phone, "document.querySelector('#tthc_upload_status').innerText"),
            )
            # the connection breaks: what arrived stays, what did not waits and is tried again
            self.network(phone, offline=True)
            self.choose(phone, f"#photo-{second.id}", folder / "anh1.png")
            self.wait(phone, f"document.querySelector('{JOB} .o_tthc_why').innerText")
            self.assertEqual(
                self.ask(phone, "document.querySelector('.o_tthc_send_button').ariaDisabled"),
                "true",
            )
            self.network(phone, offline=False)
            self.wait(phone, "document.querySelectorAll('.o_tthc_remove').length === 2")
            self.assertEqual(self.ask(phone, f"document.querySelectorAll('{JOB}').length"), 0)
            # two at once, one of a kind that is not accepted: said, left out
            self.choose(phone, f"#file-{second.id}", folder / "anh2.png", folder / "trang.html")
            self.wait(phone, "document.querySelectorAll('.o_tthc_remove').length === 3")
            self.wait(
                phone,
                f"document.querySelector('{JOB} .o_tthc_why')?.innerText.includes('trang.html')",
            )
            self.assertEqual(self.barriers(phone), [])
            self.ask(phone, f"document.querySelector('{JOB} .o_tthc_forget').click()")
            self.wait(phone, f"!document.querySelector('{JOB}')")
            # taken back
            self.ask(
                phone, "[...document.querySelectorAll('.o_tthc_remove button')].at(-1).click()"
            )
            self.wait(phone, "document.querySelectorAll('.o_tthc_remove').length === 2")
            # nothing is lost when the page is opened again
            self.open(phone, f"/my/dossiers/{dossier.id}/supplement")
            self.wait(phone, "document.querySelector('.o_tthc_scripted')")
            self.assertEqual(
                self.ask(phone, "document.querySelectorAll('.o_tthc_remove').length"), 2
            )
            button = "document.querySelector('.o_tthc_send_button')"
            self.ask(phone, f"{button}.click(); {button}.click()")
            self.wait(phone, "document.querySelector('#tthc_receipt_number')")
            self.assertEqual(self.barriers(phone), [])
            number = self.ask(phone, "document.querySelector('#tthc_receipt_number').innerText")
        supply = self.env["tthc.online.supply"].search([("dossier_id", "=", dossier.id)])
        self.assertEqual((supply.name, supply.state), (number, "sent"))
        self.assertEqual(supply.file_ids.mapped("name"), ["don.pdf", "anh1.png"])
        self.assertEqual(supply.file_ids[1].attachment_id.raw, picture(1, (900, 1200)))
        self.assertEqual(dossier.event_ids.mapped("kind").count("supply_online"), 1)

    def sees_what_is_wrong(self, phone):
        """What the check says of a page with something wrong on it."""
        self.ask(phone, "document.querySelector('#wrap').append(document.createElement('img'))")
        found = self.barriers(phone)
        self.ask(phone, "document.querySelector('#wrap > img').remove()")
        return " ".join(found).replace("critical", "serious")
