from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..tools import ledger_forms


class TthcLedgerEntry(models.Model):
    """The columns of the ledger book (form ``ledger``), made from the dossier's events alone."""

    _inherit = "tthc.ledger.entry"

    procedure_name = fields.Char("Procedure", compute="_compute_line")
    owner_name = fields.Char("Person or Organisation", compute="_compute_line")
    address_phone = fields.Char("Address, Phone", compute="_compute_line")
    agency_name = fields.Char("Leading Agency", compute="_compute_line")
    received_at = fields.Datetime("Dossier Received", compute="_compute_line")
    due_at = fields.Datetime("Appointment", compute="_compute_line")
    returned_at = fields.Datetime("Result Returned", compute="_compute_line")
    return_method = fields.Char("Way of Receiving", compute="_compute_line")
    remark = fields.Char(compute="_compute_line")
    non_territorial = fields.Boolean(
        compute="_compute_line",
        search="_search_non_territorial",
        help="Received for another centre that is competent.",
    )

    def action_open_dossier(self):
        """The dossier of a line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }

    def _compute_line(self):
        ways = dict(
            self.env["tthc.dossier"]._fields["return_method"]._description_selection(self.env)
        )
        told = self.env["tthc.dossier.event"].sudo()._told(self.dossier_id.ids)
        for entry in self:
            line = ledger_forms.book_line(told[entry.dossier_id.id])
            if not line["procedure"]:
                line.update(entry._line_of_first_ledger(line))
            entry.procedure_name = line["procedure"]
            entry.owner_name = line["owner"]
            entry.address_phone = ", ".join(filter(None, (line["address"], line["phone"])))
            entry.agency_name = line["agency"]
            entry.received_at = line["received"]
            entry.due_at = line["due"]
            entry.returned_at = line["returned"]
            entry.return_method = ways.get(line["return_method"], line["return_method"])
            entry.remark = line["remark"]
            entry.non_territorial = line["non_territorial"]

    def _line_of_first_ledger(self, line):
        """What an acceptance of the first ledger did not say is read from the dossier."""
        dossier = self.dossier_id.sudo()
        return {
            "procedure": dossier.procedure_id.display_name,
            "owner": dossier._owner_name(),
            "address": dossier.owner_id._tthc_address_line(),
            "phone": dossier.owner_id.phone or "",
            "agency": dossier.competent_agency_id.name or "",
            "due": line["due"] or dossier.due_at,
            "return_method": line["return_method"] or dossier.return_method,
        }

    def _search_non_territorial(self, operator, value):
        if operator != "in":
            return NotImplemented
        elsewhere = fields.Domain("dossier_id.competent_company_id", "!=", False)
        return elsewhere if True in value else ~elsewhere


class TthcDossierEvent(models.Model):
    _inherit = "tthc.dossier.event"

    def _told(self, dossier_ids):
        """The events of dossiers as :mod:`..tools.ledger_forms` reads them: lists of dicts by the
        dossier's id, in the order of their numbers, all in one query."""
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT event.dossier_id, event.seq, event.kind, event.at, event.user_name,
                          event.note, event.clock_until, event.facts, event.to_state,
                          from_step.name AS from_step, to_step.name AS to_step,
                          from_agency.name AS from_agency,
                          COALESCE(to_agency.name, company.name) AS to_agency
                     FROM tthc_dossier_event event
                     JOIN res_company company ON company.id = event.company_id
                     LEFT JOIN tthc_procedure_step from_step ON from_step.id = event.from_step_id
                     LEFT JOIN tthc_procedure_step to_step ON to_step.id = event.to_step_id
                     LEFT JOIN tthc_agency from_agency ON from_agency.id = event.from_agency_id
                     LEFT JOIN tthc_agency to_agency ON to_agency.id = event.to_agency_id
                    WHERE event.dossier_id IN %s
                    ORDER BY event.dossier_id, event.seq""",
                tuple(dossier_ids) or (0,),
            )
        )
        told = defaultdict(list)
        for row in rows:
            told[row["dossier_id"]].append(row)
        return told
