from dateutil.relativedelta import relativedelta

from odoo import fields, models


class TthcAuditRule(models.Model):
    """Check of what the dossiers alone know: whether anybody asks for a procedure."""

    _inherit = "tthc.audit.rule"

    def _check_never_used(self):
        """Offered procedures, in force for the months of this rule at least, of which no dossier
        was made in that time. A draft dossier counts: somebody asked."""
        since = self._today() - relativedelta(months=int(self.maximum))
        versions = self.env["tthc.procedure.version"]
        old = fields.Domain(
            "version_ids", "any", [("state", "!=", "draft"), ("date_from", "<=", since)]
        )
        in_force = fields.Domain("version_ids", "any", versions._domain_in_force(self._today()))
        used = (
            self.env["tthc.dossier"]
            ._search([("create_date", ">=", since)])
            .subselect("procedure_id")
        )
        procedures = self.env["tthc.procedure"].search(
            old
            & in_force
            & fields.Domain("offer_ids", "any", [("active", "=", True)])
            & fields.Domain("id", "not in", used)
        )
        for procedure in procedures:
            yield self._finding(
                procedure,
                self.env._("Nobody asked for it since %(day)s.", day=since.strftime("%d/%m/%Y")),
                procedure_id=procedure.id,
                version_id=procedure.current_version_id.id,
            )
