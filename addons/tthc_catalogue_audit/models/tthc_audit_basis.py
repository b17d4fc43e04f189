from odoo import fields, models

from ..tools import texts


def _dong(amount):
    return f"{amount:,.0f}".replace(",", ".") + " đ"


class TthcAuditRule(models.Model):
    """Checks of the legal basis and of the money."""

    _inherit = "tthc.audit.rule"

    def _check_legal_expired(self):
        """Versions in force or coming that cite a document out of force today, or on the day on
        which they begin."""
        today = self._today()
        versions = self.env["tthc.procedure.version"].search_fetch(
            self._domain_published() & self._domain_cites_expired(),
            ["procedure_id", "date_from", "legal_document_ids"],
            order="id",
        )
        for version in versions:
            day = max(today, version.date_from)
            expired = version.legal_document_ids.filtered(
                lambda document, day=day: document.date_expired and document.date_expired <= day
            )
            for document in expired:
                values = {
                    "number": document.number,
                    "day": document.date_expired.strftime("%d/%m/%Y"),
                    "new": document.replaced_by_id.number,
                }
                detail = (
                    self.env._("%(number)s is out of force from %(day)s: see %(new)s.", **values)
                    if document.replaced_by_id
                    else self.env._("%(number)s is out of force from %(day)s.", **values)
                )
                yield self._finding(version, detail, version, key=f",{document.id}")

    def _domain_cites_expired(self):
        documents = self.env["tthc.legal.document"]._search([("date_expired", "!=", False)])
        return fields.Domain("legal_document_ids", "in", documents)

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
                prices=", ".join(map(_dong, prices)),
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
                        amount=", ".join(map(_dong, odd)),
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
        """Fees left to the province of which no amount is known."""
        fees = self._live_parts(
            "tthc.procedure.fee", ["name"], [("amount_kind", "=", "local"), ("amount", "=", 0)]
        )
        for fee, version in fees:
            yield self._finding(
                fee,
                self.env._(
                    "“%(fee)s” of “%(case)s” is set by the province: its amount is not entered.",
                    fee=fee.name,
                    case=fee.case_id.name,
                ),
                version,
                case_id=fee.case_id.id,
            )
