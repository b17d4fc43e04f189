import logging
import os
import stat
import time
import uuid
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..tools import scan_name

_logger = logging.getLogger(__name__)

#: Seconds for which a file must have been left alone before it is taken.
QUIET = 10
#: Seconds after which a file that another process took and did not finish is taken again.
STALE = 900
#: Files that one run takes of each centre.
BATCH = 100
#: Where files are while they are read, and afterwards.
TAKEN, DONE, FAILED = "processing", "done", "failed"


class TthcScanFolder(models.AbstractModel):
    """The folders into which scanners put files, one for each centre.

    Every step is one rename within a folder, so that of several processes one gets the file, and
    a crash leaves it in ``processing``, from where it is taken again; what was stored already is
    recognised by its digest then. Only plain files right in the folder are taken: no links, no
    folders, nothing that is still written to.
    """

    _name = "tthc.scan.folder"
    _description = "Scanner Folder"

    @api.model
    @api.private
    def _root(self):
        """Folder of all centres' folders: of the server's environment (``TTHC_SCAN_ROOT``), or
        below its data. Nobody sets it from within Odoo: it decides what the server reads."""
        given = os.environ.get("TTHC_SCAN_ROOT")
        return given or str(Path(config["data_dir"]) / "tthc_scan" / self.env.cr.dbname)

    @api.model
    def _cron_collect(self):
        """Take in what the scanners of all centres have put down."""
        companies = self.env["res.company"].sudo().search([("tthc_scan_folder", "!=", False)])
        for company in companies:
            for path in self._take(company):
                self._process(company, path)
                self.env["ir.cron"]._commit_progress(1)
                self._put_away(company, path)

    # Files ----------------------------------------------------------------------------------------

    @api.model
    def _folder(self, company):
        """The centre's folder, made where there is none; ``None`` where it cannot be used."""
        folder = Path(self._root()) / Path(company.tthc_scan_folder).name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in (TAKEN, DONE, FAILED):
                (folder / name).mkdir(exist_ok=True)
                if (folder / name).is_symlink():
                    raise OSError(f"{folder / name} is a link")
        except OSError as error:
            _logger.warning("scanner folder of %s: %s", company.name, error)
            return None
        return folder

    @api.model
    def _take(self, company, now=None):
        """Take files for this process, one after the other; yields where they are now."""
        folder = self._folder(company)
        if not folder:
            return
        now = now or time.time()
        taken = 0
        for source, age in ((folder, QUIET), (folder / TAKEN, STALE)):
            for name in sorted(os.listdir(source)):
                if taken >= BATCH:
                    return
                if self._is_ready(source / name, now, age):
                    path = self._claim(source / name, folder / TAKEN)
                    if path:
                        taken += 1
                        yield path

    @staticmethod
    def _is_ready(path, now, age):
        """Whether it is a plain, complete file that nobody has touched for ``age`` seconds."""
        if not scan_name.is_finished_name(_original_name(path.name)):
            return False
        try:
            found = path.lstat()
        except OSError:
            return False
        touched = max(found.st_mtime, found.st_ctime)
        return stat.S_ISREG(found.st_mode) and now - touched >= age

    @staticmethod
    def _claim(path, folder):
        """Move a file so that only this process knows its name; ``None``: another was faster."""
        target = folder / f"{uuid.uuid4().hex}__{_original_name(path.name)}"
        try:
            os.rename(path, target)
            # The time of the claim, from which on it counts as left behind.
            os.utime(target)
        except OSError:
            return None
        return target

    # Processing -----------------------------------------------------------------------------------

    @api.model
    def _process(self, company, path):
        """Store a file and keep what became of it; never raises for what is wrong with it."""
        name = _original_name(path.name)
        try:
            with self.env.cr.savepoint():
                dossier, answer = self._store(company, name, _read(path))
        except (UserError, OSError) as error:
            dossier, answer = None, {"status": "failed", "message": str(error)}
        self._keep(company, path, dossier, answer)

    @api.model
    def _store(self, company, name, raw):
        """``(dossier, answer)`` as of ``dossier._take_file``.

        :raise UserError: no dossier of the centre is meant, or the file is not accepted
        """
        said = scan_name.parse(name)
        if not said:
            raise UserError(
                self.env._(
                    "The name does not begin with a dossier number. Name it like "
                    "H99.01-261122-0007_02.pdf: the number, and the place of the paper."
                )
            )
        dossier = self._dossier(company, said)
        # As the program, for a dossier of the centre whose scanner it was.
        dossier = dossier.with_user(SUPERUSER_ID).with_context(
            lang=company.partner_id.lang or self.env.lang
        )
        components = dossier.component_ids
        if said.result:
            if len(dossier.result_ids) != 1:
                return dossier, dossier._take_file(f"KQ {name}", raw, "scanner")
            return dossier, dossier._take_file(name, raw, "scanner", held_id=dossier.result_ids.id)
        if said.order > len(components):
            raise UserError(
                self.env._(
                    "%(dossier)s has %(count)s papers, and the name says paper %(order)s.",
                    dossier=dossier.display_name,
                    count=len(components),
                    order=said.order,
                )
            )
        if said.order:
            return dossier, dossier._take_file(
                name, raw, "scanner", component_id=components[said.order - 1].id
            )
        return dossier, dossier._take_file(said.rest or name, raw, "scanner")

    @api.model
    def _dossier(self, company, said):
        dossiers = self.env["tthc.dossier"].sudo()
        if said.token:
            dossier = dossiers._find_by_lookup(said.token)
        else:
            dossier = dossiers.search([("name", "=", said.number)], limit=1)
        if company not in (dossier.company_id | dossier.competent_company_id):
            raise UserError(
                self.env._(
                    "%(centre)s has no dossier %(number)s. Compare the number with the receipt.",
                    centre=company.name,
                    number=said.number or said.token,
                )
            )
        return dossier

    def _keep(self, company, path, dossier, answer):
        status = answer["status"]
        failed = status in ("failed", "refused")
        self.env["tthc.paper.scan"].sudo().create(
            {
                "company_id": company.id,
                "file_name": _original_name(path.name),
                "outcome": "failed" if failed else status,
                "message": answer["message"],
                "dossier_id": dossier.id if dossier else False,
                "moved_to": str(self._destination(path, failed).relative_to(path.parent.parent)),
            }
        )

    def _destination(self, path, failed):
        """Where a file that was taken goes: its name stays, a short mark keeps it unique."""
        mark, name = path.name.split("__", 1)
        if failed:
            return path.parent.parent / FAILED / f"{mark[:8]}__{name}"
        day = fields.Date.context_today(self).isoformat()
        return path.parent.parent / DONE / day / f"{mark[:8]}__{name}"

    @api.model
    def _put_away(self, company, path):
        """Move the file to where its line in the log says; a failed one with its reason."""
        name = _original_name(path.name)
        row = (
            self.env["tthc.paper.scan"]
            .sudo()
            .search([("company_id", "=", company.id), ("file_name", "=", name)], limit=1)
        )
        target = path.parent.parent / row.moved_to
        try:
            target.parent.mkdir(exist_ok=True)
            os.rename(path, target)
            if row.outcome == "failed":
                reason = target.with_name(target.name + ".txt")
                reason.write_text(f"{row.message}\n", encoding="utf-8")
        except OSError as error:
            _logger.warning("scanned file %s stays in %s: %s", name, TAKEN, error)


def _original_name(name):
    """The name as the scanner gave it."""
    mark, found, rest = name.partition("__")
    return rest if found and len(mark) in (8, 32) and _is_hex(mark) else name


def _is_hex(text):
    return all(sign in "0123456789abcdef" for sign in text)


def _read(path):
    """The bytes of a plain file; a link that took its place is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        return file.read()
