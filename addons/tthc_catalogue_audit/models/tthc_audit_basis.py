from odoo import fields, models

from odoo.addons.tthc_catalogue.tools.fee_formula import money
from odoo.addons.tthc_catalogue.tools.fees import same_name

from ..tools import texts


class TthcAuditRule(models.Model):
    """Checks of the legal basis and of the money."""

    _inherit = "tthc.audit.rule"

    def _check_legal_expired(self):
        """Versions in force or coming that rest on a document, cited by themselves or by a row
        below, that is out of force today or on the day on which they begin."""
        dated = self.env["tthc.legal.document"].search(
            fields.Domain("date_end", "!=", False)
            | fields.Domain("date_effective", ">", self._today())
        )
        versions = self.env["tthc.procedure.version"].search_fetch(
            self._domain_published() & fields.Domain("id", "in", dated._citing_versions().ids),
            ["procedure_id", "date_from", "date_to"],
            order="id",
        )
        for version, documents in versions._cited_documents().items():
            day = version._legal_day()
            for document in documents:
                if not document._is_in_force(day):
                    yield self._finding(
                        version, self._out_of_force(document, day), version, key=f",{document.id}"
                    )

    def _out_of_force(self, document, day):
        names = {"number": document.number, "new": document._replacement().number}
        if not document.date_end or document.date_end > day:
            names["day"] = document.date_effective.strftime("%d/%m/%Y")
            return self.env._("%(number)s takes effect on %(day)s only.", **names)
        names["day"] = document.date_end.strftime("%d/%m/%Y")
        if names["new"]:
            return self.env._("%(number)s is out of force from %(day)s: see %(new)s.", **names)
        return self.env._("%(number)s is out of force from %(day)s.", **names)

    def _check_legal_missing(self):
        for version in self._live_versions([("legal_document_ids", "=", False)]):
            yield self._finding(
                version, self.env._("No legal document is cited as its basis."), version
            )

    def _check_free_contradicted(self):
        """“Miễn phí” in the published fee of a channel or as a fee rule, and a price in the
        text beside it."""
        channels = self._live_parts(
            "tthc.procedure.channel", ["channel", "fee_text", "note"], [("fee_text", "!=", False)]
        )
        for channel, version in channels:
            prices = texts.contradicts_free(channel.fee_text, channel.note)
            if prices:
                yield self._price_finding(channel, version, channel.note, prices)
        free = [("note", "!=", False), ("amount_kind", "=", "free")]
        for fee, version in self._live_parts("tthc.procedure.fee", ["name", "note"], free):
            if prices := texts.priced(fee.note):
                yield self._price_finding(fee, version, fee.note, prices)

    def _price_finding(self, part, version, note, prices):
        return self._finding(
            part,
            self.env._(
                "“%(case)s” is said to be free, and its text names %(prices)s: %(note)s",
                case=part.case_id.name,
                prices=", ".join(map(money, prices)),
                note=note or part.display_name,
            ),
            version,
            case_id=part.case_id.id,
        )

    def _check_fee_implausible(self):
        """Amounts outside the bounds, of fee rules and in the published fee texts."""
        fees = self._live_parts(
            "tthc.procedure.fee",
            ["name", "amount"],
            [("amount_kind", "=", "fixed"), ("amount", ">", 0)],
        )
        found = [(fee, version, [fee.amount]) for fee, version in fees]
        channels = self._live_parts(
            "tthc.procedure.channel", ["fee_text"], [("fee_text", "!=", False)]
        )
        found += [(channel, version, texts.sums(channel.fee_text)) for channel, version in channels]
        for part, version, amounts in found:
            odd = [amount for amount in amounts if amount and not self._is_plausible(amount)]
            if odd:
                yield self._finding(
                    part,
                    self.env._(
                        "“%(case)s”: %(amount)s is hardly a fee.",
                        case=part.case_id.name,
                        amount=", ".join(map(money, odd)),
                    ),
                    version,
                    case_id=part.case_id.id,
                )

    def _is_plausible(self, value):
        """Whether ``value`` lies within the bounds of this rule; a bound of zero is none."""
        return value >= self.minimum and (not self.maximum or value <= self.maximum)

    def _check_fee_legal_missing(self):
        fees = self._live_parts(
            "tthc.procedure.fee",
            ["name"],
            [("legal_document_id", "=", False), ("amount_kind", "!=", "free")],
        )
        for fee, version in fees:
            yield self._finding(
                fee,
                self.env._(
                    "“%(fee)s” of “%(case)s” names no legal basis.",
                    fee=fee.name,
                    case=fee.case_id.name,
                ),
                version,
                case_id=fee.case_id.id,
            )

    def _check_local_fee_missing(self):
        """Fees left to the province that no regulation in force prices."""
        lines = self.env["tthc.fee.regulation"]._published_book().lines
        prices = [line for line in lines if line.in_force(self._today())]
        fees = self._live_parts("tthc.procedure.fee", ["name"], [("amount_kind", "=", "local")])
        for fee, version in fees:
            if any(self._prices(line, fee, version) for line in prices):
                continue
            yield self._finding(
                fee,
                self.env._(
                    "“%(fee)s” of “%(case)s” is set by the province: no fee regulation in force "
                    "gives its amount.",
                    fee=fee.name,
                    case=fee.case_id.name,
                ),
                version,
                case_id=fee.case_id.id,
            )

    @staticmethod
    def _prices(line, fee, version):
        """Whether the regulation's ``line`` gives the amount of ``fee``, in whatever channel."""
        return (
            version.procedure_id.id in line.procedures
            and same_name(line.fee_name) == same_name(fee.name)
            and (not line.case_name or same_name(line.case_name) == same_name(fee.case_id.name))
        )
