"""The demonstration data show the audit at work."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    def test_the_screen_shows_findings(self):
        editor = self.env.ref("tthc_catalogue.user_editor", raise_if_not_found=False)
        if not editor:
            self.skipTest("installed without demonstration data")
        rules = self.env["tthc.audit.rule"].with_user(editor).search([])
        found = {rule.code for rule in rules if rule.finding_ids}
        self.assertLessEqual({"legal_expired", "free_contradicted", "result_without_code"}, found)
        self.assertEqual(rules.finding_ids.responsible_id, editor)
