import hashlib
import json

from odoo import api, models
from odoo.fields import Command

from ..tools import record as record_parser
from ..tools.found import REVIEW, Issue
from ..tools.legal import number_key
from ..tools.text import clean, storable
from .draft_values import DraftValues, content_of_values, content_of_version

# No mail, no followers, no tracking: thousands of drafts in one transaction.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class TthcImportDraft(models.AbstractModel):
    """Makes draft versions from records that were read. Published versions are never touched."""

    _name = "tthc.import.draft"
    _description = "Drafts from Imported Records"

    # Lists matched once ----------------------------------------------------------------------

    @api.model
    def _labels(self):
        """Labels of the closed lists, for the parser."""
        return record_parser.Labels(
            levels=tuple(self.env["tthc.level"].search([]).mapped("portal_name")),
            target_groups=tuple(self.env["tthc.target.group"].search([]).mapped("portal_name")),
        )

    @api.model
    def _sectors(self, names):
        """Id by name in small letters; unknown sectors are created."""
        known = {
            clean(sector.name).casefold(): sector.id
            for sector in self.env["tthc.sector"].with_context(active_test=False).search([])
        }
        missing = {name.casefold(): name for name in names if name.casefold() not in known}
        created = self.env["tthc.sector"].create([{"name": name} for name in missing.values()])
        known.update(zip(missing, created.ids, strict=True))
        return known

    @api.model
    def _documents(self, rows):
        """Id by number key; unknown documents are created with their titles."""
        model = self.env["tthc.legal.document"]
        self.env.cr.execute("SELECT id, number FROM tthc_legal_document")
        known = {number_key(number): key for key, number in self.env.cr.fetchall()}
        missing = {}
        for row in rows:
            if number_key(row.number) not in known:
                missing.setdefault(number_key(row.number), row)
        created = model.create(
            [
                {"number": row.number, "name": "" if row.number in row.name else row.name}
                for row in missing.values()
            ]
        )
        known.update(zip(missing, created.ids, strict=True))
        return known

    # Drafts ----------------------------------------------------------------------------------

    @api.model
    def _write_drafts(self, parsed):
        """Make or update drafts.

        :param parsed: pairs of an import record and the :class:`~..tools.record.Record` read
            from it, usable ones only, each code once
        :return: for each import record: (state, version id, procedure id, draft hash, issues)
        """
        drafts = self.with_context(**QUIET)
        self.env["tthc.legal.document"].flush_model(["number"])
        sectors = drafts._sectors([record.sector for _row, record in parsed])
        documents = drafts._documents([law for _row, record in parsed for law in record.legal])
        builder = drafts._builder(documents)
        codes = [record.code for _row, record in parsed]
        procedures = drafts._procedures(codes)
        known = drafts._newest_imports(codes)
        answers, creations = {}, []
        for row, record in parsed:
            issues = []
            procedure = procedures.get(record.code)
            last = known.get(record.code)
            if procedure:
                issues += drafts._differences(procedure, record, sectors)
            verdict, version = drafts._verdict(procedure, last, row, record, builder, issues)
            if verdict == "unchanged":
                kept = last.draft_hash if last else False
                answers[row.id] = ["unchanged", version.id, procedure.id, kept, issues]
                continue
            values = storable_values(builder.version(record))
            if verdict == "update":
                version.write({**values, "case_ids": [Command.clear(), *values["case_ids"]]})
                answers[row.id] = ["draft", version.id, procedure.id, None, issues]
            else:
                creations.append((row, record, procedure, values, issues))
        drafts._create_drafts(creations, sectors, answers)
        drafts._add_hashes(answers)
        return answers

    def _builder(self, documents):
        def ids(model):
            return {label.portal_name: label.id for label in self.env[model].search([])}

        reasons = self.env["tthc.import.issue"]._fields["reason"]._description_selection(self.env)
        return DraftValues(
            dict(reasons), ids("tthc.level"), ids("tthc.target.group"), documents, number_key
        )

    def _procedures(self, codes):
        found = self.env["tthc.procedure"].with_context(active_test=False)
        return {procedure.code: procedure for procedure in found.search([("code", "in", codes)])}

    @api.model
    def _newest_imports(self, codes):
        """The newest import record of each code whose version still exists, by code."""
        records = self.env["tthc.import.record"].search(
            [("code", "in", list(codes)), ("version_id", "!=", False)], order="id desc"
        )
        newest = {}
        for record in records:
            newest.setdefault(record.code, record)
        return newest

    def _differences(self, procedure, record, sectors):
        """Identity is never changed by an import: what differs is said."""
        issues = []
        if clean(procedure.name).casefold() != record.name.casefold():
            issues.append(Issue("ten_thu_tuc", "name_differs", record.name, REVIEW, procedure.name))
        if procedure.sector_id.id != sectors[record.sector.casefold()]:
            theirs = procedure.sector_id.name
            issues.append(Issue("linh_vuc", "sector_differs", record.sector, REVIEW, theirs))
        return issues

    def _verdict(self, procedure, last, row, record, builder, issues):
        """What is to be done: ``unchanged``, ``update`` or ``create``, and with which version."""
        versions = self.env["tthc.procedure.version"]
        if not procedure:
            return "create", versions
        # A record that is read again is written again, its content changed or not.
        if last and last != row and last.content_hash == record.content_hash():
            return "unchanged", last.version_id
        if last and last.version_id.state == "draft":
            if self._fingerprints(last.version_id)[last.version_id.id] == last.draft_hash:
                return "update", last.version_id
            issues.append(Issue("record", "draft_beside", "", REVIEW))
            return "create", versions
        if not last:
            current = procedure.current_version_id
            if current and self._same_content(current, builder.version(record)):
                return "unchanged", current
            if procedure.version_ids.filtered(lambda version: version.state == "draft"):
                issues.append(Issue("record", "draft_beside", "", REVIEW))
        return "create", versions

    def _same_content(self, version, values):
        ids = values["legal_document_ids"][0][2]
        documents = self.env["tthc.legal.document"].browse(ids)
        numbers = {document.id: document.number for document in documents}
        return content_of_values(values, numbers) == content_of_version(version)

    def _create_drafts(self, creations, sectors, answers):
        new = [entry for entry in creations if not entry[2]]
        created = self.env["tthc.procedure"].create(
            [
                storable_values(
                    {
                        "code": record.code,
                        "name": record.name,
                        "sector_id": sectors[record.sector.casefold()],
                    }
                )
                for _row, record, _procedure, _values, _issues in new
            ]
        )
        procedures = {entry[0].id: made for entry, made in zip(new, created, strict=True)}
        for row, _record, procedure, values, _issues in creations:
            values["procedure_id"] = (procedure or procedures[row.id]).id
        versions = self.env["tthc.procedure.version"].create([entry[3] for entry in creations])
        for (row, _record, _procedure, _values, issues), version in zip(
            creations, versions, strict=True
        ):
            answers[row.id] = ["draft", version.id, version.procedure_id.id, None, issues]

    def _add_hashes(self, answers):
        made = [answer for answer in answers.values() if answer[0] == "draft"]
        versions = self.env["tthc.procedure.version"].browse(answer[1] for answer in made)
        hashes = self._fingerprints(versions)
        for answer in made:
            answer[3] = hashes[answer[1]]

    # Fingerprints ----------------------------------------------------------------------------

    @api.model
    def _fingerprints(self, versions):
        """Fingerprint by id of what stands in ``versions`` and all rows below them: another one
        means that somebody edited the draft."""
        self.env.flush_all()
        # What was just written is read as the database keeps it.
        self.env.invalidate_all(flush=False)
        versions = versions.with_prefetch()
        content = {version.id: [self._content(version)] for version in versions}
        for name in self.env["tthc.version.part"]._part_models():
            rows = self.env[name].search(self.env[name]._domain_below(versions), order="id")
            for row in rows:
                content[row._versions().id].append([name, self._content(row)])
        return {
            key: hashlib.sha256(
                json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()
            ).hexdigest()
            for key, value in content.items()
        }

    def _content(self, row):
        """Values of ``row`` that a person can enter, without the empty ones."""
        content = {}
        for name, field in row._fields.items():
            if not field.store or field.related or name in _NOT_CONTENT:
                continue
            if field.type == "one2many" or (field.compute and field.readonly):
                continue
            value = row[name]
            if value:
                content[name] = value.ids if field.relational else value
        return content


_NOT_CONTENT = {
    *models.MAGIC_COLUMNS,
    "editor_id",
    "message_follower_ids",
    "message_ids",
    "activity_ids",
}


def storable_values(values):
    """``values`` with every text as the database can hold it."""
    if isinstance(values, str):
        return storable(values)
    if isinstance(values, dict):
        return {key: storable_values(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return type(values)(map(storable_values, values))
    return values
