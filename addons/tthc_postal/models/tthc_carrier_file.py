import base64
import hashlib
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.sheet.error import TableError

from ..tools import exchange, news
from .tthc_carrier_layout import KINDS
from .tthc_exchange_errors import explain


class TthcCarrierFile(models.Model):
    """A list that was exchanged with a carrier: kept as it came or went, with its hash.

    A list that comes in is checked as a whole before anything of it counts; its rows then take
    effect in committed batches, and a process that is killed goes on where it stopped.
    """

    _name = "tthc.carrier.file"
    _description = "Exchanged List"
    _order = "id desc"
    _rec_name = "filename"

    carrier_id = fields.Many2one("tthc.carrier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    layout_id = fields.Many2one("tthc.carrier.layout", required=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, index=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    filename = fields.Char("File Name", required=True)
    file = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char("SHA-256", required=True)
    state = fields.Selection(
        [("waiting", "Being Taken in"), ("done", "Done")], required=True, index=True
    )
    row_count = fields.Integer("Rows", required=True)
    done_count = fields.Integer("Rows Done")
    taken_count = fields.Integer("New")
    repeated_count = fields.Integer("Known Already")
    moved_count = fields.Integer("Shipments Moved")
    progress = fields.Float(compute="_compute_progress", help="Percent of the rows.")
    news_ids = fields.One2many("tthc.carrier.news", "file_id", "Carrier News")
    exception_count = fields.Integer("To Look into", compute="_compute_exception_count")
    remarks = fields.Text(help="Rows that had no effect, and why.")

    _waiting_index = models.Index("(id) WHERE state = 'waiting'")
    _sha_index = models.UniqueIndex(
        "(carrier_id, sha256) WHERE kind != 'orders'",
        "This file was imported before. Nothing was changed.",
    )

    @api.depends("row_count", "done_count")
    def _compute_progress(self):
        for file in self:
            file.progress = 100 * file.done_count / file.row_count if file.row_count else 100

    @api.depends("news_ids.state", "news_ids.differs", "news_ids.settled_at")
    def _compute_exception_count(self):
        rows = self.env["tthc.carrier.news"]
        counts = dict(
            rows._read_group(
                [("file_id", "in", self.ids), *rows._exception_domain()], ["file_id"], ["__count"]
            )
        )
        for file in self:
            file.exception_count = counts.get(file, 0)

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: always"""
        raise UserError(self.env._("Lists are imported and exported, not entered."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(self.env._("A list is kept as it was exchanged."))

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("Exchanged lists stay on record."))

    @api.private
    def _keep(self, vals):
        """Create a record, for import and export."""
        return super().create([vals])

    @api.private
    def _set(self, vals):
        """Write how far it is."""
        return super(TthcCarrierFile, self.sudo()).write(vals)

    # Importing ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _import(self, carrier, data, filename, kind, layout=None):
        """Take in a list of a carrier: all of it or nothing.

        :param bytes data: the file
        :param kind: ``status`` or ``numbers``
        :param layout: ``tthc.carrier.layout``; default: that which fits best
        :return: the ``tthc.carrier.file``; a large one is taken in by a job
        :raise AccessError: for anybody but a postal clerk
        :raise UserError: imported before, or what is wrong with which row
        """
        self._check_clerk()
        digest = hashlib.sha256(data).hexdigest()
        # Whoever imports for the carrier at the same time waits here.
        self.env.execute_query(
            SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", f"tthc_carrier_file|{carrier.id}")
        )
        self._refuse_second_import(carrier, digest)
        layouts = layout or self.env["tthc.carrier.layout"]._candidates(carrier, kind)
        if not layouts:
            raise UserError(self.env._("There is no layout of such lists yet: add one."))
        plain = [one._plain() for one in layouts]
        try:
            reading = exchange.read_list(data, plain, zone=self.env.company._tthc_zone())
        except TableError as error:
            raise UserError(explain(self.env, error, filename)) from error
        self._check_numbers(carrier, reading.lines, filename)
        file = self.sudo()._keep(
            {
                "carrier_id": carrier.id,
                "company_id": self.env.company.id,
                "layout_id": layouts[plain.index(reading.layout)].id,
                "kind": kind,
                "user_id": self.env.uid,
                "filename": filename,
                "file": base64.b64encode(data),
                "sha256": digest,
                "state": "waiting",
                "row_count": len(reading.lines),
            }
        )
        file._begin(reading.lines)
        return file.with_env(self.env)

    def _check_clerk(self):
        if self.env.su or self.env.user.has_group("tthc_postal.group_postal_clerk"):
            return
        raise AccessError(self.env._("Only a postal clerk exchanges lists with carriers."))

    def _refuse_second_import(self, carrier, digest):
        first = self.sudo().search(
            [("carrier_id", "=", carrier.id), ("sha256", "=", digest)], limit=1
        )
        if first:
            raise UserError(
                self.env._(
                    "This file was imported before: “%(name)s” by %(who)s. Nothing was changed.",
                    name=first.filename,
                    who=first.user_id.name,
                )
            )

    def _check_numbers(self, carrier, lines, filename):
        """Refuse a list with a tracking number that the carrier cannot have issued."""
        for line in lines:
            number = carrier._normalise_number(line.tracking_number)
            try:
                carrier._check_number(number)
            except UserError as error:
                wrong = TableError("number", line.row, value=str(error))
                raise UserError(explain(self.env, wrong, filename)) from error

    # For the views ------------------------------------------------------------------------------

    def action_refresh(self):
        """Show how far it is now."""
        self.check_access("read")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_news(self):
        """What the list told."""
        return self._news_action([])

    def action_open_exceptions(self):
        """What of it somebody has to look into."""
        return self._news_action(self.env["tthc.carrier.news"]._exception_domain())

    def _news_action(self, domain):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_postal.action_carrier_news")
        return {**action, "domain": [("file_id", "=", self.id), *domain], "context": {}}

    def action_download(self):
        """The file itself."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.filename}?download=true",
            "target": "self",
        }

    @api.model
    @api.private
    def _lines_rows(self, lines, zone_to_utc, file_id):
        """Lines of a list as rows for ``tthc.carrier.news._take``.

        What happened today at an hour that the list does not tell has happened by now; it is known
        again by the end of the day, which is what later lists say.
        """
        now = fields.Datetime.now()

        def happened(line):
            at = zone_to_utc(line.at)
            begun = line.whole_day and zone_to_utc(datetime.combine(line.at, time())) <= now
            return {"at": min(at, now) if begun else at, "known_at": at}

        return [
            {
                "order_ref": line.order_ref,
                "tracking_number": line.tracking_number,
                "code": line.code,
                **happened(line),
                "place": line.place,
                "note": line.note,
                "receiver_name": line.receiver_name,
                "receiver_relation": line.receiver_relation,
                "weight": line.weight,
                "price": line.price,
                "cod_amount": line.cod_amount,
                "raw": news.plain(
                    f"{line.row}: {line.order_ref} | {line.tracking_number} | {line.code} | "
                    f"{line.at} | {line.note}"
                ),
                "file_id": file_id,
            }
            for line in lines
        ]
