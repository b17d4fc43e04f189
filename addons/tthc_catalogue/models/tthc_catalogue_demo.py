from odoo import api, fields, models


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    @api.model
    @api.private
    def _demo_publish(self):
        """Take the demo drafts through submission and publication by the demo people: the files
        are loaded by the superuser, who is nobody."""
        editor = self.env.ref("tthc_catalogue.user_editor")
        publisher = self.env.ref("tthc_catalogue.user_publisher")
        drafts = self.search([("state", "=", "draft"), ("editor_id", "=", self.env.uid)])
        if not drafts:
            return
        drafts._write_unguarded({"editor_id": editor.id})
        drafts.with_user(editor).action_submit()
        cited = drafts.filtered("legal_problem_ids")
        (drafts - cited).with_user(publisher).action_publish()
        cited.with_user(publisher)._publish(
            "Dữ liệu minh họa: cổng dịch vụ công quốc gia vẫn dẫn văn bản này khi lấy dữ liệu."
        )
        self._demo_next_version(editor)

    def _demo_next_version(self, editor):
        """A next version waiting for publication, to compare with the one in force."""
        version = self.env.ref("tthc_catalogue.version_1_001613").with_user(editor)
        version = version.with_context(lang=editor.lang)
        first_day = fields.Date.start_of(fields.Date.add(fields.Date.today(), months=2), "month")
        version.action_new_version_with_replacements()
        draft = version.search([("state", "=", "draft"), ("editor_id", "=", editor.id)])
        draft.write(
            {
                "decision": "Dự thảo minh họa",
                "date_from": first_day,
                "data_note": "Minh họa: chưa có quyết định công bố; chỉ văn bản pháp lý là thật.",
            }
        )
        row = draft.case_ids[0].channel_ids[0]
        row.write({"note": "Minh họa: " + (row.note or "nộp trong giờ hành chính")})
        draft.action_submit()
