from odoo import models


class TthcDossier(models.Model):
    """The page "Papers" of the form: where each paper is, its trail, and the dialogs."""

    _inherit = "tthc.dossier"

    def get_custody_table(self):
        """Where the papers are and who gave them to whom: HTML, asked for when its page is opened.

        :raise AccessError: the dossier is not this user's to read
        """
        self.ensure_one()
        self.check_access("read")
        holdings = self.env["tthc.custody.holding"].search(
            [("dossier_id", "=", self.id)], order="component_id, kind, id"
        )
        return self.env["ir.qweb"]._render(
            "tthc_custody.custody_table",
            {
                "dossier": self,
                "file_place": self.paper_place,
                "holdings": holdings,
                "kinds": dict(holdings._fields["kind"]._description_selection(self.env)),
                "ends": dict(holdings._fields["custody"]._description_selection(self.env)),
                "trail": sorted(self._custody_trail(), key=lambda row: row["instant"]),
                "incidents": self._custody_incident_rows(),
            },
        )

    def _custody_incident_rows(self):
        rows = self.env["tthc.custody.incident"].search([("dossier_id", "=", self.id)])
        kinds = dict(rows._fields["kind"]._description_selection(self.env))
        states = dict(rows._fields["state"]._description_selection(self.env))
        return [
            {"kind": kinds[row.kind], "paper": row.paper_name, "state": states[row.state]}
            for row in rows
        ]

    def _custody_trail(self):
        """Every change of hands: of the whole file by the hand-over lists, of single papers by
        their slips; dicts of texts."""
        yield from self._trail_of_intake()
        states = dict(
            self.env["tthc.handover"]._fields["signature_state"]._description_selection(self.env)
        )
        for line in self.sudo().handover_line_ids.sorted("id"):
            handover = line.handover_id
            yield self._trail_row(
                line.given_at,
                self.env._("Hand-over of the file"),
                handover.name,
                f"{self._place_name(line.from_agency_id)} – {line.giver_id.name}",
                f"{self._place_name(line.to_agency_id)} – {line.receiver_id.name or '…'}",
                self.env._("%s papers", line.papers),
                states[handover.signature_state],
                f"/odoo/tthc.handover/{handover.id}",
            )
        ways = dict(self.env["tthc.custody.slip"]._fields["way"]._description_selection(self.env))
        for slip in self.sudo().custody_slip_ids:
            yield self._trail_row(
                slip.at,
                ways[slip.way],
                slip.name,
                slip.giver_name,
                slip.receiver_name,
                "; ".join(f"{row.quantity} × {row.name}" for row in slip.movement_ids),
                states[slip.signature_state],
                f"/odoo/tthc.custody.slip/{slip.id}",
            )

    def _trail_of_intake(self):
        event = self.sudo().event_ids.filtered(lambda row: row.kind in ("accept", "register"))[-1:]
        received = sum(self.sudo().component_ids._received_counts().values())
        if event and received:
            yield self._trail_row(
                event.at,
                self.env._("Received with the dossier"),
                "",
                self.owner_id.sudo().name,
                event.user_name,
                self.env._("%s papers", received),
                "",
                "",
            )

    def _trail_row(self, instant, what, number, giver, receiver, papers, signed, href):
        return {
            "instant": instant,
            "at": self._local_text(instant),
            "what": what,
            "number": number,
            "giver": giver,
            "receiver": receiver,
            "papers": papers,
            "signed": signed,
            "href": href,
        }

    # Dialogs ------------------------------------------------------------------------------------

    def action_papers_lend(self):
        """Open the dialog to lend papers, or pass them on."""
        return self._open_custody("lend")

    def action_papers_back(self):
        """Open the dialog to take papers back into the file."""
        return self._open_custody("back")

    def action_papers_return(self):
        """Open the dialog to give papers back to the applicant."""
        return self._open_custody("return")

    def action_papers_receive(self):
        """Open the dialog to receive papers from the applicant."""
        return self._open_custody("receive")

    def action_papers_post(self):
        """Open the dialog to send papers by post."""
        return self._open_custody("post")

    def action_papers_archive(self):
        """Open the dialog to put papers into the archive."""
        return self._open_custody("archive")

    def _open_custody(self, way):
        self.ensure_one()
        self.check_access("read")
        labels = self.env["tthc.custody.slip"]._fields["way"]._description_selection(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": dict(labels)[way],
            "res_model": "tthc.custody.move",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dossier_id": self.id, "default_way": way},
        }

    def action_papers_incident(self):
        """Open the form to report a loss or damage."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a Loss or Damage"),
            "res_model": "tthc.custody.incident",
            "views": [(False, "form")],
            "context": {"default_dossier_id": self.id},
        }

    def action_papers_correct(self):
        """Open the dialog to correct a number that was entered wrongly."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Number"),
            "res_model": "tthc.custody.correction",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }
