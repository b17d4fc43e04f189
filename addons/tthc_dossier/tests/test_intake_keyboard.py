import logging

from odoo.tests import HttpCase, tagged

from .common import DossierCommon
from .keyboard import KeyboardMixin

_logger = logging.getLogger(__name__)

HOME = "/odoo/action-tthc_dossier.action_dossiers"
CARD = "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021"


@tagged("post_install", "-at_install")
class TestIntakeKeyboard(KeyboardMixin, DossierCommon, HttpCase):
    """Intake by keyboard alone, in a real browser with real key events.

    How actions are counted (``keyboard.py``): a key with its modifiers is one, a click is one, a
    term typed is one and each Enter, Tab or arrow after it one more, a scan with its own Enter is
    one; ``strokes`` counts each letter besides. It begins at a list of dossiers, where the desk
    works, and ends where the accepted dossier with its number is shown and the next key prints the
    receipt. Nothing is filled in by a script.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.simple = cls._make_simple()

    @classmethod
    def _make_simple(cls):
        """A procedure with one case and one component, as certification of a copy is."""
        procedure = cls.env["tthc.procedure"].create(
            {
                "code": "9.990555",
                "name": "Chứng thực bản sao thử",
                "sector_id": cls.procedure.sector_id.id,
            }
        )
        case = {**cls._case_values(), "fee_ids": []}
        case["component_ids"] = [
            (0, 0, {"name": "Bản chính giấy tờ", "requirement": "mandatory", "originals": 1})
        ]
        version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "decision": "2/QĐ-THU",
                "date_from": "2026-01-01",
                "case_ids": [(0, 0, case)],
            }
        )
        version.sudo().action_submit()
        version.sudo().action_publish()
        cls.env["tthc.offer"].create(
            {
                "company_id": cls.centre.id,
                "procedure_id": procedure.id,
                "agency_id": cls.justice.id,
            }
        )
        return procedure

    def newest(self):
        self.env.invalidate_all()
        return (
            self.env["tthc.dossier"]
            .sudo()
            .search([("company_id", "=", self.centre.id)], order="id desc", limit=1)
        )

    def report(self, what, keyboard):
        _logger.info(
            "%s: %s actions, %s keys and clicks: %s",
            what,
            keyboard.actions,
            keyboard.strokes,
            ", ".join(keyboard.log),
        )

    def take_in_by_keys(self, keyboard, scanned, term):
        """From any screen to the accepted dossier."""
        keyboard.press("alt+i")
        keyboard.wait_focus("scan")
        keyboard.scan(scanned)
        keyboard.wait_focus("procedure_id")
        keyboard.type(term)
        keyboard.press("enter")
        keyboard.wait_focus("all_received")
        keyboard.press("enter")
        keyboard.wait_focus("action_accept")
        keyboard.press("enter")
        keyboard.wait_for(".o_tthc_taken_in")
        keyboard.wait_focus("print_receipt")

    def test_known_applicant_by_number(self):
        """At most 12 keys and clicks, even when every letter typed counts as one."""
        with self.at_keyboard(self.receptionist.login, HOME) as keyboard:
            self.take_in_by_keys(keyboard, "027080000019", "990555")
            self.report("known applicant, one component", keyboard)
            self.assertEqual(keyboard.actions, 6)
            self.assertLessEqual(keyboard.strokes, 12)
            self.assertIn("H99.01-", keyboard.text(".o_form_view h1"))
            # the next key prints, the one after begins the next intake
            keyboard.press("alt+shift+i")
            keyboard.wait_focus("procedure_id")
            keyboard.wait("document.querySelector('[name=name] input').value.includes('Thử')")
        dossier = self.newest()
        self.assertEqual(
            (dossier.owner_id, dossier.state, dossier.procedure_id),
            (self.citizen, "accepted", self.simple),
        )
        self.assertEqual(dossier.component_ids.mapped("received"), [True])

    def test_new_applicant_by_card_alone(self):
        """The card is scanned at the list of dossiers, where the search box has the focus; the
        procedure is found by a few letters without their marks."""
        with self.at_keyboard(self.receptionist.login, HOME) as keyboard:
            keyboard.scan(CARD)
            keyboard.wait_focus("procedure_id")
            keyboard.type("chung thuc ban")
            keyboard.press("enter")
            keyboard.wait_focus("all_received")
            keyboard.press("enter")
            keyboard.wait_focus("action_accept")
            keyboard.press("enter")
            keyboard.wait_focus("print_receipt")
            self.report("new applicant by card", keyboard)
            self.assertEqual(keyboard.actions, 5)
        dossier = self.newest()
        self.assertEqual(dossier.owner_id.name, "Trần Thị Quét")
        self.assertEqual((dossier.state, dossier.procedure_id), ("accepted", self.simple))

    def test_refused_and_gone_on(self):
        """Accept without a tick: everything stays, the cursor is at the papers; then a second
        person by the favourite's key."""
        self.take_in(
            procedure_id=self.simple.id,
            case_id=self.simple.current_version_id.case_ids.id,
            components=[],
            owner=self.citizen.id,
        )
        with self.at_keyboard(self.receptionist.login, HOME) as keyboard:
            keyboard.press("alt+i")
            keyboard.wait_focus("scan")
            keyboard.type("027080000019")
            keyboard.press("enter")
            keyboard.wait_focus("procedure_id")
            keyboard.press("alt+shift+1")
            keyboard.wait_focus("all_received")
            keyboard.press("alt+q")
            keyboard.wait_for(".o_tthc_refusal .alert")
            self.assertIn("Bản chính giấy tờ", keyboard.text(".o_tthc_refusal"))
            keyboard.wait_focus("all_received")
            keyboard.press("alt+shift+a")
            keyboard.wait_focus("action_accept")
            keyboard.press("alt+q")
            keyboard.wait_focus("print_receipt")
        self.assertEqual((self.newest().state, self.newest().owner_id), ("accepted", self.citizen))
