from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tthc_clamd_address = fields.Char(
        "Antivirus", config_parameter="tthc_papers.clamd_address", help="Address of clamd."
    )
    tthc_clamd_unreachable = fields.Selection(
        [("accept", "Take the file, scan it later"), ("refuse", "Refuse the file")],
        "When the Antivirus Cannot Be Reached",
        config_parameter="tthc_papers.clamd_unreachable",
        default="accept",
    )
    tthc_clamd_stream_mb = fields.Integer(
        "Largest File for the Antivirus (MB)",
        config_parameter="tthc_papers.clamd_stream_mb",
        default=25,
    )
    tthc_paper_max_pages = fields.Integer(
        "Most Pages of a File", config_parameter="tthc_papers.max_pages", default=300
    )
    tthc_max_file_mb = fields.Integer(
        "Largest File (MB)", config_parameter="tthc_dossier.max_file_mb", default=20
    )
    tthc_result_required = fields.Boolean(
        "Result Needs Its File", config_parameter="tthc_papers.result_required"
    )
    tthc_scan_folder = fields.Char(related="company_id.tthc_scan_folder", readonly=False)
    tthc_scan_root = fields.Char("Folder for Scanners", compute="_compute_tthc_scan_root")

    def _compute_tthc_scan_root(self):
        for settings in self:
            settings.tthc_scan_root = self.env["tthc.scan.folder"]._root()

    def action_test_antivirus(self):
        """Ask the antivirus at the address that was saved for its version."""
        version = self.env["tthc.antivirus"]._test()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The antivirus answers: %s", version),
            },
        }
