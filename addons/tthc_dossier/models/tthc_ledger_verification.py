import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class TthcLedgerVerification(models.Model):
    """That the whole ledger was verified, when, and with what result. Written by the nightly job;
    what counts as proof is the check itself (``./tthc check``), which anybody can repeat."""

    _name = "tthc.ledger.verification"
    _description = "Verification of the Ledger, as Recorded"
    _order = "at desc, id desc"
    _rec_name = "at"

    at = fields.Datetime("Verified on", required=True, readonly=True, index=True)
    dossier_count = fields.Integer("Dossiers", readonly=True)
    event_count = fields.Integer("Events", readonly=True)
    unsealed = fields.Integer("Events without a Seal", readonly=True)
    finding_ids = fields.One2many(
        "tthc.ledger.finding", "verification_id", "Findings", readonly=True
    )
    finding_count = fields.Integer("Number of Findings", readonly=True)

    @api.model
    @api.private
    def _cron_verify(self):
        """Verify everything, and keep the result in the place of the one before."""
        report = self.env["tthc.ledger.check"]._run()
        findings = self.env["tthc.ledger.finding"]
        findings.search([("is_current", "=", True)]).write({"is_current": False})
        made = self.create(
            {
                "at": fields.Datetime.now(),
                "dossier_count": report["dossiers"],
                "event_count": report["events"],
                "unsealed": report["unsealed"],
                "finding_count": len(report["findings"]),
                "finding_ids": [
                    fields.Command.create(
                        {
                            "place": row["place"],
                            "seq": row["seq"] or 0,
                            "event": row["event_id"] or 0,
                            "text": row["text"],
                        }
                    )
                    for row in report["findings"]
                ],
            }
        )
        _logger.info("ledger verified: %s events", report["events"])
        if report["findings"]:
            _logger.warning("ledger verified: %s findings", len(report["findings"]))
        return made


class TthcLedgerFinding(models.Model):
    """Something that a verification of the ledger found to be wrong."""

    _name = "tthc.ledger.finding"
    _description = "Finding in the Ledger"
    _order = "verification_id desc, id"
    _rec_name = "place"

    verification_id = fields.Many2one(
        "tthc.ledger.verification", required=True, readonly=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime(related="verification_id.at")
    is_current = fields.Boolean(
        "Of the Last Verification", default=True, readonly=True, index="btree_not_null"
    )
    place = fields.Char("Dossier or Book", readonly=True)
    seq = fields.Integer("No.", readonly=True, aggregator=None)
    event = fields.Integer(readonly=True, aggregator=None)
    text = fields.Text("What Is Wrong", readonly=True)
