from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

NOTICE_DAYS = 30


class MailActivity(models.Model):
    _inherit = "mail.activity"

    tthc_legal_document_id = fields.Many2one(
        "tthc.legal.document",
        "Legal Document",
        index="btree_not_null",
        ondelete="cascade",
        help="The document whose end this activity is about: one for each version.",
    )


class TthcLegalDocument(models.Model):
    """What depends on a legal document, and who is told when it ends."""

    _inherit = "tthc.legal.document"

    affected_count = fields.Integer("Affected Versions", compute="_compute_affected_count")
    citing_count = fields.Integer("Citing Versions", compute="_compute_affected_count")

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._watch_ends()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if {"date_expired", "replaced_by_id", "date_effective", "date_issued"} & set(vals):
            (self | self.replaces_ids)._watch_ends()
        return result

    @api.model
    def _citing_fields(self):
        """Yield ``(model, field)`` of the rows below a version that cite a document."""
        for name in self.env["tthc.version.part"]._part_models():
            for field in self.env[name]._fields.values():
                if field.comodel_name == self._name and field.store:
                    yield self.env[name], field.name

    def _citing_versions(self):
        """Every version that cites one of these, in its legal basis or in a row below."""
        versions = self.env["tthc.procedure.version"].search(
            [("legal_document_ids", "in", self.ids)]
        )
        for model, name in self._citing_fields():
            versions |= model.search([(name, "in", self.ids)])._versions()
        return versions

    def _affected_versions(self):
        """The published versions that outlast this document, and that no later published
        version without it follows: for these somebody must prepare a next version."""
        self.ensure_one()
        if not self.date_end:
            return self.env["tthc.procedure.version"]
        today = self.env["res.company"]._tthc_today()
        last = max(self.date_end, today)
        citing = self._citing_versions()
        affected = citing.filtered(
            lambda row: row._is_effective() and (not row.date_to or row.date_to >= last)
        )
        effective = citing._domain_effective() & Domain(
            [("procedure_id", "in", affected.procedure_id.ids), ("id", "not in", citing.ids)]
        )
        newest = {}
        for version in citing.search(effective):
            key = version.procedure_id
            newest[key] = max(version.date_from, newest.get(key, version.date_from))
        return affected.filtered(
            lambda row: row.date_from >= newest.get(row.procedure_id, row.date_from)
        )

    def _compute_affected_count(self):
        for document in self:
            document.affected_count = len(document._affected_versions())
            document.citing_count = len(document._citing_versions())

    def action_view_affected(self):
        self.ensure_one()
        return self._view_versions(self._affected_versions(), self.env._("Affected Versions"))

    def action_view_citing(self):
        self.ensure_one()
        return self._view_versions(self._citing_versions(), self.env._("Citing Versions"))

    def _view_versions(self, versions, name):
        return {
            "type": "ir.actions.act_window",
            "res_model": versions._name,
            "view_mode": "list,form",
            "domain": [("id", "in", versions.ids)],
            "name": name,
        }

    # Activities -------------------------------------------------------------------------------

    @api.model
    def _notice_days(self):
        """How many days before its end the owners of the affected versions are told."""
        value = self.env["ir.config_parameter"].sudo().get_param("tthc_catalogue.legal_notice_days")
        return int(value) if (value or "").strip().isdigit() else NOTICE_DAYS

    @api.model
    def _cron_watch_ends(self):
        """Tell the owners about the documents whose notice has come."""
        horizon = fields.Date.add(self.env["res.company"]._tthc_today(), days=self._notice_days())
        open_ones = self.env["mail.activity"].search([("tthc_legal_document_id", "!=", False)])
        ending = self.search([("date_end", "<=", horizon)])
        (ending | open_ones.tthc_legal_document_id)._watch_ends()

    def _watch_ends(self):
        """Bring the activities about these documents in line with what they affect now: one for
        each version and document, once; those without a cause are closed."""
        today = self.env["res.company"]._tthc_today()
        horizon = fields.Date.add(today, days=self._notice_days())
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        known = defaultdict(lambda: activities)
        for activity in activities.search([("tthc_legal_document_id", "in", self.ids)]):
            known[activity.tthc_legal_document_id.id, activity.res_id] |= activity
        values, wanted = [], set()
        for document in self.sudo():
            if not document.date_end or document.date_end > horizon:
                continue
            for version in document._affected_versions():
                wanted.add((document.id, version.id))
                if (document.id, version.id) not in known:
                    values += document._end_activity_values(version)
        activities.create(values)
        for key, found in known.items():
            if key not in wanted:
                found.filtered("active").action_feedback(
                    feedback=self.env._("The legal document no longer affects this version.")
                )

    def _end_activity_values(self, version):
        """Values of one activity for the owner, or nothing when there is nobody to tell."""
        owner = version._legal_owner()
        if not owner:
            return []
        reader = self.with_context(lang=owner.lang)
        day = self.date_end.strftime("%d/%m/%Y")
        if self.replaced_by_id:
            note = reader.env._(
                "%(number)s is out of force from %(day)s, replaced by %(other)s.",
                number=self.number,
                day=day,
                other=self.replaced_by_id.number,
            )
        else:
            note = reader.env._(
                "%(number)s is out of force from %(day)s.", number=self.number, day=day
            )
        today = self.env["res.company"]._tthc_today()
        return [
            {
                "activity_type_id": self.env.ref("tthc_catalogue.activity_legal_end").id,
                "res_model_id": self.env["ir.model"]._get_id(version._name),
                "res_id": version.id,
                "user_id": owner.id,
                "summary": reader.env._("Legal basis ends: %s", self.number),
                "note": note,
                "date_deadline": max(self.date_end, today),
                "tthc_legal_document_id": self.id,
            }
        ]


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    def _legal_owner(self):
        """Who is to act on this version's legal basis: the one responsible for the procedure or
        its sector, else its last editor, else an editor; nobody when there is none."""
        self.ensure_one()
        group = self.env.ref("tthc_catalogue.group_catalogue_editor")
        editors = group.all_user_ids.filtered(
            lambda user: user.active and user.id != SUPERUSER_ID
        ).sorted("id")
        candidates = [
            self.procedure_id.responsible_id,
            self.procedure_id.sector_id.responsible_id,
            self.editor_id & editors,
        ]
        staff = "tthc_catalogue.group_staff"
        named = (user for user in candidates if user.active and user.has_group(staff))
        return next(named, editors[:1])
