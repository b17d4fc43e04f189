from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import actions


class TthcDossier(models.Model):
    """Dossiers answered while the person waits ("giải quyết ngay", NĐ 61/2018/NĐ-CP, Art. 17.4):
    recorded with number and ledger like any other, a receipt only where it is asked for."""

    _inherit = "tthc.dossier"

    case_immediate = fields.Boolean(related="case_id.immediate", string="May Be Answered at Once")
    at_once = fields.Boolean(
        "Answered at Once",
        readonly=True,
        copy=False,
        help="Accepted, decided and returned while the person waited.",
    )
    receipt_requested = fields.Boolean(
        "Receipt Asked for",
        readonly=True,
        copy=False,
        help="The person asked for a receipt although the result came at once.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {"at_once", "receipt_requested"}

    def action_complete_at_once(self, note=None, signer_id=None, receipt=False):
        """Accept, take the dossier through its steps, issue and return the result, in one go.

        :param signer_id: id of the leader who signed, where the process has a step of a leader
        :param receipt: the person asks for a receipt
        """
        return self._perform(
            "complete_at_once", note=note, signer_id=signer_id, receipt=bool(receipt)
        )

    def _do_complete_at_once(self, note, task, signer_id=None, receipt=False):
        """Each action of the way is performed and recorded as itself, by the desk: the published
        case says that it concludes such a dossier, and the signer is named."""
        signer = self._signer_at_once(signer_id)
        desk = self.sudo().with_context(tthc_seen=None, tthc_task_id=None)
        if not self.accepted_at:
            desk._perform("accept")
        signed = signer and self.env._("Signed by %s", signer.sudo().name)
        while self.state in actions.WORKING:
            step = desk.open_task_ids.sorted("id")[:1]
            name = desk._passing_action(step)
            desk.with_context(tthc_task_id=step.id)._perform(
                name, note=signed if step.role == "leader" else None
            )
        desk._perform("return_result")
        return {"at_once": True, "receipt_requested": receipt}, {
            "to_state": actions.RETURNED,
            "facts": {"signed_by": signer.sudo().name or "", "receipt": receipt},
        }

    def _passing_action(self, task):
        """The action that ends an open step in the ordinary course of things."""
        if self._is_last_working(task.step_id):
            return "issue_result"
        return task.kind if task.kind in ("approve", "seal") else "forward"

    def _is_resent(self, name):
        """Override: the actions of the way come before the one that was asked for."""
        if (
            name == "complete_at_once"
            and self.at_once
            and self.env.context.get("tthc_seen") is not None
        ):
            last = self.event_ids.sudo().sorted("seq")[-1:]
            if last.kind == name and last.user_id == self.env.user:
                return True
        return super()._is_resent(name)

    # The signer ---------------------------------------------------------------------------------

    def _signing_agency(self):
        """The agency whose leader signs the result; empty where the process has no such step."""
        steps = self._process_steps().filtered(lambda step: step.role == "leader")
        step = steps.filtered(lambda row: row.kind == "approve")[-1:] or steps[-1:]
        if step.agency_kind == "fixed":
            return step.agency_id
        return (
            (self.competent_agency_id.sudo() or self._offer().agency_id) if step else step.agency_id
        )

    def _possible_signers(self, agency):
        """Leaders of ``agency``."""
        leaders = self.env.ref("tthc_dossier.group_leader").id
        return (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", leaders), ("tthc_agency_ids", "in", agency.ids)])
        )

    def _signer_at_once(self, signer_id=None):
        """Who signs: the one given, or the only one there is; empty where nobody has to.

        :raise UserError: nobody was named, or somebody who does not lead the agency
        """
        agency = self._signing_agency()
        if not agency:
            return self.env["res.users"]
        possible = self._possible_signers(agency)
        signer = possible.filtered(lambda user: user.id == signer_id)
        if not signer_id and len(possible) == 1:
            signer = possible
        if not signer:
            raise UserError(
                self.env._(
                    "Say who signed the result: a leader of %(agency)s (%(names)s).",
                    agency=agency.name,
                    names=", ".join(possible.mapped("name")) or self.env._("nobody is entered yet"),
                )
            )
        return signer

    # What stands against it ---------------------------------------------------------------------

    def _action_obstacles(self, action):
        """Override: only what the catalogue allows is answered at once, and here."""
        obstacles = super()._action_obstacles(action)
        if action == "complete_at_once":
            if not self.case_id.sudo().immediate:
                obstacles.append(
                    self.env._(
                        "%(procedure)s (%(case)s) is not published as answered at once: it goes "
                        "through its steps.",
                        procedure=self.procedure_id.display_name,
                        case=self.case_id.name,
                    )
                )
            if self.competent_company_id:
                obstacles.append(
                    self.env._("Another centre is competent: it is not answered at once here.")
                )
        return obstacles

    def _offer_fits(self, action, task):
        """Override: offered for such cases only."""
        if action.name == "complete_at_once":
            return self.case_id.sudo().immediate and not self.competent_company_id
        return super()._offer_fits(action, task)

    def action_print_receipt(self):
        """Override: whoever was answered at once and wants a receipt has asked for it."""
        for dossier in self.filtered("at_once"):
            if not dossier.receipt_requested:
                dossier.check_access("read")
                dossier._set({"receipt_requested": True})
        return super().action_print_receipt()
