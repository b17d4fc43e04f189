from odoo import models
from odoo.exceptions import UserError

from .tthc_form_source import DAY

#: The states as the law names them, for papers: what users see may be another language.
STATES = {
    "registered": "mới đăng ký",
    "accepted": "đã tiếp nhận",
    "processing": "đang xử lý",
    "supplement": "yêu cầu bổ sung giấy tờ",
    "financial": "yêu cầu thực hiện nghĩa vụ tài chính",
    "withdrawing": "công dân yêu cầu rút hồ sơ",
    "done": "đã xử lý xong",
}
#: Events that a paper is issued about.
ENDS = {"refusal": ("refuse", "reject"), "stop": ("stop", "answer_withdrawal")}


class TthcDossier(models.Model):
    """Refusal and notice of stopping as papers, each of the event that decided so. Who signs
    follows from the event: at the counter the desk, after examination the competent agency
    (NĐ 61/2018/NĐ-CP, Art. 19.8)."""

    _inherit = "tthc.dossier"

    def action_print_refusal(self):
        """Issue the refusal, or print it again."""
        self.ensure_one()
        return self._print_form("refusal")

    def action_print_stop(self):
        """Issue the notice of stopping, or print it again."""
        self.ensure_one()
        return self._print_form("stop")

    def action_print_supplement(self):
        """Issue the last request for a supplement, or print it again."""
        self.ensure_one()
        asked = self.supplement_round_ids.sorted("number")[-1:]
        if not asked:
            raise UserError(self.env._("Nothing was asked for: there is no such paper."))
        return asked._print_form("supplement")

    def _form_end(self, key):
        """The event that the paper is about, as superuser; empty for none."""
        events = self.sudo().event_ids.sorted("seq")
        found = events.filtered(
            lambda event: (
                event.kind in ENDS.get(key, ())
                and (event.kind != "answer_withdrawal" or event.to_state == "stopped")
            )
        )[-1:]
        opened = events.filtered(lambda event: event.kind == "reopen")[-1:]
        return found.browse() if opened.seq > found.seq else found

    def _form_obstacle(self, key):
        """Override: there is something to say no to, or to stop."""
        if key in ENDS and not self._form_end(key):
            return (
                self.env._("%s was not refused: there is no such paper.", self.display_name)
                if key == "refusal"
                else self.env._("%s was not stopped: there is no such paper.", self.display_name)
            )
        return super()._form_obstacle(key)

    def _form_at(self, key):
        """Override: the moment of the decision."""
        return self._form_end(key).at if self._form_end(key) else super()._form_at(key)

    def _form_part(self, key):
        """Override: a dossier that was opened again may be refused or stopped again."""
        return f"event {self._form_end(key).seq}" if key in ENDS else super()._form_part(key)

    def _form_agency(self, key):
        """Override: after examination the agency that decided issues it."""
        event = self._form_end(key)
        if event and event.kind != "refuse":
            agency = event.task_id.agency_id or self.sudo().competent_agency_id
            # the desk decides for the centre
            return agency & (event.on_behalf_id or event.user_id).sudo().tthc_agency_ids
        return super()._form_agency(key)

    def _form_values(self, key):
        """Adds the reasons of the decision and who signs it."""
        values = super()._form_values(key)
        event = self._form_end(key)
        if event:
            values["texts"].update(self._form_decision(key, event))
        return values

    def _form_decision(self, key, event):
        facts, agency = event.facts or {}, self._form_agency(key)
        texts = {
            "lý do": facts.get("reason_text") or facts.get("reason") or "",
            "giải thích": event.note or "",
            "căn cứ": event.legal_basis or facts.get("legal_basis") or "",
            "giấy tờ liên quan": "; ".join(facts.get("components") or ()),
            "nơi có thẩm quyền": facts.get("address") or "",
            "liên hệ": self._form_contact(event.user_id),
            "đã giải quyết đến": self._form_reached(event, facts),
            "giấy tờ còn thiếu": "; ".join(facts.get("supplement_open") or ()),
            "tiền đã nộp": facts.get("money") or "",
            "trả lại giấy tờ": facts.get("papers") or "",
            "người ký": "",
            "chức vụ người ký": "",
        }
        if event.kind == "answer_withdrawal":
            asked = self.sudo().withdrawal_ids.filtered(lambda row: row.state == "agreed")[-1:]
            texts["lý do"] = f"Theo đề nghị rút hồ sơ của {asked.partner_id.name}: {asked.reason}"
            texts["ngày đề nghị rút"] = self._form_local(asked.requested_at, DAY, key)
        if event.kind == "refuse":
            texts["người tiếp nhận"] = event.user_name
        elif agency or key == "stop":
            lines = self._form_signer_lines(agency, event.user_id)
            texts.update(
                {
                    "người ký": event.user_name,
                    "chức vụ người ký": "\n".join(lines),
                    # the desk signs nothing that it did not decide
                    "người tiếp nhận": "",
                }
            )
        return texts

    def _form_reached(self, event, facts):
        """How far the dossier had come: state, and the steps that were open."""
        state = event.from_state
        if event.kind == "answer_withdrawal":
            asked = self.sudo().withdrawal_ids.filtered(lambda row: row.state == "agreed")[-1:]
            state = asked.state_before
        steps = ", ".join(facts.get("steps") or ())
        return ": ".join(filter(None, (STATES.get(state, ""), steps)))

    def _form_vouched(self, key):
        """Override: a decision has no appointment."""
        vouched = super()._form_vouched(key)
        return {**vouched, "due": None} if key in ENDS else vouched

    def _form_cancelled(self, key, part):
        """Override: the dossier was opened again after the decision."""
        if key in ENDS and part:
            opened = self.sudo().event_ids.filtered(lambda event: event.kind == "reopen")[-1:]
            if opened.seq > int(part.split()[-1]):
                return "hồ sơ đã được mở lại sau khi giấy này được phát hành."
        return super()._form_cancelled(key, part)
