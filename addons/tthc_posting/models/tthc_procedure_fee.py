from odoo import models

from odoo.addons.tthc_catalogue.tools import fees

from .tthc_procedure_content import lines


class TthcProcedureFee(models.Model):
    _inherit = "tthc.procedure.fee"

    def _content(self):
        """The fee as posted: its price in words, and what the regulations in force or coming set
        for it. The words of a formula are those of the printed forms."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        own = {"free": self.env._("Free of charge"), "local": self._local_words()}
        return {
            "name": self.name,
            "kind": kinds.get(self.kind),
            "for": self._condition_words(self.channel, self.applicant),
            "price": own.get(self.amount_kind) or self.formula_text,
            "set": self._regulation_words(),
            "date_from": self.date_from,
            "date_to": self.date_to,
            "legal": self.legal_number,
            "notes": lines(self.note),
        }

    def _local_words(self):
        return self.env._("By resolution of the province's People's Council")

    def _condition_words(self, channel, applicant):
        """For which channel and applicant a price is, in words; empty when for all."""
        words = []
        for name, value in (("channel", channel), ("applicant", applicant)):
            choices = dict(self._fields[name]._description_selection(self.env))
            words += [choices[value]] if value else []
        return ", ".join(words)

    def _regulation_words(self):
        """What regulations set for this fee, in force or coming: ``[(words, first day if it lies
        ahead)]``."""
        today = self.env["tthc.procedure"]._public_today()
        rule, procedure = self._rule(), self.case_id.procedure_id
        found = []
        for line in self.env["tthc.fee.regulation"]._published_book().lines:
            case = line.case_name and fees.same_name(line.case_name)
            if (
                procedure.id in line.procedures
                and (rule.local or line.replaces)
                and fees.same_name(line.fee_name) == fees.same_name(rule.name)
                and (not case or case == fees.same_name(self.case_id.name))
                and (not line.date_to or line.date_to >= today)
            ):
                condition = self._condition_words(line.channel, line.applicant)
                words = f"{condition}: " if condition else ""
                words += f"{line.formula.words()} ({line.regulation})"
                ahead = line.date_from and line.date_from > today
                found.append((words, line.date_from if ahead else None))
        return found


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    def _content_benefits(self):
        """Exemptions and reductions granted for this procedure today, with their evidence."""
        if not self.case_ids.fee_ids:
            return []
        today = self.env["tthc.procedure"]._public_today()
        procedure = self.procedure_id
        granted = [
            rule.benefit_id
            for rule in self.env["tthc.fee.regulation"]._published_book().benefits
            if (not rule.date_from or rule.date_from <= today)
            and (not rule.date_to or rule.date_to >= today)
            and (
                not (rule.procedures or rule.sectors)
                or procedure.id in rule.procedures
                or procedure.sector_id.id in rule.sectors
            )
        ]
        return [
            {
                "name": benefit.name,
                "value": benefit.value_text,
                "evidence": benefit.evidence,
                "regulation": benefit.regulation_id.name,
                "notes": lines(benefit.note),
            }
            for benefit in self.env["tthc.fee.benefit"].browse(granted)
        ]
