from odoo import models

from ..tools import fees


class TthcProcedureCase(models.Model):
    """Prices of a case, and what is wrong with its fees and channels."""

    _inherit = "tthc.procedure.case"

    def _quote_fees(
        self, channel, on_date, quantity=1, copies=1, applicant=None, benefits=(), book=None
    ):
        """Price this case: a list of :class:`~..tools.fees.FeeQuote`, VND integers.

        :param on_date: the day of acceptance; what is not in force then does not apply
        :param quantity: pages of the original or persons, for the rules that count them; copies
            where nothing else is counted
        :param copies: copies of the paper
        :param applicant: ``citizen``, ``organisation`` or ``household``, when known
        :param benefits: claimed benefits (``tthc.fee.benefit``) whose evidence was seen
        :param book: regulations to price with; default: all published ones
        """
        self.ensure_one()
        rows = self.env["tthc.procedure.fee"]
        rows = rows.search_fetch([("case_id", "=", self._origin.id)], rows._rule_fields())
        request = self._fee_request(channel, on_date, quantity, copies, applicant, benefits)
        if book is None:
            book = self.env["tthc.fee.regulation"]._published_book()
        return fees.quote([row._rule() for row in rows], request, book)

    def _fee_request(self, channel, on_date, quantity=1, copies=1, applicant=None, benefits=()):
        """The plain request that :meth:`_quote_fees` prices."""
        procedure = self.procedure_id
        return fees.Request(
            channel=channel,
            on_date=on_date,
            quantity=quantity,
            copies=copies,
            applicant=applicant or None,
            claimed=frozenset(benefit.id for benefit in benefits),
            procedure_id=procedure.id,
            sector_id=procedure.sector_id.id,
            case_name=self.name or "",
        )

    def _fee_gaps(self):
        """Sentences on fees that contradict each other or cannot be meant."""
        self.ensure_one()
        gaps = []
        for fee in self.fee_ids:
            gaps += fee._formula_problems()
        rows = self.fee_ids
        for index, fee in enumerate(rows):
            for other in rows[index + 1 :]:
                if fees.contradict(fee._rule(), other._rule()):
                    gaps.append(
                        self.env._(
                            "Case “%(case)s”: “%(fee)s” has two prices for the same channel and "
                            "applicant on the same days. Give each its own period.",
                            case=self.name,
                            fee=fee.name,
                        )
                    )
        return gaps

    def _channel_gaps(self):
        """Sentences on committed limits that promise more time than the law gives."""
        self.ensure_one()
        return [
            self.env._(
                "Case “%(case)s”: the committed limit of “%(channel)s” is longer than the legal "
                "one.",
                case=self.name,
                channel=row.display_name,
            )
            for row in self.channel_ids
            if row._commits_longer()
        ]

    def action_price(self):
        """Open the calculator for this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Price"),
            "res_model": "tthc.fee.calculator",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id, "dialog_size": "extra-large"},
        }
