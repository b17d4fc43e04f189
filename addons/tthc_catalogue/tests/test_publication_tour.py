"""From draft to publication in a real browser."""

from datetime import date

from odoo.tests import HttpCase, tagged

from .common import CatalogueCase


@tagged("post_install", "-at_install")
class TestPublicationTour(CatalogueCase, HttpCase):
    def test_editor_submits_publisher_publishes(self):
        self.make_published()
        draft = self.make_draft(date(2099, 1, 1), decision="2/QĐ-THU")
        draft.case_ids.fee_ids.amount = 30000
        self.document.date_expired = date(2026, 2, 1)
        url = f"/odoo/tthc.procedure.version/{draft.id}"
        self.start_tour(url, "tthc_editor_submits", login=self.users["editor"].login)
        self.assertEqual((draft.state, draft.decision), ("submitted", "22/QĐ-THU"))
        self.start_tour(url, "tthc_publisher_publishes", login=self.users["publisher"].login)
        self.assertEqual(draft.state, "published")
        self.assertEqual(draft.publisher_id, self.users["publisher"])
        self.assertEqual(draft.legal_override_reason, "Điều khoản chuyển tiếp")
