import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .tthc_posting_print import BOARD, SHEET

#: What may be written on a posting afterwards. Its end is recorded by taking it down.
WRITABLE = {"note", "photo_ids"}
#: What the system alone fills in.
SYSTEM = {"posted_by", "sheet_id", "sheet_sha256", "removed_on", "removed_by", "listed_ids"}


class TthcPosting(models.Model):
    """A sheet that was posted: which version, where, when and by whom, with the sheet itself.

    It is a record of what happened: it is not changed afterwards, only ended.
    """

    _name = "tthc.posting"
    _description = "Posting"
    _order = "posted_on desc, id desc"
    _rec_names_search = ["procedure_id", "sector_id"]

    board_id = fields.Many2one(
        "tthc.posting.board", "Place", required=True, index=True, ondelete="restrict"
    )
    board_kind = fields.Selection(related="board_id.kind", store=True)
    company_id = fields.Many2one(related="board_id.company_id", store=True, index=True)
    version_id = fields.Many2one("tthc.procedure.version", index=True, ondelete="restrict")
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True, index=True)
    decision = fields.Char(related="version_id.decision")
    sector_id = fields.Many2one(
        "tthc.sector", index=True, ondelete="restrict", help="Set on the board of a sector."
    )
    subject = fields.Char("Posted Sheet", compute="_compute_subject")
    listed_ids = fields.Many2many(
        "tthc.procedure.version", string="Listed Versions", readonly=True, copy=False
    )
    posted_on = fields.Date(
        required=True, default=lambda self: self.env["res.company"]._tthc_today()
    )
    posted_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    removed_on = fields.Date("Taken Down on", readonly=True, copy=False)
    removed_by = fields.Many2one(
        "res.users", "Taken Down by", readonly=True, ondelete="restrict", copy=False
    )
    sheet_id = fields.Many2one("ir.attachment", readonly=True, copy=False)
    sheet_sha256 = fields.Char("SHA-256 of the Sheet", readonly=True, copy=False)
    sheet_intact = fields.Boolean("Sheet Unchanged", compute="_compute_sheet_intact")
    photo_ids = fields.Many2many(
        "ir.attachment", "tthc_posting_photo_rel", "posting_id", "attachment_id", "Photos"
    )
    note = fields.Text()
    status = fields.Selection(
        [
            ("current", "Posted"),
            ("ahead", "Posted ahead"),
            ("outdated", "Outdated"),
            ("ended", "No Longer in Force"),
            ("removed", "Taken Down"),
        ],
        compute="_compute_status",
        search="_search_status",
        help="Outdated: another version is in force now, or a sector's list has changed.",
    )

    _one_thing = models.Constraint(
        "CHECK ((version_id IS NULL) <> (sector_id IS NULL))",
        "A posting shows either one procedure or one sector.",
    )
    _days_ordered = models.Constraint(
        "CHECK (removed_on IS NULL OR removed_on >= posted_on)",
        "A sheet cannot be taken down before it was posted.",
    )
    _one_open_procedure = models.UniqueIndex(
        "(board_id, procedure_id) WHERE removed_on IS NULL AND procedure_id IS NOT NULL",
        "This procedure is posted there already: take the earlier sheet down first.",
    )
    _one_open_sector = models.UniqueIndex(
        "(board_id, sector_id) WHERE removed_on IS NULL AND sector_id IS NOT NULL",
        "This sector is posted there already: take the earlier board down first.",
    )

    @api.depends("procedure_id", "sector_id")
    def _compute_subject(self):
        for posting in self:
            posting.subject = posting.procedure_id.display_name or (
                posting.sector_id and self.env._("Sector board: %s", posting.sector_id.name)
            )

    @api.depends("subject", "board_id")
    def _compute_display_name(self):
        for posting in self:
            posting.display_name = f"{posting.subject or ''} – {posting.board_id.name}"

    @api.depends(
        "removed_on",
        "version_id.state",
        "version_id.voided",
        "version_id.date_from",
        "version_id.date_to",
    )
    def _compute_status(self):
        today = self.env["res.company"]._tthc_today()
        for posting in self:
            version = posting.version_id.sudo()
            if posting.removed_on:
                posting.status = "removed"
            elif posting.sector_id:
                same = posting.listed_ids == posting._versions_to_list()
                posting.status = "current" if same else "outdated"
            elif version._covers(today):
                posting.status = "current"
            elif version._is_effective() and version.date_from > today:
                posting.status = "ahead"
            else:
                in_force = version.procedure_id.current_version_id
                posting.status = "outdated" if in_force else "ended"

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["res.company"]._tthc_today()
        versions = self.env["tthc.procedure.version"]
        still_open = fields.Domain("removed_on", "=", False)
        in_force = fields.Domain("version_id", "any", versions._domain_in_force(today))
        ahead = fields.Domain(
            "version_id",
            "any",
            versions._domain_effective() & fields.Domain("date_from", ">", today),
        )
        past = still_open & fields.Domain("version_id", "!=", False) & ~in_force & ~ahead
        replaced = fields.Domain(
            "procedure_id.version_ids", "any", versions._domain_in_force(today)
        )
        boards = self.search(still_open & fields.Domain("sector_id", "!=", False))
        fresh = boards.filtered(lambda board: board.status == "current")
        domains = {
            "removed": fields.Domain("removed_on", "!=", False),
            "current": (still_open & in_force) | fields.Domain("id", "in", fresh.ids),
            "ahead": still_open & ahead,
            "outdated": (past & replaced) | fields.Domain("id", "in", (boards - fresh).ids),
            "ended": past & ~replaced,
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    def _versions_to_list(self):
        """What the sector's board would list today."""
        self.ensure_one()
        return self.sector_id._board_versions(self.company_id).with_env(self.env)

    @api.depends("sheet_id", "sheet_sha256")
    def _compute_sheet_intact(self):
        for posting in self:
            # The web client asks for sizes in place of contents.
            sheet = posting.sudo().with_context(bin_size=False).sheet_id
            content = sheet.raw or b""
            posting.sheet_intact = posting.sheet_sha256 == hashlib.sha256(content).hexdigest()

    @api.constrains("version_id", "posted_on", "board_id")
    def _check_posting(self):
        today = self.env["res.company"]._tthc_today()
        for posting in self:
            if posting.posted_on > today:
                raise ValidationError(
                    self.env._("A posting is recorded when it hangs: the day lies ahead.")
                )
            if posting.version_id and not posting.version_id.sudo()._is_effective():
                raise ValidationError(
                    self.env._(
                        "%s is not published: only published versions are posted.",
                        posting.version_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record postings by the present user; what the system finds out itself is not taken
        from outside."""
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in SYSTEM}
                for vals in vals_list
            ]
        postings = super().create([{"posted_by": self.env.uid, **vals} for vals in vals_list])
        for posting in postings.filtered("sector_id"):
            posting._write_unguarded({"listed_ids": posting._versions_to_list().ids})
        postings._own_photos()
        postings._offers()._lead_posted()
        return postings

    def write(self, vals):
        """:raise UserError: anything but the note and the photos"""
        if not set(vals) <= WRITABLE:
            raise UserError(
                self.env._(
                    "A posting is a record of what happened and is not changed. Take the sheet "
                    "down and post again."
                )
            )
        result = super().write(vals)
        self._own_photos()
        return result

    def _write_unguarded(self, vals):
        return super(TthcPosting, self.sudo()).write(vals)

    def unlink(self):
        offers = self._offers()
        result = super().unlink()
        offers._refresh_posted()
        return result

    def _own_photos(self):
        """Tie photos uploaded before the record was saved to it."""
        for posting in self:
            loose = posting.sudo().photo_ids.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": posting.id})

    def _offers(self):
        """The offers whose posting these records speak of, as superuser."""
        offers = self.env["tthc.offer"].sudo().with_context(active_test=False)
        postings = self.filtered("procedure_id")
        keys = {(posting.company_id.id, posting.procedure_id.id) for posting in postings}
        found = offers.search(
            [
                ("company_id", "in", postings.company_id.ids),
                ("procedure_id", "in", postings.procedure_id.ids),
            ]
        )
        return found.filtered(lambda one: (one.company_id.id, one.procedure_id.id) in keys)

    # Actions ----------------------------------------------------------------------------------

    def action_take_down(self):
        """Record today that these sheets were taken down."""
        self.check_access("write")
        self.filtered(lambda posting: not posting.removed_on)._end_posting(
            self.env["res.company"]._tthc_today()
        )
        return True

    def _end_posting(self, day):
        for posting in self:
            posting._write_unguarded(
                {"removed_on": max(day, posting.posted_on), "removed_by": self.env.uid}
            )
        self._offers()._refresh_posted()

    def _freeze_sheets(self):
        """Print the sheets and keep them as posted, with their SHA-256. A website shows the page
        itself and has none.

        :raise UserError: nothing on this server can print PDF files
        """
        for posting in self.filtered(lambda one: one.board_kind != "website"):
            company = posting.company_id
            report = self.env["ir.actions.report"].sudo()._posting_report(company)
            record = posting.version_id or posting.sector_id
            name = SHEET if posting.version_id else BOARD
            pdf, _kind = report._render_qweb_pdf(name, record.ids)
            sheet = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": posting._sheet_name(),
                        "raw": pdf,
                        "res_model": self._name,
                        "res_id": posting.id,
                        "mimetype": "application/pdf",
                    }
                )
            )
            posting._write_unguarded(
                {"sheet_id": sheet.id, "sheet_sha256": hashlib.sha256(pdf).hexdigest()}
            )

    def _sheet_name(self):
        self.ensure_one()
        shown = self.procedure_id.code or f"linh-vuc-{self.sector_id.id}"
        return f"niem-yet-{shown}-{self.posted_on:%Y%m%d}.pdf"

    def action_print_sheets(self):
        """Open the sheets of these postings, as they were posted, in one PDF.

        :raise UserError: none of them has a sheet
        """
        sheets = self.filtered("sheet_id")
        if not sheets:
            raise UserError(self.env._("These postings have no printed sheet."))
        return {
            "type": "ir.actions.act_url",
            "url": "/tthc_posting/sheets?ids=" + ",".join(map(str, sheets.ids)),
            "target": "new",
        }
