from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_catalogue.tools.fee_formula import money


class TthcFeeWaiver(models.Model):
    """Proposing and deciding waivers: maker and checker are two people."""

    _inherit = "tthc.fee.waiver"

    # Proposing ----------------------------------------------------------------------------------

    def action_propose(self):
        """Put drafts before the chief accountant.

        :raise UserError: something is missing, or the waiver would lower nothing
        """
        self.check_access("write")
        for waiver in self:
            gaps = waiver._gaps()
            if gaps:
                raise UserError("\n".join(gaps))
            waiver._set(
                {
                    "state": "proposed",
                    "proposed_by_id": self.env.uid,
                    "proposed_at": fields.Datetime.now(),
                }
            )
            waiver._log("fee_waiver_proposed")
        return True

    def _gaps(self):
        """Sentences on what stands against proposing this draft."""
        self.ensure_one()
        request = self.expected_id.sudo()
        gaps = []
        if self.state != "draft":
            gaps.append(self.env._("%s is not a draft any more.", self.display_name))
        if request.state == "cancelled":
            gaps.append(self.env._("%s is cancelled: nothing is owed.", request.reference))
        if self.line_ids - request.line_ids or not self.line_ids:
            gaps.append(self.env._("Choose the fees of %s that it is about.", request.reference))
        if "postage" in self.line_ids.mapped("kind"):
            gaps.append(self.env._("Postage is no fee: no benefit lowers it."))
        if self.ground == "benefit":
            gaps += self._benefit_gaps()
        elif not (self.legal_basis or "").strip():
            gaps.append(
                self.env._("A decision in an individual case names its legal basis: fill it in.")
            )
        if not (self.component_id or self.attachment_ids or (self.evidence or "").strip()):
            gaps.append(
                self.env._(
                    "Add the evidence: a paper of the dossier, a file, or what the database said."
                )
            )
        if self.component_id and self.component_id.dossier_id != self.dossier_id:
            gaps.append(self.env._("The paper belongs to another dossier."))
        if not gaps and not self.saving:
            gaps.append(
                self.env._(
                    "This waiver lowers nothing: of several benefits the highest applies, and "
                    "the fees already have one that saves as much."
                )
            )
        return gaps

    def _benefit_gaps(self):
        """Why the chosen benefit is not for these fees."""
        benefit = self.benefit_id
        if not benefit:
            return [self.env._("Choose the benefit.")]
        if benefit.state != "published":
            return [self.env._("“%s” is not published.", benefit.display_name)]
        dossier = self.dossier_id.sudo()
        asked = dossier.case_id._fee_request(
            dossier.channel,
            dossier._pricing_day(),
            applicant=dossier.applicant_kind,
            benefits=benefit,
        )
        return [
            self.env._(
                "“%(benefit)s” does not apply to “%(fee)s”: look at its dates, procedures, "
                "channel and kind of fee.",
                benefit=benefit.name,
                fee=line.name,
            )
            for line in self.line_ids
            if not benefit.sudo()._rule().applies(asked, line.kind)
        ]

    def action_withdraw(self):
        """Take back one's own draft or proposal.

        :raise AccessError: somebody else's
        """
        self.check_access("write")
        for waiver in self:
            if waiver.state not in ("draft", "proposed"):
                raise UserError(self.env._("%s is decided.", waiver.display_name))
            if self.env.user not in (waiver.proposed_by_id or waiver.create_uid):
                raise AccessError(
                    self.env._(
                        "Only %s takes this proposal back.",
                        (waiver.proposed_by_id or waiver.create_uid).name,
                    )
                )
            waiver._set({"state": "withdrawn"})
        return True

    # Deciding -----------------------------------------------------------------------------------

    def action_approve(self):
        """Grant what was proposed.

        An open request is cancelled and one for what remains takes its place; without a rest the
        fees stay on record as exempt, and a dossier that waited for them goes on. A request for
        which money has come stays: what is due is lowered, and what was paid beyond it is proposed
        for a refund.

        :raise AccessError: not the chief accountant, or the one who proposed it
        :raise UserError: not proposed, or the request has changed meanwhile
        """
        self._check_decider()
        for waiver in self.sudo():
            waiver._lock_proposed()
            request = waiver.expected_id
            if not waiver._reliefs():
                raise UserError(
                    self.env._("%s lowers nothing any more: refuse it.", waiver.display_name)
                )
            waiver._decide("approved")
            if request.matched_amount:
                waiver._approve_received()
            else:
                waiver._approve_open()
        return True

    def action_refuse(self):
        """Ask for the reason and refuse."""
        return self.env["tthc.payment.reason"]._open("refuse_waiver", self)

    @api.private
    def _refuse(self, reason):
        """Refuse what was proposed; the fees stay owed as they are.

        :raise AccessError: not the chief accountant, or the one who proposed it
        """
        self._check_decider()
        for waiver in self.sudo():
            waiver._lock_proposed()
            waiver._decide("refused", reason)
            waiver._log("fee_waiver_refused", reason)

    def _check_decider(self):
        self.check_access("read")
        user = self.env.user
        if not (self.env.su or user.has_group("tthc_payment.group_chief_accountant")):
            raise AccessError(self.env._("Only the chief accountant decides on waivers."))
        for waiver in self:
            if user in waiver.sudo().proposed_by_id | waiver.sudo().create_uid:
                raise AccessError(
                    self.env._(
                        "You proposed the waiver of %s yourself: another chief accountant "
                        "decides on it.",
                        waiver.expected_id.reference,
                    )
                )

    def _lock_proposed(self):
        """Lock the request, then look whether the proposal still stands."""
        request = self.expected_id
        request._lock()
        self.invalidate_recordset(["state"])
        if self.state != "proposed":
            raise UserError(self.env._("%s is not proposed any more.", self.display_name))
        if request.state == "cancelled":
            raise UserError(
                self.env._("%s was cancelled meanwhile: refuse the waiver.", request.reference)
            )
        # Another waiver may have been approved since the draft was written.
        for name in ("amount_before", "amount_after", "saving", "effect"):
            self.env.add_to_compute(self._fields[name], self)

    def _decide(self, state, note=False):
        self._set(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "decision_note": note,
            }
        )

    def _approve_open(self):
        """Cancel the request and ask for what remains: amounts never change in place."""
        request, reliefs = self.expected_id, self._reliefs()
        lines = [self._line_values(line, reliefs.get(line)) for line in request.line_ids]
        request._cancel(self.env._("Waiver approved: %s", self._ground_words()))
        replacement = request._reopen_with(lines)
        self._set({"replacement_id": replacement.id})
        self._log("fee_waived")
        if not replacement:
            request.dossier_id._resume_if_nothing_due(self.env._("The fee was waived."))

    def _line_values(self, line, relief):
        """Values of ``line`` on the new request, lowered by ``relief`` where there is one."""
        values = {
            "fee_id": line.fee_id.id,
            "name": line.name,
            "kind": line.kind,
            "quantity": line.quantity,
            "base_amount": line.base_amount,
            "benefit_id": line.benefit_id.id,
            "waiver_id": line.waiver_id.id,
            "amount": line.amount,
            "kept": line.kept,
            "remitted": line.remitted,
            "explanation": line.explanation,
        }
        if relief:
            values.update(
                benefit_id=self.benefit_id.id if self.ground == "benefit" else False,
                waiver_id=self.id,
                amount=relief.amount,
                kept=relief.kept,
                remitted=relief.remitted,
                explanation=relief.explanation,
            )
        return values

    # Words --------------------------------------------------------------------------------------

    def _ground_words(self):
        return self._rule().words()

    def _log(self, kind, reason=False):
        """Record a step in the ledger of the dossier."""
        note = (
            f"{self.expected_id.reference}: {money(round(self.amount_before))} → "
            f"{money(round(self.amount_after))}; {self._ground_words()}"
        )
        if reason:
            note = f"{note}. {reason}"
        self.dossier_id.sudo()._log_event(kind, note=note)


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    @api.private
    def _reopen_with(self, lines):
        """Ask for ``lines`` (values of fee lines) in place of this cancelled request; those of no
        amount stay on record as exempt.

        :return: the new request, empty if nothing is owed
        """
        self.ensure_one()
        owed = [line for line in lines if line["amount"]]
        exempt = [line for line in lines if not line["amount"]]
        dossier = self.dossier_id
        if exempt:
            self.env["tthc.fee.line"].sudo()._record_exempt(dossier, exempt)
        if not owed:
            return self.browse()
        replacement = self._open(dossier, owed, self.purpose)
        replacement._set(self._same_payer())
        return replacement

    def _propose_refund(self, amount, reason, waiver):
        """Extension point: ``amount`` VND of what this request received is to be paid back.

        :param waiver: the approved ``tthc.fee.waiver`` that says why
        :return: the refund that was proposed, or an empty value where nothing keeps refunds
        """
        return False

    def action_propose_waiver(self):
        """Open a draft of a waiver for this request."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Waiver"),
            "res_model": "tthc.fee.waiver",
            "view_mode": "form",
            "context": {"default_expected_id": self.id},
        }


class TthcFeeLine(models.Model):
    _inherit = "tthc.fee.line"

    waiver_id = fields.Many2one(
        "tthc.fee.waiver",
        index="btree_not_null",
        ondelete="restrict",
        help="The waiver after acceptance that lowered this fee.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0 OR (amount = 0 AND (benefit_id IS NOT NULL OR waiver_id IS NOT NULL)))",
        "A fee must be more than zero, but for an exemption.",
    )


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    waiver_ids = fields.One2many("tthc.fee.waiver", "dossier_id", "Waivers", readonly=True)

    @api.private
    def _resume_if_nothing_due(self, note):
        """Go on if the dossier waits for money and none is owed any more."""
        self.ensure_one()
        if self.state == "financial" and not self.fee_due:
            self._continue_after_payment(note)
