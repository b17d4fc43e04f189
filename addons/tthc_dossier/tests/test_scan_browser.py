from odoo.tests import HttpCase, tagged

from .common import DossierCommon
from .keyboard import KeyboardMixin

HOME = "/odoo/action-tthc_dossier.action_dossiers"


@tagged("post_install", "-at_install")
class TestScanBrowser(KeyboardMixin, DossierCommon, HttpCase):
    """A hand scanner at a real browser: its keys come as a person's would, only faster."""

    def test_scanning_anywhere(self):
        dossier, other = self.take_in(), self.take_in()
        foreign = self.take_in(user=self.other_receptionist, company_id=self.other_centre.id)
        number = dossier.name
        with self.at_keyboard(self.receptionist.login, HOME) as keyboard:
            # the search box of the list has the focus
            keyboard.wait("document.activeElement.matches('.o_searchview_input')")
            keyboard.scan(number)
            keyboard.wait(
                f"document.querySelector('.o_form_view h1')?.innerText.includes('{number}')"
            )
            # on the form of one dossier, another one's receipt
            keyboard.scan(other._lookup_url())
            keyboard.wait(
                f"document.querySelector('.o_form_view h1').innerText.includes('{other.name}')"
            )
            # a tick has the focus
            keyboard.scan("KHONG-CO-123")
            keyboard.wait_for(".o_notification")
            self.assertIn("KHONG-CO-123", keyboard.text(".o_notification"))
            keyboard.scan(foreign.name)
            keyboard.wait(
                f"[...document.querySelectorAll('.o_notification')]"
                f".some((one) => one.innerText.includes('{foreign.name}'))"
            )
            self.assertIn(other.name, keyboard.text(".o_form_view h1"))
            # in a text field it stays there
            keyboard.click(".o_field_widget[name=subject] input")
            keyboard.scan(number)
            keyboard.wait(f"document.activeElement.value === '{number}'")
            self.assertIn(other.name, keyboard.text(".o_form_view h1"))

    def test_typing_is_no_scan(self):
        dossier = self.take_in()
        with self.at_keyboard(self.receptionist.login, HOME) as keyboard:
            keyboard.wait("document.activeElement.matches('.o_searchview_input')")
            keyboard.type(dossier.name[-6:], gap=90)
            keyboard.press("enter")
            keyboard.wait_for(".o_searchview_facet:last-of-type")
            self.assertEqual(keyboard.ask("document.querySelectorAll('.o_form_view').length"), 0)
            # the last digits after Ctrl+K
            keyboard.press("control+k")
            keyboard.wait_for(".o_command_palette input")
            keyboard.type(dossier.name[-6:])
            keyboard.wait(
                f"document.querySelector('.o_command_palette')?.innerText.includes('{dossier.name}')"
            )
            keyboard.press("enter")
            keyboard.wait(
                f"document.querySelector('.o_form_view h1')?.innerText.includes('{dossier.name}')"
            )
